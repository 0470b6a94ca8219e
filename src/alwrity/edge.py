"""The edge of a change: one transaction, committed before the answer, replayed on repetition.

A dependency with `yield` would commit after the answer has been made but knows nothing of it; the
idempotency row needs both, so the commit stands in the route's own handler, around the endpoint.
"""

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from starlette.responses import JSONResponse, StreamingResponse

from alwrity.auth import Caller
from alwrity.database import Database, ReadSession, WriteSession
from alwrity.errors import ConflictError, InvalidInputError
from alwrity.group_commit import GroupCommit, Row, apply, inserting
from alwrity.models.base import now
from alwrity.models.jobs import Idempotency
from alwrity.runtime import Runtime

KEPT = timedelta(hours=24)
_KEY_LENGTH = 255
_REPLAYED_HEADERS = ("etag", "location", "content-type")
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class UnitOfWork:
    """What one request changes: in a transaction of its own, opened when it is first asked for.

    A request that only adds rows opens none: its rows are committed together with those of others.
    """

    def __init__(self, database: Database, commits: GroupCommit) -> None:
        self._database = database
        self._commits = commits
        self._stack = AsyncExitStack()
        self._session: WriteSession | None = None
        self._rows: list[Row] = []
        self._after_commit: list[Callable[[], Any]] = []

    async def session(self) -> WriteSession:
        """The session; the same at every call."""
        if self._session is None:
            self._session = await self._stack.enter_async_context(self._database.write())
        return self._session

    def insert(self, *rows: Row) -> None:
        """Add rows at the end of the request."""
        self._rows.extend(rows)

    def after_commit(self, callback: Callable[[], Any]) -> None:
        """Call `callback` once all is durable."""
        self._after_commit.append(callback)

    async def finish(self) -> None:
        """Add the rows that wait, and commit what there is.

        Raises:
            IntegrityError: When a row cannot be added.
            UnavailableError: When the database is away; nothing was changed.
        """
        if self._session is not None:
            await apply(self._session, [inserting(*row) for row in self._rows])
            await self._stack.aclose()
        elif self._rows:
            await self._commits.insert(*self._rows)
        for callback in self._after_commit:
            callback()

    async def __aenter__(self) -> "UnitOfWork":
        await self._stack.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> bool | None:
        return await self._stack.__aexit__(*error)


def unit_of_work(request: Request) -> UnitOfWork:
    """The request's unit of work.

    Raises:
        RuntimeError: On a route that is not an `EdgeRoute` or only reads.
    """
    unit = getattr(request.state, "unit_of_work", None)
    if unit is None:
        raise RuntimeError(f"{request.method} {request.scope['path']} writes outside an EdgeRoute")
    return cast("UnitOfWork", unit)


