"""A small statement on SQLite: one hop to the connection's thread against aiosqlite's four."""

import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from alwrity import sqlite_driver

STATEMENTS = 1000
ROUNDS = 5


async def cpu_us(engine: AsyncEngine) -> float:
    """Microseconds of CPU a statement, all threads."""
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
        began = time.process_time()
        for number in range(STATEMENTS):
            await connection.execute(text("SELECT :n"), {"n": number})
        return (time.process_time() - began) / STATEMENTS * 1e6


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        four = create_async_engine(url)
        one = create_async_engine(url, connect_args={"async_creator_fn": sqlite_driver.connect})
        rounds = [(await cpu_us(one), await cpu_us(four)) for _ in range(ROUNDS)]
        await four.dispose()
        await one.dispose()
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"one hop                 {ours:.0f} us CPU a statement")
    print(f"aiosqlite               {theirs:.0f} us CPU a statement")
    print(f"ratio                   {ratio:.2f}")
