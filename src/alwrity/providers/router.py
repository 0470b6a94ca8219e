"""A chain of providers that looks like one: the only place where a call is made again.

- Before the first token a failed call is made again, with full jitter and within a budget; then the
  next provider has its turn.
- A 429 is a cooldown: the provider is passed over while another is free, and waited for when none
  is and the wait is short.
- What failed too often is left alone by its breaker, and not waited for: the next provider has its
  turn, and with none left the request is told when to come back.
- Each provider gets so many calls at once; the rest wait here, fairly between workspaces.
- A stream that breaks in the middle yields `Restart` and begins anew at the next provider, or once
  more at the only one.
- What cannot work as configured (key, model) is not tried twice; the next provider has its turn.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

import structlog

from alwrity.errors import ProviderError
from alwrity.providers.errors import (
    ProviderAwayError,
    ProviderBusyError,
    ProviderConfigError,
    ProviderRateLimitError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.lane import POLICY, Admission, Attempt, Lane
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
from alwrity.providers.retry import Backoff
from alwrity.scaling.breaker import BreakerPolicy, BreakerState
from alwrity.scaling.bulkhead import ShedError
from alwrity.scaling.deadline import within_deadline
from alwrity.scaling.metrics import Metrics

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


class Router:
    """Providers in order of preference.

    Args:
        providers: At least one. Name and capabilities are the first one's; another is used for a
            request only if it can do what that request needs.
        patience: How long it is tried.
        backoff: Waits between attempts.
        breaker: When a provider is left alone.
        admission: How many calls at once a provider gets.
        clock: Monotonic seconds.
        sleep: Waits that many seconds.
    """

    def __init__(
        self,
        providers: Sequence[Provider],
        *,
        patience: Patience | None = None,
        backoff: Backoff | None = None,
        breaker: BreakerPolicy | None = None,
        admission: Admission | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.providers = tuple(providers)
        self.patience, self.backoff = patience or Patience(), backoff or Backoff()
        self.clock, self.sleep = clock, sleep
        self.lanes = tuple(
            Lane(
                provider, breaker or POLICY, admission or Admission(),
                cooldown=self.patience.cooldown, clock=clock,
            )
            for provider in providers
        )  # fmt: skip

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
        try:
            attempt = await course.next()
            while True:
                came = False
                provider = attempt.lane.provider
                try:
                    stream = cast("AsyncGenerator[StreamItem, None]", provider.stream(request))
                    async with aclosing(stream) as items:
                        async for item in items:
                            if not came and isinstance(item, Text):
                                came = True
                                attempt.answered()
                            yield item
                except ProviderError as error:
                    failure = error
                else:
                    attempt.succeeded()
                    return
                course.failed(failure)
                attempt = await course.next()
                if came:
                    usage = failure.usage if isinstance(failure, ProviderStreamError) else Usage()
                    yield Restart(provider.name, usage, failure.detail)
        finally:
            course.leave()

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        """The whole answer of the first provider that can give it.

        Raises:
            ProviderError: When none could; the sentence names each that was tried.
            DeadlineError: When the request's time is over.
        """
        course = self._course(request)
        try:
            # The time that our caller has is not the provider's: running out of it is no failure.
            async with within_deadline():
                while True:
                    attempt = await course.next()
                    attempt.in_one_piece()
                    try:
                        answer = await attempt.lane.provider.complete(request)
                    except ProviderError as error:
                        course.failed(error)
                    else:
                        attempt.succeeded()
                        return answer
        finally:
            course.leave()

    def report_to(self, metrics: Metrics) -> None:
        """Have breakers, admission and first tokens counted."""
        for lane in self.lanes:
            lane.report_to(metrics)

    def free(self, running: int) -> int:
        """How many more pieces may be begun, when so many are being written.

        No more while every provider is left alone; one when there is one to be probed.
        """
        for lane in self.lanes:
            if not _stands_in(lane.provider, self.providers[0]) or lane.breaker.room() == 0:
                continue
            if lane.breaker.state is not BreakerState.CLOSED:
                return 1 if running == 0 else 0
            return max(0, lane.bulkhead.limit.value - running)
        return 0

    async def close(self) -> None:
        """Give back what all providers hold."""
        await asyncio.gather(*(provider.close() for provider in self.providers))

    def _course(self, request: ModelRequest) -> "_Course":
        able = [lane for lane in self.lanes if _able(lane.provider, self.providers[0], request)]
        return _Course(self, able or self.lanes[:1])


def _stands_in(provider: Provider, first: Provider) -> bool:
    """Whether a provider is asked in the same way: prompts are made for the first one's."""
    return provider.capabilities.drafting is first.capabilities.drafting