class EdgeRoute(APIRoute):
    """A route whose changes commit before its answer, once per `Idempotency-Key`.

    An answer with `Cache-Control: no-store` holds a secret and is not kept; its repetition is told
    so instead of getting it again.
    """

    body_holds_secret: ClassVar[bool] = False

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler; reads pass through."""
        endpoint = super().get_route_handler()
        guards = [
            d.call for d in self.dependant.dependencies if d.call and hasattr(d.call, "action")
        ]

        async def handle(request: Request) -> Response:
            if request.method in {"GET", "HEAD"}:
                return await endpoint(request)
            # The framework reads the body and `If-Match` first, but what is wrong with them is
            # nobody's business who may not make this change.
            for guard in guards:
                await guard(request)
            key = _Key.of(request)
            if key is None:
                return await _once(request, endpoint)
            return await _idempotent(request, endpoint, key, slowly=self.body_holds_secret)

        return handle


class SecretRoute(EdgeRoute):
    """An edge route whose body may hold a password: remembered by a slow hash only."""

    body_holds_secret = True


def _unit_for(request: Request) -> UnitOfWork:
    runtime: Runtime = request.app.state.runtime
    unit = UnitOfWork(runtime.database, runtime.commits)
    request.state.unit_of_work = unit
    return unit


async def _once(request: Request, endpoint: Handler) -> Response:
    async with _unit_for(request) as unit:
        response = await endpoint(request)
        await unit.finish()
        return response


class _Key:
    """An `Idempotency-Key` with whose it is and where it was used."""

    def __init__(self, caller: Caller, method: str, route: str, value: str) -> None:
        self.columns: dict[str, UUID | str] = {
            "workspace_id": caller.workspace_id,
            "caller": caller.subject,
            "method": method,
            "route": route,
            "key": value,
        }
        self.value = value

    @classmethod
    def of(cls, request: Request) -> "_Key | None":
        value = request.headers.get("idempotency-key")
        caller = cast("Caller | None", request.scope.get("state", {}).get("caller"))
        if value is None or caller is None:
            return None
        if not 0 < len(value) <= _KEY_LENGTH:
            raise InvalidInputError(
                f"The Idempotency-Key has {len(value)} characters; use 1 to {_KEY_LENGTH}."
            )
        # The whole path: the same key on another piece is another request.
        path = request.scope["path"]
        if "\x00" in value or "\x00" in path:
            raise InvalidInputError(
                "The Idempotency-Key or the path holds the character NUL; send it without."
            )
        return cls(caller, request.method, path, value)

    @property
    def place(self) -> tuple[UUID | str, ...]:
        """Tells requests of this process apart."""
        return tuple(self.columns.values())

    async def hash(self, body: bytes, *, slowly: bool) -> str:
        """Tells bodies apart. A fast hash of a password would undo the slow one beside it."""
        if not slowly:
            return hashlib.sha256(body).hexdigest()
        salt = repr(self.place).encode()
        digest = await asyncio.to_thread(hashlib.scrypt, body, salt=salt, n=2**14, r=8, p=1)
        return digest[:32].hex()

    def spent(self) -> ConflictError:
        return ConflictError(
            f"The request with Idempotency-Key {self.value!r} was done, but its answer held a "
            "secret that is shown only once; revoke what it made and use a new key."
        )

    def running(self) -> ConflictError:
        return ConflictError(
            f"The request with Idempotency-Key {self.value!r} is still running; ask again shortly.",
            headers={"Retry-After": "1"},
        )


async def _idempotent(request: Request, endpoint: Handler, key: _Key, *, slowly: bool) -> Response:
    database: Database = request.app.state.runtime.database
    # Same-process repetition of a request that is still running.
    under_way: set[tuple[UUID | str, ...]] = request.app.state.idempotent_requests
    if key.place in under_way:
        raise key.running()
    under_way.add(key.place)
    try:
        body_hash = await key.hash(await request.body(), slowly=slowly)
        async with database.read() as reading:
            known = await _find(reading, key, body_hash)
        if known is not None:
            return known
        try:
            async with _unit_for(request) as unit:
                response = await endpoint(request)
                if not isinstance(response, StreamingResponse) and response.status_code < 500:
                    unit.insert((Idempotency, _row(key, body_hash, response)))
                await unit.finish()
                return response
        except IntegrityError:
            # Another server finished the same request first: its answer counts, ours rolled back.
            async with database.read() as reading:
                known = await _find(reading, key, body_hash)
            if known is None:
                raise
            return known
    finally:
        under_way.discard(key.place)


def _row(key: _Key, body_hash: str, response: Response) -> dict[str, Any]:
    if "no-store" in response.headers.get("cache-control", ""):
        problem = orjson.dumps(key.spent().problem())
        response = Response(problem, 409, media_type="application/problem+json")
    headers = {
        name: response.headers[name] for name in _REPLAYED_HEADERS if name in response.headers
    }
    return {
        **key.columns,
        "body_hash": body_hash,
        "status": response.status_code,
        "headers": headers,
        "body": bytes(response.body),
    }


async def _find(session: ReadSession, key: _Key, body_hash: str) -> Response | None:
    row = await session.scalar(
        select(Idempotency)
        .filter_by(**key.columns)
        .where(Idempotency.created_at > now() - KEPT)
    )  # fmt: skip
    if row is None:
        return None
    if row.body_hash != body_hash:
        raise InvalidInputError(
            f"The Idempotency-Key {key.value!r} was used with another body; use a new key."
        )
    headers = cast("dict[str, str]", row.headers)
    return Response(row.body, row.status, {**headers, "Idempotency-Replayed": "true"})


async def forget_old_answers(session: WriteSession) -> None:
    """Delete answers that are not replayed any more, so that the table has a bound."""
    await session.execute(delete(Idempotency).where(Idempotency.created_at <= now() - KEPT))


class JsonResponse(JSONResponse):
    """JSON by orjson, a hundred times faster than the framework's own encoder.

    A child of the framework's, which else documents the routes' answers as plain strings.
    """

    def render(self, content: Any) -> bytes:
        """Encode."""
        return orjson.dumps(content, default=_plain)


def _plain(value: object) -> str:
    # PostgreSQL's driver gives identifiers of a class of its own, which the encoder does not know.
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
