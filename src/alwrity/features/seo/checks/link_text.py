"""Link texts say where they lead."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.links import says_nothing
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    links = [link for link in piece.document.links if link.label]
    if not links:
        return not_applicable("Needs a link.")
    vague = [link for link in links if says_nothing(link.label)]
    score = piecewise(len(vague) / len(links), ((0.0, 9.0), (0.5, 3.0)))
    marks = tuple(
        Mark(link.start, link.end, f"Link text “{link.label}” does not say where it leads")
        for link in vague
    )
    advice = (
        "Name the page that a link leads to." if vague else "The link texts say where they lead."
    )
    return Outcome(score, advice, float(len(vague)), marks)


CHECK = Check("link-text", Group.SEO, "none that could stand on any link", _measure)
