"""The text links to other pages of its own site."""

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.links import internal
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    count = sum(internal(link.url, piece.target.host) for link in piece.document.links)
    if count:
        return Outcome(9.0, "The text links to other pages of this site.", float(count))
    if not piece.target.host:
        return not_applicable("Needs the host name of the own site.")
    return Outcome(3.0, "Link to another page of your own site.", 0.0)


CHECK = Check("internal-links", Group.SEO, "at least one", _measure)
