"""What endpoints ask for, as annotated types: sessions, the caller, the runtime.

All are coroutines, also those that wait for nothing: plain functions would each be run in a thread.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, cast

from fastapi import Depends, Header, Request

from alwrity.auth import Action, Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.edge import unit_of_work
from alwrity.errors import PreconditionRequiredError, UnauthenticatedError
from alwrity.runtime import Runtime


async def get_runtime(request: Request) -> Runtime:
    """The runtime that the application was made with."""
    return _runtime(request)


async def get_read_session(request: Request) -> AsyncIterator[ReadSession]:
    """A session for reading, given back before the answer is sent."""
    async with _runtime(request).database.read() as session:
        yield session


async def get_write_session(request: Request) -> WriteSession:
    """The request's transaction; `edge.EdgeRoute` commits it before the answer is sent."""
    return await unit_of_work(request).session()


def requires(action: Action) -> Callable[[Request], Awaitable[Caller]]:
    """A guard: the caller, if their role and scopes allow `action`."""

    async def guard(request: Request) -> Caller:
        caller = cast("Caller | None", request.scope.get("state", {}).get("caller"))
        if caller is None:
            raise UnauthenticatedError(
                "Nobody is signed in; sign in, or send an API key as 'Authorization: Bearer ...'.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        caller.require(action)
        return caller

    guard.action = action  # type: ignore[attr-defined] # read by the tests that walk the routes
    return guard


async def get_if_match(
    if_match: Annotated[
        str | None,
        Header(description="The `ETag` of the version that you changed.", max_length=100),
    ] = None,
) -> str:
    """The version that the caller changed.

    Raises:
        PreconditionRequiredError: When it was not told.
    """
    if if_match is None:
        raise PreconditionRequiredError(
            "This change needs the header If-Match with the ETag of the version you read, "
            "so that nobody's save is overwritten unseen."
        )
    return if_match


def _runtime(request: Request) -> Runtime:
    return cast("Runtime", request.app.state.runtime)


CurrentRuntime = Annotated[Runtime, Depends(get_runtime)]
Reading = Annotated[ReadSession, Depends(get_read_session, scope="function")]
Writing = Annotated[WriteSession, Depends(get_write_session)]
IfMatch = Annotated[str, Depends(get_if_match)]
CanReadContent = Annotated[Caller, Depends(requires(Action.CONTENT_READ))]
CanWriteContent = Annotated[Caller, Depends(requires(Action.CONTENT_WRITE))]
CanGenerate = Annotated[Caller, Depends(requires(Action.CONTENT_GENERATE))]
CanAnalyse = Annotated[Caller, Depends(requires(Action.ANALYSE))]
CanReadAnalytics = Annotated[Caller, Depends(requires(Action.ANALYTICS_READ))]
CanReadMembers = Annotated[Caller, Depends(requires(Action.MEMBERS_READ))]
CanManageMembers = Annotated[Caller, Depends(requires(Action.MEMBERS_MANAGE))]
CanManageKeys = Annotated[Caller, Depends(requires(Action.KEYS_MANAGE))]
