"""A chain of providers that looks like one: the only place where a call is made again.

- Before the first token a failed call is made again, with full jitter and within a budget; then the
  next provider has its turn.
- A 429 is a cooldown: the provider is passed over while another is free, and waited for when none
  is and the wait is short.
- A stream that breaks in the middle yields `Restart` and begins anew at the next provider, or once
  more at the only one.
- What cannot work as configured (key, model) is not tried twice; the next provider has its turn.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import cast

import structlog

from alwrity.errors import ProviderError
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderRateLimitError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import (
    Capabilities,
    Finish,
    ModelRequest,
    Provider,
    Restart,
    StreamItem,
    Text,
    Usage,
)
from alwrity.providers.retry import Backoff, RetryBudget
from alwrity.providers.standing import ProviderState, Standing

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long it is tried.

    Attributes:
        attempts: Calls of one request to one provider at most.
        longest_wait: A `Retry-After` beyond this many seconds is not waited for.
        elapsed: No provider is called again for a request that is older than this many seconds.
        cooldown: Seconds to pass over a provider that answered 429 without saying for how long.
    """

    attempts: int = 3
    longest_wait: float = 20.0
    elapsed: float = 45.0
    cooldown: float = 2.0


@dataclass(slots=True)
class _Lane:
    """A provider and what is remembered of it between requests."""

    provider: Provider
    budget: RetryBudget = field(default_factory=RetryBudget)
    cool_at: float = 0.0
    standing: Standing = field(default_factory=Standing)


class Router:
    """Providers in order of preference.

    Args:
        providers: At least one. Name and capabilities are the first one's; another is used for a
            request only if it can do what that request needs.
        patience: How long it is tried.
        backoff: Waits between attempts.
        clock: Monotonic seconds.
        sleep: Waits that many seconds.
    """

    def __init__(
        self,
        providers: Sequence[Provider],
        *,
        patience: Patience | None = None,
        backoff: Backoff | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.providers = tuple(providers)
        self._lanes = [_Lane(provider) for provider in providers]
        self.patience, self.backoff = patience or Patience(), backoff or Backoff()
        self.clock, self.sleep = clock, sleep

    @property
    def name(self) -> str:
        """The first provider's name."""
        return self.providers[0].name

    @property
    def capabilities(self) -> Capabilities:
        """The first provider's capabilities."""
        return self.providers[0].capabilities

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem, None]:
        """Write with the first provider that can; `Restart` voids what came before it.

        Raises:
            ProviderError: When none could; the sentence names each that was tried.
        """
        course = self._course(request)
        provider = await course.next()
        while True:
            came = False
            try:
                stream = cast("AsyncGenerator[StreamItem, None]", provider.stream(request))
                async with aclosing(stream) as items:
                    async for item in items:
                        came = came or isinstance(item, Text)
                        yield item
            except ProviderError as error:
                failure = error
            else:
                course.succeeded()
                return
            course.failed(failure)
            broken, provider = provider, await course.next()
            if came:
                usage = failure.usage if isinstance(failure, ProviderStreamError) else Usage()
                yield Restart(broken.name, usage, failure.detail)

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        """The whole answer of the first provider that can give it.

        Raises:
            ProviderError: When none could; the sentence names each that was tried.
        """
        course = self._course(request)
        while True:
            provider = await course.next()
            try:
                answer = await provider.complete(request)
            except ProviderError as error:
                course.failed(error)
            else:
                course.succeeded()
                return answer

    def standings(self) -> list[tuple[Provider, Standing, ProviderState]]:
        """Each provider, how it has done lately, and that in one word."""
        now = self.clock()
        return [
            (lane.provider, lane.standing, lane.standing.state(cooling=lane.cool_at > now))
            for lane in self._lanes
        ]

    async def close(self) -> None:
        """Give back what all providers hold."""
        await asyncio.gather(*(provider.close() for provider in self.providers))

    def _course(self, request: ModelRequest) -> "_Course":
        able = [lane for lane in self._lanes if _able(lane.provider, self.providers[0], request)]
        return _Course(self, able or self._lanes[:1])


