"""One connection to one Redis server, shared by all callers of a process.

Commands that arrive while others are under way leave together in one write, so a thousand
concurrent calls neither wait for a pool nor raise for the want of one, and a cancelled caller never
breaks the connection. Encoding, decoding, TLS and login are redis-py's.

When the server fails, every waiting call raises `RedisUnavailableError` and so do later ones, at
once: while a server is down nobody waits for it. A task of the client's own tries to reach it again
until it answers, so the first caller afterwards finds it healthy.
"""

import asyncio
import hashlib
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from alwrity.scaling.errors import RedisReplyError, RedisUnavailableError

if TYPE_CHECKING:  # importing redis-py takes half a second, which a laptop without Redis saves
    from redis.asyncio import Redis
    from redis.asyncio.connection import AbstractConnection
    from redis.exceptions import ResponseError

Part = bytes | str | int | float
_BATCH = 512
_IDLE_SECONDS = 1.0
_BACKOFF = (0.05, 1.0)
#: Answers that say nothing about the command: the server cannot or will not serve now.
_UNABLE = frozenset(
    {
        "OOM", "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "MISCONF", "BUSY", "NOREPLICAS",
        "NOAUTH", "WRONGPASS", "NOPERM", "TRYAGAIN",
    }
)  # fmt: skip


def check_url(url: str) -> str:
    """The server that a URL names, without user and password, as it may be shown.

    Args:
        url: `redis://user:password@host:port/db`, `rediss://` for TLS, or `unix:///path`.

    Raises:
        ValueError: When it names none; never repeats the URL, which may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 6379
    except ValueError:
        raise ValueError("names a port that is no number; write redis://host:6379/0") from None
    if parts.scheme == "unix" and parts.path:
        return unquote(parts.path)
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ValueError("names no server; write redis://user:password@host:6379/0")
    if parts.path not in {"", "/"} and not parts.path[1:].isdigit():
        raise ValueError("ends in no database number; write redis://host:6379/0")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{host}:{port}/{parts.path[1:] or 0}"


class Script:
    """A Lua script, sent once and called by its digest from then on."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Redis names scripts by SHA-1; nothing is secured by it.
        self.digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


