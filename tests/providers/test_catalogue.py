import re
from typing import cast

import pytest
from tests.support.scripted import ScriptedProvider

from alwrity.errors import SettingsError
from alwrity.providers.anthropic import AnthropicProvider
from alwrity.providers.catalogue import VENDORS, ModelSpec, build, parse
from alwrity.providers.openai_compatible import COMMON, OPENAI, OpenAICompatibleProvider

KEYS = {key: f"key-of-{key}" for vendor in VENDORS.values() for key in vendor.keys}


@pytest.mark.parametrize(
    ("value", "specs"),
    [
        ("", [ModelSpec("embedded")]),
        (" embedded ", [ModelSpec("embedded")]),
        ("openai:gpt-4o-mini", [ModelSpec("openai", "gpt-4o-mini")]),
        (
            "anthropic:claude-sonnet-4-5, ollama:llama3.2:3b@http://10.0.0.2:11434/v1",
            [
                ModelSpec("anthropic", "claude-sonnet-4-5"),
                ModelSpec("ollama", "llama3.2:3b", "http://10.0.0.2:11434/v1"),
            ],
        ),
        (
            "vllm:org/model@rev@https://gpu.example/v1/",
            [ModelSpec("vllm", "org/model@rev", "https://gpu.example/v1/")],
        ),
    ],
)
def test_what_can_be_written(value: str, specs: list[ModelSpec]) -> None:
    assert list(parse(value)) == specs


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("opnai:gpt-4o", "'opnai'.*anthropic, embedded, gemini"),
        ("openai:gpt-4o,,", "unknown provider ''"),
        ("openai", "'openai' without a model"),
        ("openai:", "'openai:MODEL'"),
        ("embedded,openai:gpt-4o", "'embedded' alone"),
        ("vllm:m", "vllm:m@http://HOST:PORT/v1"),
        ("openai:m@http://", "no address"),
        ("openai:m@http://host:99999/v1", "no address"),
        ("openai:m@http://me:hunter2@host/v1", "ALWRITY_LLM_API_KEY"),
    ],
)
def test_what_cannot_work_is_told_with_its_remedy(value: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(value)
    assert re.search(told, caught.value.detail)
    assert "hunter2" not in caught.value.detail


@pytest.mark.parametrize(
    ("provider", "told"),
    [
        ("openai", "OPENAI_API_KEY"),
        ("anthropic", "ANTHROPIC_API_KEY"),
        ("gemini", "GEMINI_API_KEY or GOOGLE_API_KEY"),
        ("mistral", "MISTRAL_API_KEY"),
        ("groq", "GROQ_API_KEY"),
    ],
)
def test_a_missing_key_is_asked_for_by_its_usual_name(provider: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        build(parse(f"{provider}:m"), {})


@pytest.mark.parametrize("entry", ["ollama:m", "llamacpp:m", "vllm:m@http://h/v1"])
async def test_servers_of_ones_own_need_no_key(entry: str) -> None:
    (provider,) = build(parse(entry), {}).providers
    assert "Authorization" not in cast("OpenAICompatibleProvider", provider)._headers


async def test_every_vendor_can_be_built() -> None:
    for name, vendor in VENDORS.items():
        at = "" if vendor.base_url else "@http://h/v1"
        (provider,) = build(parse(f"{name}:m{at}"), KEYS).providers
        wire = AnthropicProvider if vendor.wire == "anthropic" else OpenAICompatibleProvider
        assert isinstance(provider, wire)
        assert provider.name == f"{name}:m"


def test_an_address_of_ones_own_gets_its_own_key_first() -> None:
    env = {"OPENAI_API_KEY": "vendor", "ALWRITY_LLM_API_KEY": "own"}
    router = build(parse("openai:a,openai:a@http://h/v1?api-version=2"), env)
    vendor, own = cast("tuple[OpenAICompatibleProvider, ...]", router.providers)
    assert vendor._headers["Authorization"] == "Bearer vendor"
    assert own._headers["Authorization"] == "Bearer own"
    assert vendor._url == "https://api.openai.com/v1/chat/completions"
    assert own._url == "http://h/v1/chat/completions?api-version=2"
    assert (vendor._dialect, own._dialect) == (OPENAI, COMMON)


@pytest.mark.parametrize(
    ("model", "continues"),
    [
        ("claude-3-5-haiku-latest", True),
        ("claude-sonnet-4-5-20250929", True),
        ("claude-sonnet-4-20250514", True),
        ("claude-opus-4-6", False),
        ("claude-opus-4-10", False),
        ("claude-something-new", False),
    ],
)
def test_only_older_claude_models_go_on_from_a_prefix(model: str, continues: bool) -> None:
    router = build(parse(f"anthropic:{model}"), KEYS)
    assert router.capabilities.continues is continues


def test_groq_is_held_to_schemas_only_where_it_can() -> None:
    plain = build(parse("groq:llama-3.3-70b-versatile"), KEYS)
    held = build(parse("groq:openai/gpt-oss-120b"), KEYS)
    assert (plain.capabilities.structured, held.capabilities.structured) == (False, True)


def test_the_embedded_model_is_made_by_the_factory_that_is_given() -> None:
    marker = ScriptedProvider()
    assert build(parse("embedded"), {}, embedded=lambda: marker).providers == (marker,)
