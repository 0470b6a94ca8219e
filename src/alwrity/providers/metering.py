"""Counting what calls use, whoever makes them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from alwrity.providers.protocol import (
    Capabilities,
    Finish,
    ModelRequest,
    Provider,
    Restart,
    StreamItem,
    Usage,
)


class Metered:
    """A provider whose usage is summed, by the model that wrote, until somebody takes the sum.

    Args:
        provider: The provider behind it.
    """

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._used: dict[str, Usage] = {}

    @property
    def name(self) -> str:
        """The provider's name."""
        return self._provider.name

    @property
    def capabilities(self) -> Capabilities:
        """The provider's capabilities."""
        return self._provider.capabilities

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem, None]:
        """Pass the stream on, counting its ends."""
        stream = cast("AsyncGenerator[StreamItem, None]", self._provider.stream(request))
        async with aclosing(stream):
            async for item in stream:
                if isinstance(item, Finish | Restart):
                    self._add(item.provider, item.usage)
                yield item

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        """Pass the answer on, counting it."""
        text, finish = await self._provider.complete(request)
        self._add(finish.provider, finish.usage)
        return text, finish

    async def close(self) -> None:
        """Nothing: the provider behind it is somebody else's."""

    def take(self) -> dict[str, Usage]:
        """What was used since the last call, by model."""
        used, self._used = self._used, {}
        return used

    def _add(self, provider: str, usage: Usage) -> None:
        before = self._used.get(provider, Usage(0, 0))
        self._used[provider] = Usage(
            _sum(before.input_tokens, usage.input_tokens),
            _sum(before.output_tokens, usage.output_tokens),
        )


def _sum(one: int | None, other: int | None) -> int | None:
    """A sum with something unknown is unknown."""
    return None if one is None or other is None else one + other