def _able(provider: Provider, first: Provider, request: ModelRequest) -> bool:
    """Whether a provider can stand in for this request."""
    can = provider.capabilities
    return (
        _stands_in(provider, first)
        and (can.structured or request.schema is None)
        and (can.continues or request.messages[-1].role != "assistant")
    )


@dataclass(slots=True)
class _Turn:
    """A lane's part in one request."""

    lane: Lane
    calls: int = 0
    breaks: int = 0
    error: ProviderError | None = None


class _Course:
    """The way of one request through the lanes."""

    def __init__(self, router: Router, lanes: Sequence[Lane]) -> None:
        self._router = router
        self._turns = [_Turn(lane) for lane in lanes]
        self._left = list(self._turns)
        self._began = router.clock()
        self._current: _Turn | None = None
        self._attempt: Attempt | None = None

    async def next(self) -> Attempt:
        """The call to make next, after the wait that is due.

        Raises:
            ProviderError: None is left.
        """
        while self._left:
            turn, cooling = self._choose()
            if turn.calls and not turn.lane.budget.withdraw():
                log.warning("provider.retry_budget_empty", provider=turn.lane.provider.name)
                self._left.remove(turn)
                continue
            await self._wait(turn, cooling)
            attempt = await self._begin(turn)
            if attempt is None:
                continue
            if not turn.calls:
                turn.lane.budget.deposit()
            turn.calls += 1
            self._current, self._attempt = turn, attempt
            return attempt
        raise self._none_left(None)

    def _choose(self) -> tuple[_Turn, float]:
        """Whose turn it is, and how many seconds it still asks to wait.

        Raises:
            ProviderError: Nobody's, soon enough.
        """
        free = next((turn for turn in self._left if turn.lane.breaker.room() != 0), None)
        if free is not None:
            return free, 0.0
        turn = min(self._left, key=lambda each: each.lane.breaker.wait())
        wait, patience = turn.lane.breaker.wait(), self._router.patience
        late = self._router.clock() - self._began > patience.elapsed
        if turn.lane.breaker.state is not BreakerState.CLOSED:
            raise self._away(wait)
        if wait > patience.longest_wait or late:
            raise self._none_left(wait)
        return turn, wait

    async def _begin(self, turn: _Turn) -> Attempt | None:
        try:
            return await turn.lane.begin()
        except ShedError as error:
            turn.error = ProviderBusyError(
                f"{error.waiting} calls wait for {error.name!r} already; try again in "
                f"{error.retry_after:.0f} s.",
                retry_after=error.retry_after,
            )
            self._left.remove(turn)
            return None

    def leave(self) -> None:
        """Nobody waits for an answer any more."""
        if self._attempt is not None:
            self._attempt.left()

    async def _wait(self, turn: _Turn, cooling: float) -> None:
        backoff, sleep = self._router.backoff, self._router.sleep
        if cooling:
            # Jitter on top, or all that wait would come back in the same moment.
            await sleep(cooling + backoff.wait(0))
        elif turn.calls and turn is self._current:
            await sleep(backoff.wait(turn.calls - 1))

    def failed(self, error: ProviderError) -> None:
        """Take note of a failed call; drop the provider when it is of no use for this request."""
        turn, patience = cast("_Turn", self._current), self._router.patience
        turn.error = error
        cast("Attempt", self._attempt).failed(error)
        now = self._router.clock()
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

    def _away(self, wait: float) -> ProviderError:
        """The error when what is left is left alone by its breaker."""
        told = [turn.error.detail for turn in self._turns if turn.error]
        names = ", ".join(repr(turn.lane.provider.name) for turn in self._left)
        told.append(f"{names} failed too often and is tried again in {max(1.0, wait):.0f} s.")
        return ProviderAwayError(" ".join(told), retry_after=max(1.0, wait))

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
        busy = [error for error in errors if isinstance(error, ProviderBusyError)]
        if busy:
            return ProviderBusyError(detail, retry_after=min(each.retry_after for each in busy))
        for kind in (ProviderStreamError, ProviderUnreachableError):
            if any(isinstance(error, kind) for error in errors):
                return kind(detail)
        return ProviderConfigError(detail)
