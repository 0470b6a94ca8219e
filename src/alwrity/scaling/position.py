"""Where in a database's history a snapshot or a write stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the log of one shard.

    Attributes:
        shard: Whose log it is; positions of two shards cannot be compared.
        timeline: Grows by one with every promotion.
        lsn: Bytes into the log.
    """

    shard: str
    timeline: int
    lsn: int

    def covers(self, other: "Position") -> bool:
        """Whether a snapshot here contains a write at `other`: same shard and timeline only."""
        return (
            self.shard == other.shard and self.timeline == other.timeline and self.lsn >= other.lsn
        )

    def follows(self, other: "Position") -> bool:
        """Whether a snapshot here is as new as one may have after a write at `other`.

        A later timeline follows an earlier one: what a promotion lost is gone for everybody.
        """
        return self.covers(other) or (self.shard == other.shard and self.timeline > other.timeline)
