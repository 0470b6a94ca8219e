"""The answer to whoever signs in, by a password or by an invitation."""

from collections.abc import Awaitable

from fastapi import Request, Response

from alwrity.auth import SESSION_COOKIE, Caller, Credential
from alwrity.edge import UnitOfWork
from alwrity.errors import UnauthenticatedError
from alwrity.features.accounts import service
from alwrity.features.accounts.schemas import Me
from alwrity.runtime import Runtime


def address_of(request: Request) -> str:
    """Whose tries are counted together."""
    told: str | None = request.scope.get("state", {}).get("address")
    return told or (request.client.host if request.client else "")


async def signed_in(
    signing: Awaitable[tuple[Credential, Caller]],
    limits: dict[str, str],
    *,
    runtime: Runtime,
    unit: UnitOfWork,
    response: Response,
) -> Me:
    """Sign the browser in: the answer sets the session's cookie, and nobody keeps it.

    Args:
        signing: Proves who it is and begins the session.
        limits: The `RateLimit-*` fields of the answer, whatever it is.

    Raises:
        UnauthenticatedError: As `signing` raises it.
    """
    try:
        credential, caller = await signing
    except UnauthenticatedError as error:
        error.headers.update(limits)
        raise
    accounts = runtime.settings.accounts
    me = await service.describe(await unit.session(), caller, accounts.auth)
    response.headers.update({**limits, "Cache-Control": "no-store"})
    response.set_cookie(
        SESSION_COOKIE,
        credential.token,
        max_age=accounts.session_hours * 3600,
        secure=accounts.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return me
