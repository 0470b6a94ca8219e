"""With many images, some of the alternative texts have the keyphrase."""

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    images = piece.document.images
    if piece.keyphrase is None or not images:
        return not_applicable("Needs a keyphrase and an image.")
    having = sum(piece.keyphrase.count_in(image.alt) > 0 for image in images)
    share = having / len(images)
    if len(images) < 5:
        score = 9.0 if having else 6.0
    else:
        score = piecewise(share, ((0.0, 3.0), (0.3, 9.0), (0.75, 9.0), (1.0, 4.0)))
    if score >= 9:
        advice = "Enough of the alternative texts have the keyphrase."
    elif share > 0.75:
        advice = "Describe what the images show; nearly all now repeat the keyphrase."
    else:
        advice = f"Use “{piece.keyphrase.phrase}” where an image shows it."
    return Outcome(score, advice, round(share, 2))


CHECK = Check("keyphrase-in-image-alt", Group.SEO, "one; of five or more 30-75 %", _measure)
