"""What endpoints ask for, as annotated types: sessions, the caller, the runtime.

All are coroutines: the framework runs a plain function in a thread, which costs more than it does.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, cast

from fastapi import Depends, Header, Request

from alwrity.auth import Action, Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.edge import UnitOfWork, unit_of_work
from alwrity.errors import PreconditionRequiredError, UnauthenticatedError
from alwrity.runtime import Runtime
from alwrity.scaling.bulkhead import count_for


def runtime_of(request: Request) -> Runtime:
    """The runtime that the application was made with."""
    return cast("Runtime", request.app.state.runtime)


async def get_runtime(request: Request) -> Runtime:
    """The same as a dependency."""
    return runtime_of(request)


async def get_unit(request: Request) -> UnitOfWork:
    """The request's unit of work, whose `session()` begins the transaction."""
    return unit_of_work(request)


async def get_read_session(request: Request) -> AsyncIterator[ReadSession]:
    """A session for reading, given back before the answer is sent."""
    async with runtime_of(request).database.read() as session:
        yield session


async def get_write_session(request: Request) -> WriteSession:
    """The request's transaction; `edge.EdgeRoute` commits it before the answer is sent."""
    return await unit_of_work(request).session()


def requires(action: Action | None) -> Callable[[Request], Awaitable[Caller]]:
    """A guard: the caller, if their role and scopes allow `action` (None: everybody known)."""

    async def guard(request: Request) -> Caller:
        caller = cast("Caller | None", request.scope.get("state", {}).get("caller"))
        if caller is None:
            raise UnauthenticatedError(
                "Nobody is signed in; sign in, or send an API key as 'Authorization: Bearer ...'.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if action is not None:
            caller.require(action)
        count_for(caller.workspace_id)  # calls of models are admitted fairly between workspaces
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


CurrentRuntime = Annotated[Runtime, Depends(get_runtime)]
Reading = Annotated[ReadSession, Depends(get_read_session, scope="function")]
Writing = Annotated[WriteSession, Depends(get_write_session)]
#: For endpoints that do something slow first: its `session()` begins the transaction.
CurrentUnit = Annotated[UnitOfWork, Depends(get_unit)]
IfMatch = Annotated[str, Depends(get_if_match)]
SignedIn = Annotated[Caller, Depends(requires(None))]
CanReadContent = Annotated[Caller, Depends(requires(Action.CONTENT_READ))]
CanWriteContent = Annotated[Caller, Depends(requires(Action.CONTENT_WRITE))]
CanGenerate = Annotated[Caller, Depends(requires(Action.CONTENT_GENERATE))]
CanAnalyse = Annotated[Caller, Depends(requires(Action.ANALYSE))]
CanReadAnalytics = Annotated[Caller, Depends(requires(Action.ANALYTICS_READ))]
CanReadMembers = Annotated[Caller, Depends(requires(Action.MEMBERS_READ))]
CanManageMembers = Annotated[Caller, Depends(requires(Action.MEMBERS_MANAGE))]
CanWriteOwn = Annotated[Caller, Depends(requires(Action.OWN_WRITE))]
CanManageVoices = Annotated[Caller, Depends(requires(Action.VOICES_MANAGE))]
CanTestProviders = Annotated[Caller, Depends(requires(Action.PROVIDERS_TEST))]
CanManageKeys = Annotated[Caller, Depends(requires(Action.KEYS_MANAGE))]
