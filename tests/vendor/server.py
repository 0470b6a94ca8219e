"""The server: one object for its settings, its plan of turns and its record of requests."""

import asyncio
import json
import sys
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from tests.vendor import content, wires
from tests.vendor.faults import Fault, Turn, named_turn
from tests.vendor.speaking import speak

PATHS = {"/v1/chat/completions": "openai", "/v1/messages": "anthropic"}
STATUS = {
    Fault.RATE_LIMIT: (429, "rate_limit_error", "Too many requests, slow down."),
    Fault.QUOTA: (429, "insufficient_quota", "You exceeded your current quota."),
    Fault.SERVER_ERROR: (500, "api_error", "Internal server error."),
    Fault.OVERLOADED: (529, "overloaded_error", "Overloaded."),
    Fault.INDISCREET: (500, "api_error", "Internal server error."),
    Fault.UNAUTHORIZED: (401, "authentication_error", "invalid key"),
    Fault.UNKNOWN_MODEL: (404, "not_found_error", "no such model"),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it came in."""

    path: str
    body: dict[str, Any]
    headers: Mapping[str, str]


class Vendor:
    """A fake vendor.

    Args:
        tokens: Length of an answer, unless `max_tokens` of the request is less.
        pace: Tokens a second; 0 sends all at once.
        first_token: Seconds before the first token.
        key: The API key to insist on; empty takes any.
        models: Names that exist, without suffixes.
        slots: Answers at once; the rest wait in a queue, as at a model of one's own. 0: no bound.
    """

    def __init__(
        self,
        *,
        tokens: int = 200,
        pace: float = 0,
        first_token: float = 0,
        key: str = "",
        models: Iterable[str] = ("fake",),
        slots: int = 0,
    ) -> None:
        self.tokens, self.pace, self.first_token, self.key = tokens, pace, first_token, key
        self.models = frozenset(models)
        self.slots = asyncio.Semaphore(slots or 1_000_000)
        self.turns: deque[Turn] = deque()
        self.requests: deque[Recorded] = deque(maxlen=1000)
        self.counts: Counter[str] = Counter()
        self.open = 0
        self.url = ""

    @property
    def openai_url(self) -> str:
        """The base URL that `/chat/completions` is appended to."""
        return f"{self.url}/v1"

    @property
    def anthropic_url(self) -> str:
        """The base URL that `/messages` is appended to."""
        return f"{self.url}/v1"

    def plan(self, *turns: Turn | Fault | str | dict[str, Any] | None) -> None:
        """Answer the next requests like this, one turn each; `None` or "ok" is a plain answer."""
        self.turns.extend(Turn.of(turn) for turn in turns)

    def reset(self) -> None:
        """Forget plan and record."""
        self.turns.clear()
        self.requests.clear()
        self.counts.clear()

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The bodies of the requests so far."""
        return [request.body for request in self.requests]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer any request."""
        wire = PATHS.get(request.path)
        if wire is None:
            return await self._other(request)
        raw = await request.read()
        body = orjson.loads(raw)
        self.counts[wire] += 1
        self.requests.append(Recorded(request.path, body, request.headers))
        planned = self.turns.popleft() if self.turns else Turn()
        model, turn = named_turn(str(body.get("model")), planned)
        refusal = self._refusal(request, wire, model, turn)
        if refusal is not None:
            return refusal
        answer = self._answer(wire, body, model, turn, len(raw) // 4)
        self.open += 1
        try:
            async with self.slots:
                stream = bool(body.get("stream"))
                return await speak(self, request, wire, answer, turn, stream=stream)
        finally:
            self.open -= 1

    def _refusal(
        self, request: web.BaseRequest, wire: str, model: str, turn: Turn
    ) -> web.Response | None:
        given = request.headers.get("x-api-key") or request.headers.get("Authorization", "")
        given = given.removeprefix("Bearer ")
        fault = turn.fault
        if self.key and given != self.key:
            fault = Fault.UNAUTHORIZED
        elif model not in self.models:
            fault = Fault.UNKNOWN_MODEL
        if fault not in STATUS:
            return None
        status, kind, message = STATUS[fault]
        if fault is Fault.UNAUTHORIZED:  # vendors echo the key: ours must never show up in an error
            message = f"Incorrect API key provided: {given}"
        elif fault is Fault.INDISCREET:
            message = f"Request had Authorization: Bearer {given} (****{given[-4:]}, {given!r})"
        elif fault is Fault.UNKNOWN_MODEL:
            message = f"The model {model!r} does not exist"
        headers = {}
        if fault in (Fault.RATE_LIMIT, Fault.OVERLOADED) and turn.at is not None:
            headers["Retry-After"] = f"{turn.at:g}"
        return web.Response(
            status=status,
            body=wires.error_body(wire, kind, message),
            content_type="application/json",
            headers=headers,
        )

    def _answer(
        self, wire: str, body: dict[str, Any], model: str, turn: Turn, input_tokens: int
    ) -> wires.Answer:
        schema, tool = asked_schema(wire, body)
        count = self.tokens if turn.tokens is None else turn.tokens
        if turn.text is not None:
            tokens = content.pieces(turn.text)
        elif schema is not None:
            tokens = content.pieces(json.dumps(content.fill(schema)), 8)
        else:
            tokens = continued(content.words(count), body)
        end = turn.fault if turn.fault in (Fault.LENGTH, Fault.FILTER) else None
        limit = body.get("max_tokens") or body.get("max_completion_tokens") or len(tokens)
        if len(tokens) > limit:
            tokens, end = tokens[:limit], Fault.LENGTH
        if end is not None and turn.at is not None:
            tokens = tokens[: int(turn.at)]
        asked = wire == "anthropic" or not body.get("stream") or "stream_options" in body
        usage = asked and turn.fault is not Fault.NO_USAGE
        return wires.Answer(model, tokens, input_tokens, end, tool, usage)

    async def _other(self, request: web.BaseRequest) -> web.Response:
        match request.method, request.path:
            case "GET", "/v1/models":
                models = [{"id": name, "object": "model"} for name in sorted(self.models)]
                return web.json_response({"object": "list", "data": models})
            case "POST", "/admin/plan":
                self.plan(*await request.json())
            case "POST", "/admin/reset":
                self.reset()
            case "GET", "/admin/requests":
                return web.json_response({"bodies": self.bodies})
            case "GET", "/admin/stats":
                pass
            case _:
                return web.Response(status=404)
        stats = {"counts": dict(self.counts), "open": self.open, "planned": len(self.turns)}
        return web.json_response(stats)


def asked_schema(wire: str, body: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    """The schema that the answer is to fit, and the tool it belongs to."""
    if wire == "anthropic":
        tool = body.get("tool_choice", {}).get("name")
        schemas = {each["name"]: each["input_schema"] for each in body.get("tools", [])}
        return schemas.get(tool), tool
    asked = body.get("response_format") or {}
    if asked.get("type") == "json_schema":
        return asked["json_schema"]["schema"], None
    return ({"type": "object"} if asked.get("type") == "json_object" else None), None


def continued(tokens: tuple[str, ...], body: dict[str, Any]) -> tuple[str, ...]:
    """The rest of the words, where the request ends with the beginning of them."""
    last = body["messages"][-1]
    if last["role"] != "assistant" or not "".join(tokens).startswith(last["content"]):
        return tokens
    return content.pieces("".join(tokens)[len(last["content"]) :])


@asynccontextmanager
async def running_vendor(
    *, vendor: Vendor | None = None, port: int = 0, **settings: Any
) -> AsyncIterator[Vendor]:
    """A vendor in this event loop; `settings` are those of `Vendor`."""
    vendor = vendor or Vendor(**settings)
    runner = web.ServerRunner(web.Server(vendor.handle), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    vendor.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield vendor
    finally:
        await runner.cleanup()


@asynccontextmanager
async def vendor_process(*arguments: str) -> AsyncIterator[str]:
    """A vendor as a process of its own, for benchmarks; yields its address without `/v1`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.vendor", *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(20):
            line = await process.stdout.readline()  # type: ignore[union-attr]  # PIPE was asked for
        yield json.loads(line)["url"]
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
