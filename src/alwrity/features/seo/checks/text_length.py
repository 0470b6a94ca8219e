"""The text is long enough to answer a search."""

from alwrity.features.seo.check import Check, Group, Outcome
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    least = 900 if piece.target.url_kind == "cornerstone" else 300
    count = piece.word_count
    # Thin pages are punished, hence the scores below zero.
    score = piecewise(
        300 * count / least, ((50, -20.0), (100, -10.0), (200, 3.0), (250, 6.0), (300, 9.0))
    )
    advice = (
        "The text is long enough to answer a search."
        if score >= 9
        else f"Say more: {count} words are few, {least} are a good start."
    )
    return Outcome(score, advice, float(count))


CHECK = Check("text-length", Group.SEO, "300 words (cornerstone: 900)", _measure)