def _able(provider: Provider, first: Provider, request: ModelRequest) -> bool:
    """Whether a provider can stand in: prompts are made for the first one's capabilities."""
    can = provider.capabilities
    return (
        can.drafting is first.capabilities.drafting
        and (can.structured or request.schema is None)
        and (can.continues or request.messages[-1].role != "assistant")
    )


@dataclass(slots=True)
class _Turn:
    """A lane's part in one request."""

    lane: _Lane
    calls: int = 0
    breaks: int = 0
    error: ProviderError | None = None


class _Course:
    """The way of one request through the lanes."""

    def __init__(self, router: Router, lanes: Sequence[_Lane]) -> None:
        self._router = router
        self._turns = [_Turn(lane) for lane in lanes]
        self._left = list(self._turns)
        self._began = router.clock()
        self._current: _Turn | None = None

    async def next(self) -> Provider:
        """The provider to call next, after the wait that is due.

        Raises:
            ProviderError: None is left.
        """
        while self._left:
            now = self._router.clock()
            free = (turn for turn in self._left if turn.lane.cool_at <= now)
            turn = next(free, None) or min(self._left, key=lambda each: each.lane.cool_at)
            cooling = max(0.0, turn.lane.cool_at - now)
            if cooling > self._router.patience.longest_wait:
                raise self._none_left(cooling)
            if turn.calls and not turn.lane.budget.withdraw():
                log.warning("provider.retry_budget_empty", provider=turn.lane.provider.name)
                self._left.remove(turn)
                continue
            await self._wait(turn, cooling)
            if not turn.calls:
                turn.lane.budget.deposit()
            turn.calls += 1
            self._current = turn
            return turn.lane.provider
        raise self._none_left(None)

    async def _wait(self, turn: _Turn, cooling: float) -> None:
        backoff, sleep = self._router.backoff, self._router.sleep
        if cooling:
            # Jitter on top, or all that wait would come back in the same moment.
            await sleep(cooling + backoff.wait(0))
        elif turn.calls and turn is self._current:
            await sleep(backoff.wait(turn.calls - 1))

    def succeeded(self) -> None:
        """Take note of a call that came to its end."""
        cast("_Turn", self._current).lane.standing.succeeded()

    def failed(self, error: ProviderError) -> None:
        """Take note of a failed call; drop the provider when it is of no use for this request."""
        turn, patience = cast("_Turn", self._current), self._router.patience
        turn.error = error
        turn.lane.standing.failed(error.detail)
        now = self._router.clock()
        wait = getattr(error, "retry_after", None)
        if isinstance(error, ProviderRateLimitError) or wait:
            turn.lane.cool_at = now + (patience.cooldown if wait is None else wait)
        if isinstance(error, ProviderStreamError):
            turn.breaks += 1
            # Another can write instead; the only one may begin once more.
            useless = len(self._left) > 1 or turn.breaks > 1
        else:
            useless = (
                isinstance(error, ProviderConfigError)
                or turn.calls >= patience.attempts
                or now - self._began > patience.elapsed
            )
        name = turn.lane.provider.name
        log.info("provider.failed", provider=name, kind=error.code, detail=error.detail)
        if useless:
            self._left.remove(turn)

    def _none_left(self, cooling: float | None) -> ProviderError:
        """The error for all: of the kind that gives most hope, naming what each said."""
        errors = [turn.error for turn in self._turns if turn.error]
        told = [error.detail for error in errors]
        told += [
            f"{turn.lane.provider.name!r} asked to wait {cooling:.0f} s more; try again then."
            for turn in self._left
            if turn.error is None
        ]
        if len(told) == len(errors) == 1:
            return errors[0]
        detail = " ".join(told if len(told) == 1 else ["No model could write.", *told])
        waits = [e.retry_after for e in errors if isinstance(e, ProviderRateLimitError)]
        if cooling is not None or waits:
            soonest = min((wait for wait in waits if wait is not None), default=None)
            return ProviderRateLimitError(detail, retry_after=cooling or soonest)
        for kind in (ProviderStreamError, ProviderUnreachableError):
            if any(isinstance(error, kind) for error in errors):
                return kind(detail)
        return ProviderConfigError(detail)
