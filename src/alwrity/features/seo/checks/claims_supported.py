"""What a sentence claims stands in the source that it cites."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.claims import Claim
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

_ENOUGH = 0.6


def _message(piece: Piece, claim: Claim) -> str:
    said = piece.document.plain(claim.start, claim.end)
    numbers = ", ".join(str(number) for number in claim.cited)
    return f"“{said[:60]}” was not found in source {numbers}"


def _measure(piece: Piece) -> Outcome:
    cited = [claim for claim in piece.claims if claim.cited]
    if not cited:
        return not_applicable("Needs a figure, date or quotation with a citation.")
    missing = [claim for claim in cited if claim.support < _ENOUGH]
    share = sum(claim.support for claim in cited) / len(cited)
    marks = tuple(Mark(c.start, c.end, _message(piece, c)) for c in missing)
    advice = (
        "Compare these with the source: it does not say so in these words."
        if missing
        else "The cited sources say what the text claims."
    )
    return Outcome(piecewise(share, ((0.4, 0.0), (1.0, 9.0))), advice, round(share, 2), marks)


CHECK = Check("claims-supported", Group.EVIDENCE, "all", _measure)
