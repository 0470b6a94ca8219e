import math
from collections import deque
from collections.abc import Sequence

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from alwrity.scaling.breaker import (
    Breaker,
    BreakerChange,
    BreakerOpenError,
    BreakerPolicy,
    BreakerState,
    Call,
    Tally,
)

POLICY = BreakerPolicy(window=60, buckets=6, minimum=4, failure_rate=0.5, open_seconds=10)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def made(policy: BreakerPolicy = POLICY, **options: object) -> tuple[Breaker, Clock]:
    clock = Clock()
    return Breaker("thing", policy, clock=clock, **options), clock  # type: ignore[arg-type]


def call(breaker: Breaker, outcome: str) -> None:
    getattr(breaker.enter(), outcome)()


def opened(policy: BreakerPolicy = POLICY) -> tuple[Breaker, Clock]:
    breaker, clock = made(policy)
    for _ in range(4):
        call(breaker, "failed")
    assert breaker.state is BreakerState.OPEN
    return breaker, clock


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ("fff", "closed"),  # too few to speak of a rate
        ("ffff", "open"),
        ("ssff", "open"),
        ("sssff", "closed"),
        ("iiiiiifff", "closed"),  # what tells nothing is no call
        ("sfsfsf", "open"),
    ],
)
def test_it_opens_on_a_rate_above_a_minimum(outcomes: str, state: str) -> None:
    breaker, _ = made()
    for letter in outcomes:
        one = breaker.try_enter()
        if one is not None:
            {"f": one.failed, "s": one.succeeded, "i": one.ignored}[letter]()
    assert breaker.state == state


def test_a_success_behind_failures_does_not_open_it() -> None:
    breaker, _ = made()
    for outcome in ("failed", "failed", "failed", "succeeded"):
        call(breaker, outcome)
    assert breaker.state is BreakerState.CLOSED, "a call that ended well is no reason to stop"


def test_the_past_is_forgotten_by_buckets() -> None:
    breaker, clock = made()
    for _ in range(3):
        call(breaker, "failed")
    clock.now += 61
    assert breaker.tally == Tally()
    call(breaker, "failed")
    assert breaker.state is BreakerState.CLOSED


def test_slow_calls_open_it_and_only_the_first_sign_counts() -> None:
    policy = BreakerPolicy(minimum=4, slow_seconds=2, slow_rate=0.75)
    breaker, clock = made(policy)
    for _ in range(4):
        one = breaker.enter()
        clock.now += 1
        one.responded()
        clock.now += 30
        one.succeeded()
    assert (breaker.state, breaker.tally.slow) == (BreakerState.CLOSED, 0)
    breaker, clock = made(policy)
    calls = [breaker.enter() for _ in range(4)]
    clock.now += 3
    for one in calls:
        one.succeeded()
    assert breaker.state is BreakerState.OPEN


def test_one_probe_at_a_time_decides() -> None:
    breaker, clock = opened()
    assert breaker.wait() == 10
    with pytest.raises(BreakerOpenError) as refused:
        breaker.enter()
    assert refused.value.retry_after == 10
    clock.now += 10
    assert (breaker.state, breaker.room()) == (BreakerState.HALF_OPEN, 1)
    probe = breaker.enter()
    assert (breaker.try_enter(), breaker.room()) == (None, 0)
    probe.failed()
    assert (breaker.state, breaker.wait()) == (BreakerState.OPEN, 10)
    clock.now += 10
    call(breaker, "succeeded")
    assert (breaker.state, breaker.tally) == (BreakerState.CLOSED, Tally())


def test_a_probe_that_tells_nothing_or_never_ends_gives_its_place_away() -> None:
    breaker, clock = opened()
    clock.now += 10
    call(breaker, "ignored")
    lost = breaker.enter()
    assert breaker.try_enter() is None
    clock.now += POLICY.probe_seconds
    call(breaker, "succeeded")
    assert breaker.state is BreakerState.CLOSED
    lost.failed()
    assert breaker.tally == Tally(), "an outcome of an earlier state says nothing of this one"


def test_late_failures_of_the_closed_state_do_not_reopen_it() -> None:
    breaker, clock = made()
    late = [breaker.enter() for _ in range(20)]
    for one in late[:4]:
        one.failed()
    clock.now += 10
    call(breaker, "succeeded")
    for one in late[4:]:
        one.failed()
    assert breaker.state is BreakerState.CLOSED


def test_several_probes_must_all_end_well() -> None:
    breaker, clock = opened(BreakerPolicy(minimum=4, probes=2))
    clock.now += 10
    first, second = breaker.enter(), breaker.enter()
    assert breaker.try_enter() is None
    first.succeeded()
    assert breaker.state is BreakerState.HALF_OPEN
    second.succeeded()
    assert breaker.state is BreakerState.CLOSED


def test_a_pause_that_was_asked_for_is_no_failure() -> None:
    breaker, clock = made()
    breaker.cool_down(5)
    assert (breaker.state, breaker.cooling, breaker.wait()) == (BreakerState.CLOSED, True, 5)
    assert breaker.try_enter() is None
    clock.now += 5
    assert not breaker.cooling
    call(breaker, "succeeded")


def test_chosen_exceptions_count() -> None:
    breaker, _ = made(counts=lambda error: isinstance(error, ConnectionError))
    for error in [ValueError(), KeyboardInterrupt()] * 10:
        with pytest.raises(type(error)), breaker.guard():
            raise error
    assert breaker.tally == Tally()
    for _ in range(4):
        with pytest.raises(ConnectionError), breaker.guard():
            raise ConnectionError
    with pytest.raises(BreakerOpenError), breaker.guard():
        pytest.fail("an open breaker let a call through")


