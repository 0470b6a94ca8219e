from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from tests.conftest import make_settings
from tests.support.server import serving
from tests.vendor import Vendor, running_vendor

from alwrity.providers import catalogue
from alwrity.providers.protocol import Provider
from alwrity.runtime import Runtime
from alwrity.settings import GenerationSettings, Settings


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    async with running_vendor(tokens=40) as vendor:
        yield vendor


@pytest.fixture
def provider(vendor: Vendor) -> Provider:
    specs = catalogue.parse(f"openai:fake@{vendor.openai_url}")
    return catalogue.build(
        specs, {"OPENAI_API_KEY": "sk-test"}, first_token_timeout=2, between_tokens_timeout=1
    )


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return make_settings(
        database_url,
        data_dir=tmp_path,
        generation=GenerationSettings(generate_limit="1000/minute", flush_ms=10),
    )


@pytest.fixture
async def url(runtime: Runtime) -> AsyncIterator[str]:
    async with serving(runtime) as url:
        yield url


@pytest.fixture
async def http(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(url) as session:
        yield session
