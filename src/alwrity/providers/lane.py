"""A provider within a chain: its breaker, its admission, and how it has done lately."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import structlog

from alwrity.errors import ProviderError
from alwrity.providers.errors import (
    ProviderRateLimitError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import Provider
from alwrity.providers.retry import RetryBudget
from alwrity.providers.standing import ProviderState, Standing
from alwrity.scaling.breaker import Breaker, BreakerChange, BreakerPolicy, BreakerState, Call
from alwrity.scaling.bulkhead import Bulkhead, Slot
from alwrity.scaling.limits import AimdLimit, ConcurrencyLimit, FixedLimit, GradientLimit
from alwrity.scaling.metrics import Metrics

log = structlog.get_logger(__name__)

_NUMBERS = {BreakerState.CLOSED: 0, BreakerState.HALF_OPEN: 1, BreakerState.OPEN: 2}

#: One piece alone fails with its own reason (5 attempts of 3 calls); with more, all are spared.
POLICY = BreakerPolicy(minimum=25)


@dataclass(frozen=True, slots=True)
class Admission:
    """How many calls at once a provider gets that does not itself know.

    Attributes:
        kind: "gradient" learns from the time to the first token, "aimd" is for providers where that
            is noise, "fixed" is always `most`.
        most: Calls at once, to begin with and at most.
        queue: Calls that may wait here.
        slow_seconds: For "aimd": a first token that comes later is a sign of too much.
    """

    kind: Literal["gradient", "aimd", "fixed"] = "gradient"
    most: int = 64
    queue: int = 1000
    slow_seconds: float = 20.0

    def limit(self, provider: Provider) -> ConcurrencyLimit:
        """The limit of one provider; a model on this machine has its slots."""
        if provider.capabilities.slots is not None:
            return FixedLimit(provider.capabilities.slots)
        match self.kind:
            case "gradient":
                return GradientLimit(self.most, most=self.most)
            case "aimd":
                return AimdLimit(self.most, most=self.most, slow_seconds=self.slow_seconds)
            case "fixed":
                return FixedLimit(self.most)


class Lane:
    """A provider and what is remembered of it between requests.

    Args:
        provider: The provider.
        policy: When it is left alone.
        admission: How many calls it gets at once.
        cooldown: Seconds to leave it alone after a 429 that does not say for how long.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        provider: Provider,
        policy: BreakerPolicy,
        admission: Admission,
        *,
        cooldown: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.provider, self.cooldown, self.clock = provider, cooldown, clock
        self.budget, self.standing = RetryBudget(), Standing()
        self.breaker = Breaker(
            provider.name, policy, counts=is_failure, clock=clock, listeners=[_log_change]
        )
        self.bulkhead = Bulkhead(
            provider.name, admission.limit(provider), queue=admission.queue, clock=clock
        )

    @property
    def state(self) -> ProviderState:
        """How it does, in one word."""
        shut = self.breaker.state is not BreakerState.CLOSED
        return self.standing.state(cooling=self.breaker.cooling, shut=shut)

    def tested(self, sentence: str | None) -> None:
        """A person has tried it past the chain: well, or with a failure's sentence."""
        if sentence is None:
            self.standing.succeeded()
            self.breaker.close()
        else:
            self.standing.failed(sentence)

    def report_to(self, metrics: Metrics) -> None:
        """Have what happens here counted; gauges are read when somebody asks for them."""
        name, bulkhead = self.provider.name, self.bulkhead
        for gauge, read in (
            (metrics.breaker_state, lambda: _NUMBERS[self.breaker.state]),
            (metrics.admission_limit, lambda: bulkhead.limit.value),
            (metrics.admission_in_flight, lambda: bulkhead.in_flight),
            (metrics.admission_waiting, lambda: bulkhead.waiting),
        ):
            gauge.labels(name).set_function(read)
        self.breaker.listeners.append(
            lambda change: metrics.breaker_changes.labels(name, change.after).inc()
        )
        bulkhead.listeners.append(lambda _name: metrics.shed.labels(name).inc())
        bulkhead.observers.append(metrics.first_token.labels(name).observe)

    async def begin(self) -> "Attempt | None":
        """Wait for a slot; None when the breaker lets nothing through by then.

        Raises:
            ShedError: Too many wait.
        """
        slot = await self.bulkhead.acquire()
        call = self.breaker.try_enter()
        if call is None:
            slot.release()
            return None
        return Attempt(self, slot, call)


class Attempt:
    """One call to a lane's provider; its outcome is told once, and frees the slot."""

    __slots__ = ("_answered", "_call", "_slot", "lane")

    def __init__(self, lane: Lane, slot: Slot, call: Call) -> None:
        self.lane, self._slot, self._call = lane, slot, call
        self._answered = False

    def answered(self) -> None:
        """The first token came."""
        if not self._answered:
            self._answered = True
            self._call.responded()
            self.lane.bulkhead.observe(self.lane.clock() - self._call.began)

    def in_one_piece(self) -> None:
        """The answer comes at once: how long it takes tells of its length, not of the provider."""
        self._call.responded()

    def succeeded(self) -> None:
        """It came to its end."""
        self._call.succeeded()
        self._slot.release()
        self.lane.standing.succeeded()

    def failed(self, error: ProviderError) -> None:
        """It did not."""
        lane, wait = self.lane, getattr(error, "retry_after", None)
        if is_failure(error):
            self._call.failed()
        else:
            self._call.ignored()
        self._slot.release()
        lane.standing.failed(error.detail)
        if isinstance(error, ProviderRateLimitError):
            lane.bulkhead.limit.overloaded()
        if isinstance(error, ProviderRateLimitError) or wait:
            lane.breaker.cool_down(lane.cooldown if wait is None else wait)

    def left(self) -> None:
        """Nobody waits for the rest; no-op once an outcome was told."""
        if self._answered:
            self._call.succeeded()
        else:
            self._call.ignored()
        self._slot.release()


def is_failure(error: BaseException) -> bool:
    """Whether an error is the provider's fault: not 429, nor what is configured wrongly (401)."""
    return isinstance(error, ProviderUnreachableError | ProviderStreamError)


def _log_change(change: BreakerChange) -> None:
    say = log.warning if change.after is BreakerState.OPEN else log.info
    say(
        "provider.breaker", provider=change.name, before=change.before, after=change.after,
        calls=change.tally.calls, failures=change.tally.failures, slow=change.tally.slow,
    )  # fmt: skip
