"""Figures, dates and quotations name their source."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.claims import ClaimKind
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

_NAMES = {
    ClaimKind.NUMBER: "Figure without a source",
    ClaimKind.DATE: "Date without a source",
    ClaimKind.QUOTE: "Quotation without a source",
}


def _measure(piece: Piece) -> Outcome:
    if not piece.claims:
        return not_applicable("Needs sources, and a figure, date or quotation.")
    without = [claim for claim in piece.claims if not claim.cited]
    share = 1 - len(without) / len(piece.claims)
    marks = tuple(Mark(c.start, c.end, _NAMES[c.kind]) for c in without)
    advice = (
        "Cite a source for these, or leave them out." if without else "Every claim names a source."
    )
    return Outcome(piecewise(share, ((0.4, 1.0), (1.0, 9.0))), advice, round(share, 2), marks)


CHECK = Check("claims-cited", Group.EVIDENCE, "all", _measure)
