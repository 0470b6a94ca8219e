"""The title has the keyphrase, best at its start."""

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    if piece.keyphrase is None:
        return not_applicable("Needs a keyphrase.")
    phrase = piece.keyphrase.phrase
    if piece.keyphrase.starts(piece.title):
        return Outcome(9.0, "The title starts with the keyphrase.", 1.0)
    if piece.keyphrase.count_in(piece.title):
        return Outcome(6.0, f"Move “{phrase}” to the start of the title.", 1.0)
    return Outcome(2.0, f"Use “{phrase}” in the title.", 0.0)


CHECK = Check("keyphrase-in-title", Group.SEO, "at the start of the title", _measure)
