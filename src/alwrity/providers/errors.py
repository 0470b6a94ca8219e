"""What can go wrong with a language model; which of it is worth another attempt.

ProviderError
├── ProviderConfigError      unknown provider, missing key, unknown model (4xx): never retried
├── ProviderRateLimitError   429; `retry_after` seconds when told: a cooldown, not a failure
├── ProviderUnreachableError refused, 5xx, time-out before the first token: retried
└── ProviderStreamError      broken after the first token: stall, cut, malformed, no finish reason
"""

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