def test_changes_are_told() -> None:
    changes: list[BreakerChange] = []
    breaker, clock = made(listeners=[changes.append])
    for _ in range(4):
        call(breaker, "failed")
    clock.now += 10
    call(breaker, "succeeded")
    assert [(c.before, c.after) for c in changes] == [
        ("closed", "open"),
        ("open", "half_open"),
        ("half_open", "closed"),
    ]
    assert changes[0].tally == Tally(4, 4, 0)


def test_somebody_who_saw_it_work_may_close_it() -> None:
    breaker, _ = opened()
    breaker.cool_down(100)
    breaker.close()
    assert (breaker.state, breaker.wait()) == (BreakerState.CLOSED, 0)


class Fleet:
    """Tallies of several servers in one dictionary; away when somebody says so."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {}
        self.away = False

    def seen_by(self, server: str) -> "Seen":
        return Seen(self, server)


class Seen:
    def __init__(self, fleet: Fleet, server: str) -> None:
        self.fleet, self.server = fleet, server

    def publish(self, name: str, tally: Tally) -> None:
        self.fleet.tallies[self.server] = tally

    def others(self, name: str) -> Sequence[Tally] | None:
        if self.fleet.away:
            return None
        return [tally for server, tally in self.fleet.tallies.items() if server != self.server]


def test_one_servers_trouble_does_not_open_it_while_others_are_served() -> None:
    fleet = Fleet()
    lonely, _ = made(peers=fleet.seen_by("a"))
    fleet.tallies = {"b": Tally(20, 0), "c": Tally(0)}
    for _ in range(50):
        call(lonely, "failed")
    assert lonely.state is BreakerState.CLOSED
    fleet.tallies["b"] = Tally(20, 15)
    call(lonely, "failed")
    assert lonely.state is BreakerState.OPEN


def test_the_only_server_with_calls_judges_alone_and_so_does_one_that_cannot_ask() -> None:
    idle, away = Fleet(), Fleet()
    idle.tallies = {"b": Tally(0)}
    away.tallies, away.away = {"b": Tally(100)}, True
    for fleet in (idle, away):
        breaker, _ = made(peers=fleet.seen_by("a"))
        for _ in range(4):
            call(breaker, "failed")
        assert breaker.state is BreakerState.OPEN


def test_few_calls_of_each_make_a_rate_together() -> None:
    fleet = Fleet()
    breaker, _ = made(peers=fleet.seen_by("a"))
    fleet.tallies = {"b": Tally(3, 3)}
    call(breaker, "failed")
    assert breaker.state is BreakerState.OPEN


class Machine(RuleBasedStateMachine):
    """The breaker against a log of outcomes that is summed anew each time."""

    @initialize(
        minimum=st.integers(1, 6), rate=st.sampled_from([0.2, 0.5, 1.0]), probes=st.integers(1, 3)
    )
    def begin(self, minimum: int, rate: float, probes: int) -> None:
        self.policy = BreakerPolicy(
            window=10, buckets=10, minimum=minimum, failure_rate=rate, open_seconds=5,
            probes=probes, probe_seconds=math.inf,
        )  # fmt: skip
        self.clock = Clock()
        self.breaker = Breaker("thing", self.policy, clock=self.clock)
        self.state, self.until, self.proven = "closed", 0.0, 0
        self.log: deque[tuple[int, bool]] = deque()
        self.open_calls: list[tuple[Call, int]] = []
        self.era = 0

    def go(self, state: str) -> None:
        self.state, self.era, self.proven = state, self.era + 1, 0
        if state == "open":
            self.until = self.clock.now + 5
        if state == "closed":
            self.log.clear()

    @rule(seconds=st.integers(1, 12))
    def wait(self, seconds: int) -> None:
        self.clock.now += seconds

    @rule()
    def enter(self) -> None:
        call = self.breaker.try_enter()
        if self.state == "open":
            assert (call is None) == (self.clock.now < self.until)
            if call is not None:
                self.go("half_open")
        elif self.state == "half_open":
            probing = sum(1 for _, era in self.open_calls if era == self.era)
            assert (call is None) == (probing >= self.policy.probes)
        else:
            assert call is not None
        if call is not None:
            self.open_calls.append((call, self.era))

    @precondition(lambda self: self.open_calls)
    @rule(which=st.integers(0, 50), outcome=st.sampled_from(["succeeded", "failed", "ignored"]))
    def end(self, which: int, outcome: str) -> None:
        call, era = self.open_calls.pop(which % len(self.open_calls))
        getattr(call, outcome)()
        call.failed()  # told once: a second word changes nothing
        if era != self.era or outcome == "ignored":
            return
        if self.state == "half_open":
            self.proven += outcome == "succeeded"
            if outcome == "failed":
                self.go("open")
            elif self.proven >= self.policy.probes:
                self.go("closed")
            return
        self.log.append((int(self.clock.now), outcome == "failed"))
        recent = [bad for at, bad in self.log if at > self.clock.now - 10]
        enough = len(recent) >= self.policy.minimum
        if outcome == "failed" and enough and sum(recent) >= self.policy.failure_rate * len(recent):
            self.go("open")

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "breaker"):
            return
        passed = self.state == "open" and self.clock.now >= self.until
        assert self.breaker.state == ("half_open" if passed else self.state)
        assert (self.breaker.wait() == 0) == (self.breaker.room() != 0)


Machine.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestMachine = Machine.TestCase
