import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from tests.support.asgi import exchange

from alwrity.scaling.asgi.shed import LoopLag, Shed
from alwrity.scaling.bulkhead import Bulkhead
from alwrity.scaling.limits import FixedLimit

Send = Callable[..., Awaitable[None]]


class Machine:
    """An application with a bulkhead for reads and one for writes; requests end when told."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.lag = LoopLag()
        self.reads = Bulkhead("reads", FixedLimit(2), queue=3)
        self.writes = Bulkhead("writes", FixedLimit(1), queue=0)
        self.app = Shed(
            self.inner, kind=self.kind, bulkheads={"reads": self.reads, "writes": self.writes},
            lag=self.lag, most_lag=0.1, reject=self.away,
        )  # type: ignore[arg-type] # fmt: skip

    def kind(self, scope: object) -> str | None:
        known = {"/read": "reads", "/write": "writes"}
        return known.get(scope["path"])  # type: ignore[index]

    async def inner(self, _scope: object, _receive: object, send: Send) -> None:
        await self.go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def away(self, kind: str, after: float) -> object:
        async def app(_scope: object, _receive: object, send: Send) -> None:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": f"{kind} {after:.0f}".encode()})

        return app

    async def ask(self, path: str) -> int:
        return (await exchange(self.app, "GET", path)).status  # type: ignore[arg-type]


async def test_each_kind_has_places_of_its_own() -> None:
    machine = Machine()
    reads = [asyncio.create_task(machine.ask("/read")) for _ in range(8)]
    others = [asyncio.create_task(machine.ask(path)) for path in ("/write", "/write", "/health")]
    await asyncio.sleep(0.02)
    assert [task.result() for task in reads if task.done()] == [503] * 3
    assert (machine.reads.in_flight, machine.reads.waiting) == (2, 3)
    machine.go.set()
    assert sorted(await asyncio.gather(*reads)) == [200] * 5 + [503] * 3
    assert sorted(await asyncio.gather(*others)) == [200, 200, 503]
    assert machine.reads.in_flight == machine.writes.in_flight == 0


async def test_with_a_late_loop_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine()
    machine.lag._last = 0.2
    reads = [asyncio.create_task(machine.ask("/read")) for _ in range(4)]
    await asyncio.sleep(0.02)
    assert sorted(task.result() for task in reads if task.done()) == [503, 503]
    machine.go.set()
    await asyncio.gather(*reads)


async def test_the_lag_is_seen_while_it_lasts_and_forgotten_after() -> None:
    lag = LoopLag()
    assert lag.seconds == 0
    lag.start()
    await asyncio.sleep(0.06)
    time.sleep(0.3)  # noqa: ASYNC251 - this is what it measures
    assert lag.seconds >= 0.2
    await asyncio.sleep(0)
    await asyncio.sleep(0.6)
    assert lag.seconds < 0.1
    await lag.stop()
