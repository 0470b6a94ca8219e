"""The meta description fills its place in the results, and no more."""

from alwrity.features.seo.check import Check, Group, Outcome
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    length = len(piece.target.meta_description.strip())
    if not length:
        return Outcome(1.0, "Write a meta description of 121-156 characters.", 0.0)
    score = piecewise(length, ((100, 6.0), (121, 9.0), (156, 9.0), (170, 6.0)))
    if score >= 9:
        advice = "The meta description has the right length."
    else:
        change = "Lengthen" if length < 121 else "Shorten"
        advice = f"{change} the meta description of {length} characters to 121-156."
    return Outcome(score, advice, float(length))


CHECK = Check("meta-description-length", Group.SEO, "121-156 characters", _measure)
