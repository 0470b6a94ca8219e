"""A small change of SQLite: compiled once, against the session's own way."""

import statistics
import tempfile
import time

from sqlalchemy import bindparam, update

from alwrity import logs
from alwrity.database import Database, WriteSession
from alwrity.features.accounts.laptop import ensure_owner
from alwrity.models.base import new_id
from alwrity.models.content import Tag
from alwrity.schema import upgrade
from alwrity.settings import Settings

REPEATS = 1000
ROUNDS = 5
_CHANGE = (
    update(Tag.__table__)
    .where(Tag.workspace_id == bindparam("of_workspace"), Tag.id == bindparam("of_tag"))
    .values(name=bindparam("new_name"))
)


async def cpu_us(session: WriteSession, row: dict[str, object], *, prepared: bool) -> float:
    """Microseconds of CPU a change."""
    run = session.change if prepared else session.execute
    began = time.process_time()
    for _ in range(REPEATS):
        await run(_CHANGE, [row])
    return (time.process_time() - began) / REPEATS * 1e6


async def main() -> None:
    logs.configure("warning", "json")
    with tempfile.TemporaryDirectory(prefix="alwrity-bench-") as folder:
        settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/bench.db")
        database = Database(settings)
        await upgrade(database)
        owner = await ensure_owner(database)
        row = {"of_workspace": owner.workspace_id, "of_tag": new_id(), "new_name": "bread"}
        async with database.write() as session:
            rounds = [
                (
                    await cpu_us(session, row, prepared=True),
                    await cpu_us(session, row, prepared=False),
                )
                for _ in range(ROUNDS)
            ]
        await database.close()
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"a change, compiled once   {ours:.0f} us CPU, {ratio:.2f} of a session's {theirs:.0f}")
