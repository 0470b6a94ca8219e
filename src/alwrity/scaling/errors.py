"""What goes wrong inside the primitives.

ScalingError
├── RedisUnavailableError   not reached, not in time, or not able now: use the local policy
├── RedisReplyError         Redis refused the command itself: a defect of ours
├── NotCacheableError       a cache's loader found nothing that may be kept
├── LoadTimeoutError        a cache's loader took longer than it may
└── LoadAbandonedError      a cache's load was cancelled, not by those who wait for it
"""


class ScalingError(Exception):
    """Anything below; its text is one sentence without secrets."""


class RedisUnavailableError(ScalingError):
    """Redis cannot serve now; whoever asked falls back to what it can do alone."""


class RedisReplyError(ScalingError):
    """Redis answered that the command is wrong."""


class LoadTimeoutError(ScalingError, TimeoutError):
    """A loader took longer than the cache lets it."""


class LoadAbandonedError(ScalingError):
    """A load was cancelled from inside or by closing the cache, not by those who waited for it."""


class NotCacheableError(ScalingError):
    """A loader found nothing that may be kept; a stale value does not stand in for it."""
