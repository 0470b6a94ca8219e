"""The address has the keyphrase."""

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    slug = piece.target.slug.strip("/").rpartition("/")[2].replace("_", " ").replace("-", " ")
    if piece.keyphrase is None or not slug:
        return not_applicable("Needs a keyphrase and an address.")
    share = piece.keyphrase.share_in(piece.matcher.stems(slug))
    enough = share == 1.0 if len(piece.keyphrase.stems) <= 2 else share > 0.5
    if enough:
        return Outcome(9.0, "The address has the keyphrase.", round(share, 2))
    return Outcome(
        6.0, f"Put the words of “{piece.keyphrase.phrase}” into the address.", round(share, 2)
    )


CHECK = Check(
    "keyphrase-in-slug", Group.SEO, "all of up to 2 content words, else over half", _measure
)
