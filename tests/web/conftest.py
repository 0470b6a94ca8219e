"""A real server with the fake vendor behind it, and a real browser before it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser
from tests.support.browser import chromium
from tests.support.processes import Killable, alive, server, vendor


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Killable]:
    """The product on an empty database; its model writes 40 tokens a section at once."""
    model = vendor(tmp_path, tokens=40, pace=0)
    async with alive(model):
        product = server(tmp_path, ALWRITY_LLM=f"openai:fake@{model.url}/v1")
        async with alive(product):
            yield product
