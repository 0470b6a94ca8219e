"""The text links to other sites."""

from alwrity.features.seo.check import Check, Group, Outcome
from alwrity.features.seo.links import outbound
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    count = sum(outbound(link.url, piece.target.host) for link in piece.document.links)
    if count:
        return Outcome(9.0, "The text links to other sites.", float(count))
    return Outcome(3.0, "Link to a source or to further reading on another site.", 0.0)


CHECK = Check("outbound-links", Group.SEO, "at least one", _measure)
