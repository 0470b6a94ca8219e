"""The meta description has the keyphrase once or twice."""

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    if piece.keyphrase is None or not piece.target.meta_description.strip():
        return not_applicable("Needs a keyphrase and a meta description.")
    times = piece.keyphrase.count_in(piece.target.meta_description)
    phrase = piece.keyphrase.phrase
    if times == 0:
        return Outcome(3.0, f"Use “{phrase}” in the meta description.", 0.0)
    if times > 2:
        return Outcome(3.0, f"Use “{phrase}” twice at most in the meta description.", float(times))
    return Outcome(9.0, "The meta description has the keyphrase.", float(times))


CHECK = Check("keyphrase-in-meta-description", Group.SEO, "once or twice", _measure)
