"""`ALWRITY_LLM`: a list of models in order of preference, and the vendors that are known.

    ALWRITY_LLM=anthropic:claude-sonnet-4-5,openai:gpt-4o-mini
    ALWRITY_LLM=ollama:llama3.2:3b@http://127.0.0.1:11434/v1
    ALWRITY_LLM=embedded

A new vendor of a known wire format is one row of `VENDORS`; see docs/recipes/new-provider.md.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict
from urllib.parse import urlsplit

from alwrity.errors import SettingsError
from alwrity.providers import anthropic
from alwrity.providers.lane import POLICY, Admission
from alwrity.providers.openai_compatible import (
    COMMON,
    GEMINI,
    LLAMACPP,
    MISTRAL,
    OPENAI,
    VLLM,
    Dialect,
    OpenAICompatibleProvider,
)
from alwrity.providers.protocol import Capabilities, Provider
from alwrity.providers.router import Router
from alwrity.scaling.breaker import BreakerPolicy

EMBEDDED = "embedded"
OWN_KEY = "ALWRITY_LLM_API_KEY"


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor, or a kind of server, that `ALWRITY_LLM` may name.

    Attributes:
        wire: Its wire format.
        base_url: Where it is reached; empty where everybody has another address.
        keys: Usual variables of its key, the first that is set counts; none where no key is needed.
        dialect: Where it differs from others of its wire format.
        continues: Whether its models go on from a last assistant message.
        structured: Pattern of the models that can be held to a JSON schema.
    """

    wire: Literal["openai", "anthropic"] = "openai"
    base_url: str = ""
    keys: tuple[str, ...] = ()
    dialect: Dialect = COMMON
    continues: bool = False
    structured: str = ".*"


