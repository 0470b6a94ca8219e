"""What a cache holds, and for how long."""

import random
from dataclasses import dataclass

from alwrity.scaling.position import Position

# What an entry costs beside its key and its value, measured with tracemalloc.
OVERHEAD_BYTES = 400


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long an entry may be used, all in seconds.

    Attributes:
        ttl: Fresh for so long.
        swr: Stale while revalidate: for so long after that it is given while a load runs behind it.
        sie: Stale if error: for so long after the ttl it is given when a load fails.
        jitter: The part of the ttl that chance may cut off, so that what was stored together does
            not end together.

    Raises:
        ValueError: When a number makes no lifetime.
    """

    ttl: float
    swr: float = 0.0
    sie: float = 0.0
    jitter: float = 0.1

    def __post_init__(self) -> None:
        if self.ttl <= 0:
            raise ValueError(f"ttl is {self.ttl!r}; give seconds above 0")
        if self.swr < 0 or self.sie < 0:
            raise ValueError(f"swr is {self.swr!r}, sie is {self.sie!r}; give 0 or more seconds")
        if not 0 <= self.jitter < 1:
            raise ValueError(f"jitter is {self.jitter!r}; give a part of the ttl, such as 0.1")

    def draw(self) -> float:
        """The ttl of one entry."""
        return self.ttl * (1 - self.jitter * random.random())  # noqa: S311 - spreads load


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader may give instead of mere bytes.

    Attributes:
        value: The bytes.
        position: Of the snapshot that was read. None: it was read where writes go, after the load
            began.
        store: Whether to keep it.
        lifetime: Instead of the one that was asked for.
    """

    value: bytes
    position: Position | None = None
    store: bool = True
    lifetime: Lifetime | None = None


class Entry:
    """A value with what its freshness depends on. Times are those of a monotonic clock.

    Attributes:
        value: The bytes.
        tags: Names it depends on.
        versions: Theirs, from before its load began.
        position: Of the snapshot behind it.
        born: When its load began, wherever that was.
        checked: When its versions were known to be current: here, before the load or on arrival.
        loaded_here: Whether this process made it, so that it was new then whatever was not heard.
        fresh_until: End of the ttl.
        stale_until: Until then it may be given while a load runs.
        error_until: Until then it may be given when a load fails.
        memo: What a reader made of the value, to be made once only; never changed afterwards.
    """

    __slots__ = (
        "born", "checked", "epoch", "error_until", "fresh_until", "key", "loaded_here", "memo",
        "position", "size", "stale_until", "tags", "used", "value", "versions",
    )  # fmt: skip

    def __init__(
        self,
        key: str,
        value: bytes,
        *,
        tags: tuple[str, ...],
        versions: tuple[int, ...],
        position: Position | None,
        born: float,
        checked: float,
        loaded_here: bool,
        fresh_until: float,
        swr: float,
        sie: float,
    ) -> None:
        self.key = key
        self.value = value
        self.tags = tags
        self.versions = versions
        self.position = position
        self.born = born
        self.checked = checked
        self.loaded_here = loaded_here
        self.fresh_until = fresh_until
        self.stale_until = fresh_until + swr
        self.error_until = fresh_until + sie
        self.size = len(value) + len(key) + OVERHEAD_BYTES
        self.memo: object = None
        self.epoch = -1
        self.used = False

    @property
    def useful_until(self) -> float:
        """When it is of no use any more."""
        return max(self.stale_until, self.error_until)

    def covers(self, after: Position | None) -> bool:
        """Whether a caller who wrote at `after` may see it."""
        return after is None or (self.position is not None and self.position.covers(after))
