"""The text has an image."""

from alwrity.features.seo.check import Check, Group, Outcome
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    count = len(piece.document.images)
    if count:
        return Outcome(9.0, "The text has an image.", float(count))
    return Outcome(3.0, "Add an image that shows what the text says.", 0.0)


CHECK = Check("images", Group.SEO, "at least one", _measure)
