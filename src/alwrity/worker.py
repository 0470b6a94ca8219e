"""The whole worker role on one screen."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from alwrity.edge import forget_old_answers
from alwrity.errors import UnavailableError
from alwrity.features.generation import repository as generation
from alwrity.features.generation import tasks as generation_tasks
from alwrity.features.generation.event_log import EventLog
from alwrity.features.seo import tasks as seo_tasks
from alwrity.jobs.loop import JobLoop
from alwrity.providers.protocol import Drafting
from alwrity.providers.router import Router
from alwrity.runtime import Runtime

_OTHER_SLOTS = 4
_TIDY_SECONDS = 3600


class Worker:
    """Works on all queues.

    Args:
        runtime: What the process owns.
    """

    def __init__(self, runtime: Runtime) -> None:
        settings = runtime.settings.generation
        self._database = runtime.database
        self._log = EventLog(runtime.commits, runtime.broker, settings.flush_ms / 1000)
        tasks = {**generation_tasks.register(runtime, self._log), **seo_tasks.register(runtime)}
        broker = runtime.broker
        self._loops = [
            JobLoop(
                runtime.jobs, generation.QUEUE, tasks, free=_admission(runtime), broker=broker,
                fair=True,
            ),
            JobLoop(
                runtime.jobs, "default", tasks, free=lambda running: _OTHER_SLOTS - running,
                broker=broker,
            ),
        ]  # fmt: skip

    async def run(self) -> None:
        """Work until cancelled; then hand back what is not finished."""
        async with self._log.running():
            await asyncio.gather(*(loop.run() for loop in self._loops), self._tidy_up())

    async def _tidy_up(self) -> None:
        while True:
            with suppress(UnavailableError):
                async with self._database.write() as session:
                    await forget_old_answers(session)
            await asyncio.sleep(_TIDY_SECONDS)


def _admission(runtime: Runtime) -> Callable[[int], int]:
    """How many more pieces may be begun: so many as the models bear, none while they are away."""
    provider = runtime.provider
    # The small model drafts with all its slots at once: one piece after the other is faster for
    # both, and the queue can tell the place.
    small = provider.capabilities.drafting is Drafting.SMALL
    slots = 1 if small else runtime.settings.generation.drafting_slots

    def free(running: int) -> int:
        left = slots - running
        return min(left, provider.free(running)) if isinstance(provider, Router) else left

    return free


def create_worker(runtime: Runtime) -> Worker:
    """The worker role over `runtime`; does nothing until it is run."""
    return Worker(runtime)
