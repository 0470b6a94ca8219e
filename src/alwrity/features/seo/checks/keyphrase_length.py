"""The keyphrase is short enough to be searched for."""

from alwrity.features.seo.check import Check, Group, Outcome
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    if piece.keyphrase is None:
        return Outcome(0.0, "Set a keyphrase, the words that people should find this by.", 0.0)
    count = len(piece.keyphrase.stems)
    score = piecewise(count, ((4, 9), (5, 6), (8, 6), (9, 3)))
    advice = (
        "The keyphrase is short enough to be searched for."
        if score >= 9
        else f"Shorten the keyphrase of {count} content words to four or fewer."
    )
    return Outcome(score, advice, float(count))


CHECK = Check("keyphrase-length", Group.SEO, "1-4 content words", _measure)
