from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.processes import Killable, alive, vendor


@pytest.fixture
def tokens() -> int:
    """The length of every section; at the vendor's pace it takes half a second."""
    return 30


@pytest.fixture
async def model(tmp_path: Path, tokens: int) -> AsyncIterator[Killable]:
    process = vendor(tmp_path, tokens=tokens, pace=60)
    async with alive(process):
        yield process
