"""The smallest provider: says what it was told to say. Vendors are played by `tests.vendor`."""

from collections.abc import AsyncIterator

from alwrity.providers.protocol import Capabilities, Finish, ModelRequest, StreamItem, Text, Usage


class ScriptedProvider:
    """Answers every request with the same words."""

    name = "scripted:words"
    capabilities = Capabilities()

    def __init__(self, words: str = "Fresh bread sells best in the morning.") -> None:
        self.words = words
        self.requests: list[ModelRequest] = []

    async def stream(self, request: ModelRequest) -> AsyncIterator[StreamItem]:
        self.requests.append(request)
        for word in self.words.split(" "):
            yield Text(word + " ")
        yield Finish("stop", Usage(10, len(self.words.split(" "))), self.name)

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        self.requests.append(request)
        return self.words, Finish("stop", Usage(10, len(self.words.split(" "))), self.name)

    async def close(self) -> None:
        return None
