"""Every image has an alternative text."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    images = piece.document.images
    if not images:
        return not_applicable("Needs an image.")
    without = [image for image in images if not image.alt.strip()]
    score = piecewise(len(without) / len(images), ((0.0, 9.0), (1.0, 1.0)))
    marks = tuple(Mark(i.start, i.end, "Image without alternative text") for i in without)
    advice = (
        "Describe each image in its alternative text."
        if without
        else "Every image has an alternative text."
    )
    return Outcome(score, advice, float(len(without)), marks)


CHECK = Check("image-alt", Group.SEO, "none without", _measure)
