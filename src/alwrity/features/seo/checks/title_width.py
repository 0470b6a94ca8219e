"""The title fits into one line of a results page."""

from alwrity.features.seo.check import Check, Group, Outcome
from alwrity.features.seo.font import width
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    if not piece.title:
        return Outcome(1.0, "Give the piece a title.", 0.0)
    pixels = width(piece.title)
    score = piecewise(pixels, ((600, 9.0), (720, 3.0)))
    advice = (
        "The title fits into a line of a results page."
        if score >= 9
        else f"Shorten the title by about {round(100 * (1 - 600 / pixels))} %; the rest is cut off."
    )
    return Outcome(score, advice, float(round(pixels)))


CHECK = Check("title-width", Group.SEO, "up to 600 pixels", _measure)
