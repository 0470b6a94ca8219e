"""What two sequences have in common, in bounded time.

First the elements that occur once in both are aligned (patience diff, after Bram Cohen); between
them a longest common subsequence is looked for until the steps are used up. What is left then
counts as replaced, which is still a right answer.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# The library compares 64 elements at once and keeps a bit of each comparison: a region that takes
# all steps of a budget needs 200 MB for a moment.
_CELLS_A_STEP = 2_000
# Below so many comparisons (a paragraph against another) the anchors would save nothing.
_SMALL = 40_000


@dataclass(slots=True)
class Budget:
    """Steps that may still be taken; a million takes about a second."""

    steps: int = 800_000


class Match(NamedTuple):
    """A stretch that is equal: where it starts in both sequences, and its length."""

    old: int
    new: int
    size: int


class _Region(NamedTuple):
    """A stretch of both sequences that is still to be compared, ends excluded."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def size(self) -> int:
        return self.a1 - self.a0 + self.b1 - self.b0


def matches(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Match]:
    """The stretches that are equal, in order, none empty, no two of them touching in both."""
    found: list[Match] = []
    # Last in, first out: what lies further behind is put on first.
    work = [_Region(0, len(old), 0, len(new))]
    while work:
        region = work.pop()
        head = _common_head(old, new, region)
        if head:
            _add(found, Match(region.a0, region.b0, head))
        region = region._replace(a0=region.a0 + head, b0=region.b0 + head)
        tail = _common_tail(old, new, region)
        if tail:
            a1, b1 = region.a1 - tail, region.b1 - tail
            work.append(_Region(a1, region.a1, b1, region.b1))
            region = region._replace(a1=a1, b1=b1)
        if region.a0 == region.a1 or region.b0 == region.b1:
            continue
        budget.steps -= region.size
        if budget.steps <= 0:
            continue
        small = (region.a1 - region.a0) * (region.b1 - region.b0) <= _SMALL
        if not small and (anchors := _anchors(old, new, region)):
            work.extend(_between(anchors, region))
        else:
            for match in _shortest(old, new, region, budget):
                _add(found, match)
    return found


def _add(found: list[Match], match: Match) -> None:
    if found:
        last = found[-1]
        if last.old + last.size == match.old and last.new + last.size == match.new:
            found[-1] = last._replace(size=last.size + match.size)
            return
    found.append(match)


def _common_head(old: Sequence[str], new: Sequence[str], region: _Region) -> int:
    size, most = 0, min(region.a1 - region.a0, region.b1 - region.b0)
    while size < most and old[region.a0 + size] == new[region.b0 + size]:
        size += 1
    return size


def _common_tail(old: Sequence[str], new: Sequence[str], region: _Region) -> int:
    size, most = 0, min(region.a1 - region.a0, region.b1 - region.b0)
    while size < most and old[region.a1 - 1 - size] == new[region.b1 - 1 - size]:
        size += 1
    return size


def _anchors(old: Sequence[str], new: Sequence[str], region: _Region) -> list[tuple[int, int]]:
    """Pairs of positions of elements that occur once on both sides, in order on both."""
    in_old = Counter(old[region.a0 : region.a1])
    in_new = Counter(new[region.b0 : region.b1])
    place = {new[b]: b for b in range(region.b0, region.b1) if in_new[new[b]] == 1}
    pairs = [
        (a, place[old[a]])
        for a in range(region.a0, region.a1)
        if in_old[old[a]] == 1 and old[a] in place
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs whose second members rise."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for i, (_, b) in enumerate(pairs):
        at = bisect_left(ends, b)
        ends[at : at + 1] = [b]
        last[at : at + 1] = [i]
        before.append(last[at - 1] if at else -1)
    chain: list[tuple[int, int]] = []
    i = last[-1] if last else -1
    while i >= 0:
        chain.append(pairs[i])
        i = before[i]
    return chain[::-1]


def _between(anchors: list[tuple[int, int]], region: _Region) -> list[_Region]:
    """The regions that begin at the region's start and at each anchor, the last one first."""
    starts = [(region.a0, region.b0), *anchors]
    ends = [*anchors, (region.a1, region.b1)]
    return [
        _Region(a0, a1, b0, b1)
        for (a0, b0), (a1, b1) in zip(reversed(starts), reversed(ends), strict=True)
    ]


def _shortest(
    old: Sequence[str], new: Sequence[str], region: _Region, budget: Budget
) -> Iterator[Match]:
    """Matches of the shortest edit script, or none when it takes too many steps."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - some 50 ms that only comparing needs

    a, b = old[region.a0 : region.a1], new[region.b0 : region.b1]
    steps = len(a) * len(b) // _CELLS_A_STEP
    if steps > budget.steps:
        return
    budget.steps -= steps
    for block in LCSseq.opcodes(a, b):
        if block.tag == "equal":
            size = block.src_end - block.src_start
            yield Match(region.a0 + block.src_start, region.b0 + block.dest_start, size)
