"""No link gives the keyphrase away to another page."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    if piece.keyphrase is None:
        return not_applicable("Needs a keyphrase.")
    keyphrase = piece.keyphrase
    competing = [link for link in piece.document.links if keyphrase.is_all_of(link.label)]
    if not competing:
        return Outcome(8.0, "No link competes for the keyphrase.", 0.0)
    marks = tuple(
        Mark(link.start, link.end, f"Link competes for “{keyphrase.phrase}”") for link in competing
    )
    advice = f"Use another link text than “{keyphrase.phrase}”: it promotes the page linked to."
    return Outcome(2.0, advice, float(len(competing)), marks)


CHECK = Check("competing-link", Group.SEO, "no link whose text is the keyphrase", _measure)
