"""The small drafter with a scripted model: what it asks for, keeps, refuses and resumes."""

from collections.abc import AsyncGenerator, Iterator

import pytest

from alwrity.features.generation.drafting import (
    Assignment,
    Outline,
    Passage,
    PlannedSection,
    SectionTask,
)
from alwrity.features.generation.drafting_small import SmallDrafter, plan
from alwrity.providers.errors import ProviderStreamError, ProviderUnreachableError
from alwrity.providers.protocol import (
    Capabilities,
    Drafting,
    Finish,
    ModelRequest,
    StreamItem,
    Text,
    Usage,
)

GOOD = [
    "Wild yeast lives on the grain and in the flour of a mill.",
    "Bakers feed their starter with fresh flour every morning.",
    "Cold dough takes longer until the bread has doubled in size.",
    "Steam in a hot oven keeps the crust of a bread soft at first.",
    "Rye gives sourdough more taste than wheat of the same age.",
    "Salt goes in late because yeast dislikes strong brine.",
]
TOPIC = Assignment("Sourdough bread", points=("how to feed the yeast",))


class Scripted:
    """Answers with sentences in turn; an exception in the script is raised."""

    name = "scripted:small"
    capabilities = Capabilities(Drafting.SMALL, continues=True, structured=False, slots=1)

    def __init__(self, script: Iterator[str | Exception]) -> None:
        self.script = script
        self.requests: list[ModelRequest] = []

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem, None]:
        self.requests.append(request)
        answer = next(self.script)
        if isinstance(answer, Exception):
            yield Text("Wild")
            raise answer
        for number, word in enumerate(answer.split(" ")):
            yield Text(f" {word}" if number else word, -1.0)
        yield Finish("stop", Usage(10, 5), self.name)

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing to give back."""


def task(partial: str = "", words: int = 60, passages: tuple[Passage, ...] = ()) -> SectionTask:
    outline = Outline("Bread", (PlannedSection("Bread and yeast", ("bread: yeast",) * 1, words),))
    return SectionTask(TOPIC, outline, 0, "", partial, passages)


async def write(provider: Scripted, given: SectionTask) -> tuple[str, Finish, list[Text]]:
    items = [item async for item in SmallDrafter(provider).section(given)]
    texts = [item for item in items if isinstance(item, Text)]
    assert isinstance(items[-1], Finish)
    assert len(texts) == len(items) - 1
    return "".join(t.text for t in texts), items[-1], texts


@pytest.fixture(autouse=True)
def no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole sentences come from the script, so no beginning is given."""
    monkeypatch.setattr(
        "alwrity.features.generation.section_openings._start", lambda *_: "", raising=True
    )


async def test_a_section_of_passing_sentences_in_small_pieces() -> None:
    provider = Scripted(iter(GOOD))
    text, finish, texts = await write(provider, task())
    assert text == " ".join(GOOD[:3])
    assert all(0 < len(t.text.split()) <= 3 for t in texts)
    assert finish == Finish("stop", Usage(30, 15), "scripted:small")


async def test_a_long_section_has_two_paragraphs() -> None:
    text, _, _ = await write(Scripted(iter(GOOD)), task(words=200))
    assert text == "\n\n".join([" ".join(GOOD[:3]), " ".join(GOOD[3:5])])


async def test_the_model_sees_the_section_and_its_instruction() -> None:
    provider = Scripted(iter(GOOD))
    await write(provider, task())
    first, second = (request.messages for request in provider.requests[:2])
    assert [m.role for m in first] == ["user"]
    assert [m.role for m in second] == ["user", "assistant"]
    assert second[1].content == GOOD[0]
    extra = provider.requests[0].extra
    assert {"grammar", "logit_bias", "seed", "min_p", "top_k", "repeat_penalty"} <= set(extra)


async def test_runs_are_repeatable() -> None:
    seeds = []
    for _ in range(2):
        provider = Scripted(iter(GOOD))
        await write(provider, task())
        seeds.append([request.extra["seed"] for request in provider.requests])
    assert seeds[0] == seeds[1]
    assert len(set(seeds[0])) == 3


async def test_refused_candidates_are_replaced_and_paid_for() -> None:
    refused = ["I think that bread is very nice to eat today.", "Bread."]
    text, finish, texts = await write(Scripted(iter([*refused, *GOOD])), task())
    assert text == " ".join(GOOD[:3])
    assert finish.usage.output_tokens
    assert finish.usage.output_tokens > 15
    # So the speed that is told while it writes is the model's.
    assert sum(t.tokens for t in texts) == finish.usage.output_tokens


