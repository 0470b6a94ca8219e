"""Some, not all, of the subheadings have the keyphrase."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, Severity, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    headings = piece.subheadings
    if piece.keyphrase is None or not headings:
        return not_applicable("Needs a keyphrase and a subheading.")
    phrase = piece.keyphrase.phrase
    without = [h for h in headings if not piece.keyphrase.count_in(h.text)]
    share = 1 - len(without) / len(headings)
    # One heading of one or two can only be all or nothing: having it is good.
    high = ((0.75, 9.0), (1.0, 3.0)) if len(headings) > 2 else ((1.0, 9.0),)
    score = piecewise(share, ((0.0, 3.0), (0.3, 9.0), *high))
    marks: tuple[Mark, ...] = ()
    if score >= 9:
        advice = "Enough of the subheadings have the keyphrase."
    elif share < 0.3:
        advice = f"Use “{phrase}” in one subheading of three."
        marks = tuple(
            Mark(h.start, h.end, f"Heading misses the keyphrase “{phrase}”", Severity.MEDIUM)
            for h in without
            if h.end > h.start
        )
    else:
        advice = f"Leave “{phrase}” out of some subheadings; it is in nearly all."
    return Outcome(score, advice, round(share, 2), marks)


CHECK = Check("keyphrase-in-subheadings", Group.SEO, "30-75 % of the subheadings", _measure)
