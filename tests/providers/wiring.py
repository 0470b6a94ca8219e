"""What the tests of providers share."""

from collections.abc import Callable
from typing import Any

from alwrity.providers.anthropic import AnthropicProvider
from alwrity.providers.http import HttpProvider
from alwrity.providers.openai_compatible import OpenAICompatibleProvider
from alwrity.providers.protocol import Message, ModelRequest

KEY = "sk-test-0123456789abcdef"
WIRES: dict[str, type[HttpProvider]] = {
    "openai": OpenAICompatibleProvider,
    "anthropic": AnthropicProvider,
}
Make = Callable[..., HttpProvider]


def asking(text: str = "Write.", **members: Any) -> ModelRequest:
    messages = (Message("system", "You write."), Message("user", text))
    return ModelRequest(messages, **{"max_tokens": 1000, **members})
