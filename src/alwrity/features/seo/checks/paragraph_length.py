"""Paragraphs are short enough to be read on a screen."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    document = piece.document
    sized = [(block, document.block_words(block)) for block in document.paragraphs]
    if not sized:
        return not_applicable("Needs a paragraph.")
    longest = max(words for _, words in sized)
    score = piecewise(longest, ((150, 9.0), (200, 5.0), (260, 2.0)))
    marks = tuple(
        Mark(block.start, block.end, f"Paragraph of {words} words")
        for block, words in sized
        if words > 150
    )
    advice = (
        "The paragraphs are short enough."
        if score >= 9
        else f"Divide the paragraph of {longest} words."
    )
    return Outcome(score, advice, float(longest), marks)


CHECK = Check("paragraph-length", Group.CLARITY, "150 words at most", _measure)
