"""The text has one level-1 heading at most; the page's title is another one's job."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome
from alwrity.features.seo.piece import Piece


def _measure(piece: Piece) -> Outcome:
    titles = [h for h in piece.document.headings if h.level == 1]
    if len(titles) < 2:
        return Outcome(8.0, "There is one title at most.", float(len(titles)))
    marks = tuple(
        Mark(h.start, h.end, "Another level-1 heading") for h in titles[1:] if h.end > h.start
    )
    return Outcome(
        1.0, "Keep one level-1 heading (#) and lower the others to ##.", float(len(titles)), marks
    )


CHECK = Check("single-h1", Group.SEO, "one at most", _measure)
