"""Every citation leads to a source."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    document = piece.document
    if not document.citations:
        return not_applicable("Needs a citation.")
    known = set(document.notes) | {str(number) for number in piece.target.passages}
    lost = [c for c in document.citations if c.label not in known]
    share = len(lost) / len(document.citations)
    marks = tuple(Mark(c.start, c.end, f"[^{c.label}] leads nowhere") for c in lost)
    advice = (
        "Add the source of these citations, or take them out."
        if lost
        else "Every citation leads to a source."
    )
    return Outcome(piecewise(share, ((0.0, 9.0), (0.3, 1.0))), advice, float(len(lost)), marks)


CHECK = Check("citations-resolve", Group.EVIDENCE, "all", _measure)
