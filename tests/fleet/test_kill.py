"""`kill -9` at random moments: nothing is lost, nothing is doubled, everything is finished.

`ALWRITY_KILLS=20` kills more often, and on PostgreSQL as well; `ALWRITY_KILL_SEED` repeats a run's
moments (what they hit still depends on the machine).
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.support.processes import Killable, alive, server
from tests.support.verdict import faults
from tests.support.witness import Witness
from tests.vendor import content

from alwrity.database import Database
from alwrity.models.jobs import Job
from alwrity.settings import Settings

KILLS = int(os.environ.get("ALWRITY_KILLS", "6"))
SEED = int(os.environ.get("ALWRITY_KILL_SEED") or random.randrange(2**32))
AT_ONCE = 3
# A job is given up after five crashes without a checkpoint between them, which is by design.
MOST_SHORT_LIVES = 3
thorough = pytest.mark.skipif("ALWRITY_KILLS" not in os.environ, reason="set ALWRITY_KILLS=20")


def brief(name: str) -> dict[str, object]:
    return {"topic": f"How bakeries waste less: {name}", "points": ["count sales"], "words": 150}


class Reaper:
    """Kills at moments of its random numbers, and says which."""

    def __init__(self, name: str) -> None:
        self.random = random.Random(SEED)
        self.short = 0
        sys.stdout.write(f"\n{name}: ALWRITY_KILL_SEED={SEED} kills={KILLS}\n")

    def life(self) -> float:
        """Seconds that the next life lasts."""
        long = self.short >= MOST_SHORT_LIVES or self.random.random() < 0.3
        self.short = 0 if long else self.short + 1
        return self.random.uniform(2.5, 3.5) if long else self.random.uniform(0, 1.5)

    def model(self, url: str) -> str:
        """One that goes on from a part, or one that writes a section anew."""
        return f"{self.random.choice(['openai', 'vllm'])}:fake@{url}/v1"


async def judge(witnesses: list[Witness], database: Database, tokens: int | None) -> None:
    section = None if tokens is None else "".join(content.words(tokens))
    for _ in range(100):  # the job is removed a moment after the last event was shown
        found = [await witness.evidence(database, section) for witness in witnesses]
        if all(name != "generation.run" for each in found for name, _ in each.jobs):
            break
        await asyncio.sleep(0.05)
    wrong = {each.heard.ids[0]: list_ for each in found if (list_ := faults(each))}
    assert wrong == {}


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings)
    try:
        yield database
    finally:
        await database.close()


@pytest.mark.timeout(90 + 15 * KILLS)
@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=thorough)], indirect=True
)
async def test_a_killed_server_loses_and_doubles_nothing(
    database_url: str, database: Database, tmp_path: Path, model: Killable, tokens: int
) -> None:
    reaper = Reaper("server")
    machine = server(tmp_path, DATABASE_URL=database_url, ALWRITY_LLM=reaper.model(model.url))
    killed, witnesses = 0, []
    async with alive(machine):
        while killed < KILLS:
            starts = [
                asyncio.create_task(Witness.start(machine.url, **brief(f"{killed}, {number}")))
                for number in range(AT_ONCE)
            ]
            listening: list[asyncio.Task[None]] = []
            while killed < KILLS and not (listening and all(task.done() for task in listening)):
                life = reaper.life()
                await asyncio.sleep(life)
                await machine.kill()
                killed += 1
                sys.stdout.write(f"kill {killed} after {life:.2f} s\n")
                machine.environment["ALWRITY_LLM"] = reaper.model(model.url)
                await machine.start()
                if not listening and all(task.done() for task in starts):
                    listening = [asyncio.create_task(t.result().listen()) for t in starts]
            witnesses += await asyncio.gather(*starts)
            await asyncio.gather(*(witness.listen() for witness in witnesses))
        await judge(witnesses, database, tokens)
