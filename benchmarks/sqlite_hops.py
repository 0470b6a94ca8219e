"""A small statement on SQLite: none or one hop to a thread against aiosqlite's four."""

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
        none = create_async_engine(
            url, connect_args={"async_creator_fn": sqlite_driver.connect_without_hops}
        )
        engines = (none, one, four)
        rounds = [[await cpu_us(engine) for engine in engines] for _ in range(ROUNDS)]
        for engine in engines:
            await engine.dispose()
    for name, column in zip(
        ("no hop", "one hop", "aiosqlite"), zip(*rounds, strict=True), strict=True
    ):
        ratio = statistics.median(a / b[2] for a, b in zip(column, rounds, strict=True))
        figure = statistics.median(column)
        print(f"{name:<23} {figure:.0f} us CPU a statement, {ratio:.2f} of aiosqlite")