VENDORS: Mapping[str, Vendor] = {
    "openai": Vendor(
        base_url="https://api.openai.com/v1", keys=("OPENAI_API_KEY",), dialect=OPENAI
    ),
    "anthropic": Vendor(
        wire="anthropic", base_url="https://api.anthropic.com/v1", keys=("ANTHROPIC_API_KEY",)
    ),
    "gemini": Vendor(
        base_url="https://generativelanguage.googleapis.com/v1beta/openai",
        keys=("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        dialect=GEMINI,
    ),
    "mistral": Vendor(
        base_url="https://api.mistral.ai/v1",
        keys=("MISTRAL_API_KEY",),
        dialect=MISTRAL,
        continues=True,
    ),
    "groq": Vendor(
        base_url="https://api.groq.com/openai/v1",
        keys=("GROQ_API_KEY",),
        structured=r"openai/gpt-oss|meta-llama/llama-4|moonshotai/kimi",  # others answer 400
    ),
    "ollama": Vendor(base_url="http://127.0.0.1:11434/v1"),
    # Its usual port is the one that ALwrity itself listens on, so the address has to be told.
    "vllm": Vendor(dialect=VLLM, continues=True),
    "llamacpp": Vendor(base_url="http://127.0.0.1:8080/v1", dialect=LLAMACPP, continues=True),
}


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One entry of `ALWRITY_LLM`.

    Attributes:
        provider: A key of `VENDORS`, or "embedded".
        model: The model as the vendor calls it; empty for "embedded".
        base_url: Where it is reached, verbatim; empty for the vendor's own address.
    """

    provider: str
    model: str = ""
    base_url: str = ""

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{self.provider}:{self.model}" if self.model else self.provider


def parse(value: str) -> tuple[ModelSpec, ...]:
    """The entries of `ALWRITY_LLM`; an empty value is the embedded model.

    Raises:
        SettingsError: An entry cannot work; the sentence says what would.
    """
    specs = tuple(_entry(entry.strip()) for entry in value.split(",")) if value.strip() else ()
    if len(specs) > 1 and any(spec.provider == EMBEDDED for spec in specs):
        raise SettingsError(
            f"ALWRITY_LLM={value!r} puts 'embedded' into a chain with larger models, which are "
            "asked in another way; set it to 'embedded' alone or leave that entry out."
        )
    return specs or (ModelSpec(EMBEDDED),)


def _entry(entry: str) -> ModelSpec:
    if entry == EMBEDDED:
        return ModelSpec(EMBEDDED)
    provider, colon, rest = entry.partition(":")
    if provider not in VENDORS:
        known = ", ".join(sorted([*VENDORS, EMBEDDED]))
        raise SettingsError(
            f"ALWRITY_LLM names the unknown provider {provider!r}; use one of {known}, as in "
            "'openai:gpt-4o-mini', or 'openai:MODEL@BASE_URL' for a server that speaks its format."
        )
    # Model names may hold colons and at-signs; an address begins with its scheme.
    model, *address = re.split(r"@(?=https?://)", rest, maxsplit=1)
    if not colon or not model:
        raise SettingsError(
            f"ALWRITY_LLM names {provider!r} without a model; write '{provider}:MODEL'."
        )
    return ModelSpec(provider, model, _address(provider, model, "".join(address)))


def _address(provider: str, model: str, base_url: str) -> str:
    if not base_url and not VENDORS[provider].base_url:
        raise SettingsError(
            f"ALWRITY_LLM names {f'{provider}:{model}'!r} without its address; write "
            f"'{provider}:{model}@http://HOST:PORT/v1'."
        )
    try:
        parts = urlsplit(base_url)
        usable = not base_url or (parts.hostname and parts.port != 0)
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(
            f"ALWRITY_LLM gives {f'{provider}:{model}'!r} a base URL that is no address; write it "
            "like 'http://HOST:PORT/v1'."
        )
    if base_url and "@" in parts.netloc:
        raise SettingsError(
            f"ALWRITY_LLM gives {f'{provider}:{model}'!r} a base URL with a password; put the "
            f"credential into {OWN_KEY}."
        )
    return base_url


def api_key(spec: ModelSpec, env: Mapping[str, str]) -> str:
    """The key for an entry, empty where none is needed.

    `ALWRITY_LLM_API_KEY` comes first at an address of one's own, so that a vendor's key is not sent
    to a server that has another; elsewhere the vendor's usual variable comes first.

    Raises:
        SettingsError: The vendor needs a key and no variable holds one.
    """
    usual = VENDORS[spec.provider].keys
    names = (OWN_KEY, *usual) if spec.base_url else (*usual, OWN_KEY)
    for name in names:
        if value := env.get(name, "").strip():
            return value
    if usual and not spec.base_url:
        raise SettingsError(
            f"ALWRITY_LLM names {spec.name!r}, which needs a key; set {' or '.join(usual)}, or use "
            "'embedded', which needs none."
        )
    return ""


class _Timeouts(TypedDict):
    first_token_timeout: float
    between_tokens_timeout: float
    call_timeout: float


def build(
    specs: Sequence[ModelSpec],
    env: Mapping[str, str],
    *,
    embedded: Callable[[], Provider] | None = None,
    first_token_timeout: float = 60.0,
    between_tokens_timeout: float = 30.0,
    call_timeout: float = 600.0,
    admission: Admission | None = None,
    breaker: BreakerPolicy | None = None,
) -> Router:
    """The chain of providers; nothing is connected or started before the first call.

    Args:
        specs: From `parse`.
        env: Where keys are looked up.
        embedded: Makes the embedded provider; by default with its own defaults.
        first_token_timeout: Seconds to the first token, connecting included.
        between_tokens_timeout: Seconds from one token to the next.
        call_timeout: Seconds for one whole call.
        admission: How many calls at once a provider gets.
        breaker: When a provider is left alone. Slowness counts only where another could write
            instead: the only one, however slow, is better than none.

    Raises:
        SettingsError: A key is missing.
    """
    timeouts: _Timeouts = {
        "first_token_timeout": first_token_timeout,
        "between_tokens_timeout": between_tokens_timeout,
        "call_timeout": call_timeout,
    }
    policy = breaker or POLICY
    if len(specs) > 1 and policy.slow_seconds is None:
        policy = replace(policy, slow_seconds=first_token_timeout / 2)
    return Router(
        [
            (embedded or _embedded)() if spec.provider == EMBEDDED else _remote(spec, env, timeouts)
            for spec in specs
        ],
        admission=admission,
        breaker=policy,
    )


def _remote(spec: ModelSpec, env: Mapping[str, str], timeouts: _Timeouts) -> Provider:
    vendor = VENDORS[spec.provider]
    key, base_url = api_key(spec, env), spec.base_url or vendor.base_url
    if vendor.wire == "anthropic":
        return anthropic.AnthropicProvider(
            name=spec.name, model=spec.model, base_url=base_url, api_key=key, **timeouts
        )
    dialect = vendor.dialect
    if dialect is OPENAI and urlsplit(base_url).hostname != "api.openai.com":
        dialect = COMMON  # servers that merely speak the format know the older names
    return OpenAICompatibleProvider(
        name=spec.name,
        model=spec.model,
        base_url=base_url,
        api_key=key,
        dialect=dialect,
        capabilities=Capabilities(
            continues=vendor.continues,
            structured=re.match(vendor.structured, spec.model) is not None,
        ),
        **timeouts,
    )


def _embedded() -> Provider:
    # The model's library is heavy and optional.
    from alwrity.providers.embedded import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        EmbeddedProvider,
    )

    provider: Provider = EmbeddedProvider()
    return provider
