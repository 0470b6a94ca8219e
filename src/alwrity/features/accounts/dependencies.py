"""What the account routes ask for beside `alwrity.deps`."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Request

from alwrity.auth import SESSION_COOKIE, Credential
from alwrity.errors import ConflictError
from alwrity.features.accounts.identification import Identification
from alwrity.features.accounts.passwords import Passwords


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


CurrentIdentification = Annotated[Identification, Depends(get_identification)]
CurrentPasswords = Annotated[Passwords, Depends(get_passwords)]
