"""The text names the further terms of the brief."""

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    terms = [(term, piece.matcher.content(term)) for term in piece.target.keywords]
    terms = [(term, stems) for term, stems in terms if stems]
    if not terms:
        return not_applicable("Needs keywords.")
    missing = [term for term, stems in terms if not piece.stems.issuperset(stems)]
    share = 1 - len(missing) / len(terms)
    advice = (
        f"Name these terms as well: {', '.join(missing[:5])}."
        if missing
        else "The text names every keyword."
    )
    return Outcome(piecewise(share, ((0.0, 1.0), (0.8, 9.0))), advice, round(share, 2))


CHECK = Check("keywords-used", Group.SEO, "at least 80 % of the keywords", _measure)
