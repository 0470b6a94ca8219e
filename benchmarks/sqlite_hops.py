"""A small statement on SQLite: none or one hop to a thread against aiosqlite's four."""

import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
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


def cpu_us_here(engine: Engine) -> float:
    """The same on the spot."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        began = time.process_time()
        for number in range(STATEMENTS):
            connection.execute(text("SELECT :n"), {"n": number})
        return (time.process_time() - began) / STATEMENTS * 1e6


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        url = f"sqlite+aiosqlite:///{file}"
        four = create_async_engine(url)
        one = create_async_engine(url, connect_args={"async_creator_fn": sqlite_driver.connect})
        here = create_engine(f"sqlite:///{file}")
        rounds = [(cpu_us_here(here), await cpu_us(one), await cpu_us(four)) for _ in range(ROUNDS)]
        here.dispose()
        await one.dispose()
        await four.dispose()
    for name, column in zip(
        ("no hop", "one hop", "aiosqlite"), zip(*rounds, strict=True), strict=True
    ):
        ratio = statistics.median(a / b[2] for a, b in zip(column, rounds, strict=True))
        figure = statistics.median(column)
        print(f"{name:<23} {figure:.0f} us CPU a statement, {ratio:.2f} of aiosqlite")
