"""Headings go down one level at a time."""

from itertools import pairwise

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    headings = piece.document.headings
    if len(headings) < 2:
        return not_applicable("Needs two headings.")
    jumps = [
        (before, after) for before, after in pairwise(headings) if after.level > before.level + 1
    ]
    share = len(jumps) / (len(headings) - 1)
    marks = tuple(
        Mark(h.start, h.end, f"Level {h.level} follows level {before.level}")
        for before, h in jumps
        if h.end > h.start
    )
    advice = "Lower each heading by one level at a time." if jumps else "The headings are in order."
    return Outcome(piecewise(share, ((0.0, 9.0), (0.5, 1.0))), advice, round(share, 2), marks)


CHECK = Check("heading-order", Group.SEO, "no level skipped", _measure)
