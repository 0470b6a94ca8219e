"""The small drafter with the real model: a section that reads as prose."""

import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from alwrity.features.generation.drafting import Assignment, SectionTask
from alwrity.features.generation.drafting_small import SmallDrafter
from alwrity.features.generation.sentence_gates import repetition, sentences
from alwrity.providers.embedded import EmbeddedProvider
from alwrity.providers.protocol import Finish, Text

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("embedded")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def provider() -> AsyncGenerator[EmbeddedProvider, None]:
    provider = EmbeddedProvider(slots=2)
    yield provider
    await provider.close()


async def test_a_section_streams_as_plain_prose(provider: EmbeddedProvider) -> None:
    assignment = Assignment("Remote work", points=("benefits of remote work",), words=100)
    drafter = SmallDrafter(provider)
    outline = await drafter.outline(assignment, ())
    items = [i async for i in drafter.section(SectionTask(assignment, outline, 1, ""))]
    *texts, finish = items
    assert isinstance(finish, Finish)
    assert finish.provider == provider.name
    assert finish.usage.output_tokens
    text = "".join(t.text for t in texts if isinstance(t, Text))
    assert len(texts) > 6
    assert text.startswith("Benefits of remote work")
    assert len(sentences(text)) >= 2
    assert repetition(text) <= 0.08
    assert re.fullmatch(r"[A-Za-zÀ-ÿ' ,.\n-]+", text)


async def test_a_section_that_is_closed_leaves_the_model_free(provider: EmbeddedProvider) -> None:
    assignment = Assignment("Indoor plants")
    drafter = SmallDrafter(provider)
    outline = await drafter.outline(assignment, ())
    section = drafter.section(SectionTask(assignment, outline, 0, ""))
    assert isinstance(await anext(section), Text)
    await section.aclose()
    assert provider.waiting == 0
    assert not provider._turns.locked()
