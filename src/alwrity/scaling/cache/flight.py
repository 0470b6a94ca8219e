"""Single flight: whoever misses the same key meanwhile waits for the one load."""

import asyncio
from collections.abc import Awaitable, Callable

from alwrity.scaling.cache.entry import Entry
from alwrity.scaling.errors import LoadAbandonedError


class Flight:
    """One load under way.

    Attributes:
        versions: Of the tags, taken before the load began; None until then.
    """

    __slots__ = ("future", "task", "versions")

    def __init__(self) -> None:
        self.future: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        self.versions: tuple[int, ...] | None = None
        self.task: asyncio.Task[None] | None = None

    async def wait(self) -> Entry:
        """What the load gives or raises; to be cancelled without harm to the others."""
        return await asyncio.shield(self.future)


class Flights:
    """The loads under way in this process, each in a task of its own."""

    def __init__(self) -> None:
        self._flights: dict[str, Flight] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, key: str) -> Flight | None:
        """The load of a key, None while there is none."""
        return self._flights.get(key)

    def start(self, key: str, load: Callable[[Flight], Awaitable[Entry]]) -> Flight:
        """Begin a load. One that is still under way for the key goes on for those who wait."""
        flight = Flight()
        self._flights[key] = flight
        flight.future.add_done_callback(_retrieve)
        flight.task = asyncio.create_task(self._run(key, flight, load))
        self._tasks.add(flight.task)
        flight.task.add_done_callback(self._tasks.discard)
        return flight

    async def _run(
        self, key: str, flight: Flight, load: Callable[[Flight], Awaitable[Entry]]
    ) -> None:
        try:
            entry = await load(flight)
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            flight.future.set_exception(error)
        except BaseException:
            flight.future.set_exception(LoadAbandonedError(f"the load of {key!r} was cancelled"))
            raise
        else:
            flight.future.set_result(entry)
        finally:
            if self._flights.get(key) is flight:
                del self._flights[key]

    async def close(self) -> None:
        """Cancel what is under way; those who wait get a `LoadAbandonedError`."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _retrieve(future: asyncio.Future[Entry]) -> None:
    """A failed load that nobody waits for is no unhandled error: its starter counted it."""
    if not future.cancelled():
        future.exception()
