"""Several processes with one cache each."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[3]


class Member:
    """One process of `tests.scaling.cache.process`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def do(self, name: str, **arguments: Any) -> Any:
        """Have it do something; gives what it tells."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([name, arguments]).encode() + b"\n")
        line = await self.process.stdout.readline()
        if not line:
            raise EOFError
        return json.loads(line)


@asynccontextmanager
async def fleet(count: int, coordinator: str, stores: list[str]) -> AsyncIterator[list[Member]]:
    """Start them; none outlives the block."""
    options = json.dumps({"coordinator": coordinator, "stores": stores})
    members: list[Member] = []
    try:
        for _ in range(count):
            started = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.scaling.cache.process", options, cwd=_ROOT,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20,
            )  # fmt: skip
            members.append(Member(started))
        assert all(await asyncio.gather(*(member.do("begin") for member in members)))
        yield members
    finally:
        for member in members:
            if member.process.returncode is None:
                member.process.kill()
            await member.process.wait()