class RedisClient:
    """Send commands to one server; opens nothing until the first.

    Args:
        url: Where, with an ACL user and password if there are any.
        connect_seconds: Patience until a connection is made and logged in.
        answer_seconds: Patience from a command's sending until its answer.
        pending: Commands that may wait; beyond, callers get `RedisUnavailableError` at once.
        changed: Told (healthy, reason) when the server is lost or found again.

    Raises:
        ValueError: When the URL names no server.
    """

    def __init__(
        self,
        url: str,
        *,
        connect_seconds: float = 0.5,
        answer_seconds: float = 0.5,
        pending: int = 50_000,
        changed: Callable[[bool, str], None] = lambda _healthy, _reason: None,
    ) -> None:
        import redis.asyncio  # noqa: F401, PLC0415 - now, not within the first request

        self.name = check_url(url)
        self._url = url
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._bound = pending
        self._changed = changed
        self._pending: list[tuple[tuple[Part, ...], asyncio.Future[Any]]] = []
        self._connection: AbstractConnection | None = None
        self._used = 0.0
        self._sender: asyncio.Task[None] | None = None
        self._finder: asyncio.Task[None] | None = None
        self._reason = ""
        self._closed = False

    def __repr__(self) -> str:
        return f"<RedisClient {self.name}>"

    @property
    def healthy(self) -> bool:
        """Whether calls are tried at all; False from a failure until the server answers again."""
        return not self._reason and not self._closed

    async def call(self, *parts: Part) -> Any:
        """Send one command that does not block; gives its answer, texts as bytes.

        Raises:
            RedisUnavailableError: When the server is down, too slow, or cannot serve now.
            RedisReplyError: When the command is wrong.
        """
        if self._closed:
            raise RedisUnavailableError(f"The connection to Redis at {self.name} is closed.")
        if self._reason:
            raise RedisUnavailableError(self._reason)
        if len(self._pending) >= self._bound:
            raise RedisUnavailableError(
                f"More than {self._bound} commands wait for Redis at {self.name}."
            )
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending.append((parts, future))
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())
        return await future

    async def run(self, script: Script, keys: Sequence[Part], args: Sequence[Part]) -> Any:
        """Run a script; the same errors as `call`."""
        try:
            return await self.call("EVALSHA", script.digest, len(keys), *keys, *args)
        except RedisReplyError as error:
            if not str(error).startswith("NOSCRIPT"):
                raise
        return await self.call("EVAL", script.text, len(keys), *keys, *args)

    async def ping(self) -> None:
        """Ask for a sign of life; the same errors as `call`."""
        await self.call("PING")

    def dedicated(self) -> "Redis":
        """A redis-py client of its own for what blocks or listens (BLPOP, pub/sub, tracking).

        It has no answer deadline, since silence is normal there; whoever asked for it closes it.
        """
        from redis.asyncio import Redis  # noqa: PLC0415 - see above

        return Redis.from_url(
            self._url, protocol=2, socket_timeout=None,
            socket_connect_timeout=self._connect_seconds, max_connections=4,
        )  # fmt: skip

    async def aclose(self) -> None:
        """Close; calls under way raise `RedisUnavailableError`."""
        self._closed = True
        tasks = [task for task in (self._sender, self._finder) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._fail(self._pending, f"The connection to Redis at {self.name} is closed.")
        await self._disconnect()

    async def _send(self) -> None:
        batch: list[tuple[tuple[Part, ...], asyncio.Future[Any]]] = []
        try:
            while self._pending:
                batch, self._pending = self._pending[:_BATCH], self._pending[_BATCH:]
                connection = await self._connected()
                async with asyncio.timeout(self._answer_seconds):
                    await self._exchange(connection, batch)
                batch = []
        except asyncio.CancelledError:
            self._fail(batch, f"The connection to Redis at {self.name} is closed.")
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, every waiting caller must hear it
            await self._lose(self._say(error), batch)
        finally:
            self._sender = None

    async def _exchange(
        self,
        connection: "AbstractConnection",
        batch: list[tuple[tuple[Part, ...], asyncio.Future[Any]]],
    ) -> None:
        from redis.exceptions import ResponseError  # noqa: PLC0415 - see above

        packed = connection.pack_commands([parts for parts, _ in batch])
        await connection.send_packed_command(packed, check_health=False)
        for _, future in batch:
            try:
                answer = await connection.read_response()
            except ResponseError as error:
                if not future.done():
                    future.set_exception(self._refusal(error))
                continue
            if not future.done():
                future.set_result(answer)
        self._used = asyncio.get_running_loop().time()

    async def _connected(self) -> "AbstractConnection":
        if self._connection is not None:
            idle = asyncio.get_running_loop().time() - self._used > _IDLE_SECONDS
            if not idle or not await self._went_away(self._connection):
                return self._connection
            await self._disconnect()
        self._connection = await self._connect()
        return self._connection

    async def _connect(self) -> "AbstractConnection":
        from redis.asyncio.connection import Connection, parse_url  # noqa: PLC0415 - see above

        options: dict[str, Any] = dict(parse_url(self._url))
        make = options.pop("connection_class", Connection)
        connection: AbstractConnection = make(
            **{
                **options,
                "protocol": 2,
                "driver_info": None,  # the user of an ACL may not name its client
                "socket_timeout": None,  # one deadline for a batch, not one for each answer
                "socket_connect_timeout": self._connect_seconds,
            }
        )
        try:
            async with asyncio.timeout(self._connect_seconds):
                await connection.connect()  # type: ignore[no-untyped-call]
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        return connection

    @staticmethod
    async def _went_away(connection: "AbstractConnection") -> bool:
        """Whether the server closed the connection while nothing was sent on it."""
        try:
            return bool(await connection.can_read_destructive())
        except Exception:  # noqa: BLE001 - an error is the answer
            return True

    async def _lose(
        self, reason: str, batch: list[tuple[tuple[Part, ...], asyncio.Future[Any]]]
    ) -> None:
        self._reason = reason
        waiting, self._pending = batch + self._pending, []
        self._fail(waiting, reason)
        await self._disconnect()
        if self._finder is None and not self._closed:
            self._changed(False, reason)
            self._finder = asyncio.create_task(self._find())

    async def _find(self) -> None:
        wait, longest = _BACKOFF
        while True:
            await asyncio.sleep(wait * random.uniform(0.5, 1))  # noqa: S311 - spreads servers
            wait = min(2 * wait, longest)
            try:
                connection = await self._connect()
                async with asyncio.timeout(self._answer_seconds):
                    await connection.send_command("PING", check_health=False)
                    await connection.read_response()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is not back
                self._reason = self._say(error)
                continue
            self._connection = connection
            self._used = asyncio.get_running_loop().time()
            self._finder = None
            self._reason = ""
            self._changed(True, "")
            return

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                await connection.disconnect(nowait=True)

    @staticmethod
    def _fail(waiting: list[tuple[tuple[Part, ...], asyncio.Future[Any]]], reason: str) -> None:
        for _, future in waiting:
            if not future.done():
                future.set_exception(RedisUnavailableError(reason))

    def _refusal(self, error: "ResponseError") -> Exception:
        said = f"{error.status_code} {error}" if error.status_code else str(error)
        if said.split(" ", 1)[0] in _UNABLE:
            return RedisUnavailableError(f"Redis at {self.name} cannot serve now: {said[:200]}")
        return RedisReplyError(said[:200])

    def _say(self, error: Exception) -> str:
        from redis.exceptions import AuthenticationError  # noqa: PLC0415 - see above

        if isinstance(error, TimeoutError) or "imeout" in type(error).__name__:
            return f"Redis at {self.name} does not answer in time."
        if isinstance(error, AuthenticationError):
            return f"Redis at {self.name} refuses the user or the password of its URL."
        return f"Redis at {self.name} cannot be reached ({type(error).__name__})."
