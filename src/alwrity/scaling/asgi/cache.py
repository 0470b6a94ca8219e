"""Answers to GET and HEAD, kept for those who may see the same."""

import asyncio
from collections.abc import Callable, Collection, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alwrity.scaling.asgi.representation import Representation, accepts_gzip, pack, unpack
from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.entry import Entry, Lifetime, Loaded
from alwrity.scaling.errors import NotCacheableError
from alwrity.scaling.position import Position

_NOT_KEPT = frozenset({b"no-store", b"private", b"no-cache"})
_PASSING_BY = frozenset({b"range", b"if-match", b"if-unmodified-since", b"transfer-encoding"})
_IDENTIFYING = frozenset({b"authorization", b"cookie"})
_ROUTED = ("route", "endpoint", "path_params")


@dataclass(frozen=True, slots=True)
class Rule:
    """How answers to a request are kept.

    Attributes:
        lifetime: For how long.
        tags: Names whose invalidation makes the answer a miss.
        route: What the router would put into the scope, for those who count by route template.
    """

    lifetime: Lifetime
    tags: tuple[str, ...] = ()
    route: object = None


class _NotSharedError(NotCacheableError):
    """The answer is for one caller only, or too large to keep."""


class FailedAnswerError(Exception):
    """The application answered with a status of 500 or above; whoever waited is told the same."""

    def __init__(self, start: Message, body: bytes) -> None:
        self.start = start
        self.body = body
        super().__init__(f"the application answered {start['status']}")


class CacheResponses:
    """Answer from the cache what `rule` lets it, and fill it from the application.

    Kept are answers of status 200 without `Set-Cookie`, whose `Cache-Control` says none of
    no-store, private and no-cache, and whose `Vary` names nothing but what the key has. Others go
    straight to their caller, and everybody who waited asks for himself. A load does not end when
    its first caller goes away.

    An answer has `ETag` (the application's own, else a weak one), `Age` and `Cache-Status`, and is
    compressed once. `HEAD` is answered as `GET` without the body. What clients say in
    `Cache-Control` is not heeded, or anybody could load the database.

    Args:
        app: The application inside; it is asked without `Accept-Encoding`.
        cache: Where answers are kept.
        rule: Whether and how to keep the answer to a request; None lets it pass by.
        caller: The scope of a caller, such as workspace and role: answers are never shared between
            two scopes. None lets the request pass by. The answer's fields must not depend on more.
        after: Where the caller's last write stands, if that is known.
        position: Where the snapshot behind an answer stands, from the scope that the application
            had.
        vary: Names of request fields, in lower case, that are part of the key.
        body_bound: Bytes of the largest body kept.
        name: Of this cache in `Cache-Status`.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        cache: Cache,
        rule: Callable[[Scope], Rule | None],
        caller: Callable[[Scope], str | None],
        after: Callable[[Scope], Position | None] | None = None,
        position: Callable[[Scope], Position | None] | None = None,
        vary: Collection[bytes] = (b"host",),
        body_bound: int = 1_000_000,
        name: str = "cache",
    ) -> None:
        self.app = app
        self.cache = cache
        self.rule = rule
        self.caller = caller
        self.after = after
        self.position = position
        self.vary = tuple(sorted(vary))
        self.body_bound = body_bound
        self._read = frozenset(vary) | {
            b"accept-encoding", b"if-none-match", b"content-length", *_PASSING_BY
        }  # fmt: skip
        self.varying = frozenset(vary) | _IDENTIFYING | {b"accept-encoding"}
        self._hit = f"{name}; hit; ttl=".encode()
        self._miss = f"{name}; fwd=miss".encode()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the cache, or pass on."""
        asked = None
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            asked = self._asked(scope)
        if asked is None:
            await self.app(scope, receive, send)
            return
        rule, key, fields = asked
        after = self.after(scope) if self.after else None
        entry = self.cache.peek(key, after)
        status = self._hit
        if entry is None:
            exchange = _Exchange(self, rule, scope, receive, send)
            try:
                entry = await self.cache.get(
                    key, exchange.load, rule.lifetime, tags=rule.tags, after=after
                )
            except _NotSharedError:
                await exchange.go_on()
                return
            except FailedAnswerError as failed:
                await send({**failed.start, "headers": list(failed.start["headers"])})
                await send({"type": "http.response.body", "body": failed.body})
                return
            finally:
                exchange.is_answered = True
            if exchange.loaded:
                status = self._miss
        if rule.route is not None and "route" not in scope:
            scope["route"] = rule.route
        await self._answer(entry, scope, fields, send, status)

    def _asked(self, scope: Scope) -> tuple[Rule, str, dict[bytes, bytes]] | None:
        """The rule, the key, and the request's fields that matter; None to let it pass by."""
        rule = self.rule(scope)
        caller = None if rule is None else self.caller(scope)
        if rule is None or caller is None:
            return None
        fields: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in self._read:
                fields[name] = value if name not in fields else fields[name] + b"," + value
        if not _PASSING_BY.isdisjoint(fields) or fields.get(b"content-length", b"0") != b"0":
            return None
        return rule, self._key(scope, caller, fields), fields

    def _key(self, scope: Scope, caller: str, fields: dict[bytes, bytes]) -> str:
        query = scope["query_string"]
        if b"&" in query:  # the order of names says nothing; that of one name's values may
            parts = sorted(query.split(b"&"), key=_name)
            query = b"&".join(parts)
        told = b"\n".join([query, *[fields.get(name, b"") for name in self.vary]])
        # No field's value holds a line's end, and a path that holds one is quoted.
        path = scope["path"]
        if "%" in path or "\n" in path:
            path = path.replace("%", "%25").replace("\n", "%0A")
        return f"{len(caller)}:{caller}\n{path}\n{told.decode('latin-1')}"

    async def _answer(
        self, entry: Entry, scope: Scope, fields: dict[bytes, bytes], send: Send, status: bytes
    ) -> None:
        kept = entry.memo
        if not isinstance(kept, Representation):
            kept = entry.memo = unpack(entry.value)
            self.cache.memory.grow(entry, len(entry.value))
        now = self.cache.clock()
        if status is not self._hit:
            more = [(b"age", b"%d" % max(0, now - entry.born)), (b"cache-status", status)]
        elif kept.second == int(now):
            more = kept.told
        else:  # once a second is enough for fields that count seconds
            ttl = b"%s%d" % (status, entry.fresh_until - now)
            more = [(b"age", b"%d" % max(0, now - entry.born)), (b"cache-status", ttl)]
            kept.second, kept.told = int(now), more
        tag = fields.get(b"if-none-match")
        if tag is not None and kept.matches(tag):
            await send(
                {"type": "http.response.start", "status": 304, "headers": kept.unchanged + more}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        takes_gzip = accepts_gzip(fields.get(b"accept-encoding", b""))
        body, headers = kept.packed if takes_gzip else kept.plain
        await send({"type": "http.response.start", "status": 200, "headers": headers + more})
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}
        )


