"""What the account routes ask for beside `alwrity.deps`."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Request

from alwrity.auth import SESSION_COOKIE, Credential
from alwrity.errors import ConflictError, RateLimitedError
from alwrity.features.accounts.identification import Identification
from alwrity.features.accounts.passwords import Passwords
from alwrity.runtime import Runtime
from alwrity.scaling.rate_limit.policy import Policy
from alwrity.settings import AuthMode

#: Tries of a password or of an invitation's link: for one email from one address, for one member
#: who changes theirs, and for one address that shows links.
PASSWORD_LIMIT = Policy.parse("10/minute")


async def get_identification(request: Request) -> Identification:
    """The one that the application was started with."""
    return cast("Identification", request.app.state.identification)


async def get_passwords(request: Request) -> Passwords:
    """The application's threads for passwords."""
    return cast("Passwords", request.app.state.passwords)


def session_id_of(request: Request) -> UUID:
    """The session that a known caller signed in with.

    Raises:
        ConflictError: When they came with an API key.
    """
    credential = Credential.parse(request.cookies.get(SESSION_COOKIE, ""))
    if credential is None or request.scope["state"]["caller"].key_id:
        raise ConflictError(
            "This request came with an API key, not from a signed-in member; sign in for that."
        )
    return credential.row_id


def require_login(runtime: Runtime) -> None:
    """Refuse what only makes sense where people sign in.

    Raises:
        ConflictError: When login is off.
    """
    if runtime.settings.accounts.auth is AuthMode.NONE:
        raise ConflictError(
            "Login is off on this server and everybody here is the owner; start it with "
            "ALWRITY_AUTH=password to sign in and to invite others."
        )


async def count_try(runtime: Runtime, subject: str) -> dict[str, str]:
    """Count one try; gives the `RateLimit-*` fields of the answer.

    Raises:
        RateLimitedError: With `Retry-After`.
    """
    decision = await runtime.limits.hit(subject, PASSWORD_LIMIT)
    if not decision.allowed:
        raise RateLimitedError(
            f"More than {PASSWORD_LIMIT.limits[0].amount} tries a minute; wait, then try again.",
            headers=decision.headers,
        )
    return decision.headers


CurrentIdentification = Annotated[Identification, Depends(get_identification)]
CurrentPasswords = Annotated[Passwords, Depends(get_passwords)]
