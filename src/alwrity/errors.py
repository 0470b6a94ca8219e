"""The error tree of the product, and how each becomes a problem document (RFC 9457).

    AlwrityError                 500  something that is ours to mend
    ├── SettingsError            -    a setting that cannot work; ends the start with one sentence
    ├── InvalidInputError        422  a value that cannot be used
    ├── UnauthenticatedError     401  no caller, or one that is not valid any more
    ├── ForbiddenError           403  the caller's role, or the request's origin, does not allow it
    ├── NotFoundError            404  not there, or not in the caller's workspace
    ├── ConflictError            409  not in this state
    ├── StaleRevisionError       412  somebody saved in between; carries both versions
    ├── PreconditionRequiredError 428 a change without `If-Match`
    ├── RateLimitedError         429  with `Retry-After`
    ├── FetchError               422  a source's address that may not, or cannot, be read
    ├── UnavailableError         503  a part is away; with `Retry-After`
    ├── DeadlinePassedError      504  not done within the request's time
    └── ProviderError            502  a language model failed; see `alwrity.providers.errors`

Every message is one sentence that names the value (with `!r`) and the remedy, and never a secret.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class AlwrityError(Exception):
    """Base of all errors that carry a sentence for the user.

    Args:
        detail: One sentence that names the value and the remedy.
        extra: Further members of the problem document, such as both versions of a stale save.
        headers: Header fields to answer with, such as `Retry-After`.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"

    def __init__(
        self,
        detail: str,
        *,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    @property
    def code(self) -> str:
        """A stable word for programs: `StaleRevisionError` → `stale-revision`."""
        name = type(self).__name__.removesuffix("Error")
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")

    def problem(self) -> dict[str, Any]:
        """The body of the problem document."""
        return {
            "type": f"urn:alwrity:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }


class SettingsError(AlwrityError):
    """A setting, or what it names, cannot work; the program ends with this sentence."""

    title = "Settings cannot work"


class InvalidInputError(AlwrityError):
    """A value that cannot be used."""

    status = 422
    title = "Invalid input"


class UnauthenticatedError(AlwrityError):
    """Nobody is calling, or somebody who is not known any more."""

    status = 401
    title = "Not signed in"


class ForbiddenError(AlwrityError):
    """The caller's role, or where the request comes from, does not allow this."""

    status = 403
    title = "Not allowed"


class NotFoundError(AlwrityError):
    """Not there, or not in the caller's workspace: the two are not told apart."""

    status = 404
    title = "Not found"


class ConflictError(AlwrityError):
    """What is asked for is not possible in the present state."""

    status = 409
    title = "Conflict"


class StaleRevisionError(AlwrityError):
    """Somebody saved in between; `extra` holds `current` and `yours`."""

    status = 412
    title = "Saved by somebody else in between"


class PreconditionRequiredError(AlwrityError):
    """A change without `If-Match`."""

    status = 428
    title = "If-Match is required"


class RateLimitedError(AlwrityError):
    """Too many in the window; `headers` holds `Retry-After`."""

    status = 429
    title = "Too many requests"


class FetchError(AlwrityError):
    """An address that may not, or cannot, be read."""

    status = 422
    title = "Address cannot be read"


class UnavailableError(AlwrityError):
    """A part that this needs is away; `headers` may hold `Retry-After`."""

    status = 503
    title = "Not available at the moment"


class DeadlinePassedError(AlwrityError):
    """It was not done within the time that the request was given."""

    status = 504
    title = "Not done in time"


class ProviderError(AlwrityError):
    """A language model did not do what it was asked for."""

    status = 502
    title = "The language model failed"
