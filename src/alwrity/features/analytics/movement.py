"""What moved the mean between two ranges, shared out between authors, and between tags.

With w a group's share of the scored pieces, m its mean and M the mean of all (0 for the earlier
range, 1 for the later), a group moved the mean by w1 (m1 - M0) - w0 (m0 - M0): how far it now pulls
away from the old mean, less how far it did before. Summed over groups that share all pieces between
them this is M1 - M0 exactly, since the second terms come to nothing. Authors do; tags overlap, and
a piece without a tag is in none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from alwrity.features.analytics.repository import Tally
from alwrity.features.analytics.schemas import Share

#: Authors, and tags, that are listed.
MOST = 10


@dataclass(frozen=True, slots=True)
class Total:
    """The figures of one range.

    Attributes:
        quality: Sum of the scores of the scored pieces.
    """

    pieces: int
    scored: int
    quality: int

    @property
    def mean(self) -> float | None:
        """Mean of the scores; None when there is none."""
        return self.quality / self.scored if self.scored else None


def totals(authors: Sequence[Tally]) -> tuple[Total, Total]:
    """The figures of the later range and of the earlier one; every piece has one author."""
    return (
        Total(
            sum(one.pieces for one in authors),
            sum(one.scored for one in authors),
            sum(one.quality for one in authors),
        ),
        Total(
            sum(one.pieces_before for one in authors),
            sum(one.scored_before for one in authors),
            sum(one.quality_before for one in authors),
        ),
    )


def moved(group: Tally, now: Total, before: Total) -> float | None:
    """By how many points a group moved the mean; None when there are no two means."""
    old = before.mean
    if old is None or not now.scored:
        return None
    pull_now = (group.quality - group.scored * old) / now.scored
    pull_before = (group.quality_before - group.scored_before * old) / before.scored
    return pull_now - pull_before


def shares(groups: Sequence[Tally], now: Total, before: Total) -> list[Share]:
    """What each of the groups did, those that moved most first; the same for the same figures."""
    found = [(moved(group, now, before), group) for group in groups]
    found.sort(
        key=lambda pair: (
            -abs(pair[0] or 0.0),
            -abs(pair[1].pieces - pair[1].pieces_before),
            pair[1].name,
            pair[1].id,
        )
    )
    return [
        Share(
            id=group.id,
            name=group.name,
            pieces=group.pieces,
            pieces_before=group.pieces_before,
            mean_quality=rounded(_mean(group.quality, group.scored)),
            mean_quality_before=rounded(_mean(group.quality_before, group.scored_before)),
            moved=rounded(points),
        )
        for points, group in found[:MOST]
    ]


def rounded(value: float | None) -> float | None:
    """To hundredths, without a negative zero."""
    return None if value is None else round(value, 2) + 0.0


def _mean(quality: int, scored: int) -> float | None:
    return quality / scored if scored else None
