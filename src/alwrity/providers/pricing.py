"""What an answer cost. Unknown is not zero: no price, or no count, gives None."""

from decimal import Decimal

from alwrity.providers.protocol import Usage

# Our names of vendors where the price list has another.
_LISTED = {"gemini": "google"}
# Nobody bills for the model inside the product; other servers of one's own may well be rented.
_FREE = ("embedded",)
_BILLED = frozenset({"openai", "anthropic", "gemini", "mistral", "groq"})
# Finding that a model is not in the list takes longer than pricing one that is.
_REMEMBERED = 100
_unlisted: set[str] = set()


def cost_usd(name: str, usage: Usage) -> Decimal | None:
    """The list price of an answer in US dollars, or None when it is not known.

    Args:
        name: `provider:model`, as in `Finish.provider`.
        usage: Tokens as the provider counted them.
    """
    provider, _, model = name.partition(":")
    if provider in _FREE:
        return Decimal(0)
    if provider not in _BILLED or usage.input_tokens is None or usage.output_tokens is None:
        return None
    if name in _unlisted:
        return None
    # 0.7 s and a price list of some megabytes: only where something is billed.
    from genai_prices import Usage as Counted  # noqa: PLC0415
    from genai_prices import calc_price  # noqa: PLC0415

    counted = Counted(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
    try:
        price = calc_price(counted, model, provider_id=_LISTED.get(provider, provider))
    except LookupError:
        if len(_unlisted) < _REMEMBERED:
            _unlisted.add(name)
        return None
    return price.total_price
