"""Who may read the server's figures: an owner's key, or a program on this machine."""

from typing import cast

from fastapi import Request

from alwrity.auth import Action, Caller
from alwrity.errors import UnauthenticatedError
from alwrity.features.accounts.origins import (
    field,
    forwarding_field,
    is_loopback_address,
    is_loopback_host,
)


async def require_operator(request: Request) -> None:
    """A guard for `/metrics`: who shows a credential is judged by it, wherever they are.

    Raises:
        ForbiddenError: When the role or the key's scopes do not include it.
        UnauthenticatedError: When nobody is signed in and the request came from elsewhere.
    """
    caller = cast("Caller | None", request.scope.get("state", {}).get("caller"))
    if caller is not None:
        caller.require(Action.OPERATIONS_READ)
    elif not _is_from_this_machine(request):
        raise UnauthenticatedError(
            "The server's figures are for programs on its own machine, or with an owner's API key "
            f"that has the scope {Action.OPERATIONS_READ.value!r}.",
            headers={"WWW-Authenticate": "Bearer"},
        )


require_operator.action = Action.OPERATIONS_READ  # type: ignore[attr-defined] # as in deps.requires


def _is_from_this_machine(request: Request) -> bool:
    # The Host as well: a foreign page whose name was rebound to this machine comes from loopback.
    address = request.client.host if request.client else ""
    host = field(request.scope, "host") or ""
    return (
        is_loopback_address(address)
        and is_loopback_host(host)
        and forwarding_field(request.scope) is None
    )
