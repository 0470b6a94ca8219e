"""From what a vendor answered to the error that is raised: its kind, a sentence without keys."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from alwrity.errors import ProviderError
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderRateLimitError,
    ProviderUnreachableError,
)
from alwrity.providers.retry import retry_after_seconds
from alwrity.providers.sse import decode

LONGEST_QUOTE = 200
# Vendors' prefixes, also where the vendor masked the middle of the key itself.
_KEYLIKE = re.compile(r"\b(?:sk|gsk|pk|xai|AIza|Bearer)[-_ ]?[\w\-*.…]{6,}")
# What vendors leave of a masked key, and how long a key is of which that says little.
_TAIL, _TAILED = 4, 16
# 429 that waiting does not mend: the account is out of money.
_SPENT = ("insufficient_quota", "billing", "credit balance")


class VendorSaidError(Exception):
    """An error event inside a stream; the loop that reads the stream knows what it means there."""

    def __init__(self, error: Any) -> None:
        super().__init__()
        self.error = error


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets, and without whatever else looks like a vendor's key."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[key]")
        if len(secret) >= _TAILED:
            text = re.sub(rf"[\w\-*.…•]*{re.escape(secret[-_TAIL:])}(?!\w)", "[key]", text)
    return _KEYLIKE.sub("[key]", text)


def message_of(body: bytes) -> str:
    """The sentence inside an error body, or the body itself."""
    try:
        value: Any = decode(body)
    except ValueError:
        return body.decode("utf-8", "replace")
    return message_in(value)


def message_in(value: Any) -> str:
    """The sentence inside an error that is JSON already."""
    while isinstance(value, Mapping):
        value = next((value[k] for k in ("error", "message", "detail", "type") if value.get(k)), "")
    if isinstance(value, list) and value:  # Gemini wraps its errors in a list
        return message_in(value[0])
    return str(value)


def quote(text: str, secrets: Iterable[str]) -> str:
    """A short quotation for a sentence."""
    text = " ".join(redact(text, secrets).split())
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…")


def refusal(
    name: str, status: int, headers: Mapping[str, str], body: bytes, secrets: Iterable[str]
) -> ProviderError:
    """The error for an answer that is not 200."""
    said = quote(message_of(body), secrets)
    begin = f"{name!r} answered {status}: {said};"
    wait = retry_after_seconds(headers)
    if status == 429 and not any(word in body.decode("utf-8", "replace") for word in _SPENT):
        hint = f"wait {wait:g} s" if wait is not None else "wait a little"
        return ProviderRateLimitError(f"{begin} {hint}.", retry_after=wait)
    if status >= 500 or status == 408:
        return ProviderUnreachableError(
            f"{begin} try again or add another model to ALWRITY_LLM.", retry_after=wait
        )
    return ProviderConfigError(f"{begin} {_REMEDIES.get(status, _OTHERWISE)}")


_OTHERWISE = "check the model's name, what it can do and its base URL in ALWRITY_LLM."
_REMEDIES = {
    401: "check the API key.",
    402: "check the account's billing.",
    403: "check what the API key is allowed to do.",
    404: "check the model's name and the base URL in ALWRITY_LLM.",
    413: "shorten the sources or take a model with a larger context.",
    429: "check the account's quota and billing.",
} | dict.fromkeys((301, 302, 303, 307, 308), "put the final address as base URL in ALWRITY_LLM.")


def in_stream(name: str, error: Any, secrets: Iterable[str]) -> ProviderError:
    """The error for an error event before any text."""
    kind = f"{error.get('type')} {error.get('code')}" if isinstance(error, Mapping) else ""
    detail = f"{name!r} reported {quote(message_in(error), secrets)}"
    if "rate_limit" in kind or "429" in kind:
        return ProviderRateLimitError(f"{detail}; wait a little.")
    if "invalid_request" in kind or "authentication" in kind or "not_found" in kind:
        return ProviderConfigError(f"{detail}; {_OTHERWISE}")
    return ProviderUnreachableError(f"{detail}; try again or add another model to ALWRITY_LLM.")
