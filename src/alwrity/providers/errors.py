"""What can go wrong with a language model; which of it is worth another attempt.

ProviderError
├── ProviderConfigError      unknown provider, missing key, unknown model (4xx): never retried
├── ProviderRateLimitError   429; `retry_after` seconds when told: a cooldown, not a failure
├── ProviderUnreachableError refused, 5xx, time-out before the first token: retried
├── ProviderStreamError      broken after the first token: stall, cut, malformed, no finish reason
└── ProviderBusyError        no call was made: 503 with `Retry-After`
    └── ProviderAwayError    the same, since what failed too often is left alone for a while
"""

import math

from alwrity.errors import ProviderError
from alwrity.providers.protocol import Usage


class ProviderConfigError(ProviderError):
    """The request cannot succeed as configured: key, model or address are wrong."""


class ProviderRateLimitError(ProviderError):
    """The provider asks to slow down.

    Args:
        detail: One sentence.
        retry_after: Seconds the provider asks to wait, or None when it did not say.
    """

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class ProviderUnreachableError(ProviderError):
    """No answer, or a server-side failure, before the first token.

    Args:
        detail: One sentence.
        retry_after: Seconds the provider asks to wait, or None when it did not say.
    """

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class ProviderStreamError(ProviderError):
    """The stream broke after its first token: nothing may be called complete.

    Args:
        detail: One sentence.
        usage: What the provider had told of the broken attempt's tokens.
    """

    def __init__(self, detail: str, *, usage: Usage | None = None) -> None:
        super().__init__(detail)
        self.usage = usage or Usage()


class ProviderBusyError(ProviderError):
    """No call was made, as too many wait already; it costs nothing and can be tried later.

    Args:
        detail: One sentence.
        retry_after: Seconds.
    """

    status = 503
    title = "The language model is busy"

    def __init__(self, detail: str, *, retry_after: float) -> None:
        super().__init__(detail, headers={"Retry-After": str(max(1, math.ceil(retry_after)))})
        self.retry_after = retry_after


class ProviderAwayError(ProviderBusyError):
    """No model is left to be called: those that failed too often are left alone for a while."""

    title = "The language model is away"
