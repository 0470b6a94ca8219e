from decimal import Decimal

import pytest

from alwrity.providers.pricing import cost_usd
from alwrity.providers.protocol import Usage

THOUSAND = Usage(1000, 1000)


@pytest.mark.parametrize(
    "name",
    [
        "openai:gpt-4o-mini",
        "anthropic:claude-sonnet-4-5",
        "gemini:gemini-2.5-flash",
        "mistral:mistral-large-latest",
        "groq:llama-3.3-70b-versatile",
    ],
)
def test_a_known_model_has_its_list_price(name: str) -> None:
    cost = cost_usd(name, THOUSAND)
    assert isinstance(cost, Decimal)
    assert Decimal("0.0001") < cost < Decimal("0.1")


def test_twice_the_tokens_cost_twice_as_much() -> None:
    once, twice = (cost_usd("openai:gpt-4o-mini", Usage(n, n)) for n in (1000, 2000))
    assert once is not None
    assert twice == once * 2


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("openai:no-such-model", THOUSAND),
        ("ollama:llama3.2", THOUSAND),
        ("nobody:gpt-4o-mini", THOUSAND),
        ("openai:gpt-4o-mini", Usage(1000, None)),
        ("openai:gpt-4o-mini", Usage(None, 1000)),
    ],
)
def test_unknown_is_not_zero(name: str, usage: Usage) -> None:
    assert cost_usd(name, usage) is None


def test_nobody_bills_for_the_embedded_model() -> None:
    assert cost_usd("embedded:smollm2-135m", THOUSAND) == 0
