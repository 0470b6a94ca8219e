from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from tests.providers.wiring import KEY, WIRES, Make
from tests.vendor import Vendor, running_vendor

from alwrity.providers.http import HttpProvider


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    async with running_vendor(key=KEY, tokens=30) as vendor:
        yield vendor


@pytest.fixture(params=list(WIRES))
def wire(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def make(vendor: Vendor) -> AsyncIterator[Make]:
    """Makes providers at the vendor, closed at the end."""
    async with AsyncExitStack() as stack:

        def build(wire: str = "openai", model: str = "fake", **settings: Any) -> HttpProvider:
            provider = WIRES[wire](
                **{
                    "name": f"{wire}:{model}",
                    "model": model,
                    "base_url": vendor.openai_url,
                    "api_key": KEY,
                    "first_token_timeout": 5.0,
                    "between_tokens_timeout": 5.0,
                    **settings,
                }
            )
            stack.push_async_callback(provider.close)
            return provider

        yield build
