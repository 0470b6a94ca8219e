"""The protocol between the product and a language model.

A provider streams; it reports usage and a finish reason, and knows nothing of budgets, pieces or
people. Retrying and falling back are `alwrity.providers.router`'s, in one layer.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol


class Drafting(StrEnum):
    """Which way of drafting suits a model; each is a file of its own in `features.generation`."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a model can do, as far as drafting depends on it.

    Attributes:
        drafting: The drafting strategy that suits it.
        continues: Whether it goes on from a partial assistant message as if it had written it.
        structured: Whether it can be held to a JSON schema.
        languages: ISO 639-1 codes it can write; empty when there is no known bound.
        slots: Requests it serves at once without queueing, or None when the vendor decides.
    """

    drafting: Drafting = Drafting.LARGE
    continues: bool = False
    structured: bool = True
    languages: frozenset[str] = frozenset()
    slots: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a model is asked for.

    Attributes:
        messages: The conversation. A last message by the assistant is a prefix to go on from
            (only where `Capabilities.continues`).
        max_tokens: The enforced maximum of output.
        temperature: Sampling temperature, or None for the model's own.
        stop: Strings that end the output.
        schema: A JSON schema for the whole answer (only where `Capabilities.structured`).
        extra: Further members of the wire format's body, such as `grammar` for llama.cpp.
    """

    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float | None = None
    stop: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counted them; None where it did not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer, in order, never empty.

    Attributes:
        text: The characters.
        logprob: Sum of the log-probabilities of its tokens, where it was asked for.
        tokens: How many tokens it is, as they came.
    """

    text: str
    logprob: float | None = None
    tokens: int = 1


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a stream, always its last item: without one, nothing is complete.

    Attributes:
        reason: "stop" (the model ended), "length" (cut off by the maximum), "filter" (refused).
        usage: Tokens of this attempt.
        provider: `provider:model` that wrote it.
    """

    reason: Literal["stop", "length", "filter"]
    usage: Usage
    provider: str


@dataclass(frozen=True, slots=True)
class Restart:
    """The router's word that a stream broke in the middle and another attempt begins.

    What came before it in this stream is void. `usage` of the broken attempt is booked.
    """

    provider: str
    usage: Usage
    reason: str


StreamItem = Text | Restart | Finish


class Provider(Protocol):
    """One model of one vendor."""

    @property
    def name(self) -> str:
        """`provider:model`, as in `ALWRITY_LLM`."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    def stream(self, request: ModelRequest) -> AsyncIterator[StreamItem]:
        """Write; closing the iterator ends the call at the vendor.

        Raises:
            ProviderError: See `alwrity.providers.errors`; `ProviderStreamError` once text came.
        """

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        """The whole answer in one piece, for short ones such as a rewrite.

        Raises:
            ProviderError: As `alwrity.providers.errors` tells; nothing of a failed answer is used.
        """

    async def close(self) -> None:
        """Give back connections and processes."""
