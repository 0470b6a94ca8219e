"""No section runs on without a subheading."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    sections = piece.document.sections
    if not sections:
        return not_applicable("Needs a text.")
    longest = max(section.words for section in sections)
    score = piecewise(longest, ((300, 9.0), (350, 5.0), (450, 2.0)))
    marks = tuple(
        Mark(s.heading.start, s.heading.end, f"Section of {s.words} words")
        for s in sections
        if s.words > 300 and s.heading is not None and s.heading.end > s.heading.start
    )
    advice = (
        "Subheadings come often enough."
        if score >= 9
        else f"Divide the section of {longest} words by a subheading."
    )
    return Outcome(score, advice, float(longest), marks)


CHECK = Check("section-length", Group.CLARITY, "300 words at most", _measure)
