"""Turns between parties: whoever has fewest under way comes next, first come first served within.

So one workspace's thousand jobs at most double the wait of another's one.
"""

from collections import Counter, OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Party = TypeVar("Party", bound=Hashable)
Item = TypeVar("Item")
_MOST_REMEMBERED = 10_000


class Turns:
    """Remembers who was served last, which decides between those with as many under way."""

    def __init__(self) -> None:
        self._served: OrderedDict[Hashable, int] = OrderedDict()
        self._number = 0

    def share(
        self, waiting: Mapping[Party, int], under_way: Mapping[Party, int], count: int
    ) -> dict[Party, int]:
        """How many of `count` places each party gets, given how many it has waiting."""
        shares: Counter[Party] = Counter()
        for _ in range(min(count, sum(waiting.values()))):
            party = min(
                (party for party, number in waiting.items() if shares[party] < number),
                key=lambda each: (under_way.get(each, 0) + shares[each], self.last(each)),
            )
            shares[party] += 1
            self._note(party)
        return dict(shares)

    def last(self, party: Hashable) -> int:
        """When a party was served last, as a number that grows."""
        return self._served.get(party, 0)

    def _note(self, party: Hashable) -> None:
        self._number += 1
        self._served[party] = self._number
        self._served.move_to_end(party)
        if len(self._served) > _MOST_REMEMBERED:
            self._served.popitem(last=False)


def in_turn(waiting: Sequence[tuple[Party, Item]], under_way: Mapping[Party, int]) -> list[Item]:
    """Those that wait, first come first, in the order in which they will be served."""
    before = Counter(under_way)
    keyed: list[tuple[int, int, Item]] = []
    for number, (party, item) in enumerate(waiting):
        keyed.append((before[party], number, item))
        before[party] += 1
    return [item for _, _, item in sorted(keyed, key=lambda each: each[:2])]
