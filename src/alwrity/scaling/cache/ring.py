"""A hash ring: each key has its server, and a server more or less moves few of them."""

from bisect import bisect
from collections.abc import Mapping
from hashlib import blake2b
from typing import Generic, TypeVar

T = TypeVar("T")


class Ring(Generic[T]):
    """Spread keys over nodes. For caches only: what moves is lost.

    Args:
        nodes: By name; the names alone decide where a key lies, not their order.
        points: Places of each node on the ring; the more, the more even.

    Raises:
        ValueError: When there is no node.
    """

    def __init__(self, nodes: Mapping[str, T], *, points: int = 160) -> None:
        if not nodes:
            raise ValueError("a ring needs at least one node")
        placed = sorted(
            (_place(f"{name}#{number}"), name) for name in nodes for number in range(points)
        )
        self._places = [place for place, _ in placed]
        self._nodes = [nodes[name] for _, name in placed]
        self._only = next(iter(nodes.values())) if len(nodes) == 1 else None

    def find(self, key: str) -> T:
        """The node of a key."""
        if self._only is not None:
            return self._only
        return self._nodes[bisect(self._places, _place(key)) % len(self._nodes)]


def _place(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
