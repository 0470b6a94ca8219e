"""The connected models against a vendor's protocol: what is shown, and what a test tells."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from tests.features.content.conftest import api, people
from tests.support.library import as_
from tests.vendor import Fault, Turn, Vendor, running_vendor

from alwrity.database import Database
from alwrity.features.providers import service
from alwrity.models.usage import UsageEvent
from alwrity.providers import catalogue
from alwrity.providers.protocol import Message, ModelRequest, Provider
from alwrity.runtime import Runtime

__all__ = ["api", "people"]

KEY = "sk-test-of-a-secret"


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    async with running_vendor(tokens=5) as vendor:
        yield vendor


@pytest.fixture
def provider(vendor: Vendor) -> Provider:
    specs = catalogue.parse(
        f"openai:fake@{vendor.openai_url}?code=hidden,ollama:fake@{vendor.openai_url}"
    )
    return catalogue.build(specs, {"OPENAI_API_KEY": KEY}, first_token_timeout=2)


async def look(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await api.get("/providers", headers=as_("editor"))
    assert answer.status_code == 200, answer.text
    assert KEY not in answer.text
    assert "hidden" not in answer.text
    return list(answer.json()["items"])


async def test_the_chain_is_shown_without_secrets(api: httpx.AsyncClient, vendor: Vendor) -> None:
    first, second = await look(api)

    assert first == {
        "position": 1, "name": "openai:fake", "provider": "openai", "model": "fake",
        "base_url": vendor.openai_url.rstrip("/"), "key": "set",
        "key_variables": ["OPENAI_API_KEY", "ALWRITY_LLM_API_KEY"], "demo": False,
        "state": "untried", "last_error": None, "last_error_at": None, "last_success_at": None,
    }  # fmt: skip
    assert (second["position"], second["key"]) == (2, "not_needed")
    whole = (await api.get("/providers")).json()
    assert "ALWRITY_LLM" in whole["connect"]
    examples = {one["provider"]: one["example"] for one in whole["connectable"]}
    assert examples["anthropic"] == "anthropic:MODEL"
    assert examples["vllm"].startswith("vllm:MODEL@http")


async def test_a_test_is_a_real_call_that_is_booked(
    api: httpx.AsyncClient, vendor: Vendor, database: Database
) -> None:
    answer = await api.post("/providers/1/test", headers=as_("editor"))

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["ok"], told["reason"]) == (True, None)
    assert 0 <= told["first_token_ms"] <= told["total_ms"]
    assert answer.headers["ratelimit-remaining"] == "4"
    assert len(vendor.bodies) == 1
    first, second = await look(api)
    assert (first["state"], second["state"]) == ("ready", "untried")
    assert first["last_success_at"]
    async with database.read() as session:
        assert (await session.scalars(select(UsageEvent.provider))).all() == ["openai:fake"]


async def test_a_failure_is_told_in_one_sentence(api: httpx.AsyncClient, vendor: Vendor) -> None:
    vendor.plan(Turn(Fault.UNAUTHORIZED), Turn())

    told = (await api.post("/providers/1/test")).json()

    assert told["ok"] is False
    assert "answered 401" in told["reason"]
    assert "check the API key" in told["reason"]
    assert (await look(api))[0]["state"] == "failing"
    assert (await look(api))[0]["last_error"] == told["reason"]
    assert (await api.post("/providers/1/test")).json()["ok"]
    after = (await look(api))[0]
    assert after["state"] == "ready"
    assert after["last_error"] == told["reason"]


async def test_a_model_that_does_not_end_is_not_waited_for(
    api: httpx.AsyncClient, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "DEADLINE", 0.2)
    vendor.plan(Turn(Fault.STALL_FIRST))

    told = (await api.post("/providers/1/test")).json()

    assert "within 0.2 seconds" in told["reason"]
    assert told["first_token_ms"] is None


async def test_what_drafts_told_is_shown_too(
    api: httpx.AsyncClient, vendor: Vendor, runtime: Runtime
) -> None:
    vendor.plan(Turn(Fault.RATE_LIMIT, at=300), Turn())
    request = ModelRequest((Message("user", "Hello"),), max_tokens=4)
    await runtime.provider.complete(request)

    first, second = await look(api)

    assert (first["state"], second["state"]) == ("cooling", "ready")
    assert "answered 429" in first["last_error"]


async def test_tests_are_limited_and_for_editors(api: httpx.AsyncClient) -> None:
    for who in ("reader", "writer"):
        assert (await api.get("/providers", headers=as_(who))).status_code == 403
        assert (await api.post("/providers/1/test", headers=as_(who))).status_code == 403
    assert (await api.post("/providers/3/test")).status_code == 404
    assert (await api.post("/providers/0/test")).status_code == 422
    answers = await asyncio.gather(*(api.post("/providers/2/test") for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [429] * 2
