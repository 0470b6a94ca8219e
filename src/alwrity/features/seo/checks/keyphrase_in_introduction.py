"""The keyphrase stands in the first paragraph."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    document = piece.document
    if piece.keyphrase is None or not document.paragraphs:
        return not_applicable("Needs a keyphrase and a paragraph.")
    first = document.paragraphs[0]
    inside = [
        times
        for sentence, times in zip(piece.sentences, piece.keyphrase_matches, strict=True)
        if first.start <= sentence.start < first.end
    ]
    if any(inside):
        return Outcome(9.0, "The introduction has the keyphrase.", float(sum(inside)))
    phrase = piece.keyphrase.phrase
    whole = piece.keyphrase.matches([document.words_between(first.start, first.end)])[0]
    advice = (
        f"Bring the words of “{phrase}” together in one sentence of the introduction."
        if whole
        else f"Say in the introduction that this is about “{phrase}”."
    )
    mark = Mark(first.start, first.end, f"Introduction without “{phrase}” in one sentence")
    return Outcome(6.0 if whole else 3.0, advice, 0.0, (mark,))


CHECK = Check(
    "keyphrase-in-introduction", Group.SEO, "in one sentence of the first paragraph", _measure
)