async def test_a_paragraph_ends_where_two_rounds_bring_nothing() -> None:
    provider = Scripted(iter([GOOD[0], *["Bread."] * 8, *GOOD[1:]]))
    text, _, _ = await write(provider, task())
    assert text == GOOD[0]
    assert len(provider.requests) == 9


async def test_a_section_is_never_empty() -> None:
    text, _, _ = await write(Scripted(iter(["Bread is nice."] * 99)), task())
    assert text == "Bread is nice."


async def test_a_sentence_is_tried_again_when_the_model_dies() -> None:
    died = ProviderStreamError("It ended.")
    text, _, _ = await write(Scripted(iter([GOOD[0], died, *GOOD[1:]])), task())
    assert text == " ".join(GOOD[:3])


async def test_dying_twice_breaks_the_stream_behind_what_was_shown() -> None:
    shown: list[str] = []
    script: list[str | Exception] = [
        GOOD[0],
        ProviderUnreachableError("Gone."),
        ProviderUnreachableError("Gone."),
    ]

    async def read() -> None:
        async for item in SmallDrafter(Scripted(iter(script))).section(task()):
            assert isinstance(item, Text)
            shown.append(item.text)

    with pytest.raises(ProviderStreamError):
        await read()
    assert "".join(shown) == GOOD[0]


@pytest.mark.parametrize(
    "partial",
    ["", GOOD[0], f"{GOOD[0]} {GOOD[1]}", " ".join(GOOD[:3]), f"{' '.join(GOOD[:3])}\n\n{GOOD[3]}"],
)
async def test_it_goes_on_behind_what_is_kept(partial: str) -> None:
    kept = sum(sentence in partial for sentence in GOOD)
    text, _, _ = await write(Scripted(iter(GOOD[kept:])), task(partial, words=200))
    whole = "\n\n".join([" ".join(GOOD[:3]), " ".join(GOOD[3:5])])
    assert partial + text == whole


async def test_a_sentence_that_was_cut_is_finished_first() -> None:
    cut = "Wild yeast lives on the grain"
    rest = GOOD[0].removeprefix(cut)
    provider = Scripted(iter([rest, *GOOD[1:]]))
    text, _, _ = await write(provider, task(cut))
    assert cut + text == " ".join(GOOD[:3])
    assert provider.requests[0].messages[-1].content == cut


async def test_what_a_passage_contains_is_cited_and_one_sentence_quoted() -> None:
    said = "Every bread has a story. The yeast makes bread light, and patience makes it good."
    passages = (Passage(1, "a", "A", "", said, 0, 9), Passage(2, "b", "B", "", GOOD[1], 0, 9))
    text, _, _ = await write(Scripted(iter(GOOD)), task(passages=passages))
    assert text == (
        f"{GOOD[0]} {GOOD[1]} [^2] {GOOD[2]} "
        "“The yeast makes bread light, and patience makes it good.” [^1]"
    )


TWO_POINTS = PlannedSection("Bread and yeast", ("how to feed it", "when to bake"), 100)


def test_each_point_leads_a_paragraph() -> None:
    steps = plan(SectionTask(TOPIC, Outline("Bread", (TWO_POINTS,)), 0, ""))
    assert [(s.paragraph, s.leads, s.alone) for s in steps] == [
        (0, True, True),
        (0, False, True),
        (0, False, True),
        (1, True, True),
        (1, False, True),
    ]
    assert "how to feed it" in steps[0].opening.instruction
    assert "when to bake" in steps[3].opening.instruction


async def test_with_a_new_point_the_model_starts_afresh() -> None:
    provider = Scripted(iter(GOOD))
    await write(provider, SectionTask(TOPIC, Outline("Bread", (TWO_POINTS,)), 0, ""))
    prefixes = [
        r.messages[-1].content if r.messages[-1].role == "assistant" else ""
        for r in provider.requests
    ]
    assert prefixes == ["", GOOD[0], f"{GOOD[0]} {GOOD[1]}", "", GOOD[3]]


async def test_a_second_paragraph_goes_on_in_one_line() -> None:
    provider = Scripted(iter(GOOD))
    await write(provider, task(words=200))
    assert provider.requests[3].messages[-1].content == " ".join(GOOD[:3])
