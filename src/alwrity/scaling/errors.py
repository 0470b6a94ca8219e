"""What goes wrong inside the primitives.

ScalingError
├── RedisUnavailableError   not reached, not in time, or not able now: use the local policy
└── RedisReplyError         Redis refused the command itself: a defect of ours
"""


class ScalingError(Exception):
    """Anything below; its text is one sentence without secrets."""


class RedisUnavailableError(ScalingError):
    """Redis cannot serve now; whoever asked falls back to what it can do alone."""


class RedisReplyError(ScalingError):
    """Redis answered that the command is wrong."""
