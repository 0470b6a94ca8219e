"""`kill -9` at random moments: nothing is lost, nothing is doubled, everything is finished.

`ALWRITY_KILLS=20` kills more often, and on PostgreSQL as well; `ALWRITY_KILL_SEED` repeats a run's
moments (what they hit still depends on the machine).
"""

import asyncio
import os
import random
import sys
import time
from pathlib import Path

import pytest
from tests.support.processes import Killable, alive, server
from tests.support.witness import Witness, brief_of, judge

from alwrity.database import Database
from alwrity.providers import embedded_child

KILLS = int(os.environ.get("ALWRITY_KILLS", "6"))
SEED = int(os.environ.get("ALWRITY_KILL_SEED") or random.randrange(2**32))
AT_ONCE = 3
# Of one client through all kills; a start may take many seconds on a busy machine.
PATIENCE = 60 + 30 * KILLS
# A job is given up after five crashes without a checkpoint between them, which is by design.
MOST_SHORT_LIVES = 3
thorough = pytest.mark.skipif("ALWRITY_KILLS" not in os.environ, reason="set ALWRITY_KILLS=20")


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
        return self.random.uniform(2, 2.5) if long else self.random.uniform(0, 1.2)

    def model(self, url: str) -> str:
        """One that goes on from a part, or one that writes a section anew."""
        return f"{self.random.choice(['openai', 'vllm'])}:fake@{url}/v1"


@pytest.mark.timeout(60 + PATIENCE)
@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=thorough)], indirect=True
)
async def test_a_killed_server_loses_and_doubles_nothing(
    database_url: str, database: Database, tmp_path: Path, model: Killable, tokens: int
) -> None:
    reaper = Reaper("server")
    machine = server(tmp_path, DATABASE_URL=database_url, ALWRITY_LLM=reaper.model(model.url))
    killed, struck, witnesses = 0, 0, list[Witness]()

    async def follow(name: str) -> None:
        witness = await Witness.start(machine.url, **brief_of(name))
        witnesses.append(witness)
        await witness.listen(seconds=PATIENCE)

    async with alive(machine):
        while killed < KILLS:
            async with asyncio.TaskGroup() as clients:
                following = [clients.create_task(follow(f"{killed}, {i}")) for i in range(AT_ONCE)]
                while killed < KILLS and not all(task.done() for task in following):
                    life = reaper.life()
                    await asyncio.sleep(life)
                    await machine.kill()
                    struck += sum(not witness.heard.ended for witness in witnesses)
                    killed += 1
                    sys.stdout.write(f"kill {killed} after {life:.2f} s, ")
                    machine.environment["ALWRITY_LLM"] = reaper.model(model.url)
                    begun = time.monotonic()
                    await machine.start()
                    sys.stdout.write(f"ready in {time.monotonic() - begun:.2f} s\n")
        await judge(witnesses, database, tokens)
    assert struck > 0, "no kill came while something was being written"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_killed_vendor_loses_and_doubles_nothing(
    database_url: str, database: Database, tmp_path: Path, model: Killable, tokens: int
) -> None:
    reaper = Reaper("vendor")
    machine = server(tmp_path, DATABASE_URL=database_url, ALWRITY_LLM=reaper.model(model.url))
    async with alive(machine), asyncio.TaskGroup() as clients:
        witness = await Witness.start(machine.url, **brief_of("vendor"))
        listening = clients.create_task(witness.listen())
        for _ in range(2):
            # A section that begins tells of a checkpoint: attempts count anew.
            await witness.more("section")
            await asyncio.sleep(reaper.random.uniform(0, 0.4))
            await model.kill()
            await model.start()
        await listening
        await judge([witness], database, tokens)
        assert witness.heard.of("rewind") or "vllm" in machine.environment["ALWRITY_LLM"]


@pytest.mark.xdist_group("embedded")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_killed_small_model_is_started_again(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    reaper = Reaper("embedded")
    machine = server(tmp_path, DATABASE_URL=database_url, ALWRITY_LLM="embedded")
    async with alive(machine), asyncio.TaskGroup() as clients:
        witness = await Witness.start(machine.url, **{**brief_of("small model"), "words": 80})
        listening = clients.create_task(witness.listen(seconds=110))
        died = 0
        while died < 2 and not witness.heard.ended:
            await witness.more("token")
            await asyncio.sleep(reaper.random.uniform(0, 0.5))
            child = machine.child(embedded_child.__name__)
            if child is not None:
                child.kill()
                died += 1
        await listening
        assert died > 0
        await judge([witness], database, None)