class _Exchange:
    """One run of the application, for all who wait or for its starter alone.

    Attributes:
        loaded: Whether it gave an answer for all.
        is_answered: Whether its starter wants nothing more of it.
    """

    def __init__(
        self, cache: CacheResponses, rule: Rule, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self.loaded = False
        self.is_answered = False
        self._cache = cache
        self._rule = rule
        self._scope = scope
        self._receive = receive
        self._send = send
        self._asked = False
        self._start: Message = {}
        self._body = bytearray()
        self._relaying = asyncio.Event()
        self._decided: asyncio.Future[None]
        self._task: asyncio.Task[None] | None = None

    async def load(self) -> Loaded:
        """Run the application until it is known whether the answer is for all."""
        scope = self._scope
        inner: MutableMapping[str, Any] = {
            **scope, "method": "GET",
            "headers": [field for field in scope["headers"] if field[0] not in _CONDITIONS],
            "extensions": {},
        }  # fmt: skip
        self._decided = asyncio.get_running_loop().create_future()
        task = self._task = asyncio.create_task(self._run(inner))
        self._cache._tasks.add(task)  # noqa: SLF001 - one thing in two classes
        task.add_done_callback(self._ended)
        try:
            await self._decided
        except asyncio.CancelledError:
            task.cancel()
            raise
        scope.update({name: inner[name] for name in _ROUTED if name in inner})
        body = bytes(self._body)
        if self._start["status"] >= 500:
            raise FailedAnswerError(self._start, body)
        self.loaded = True
        place = self._cache.position
        return Loaded(await pack(self._start["headers"], body), place(inner) if place else None)

    async def go_on(self) -> None:
        """Bring an answer that is not shared to its end."""
        if self._task is not None and self._relaying.is_set():
            await self._task
        else:
            await self._cache.app(self._scope, self._receive, self._send)

    async def _run(self, inner: Scope) -> None:
        await self._cache.app(inner, self._hear, self._tell)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._cache._tasks.discard(task)  # noqa: SLF001 - as above
        error = None if task.cancelled() else task.exception()
        if error is not None and self._decided.done() and not self._relaying.is_set():
            # What runs behind an answer has nobody who waits for it.
            task.get_loop().call_exception_handler(
                {"message": "failed behind a cached answer", "exception": error, "task": task}
            )
        if not self._decided.done():
            self._decided.set_exception(
                error or RuntimeError("the application ended without an answer")
            )

    async def _hear(self) -> Message:
        """An empty body, once; that the caller went away is told only when it is his alone."""
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._relaying.wait()
        return await self._receive()

    async def _tell(self, message: Message) -> None:
        if self._relaying.is_set():
            await self._pass_on(message)
        elif message["type"] == "http.response.start":
            self._start = {**message, "headers": list(message.get("headers", []))}
            if not self._may_keep():
                await self._relay()
        else:
            self._body += message.get("body", b"")
            if len(self._body) > self._cache.body_bound:
                await self._relay(more=message.get("more_body", False))
            elif not message.get("more_body", False) and not self._decided.done():
                self._decided.set_result(None)

    async def _relay(self, *, more: bool = True) -> None:
        """From here on it is the starter's answer alone."""
        self._relaying.set()
        if not self._decided.done():
            self._decided.set_exception(_NotSharedError())
        await self._pass_on(self._start)
        if self._body:
            body = bytes(self._body)
            self._body.clear()
            await self._pass_on({"type": "http.response.body", "body": body, "more_body": more})

    async def _pass_on(self, message: Message) -> None:
        if self.is_answered:  # out of the cache, meanwhile; or he went away
            raise _NotSharedError
        if self._scope["method"] == "HEAD" and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)

    def _may_keep(self) -> bool:
        """Whether to look at the body at all."""
        if self._start["status"] >= 500:
            return True
        return self._start["status"] == 200 and not any(
            self._forbids(name.lower(), value.lower()) for name, value in self._start["headers"]
        )

    def _forbids(self, name: bytes, value: bytes) -> bool:
        told = {part.strip() for part in value.split(b",")}
        match name:
            case b"set-cookie" | b"content-encoding" | b"content-range" | b"trailer":
                return True
            case b"cache-control":
                return not _NOT_KEPT.isdisjoint(part.partition(b"=")[0] for part in told)
            case b"vary":
                return not told <= self._cache.varying
            case b"content-type":
                return value.startswith(b"text/event-stream")
            case _:
                return False


_CONDITIONS = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since"})


def _name(part: bytes) -> bytes:
    return part.partition(b"=")[0]
