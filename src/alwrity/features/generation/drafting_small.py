"""Drafting with a model of some hundred million parameters: sentence by sentence.

Such a model can neither outline nor follow examples nor keep to a format. So headings come from the
brief's points; for each sentence several candidates are written under a grammar, judged by gates,
and the best is taken; a paragraph ends where nothing passes. Nothing around it is canned prose, and
tone and voice are left out, which the model cannot hold.
"""

import contextlib
import re
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass

from alwrity.features.generation import passage_quotes, section_openings
from alwrity.features.generation.drafting import (
    Assignment,
    Outline,
    Passage,
    SectionTask,
)
from alwrity.features.generation.section_openings import Opening
from alwrity.features.generation.sentence_candidates import Place, Spent, write_sentence
from alwrity.features.generation.sentence_gates import sentences
from alwrity.providers.errors import ProviderStreamError, ProviderUnreachableError
from alwrity.providers.protocol import Provider, StreamItem, Text

_WORDS_PER_SENTENCE = 20
_FEWEST_SENTENCES = 2
# A piece of three points is then ready within a minute on one processor.
_MOST_SENTENCES = 5
_LONGEST_PARAGRAPH = 4
_WORDS_PER_ITEM = 3
_MOST_CANDIDATES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the plan.

    Attributes:
        paragraph: Which paragraph of the section, from 0.
        opening: What the model is told, and how the paragraph's first sentence begins.
        leads: Whether it is the paragraph's first.
        alone: Whether the model sees this paragraph only: a new point starts afresh.
    """

    paragraph: int
    opening: Opening
    leads: bool
    alone: bool


@dataclass(slots=True)
class _Section:
    """A section while it grows."""

    task: SectionTask
    text: str
    paragraph: int = 0
    quoted: bool = False

    def lead_in(self, step: Step) -> str:
        """What stands between the text so far and the next sentence."""
        if not self.text:
            return ""
        return "\n\n" if step.paragraph > self.paragraph else " "

    def seen(self, step: Step) -> str:
        """What of the section the model sees, as one paragraph."""
        if not step.alone:
            return self.text.replace("\n\n", " ")
        return "" if step.leads else self.text.rsplit("\n\n", 1)[-1]

    @property
    def before(self) -> str:
        """The piece so far, without citations."""
        return passage_quotes.without_citations(f"{self.task.before}\n\n{self.text}")


class SmallDrafter:
    """Drafts with a small model; implements `drafting.Drafter`.

    Args:
        provider: A model that continues a prefix and takes llama.cpp's `grammar`.
    """

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        slots = provider.capabilities.slots or _MOST_CANDIDATES_AT_ONCE
        self._at_once = min(slots, _MOST_CANDIDATES_AT_ONCE)

    async def outline(self, assignment: Assignment, passages: Sequence[Passage]) -> Outline:
        """A heading for each point, or the template's headings; the model has no say in it."""
        del passages  # a plan from sources is for models that can read them
        return section_openings.outline(assignment)

    async def section(self, task: SectionTask) -> AsyncGenerator[StreamItem, None]:
        """Write one section, sentence by sentence.

        Raises:
            ProviderUnreachableError: The model could not be reached, twice in a row.
            ProviderStreamError: The same, with part of the section already written.
        """
        spent = Spent(self._provider.name)
        section = _Section(task, task.partial.rstrip(), quoted="“" in task.partial)
        if tail := _unfinished(section.text):
            rest = await self._finish_sentence(section, tail, spent)
            for item in _items(section, rest, spent.output_tokens):
                yield item
        skipped = -1
        for number, step in _remaining(plan(task), section):
            if step.paragraph == skipped:
                continue
            if step.paragraph > 0:
                for item in _items(section, self._quotation(section)):
                    yield item
            before = spent.output_tokens
            sentence = await self._sentence(section, step, number, spent)
            if sentence is None:
                skipped = step.paragraph
                continue
            cited = passage_quotes.citation(sentence, task.passages)
            lead_in = section.lead_in(step)
            section.paragraph = step.paragraph
            text = f"{lead_in}{sentence}{cited}"
            for item in _items(section, text, spent.output_tokens - before):
                yield item
        for item in _items(section, self._quotation(section)):
            yield item
        yield spent.finish()

    async def _sentence(
        self, section: _Section, step: Step, number: int, spent: Spent
    ) -> str | None:
        place = Place(
            instruction=step.opening.instruction,
            section=passage_quotes.without_citations(section.seen(step)),
            start=step.opening.start if step.leads else "",
            before=section.before,
            subject=_subject(section.task),
            seed=f"{section.task.assignment.topic}|{section.task.index}|{number}",
        )
        first = section.task.index == 0 and not section.text
        # The very first sentence is shown as soon as one passes; a section is never empty.
        at_once = 1 if first else self._at_once
        return await self._twice(section, place, spent, at_once, must=not section.text)

    async def _finish_sentence(self, section: _Section, tail: str, spent: Spent) -> str:
        told = passage_quotes.without_citations(section.text)
        place = Place(
            instruction=plan(section.task)[0].opening.instruction,
            section=told.rsplit("\n\n", 1)[-1].removesuffix(tail).rstrip(),
            start=tail,
            before=passage_quotes.without_citations(section.task.before),
            subject=_subject(section.task),
            seed=f"{section.task.assignment.topic}|{section.task.index}|{tail}",
        )
        whole = await self._twice(section, place, spent, self._at_once, must=True)
        return (whole or tail).removeprefix(tail)

    async def _twice(
        self, section: _Section, place: Place, spent: Spent, at_once: int, *, must: bool
    ) -> str | None:
        """A sentence, tried once more when the model's process died: nothing shown is lost."""
        with contextlib.suppress(ProviderStreamError, ProviderUnreachableError):
            return await write_sentence(self._provider, place, spent, at_once=at_once, must=must)
        try:
            return await write_sentence(self._provider, place, spent, at_once=at_once, must=must)
        except ProviderUnreachableError as error:
            if section.text:
                raise ProviderStreamError(error.detail) from error
            raise

    def _quotation(self, section: _Section) -> str:
        """One quotation a section, at the end of its first paragraph."""
        task = section.task
        if section.quoted:
            return ""
        section.quoted = True
        wanted = " ".join((task.section.heading, *task.section.points)).strip()
        quote = passage_quotes.quotation(
            wanted or task.assignment.topic, section.before, task.passages
        )
        return f" {quote}" if quote and section.text else ""


def plan(task: SectionTask) -> list[Step]:
    """The sentences of a section: a paragraph for each point, or one or two without."""
    section = task.section
    count = min(max(round(section.words / _WORDS_PER_SENTENCE), _FEWEST_SENTENCES), _MOST_SENTENCES)
    points = section.points or ("",)
    openings = [
        (section_openings.opening(task.assignment, section, point), True) for point in points
    ]
    if len(openings) == 1 and count > _LONGEST_PARAGRAPH:
        openings.append((Opening(openings[0][0].instruction, ""), False))
    each, more = divmod(max(count, _FEWEST_SENTENCES * len(openings)), len(openings))
    return [
        Step(paragraph, opening, number == 0, alone)
        for paragraph, (opening, alone) in enumerate(openings)
        for number in range(each + (paragraph < more))
    ]


def _remaining(steps: Sequence[Step], section: _Section) -> Iterator[tuple[int, Step]]:
    """What of the plan is not in the text yet, with its number in the section."""
    paragraphs = section.text.split("\n\n") if section.text else []
    section.paragraph = max(0, len(paragraphs) - 1)
    written = [s for s in sentences(paragraphs[-1]) if not s.startswith("“")] if paragraphs else []
    done = len(written)
    for number, step in enumerate(steps):
        if step.paragraph < section.paragraph:
            continue
        if step.paragraph == section.paragraph and done > 0:
            done -= 1
            continue
        yield number, step


def _unfinished(text: str) -> str:
    """The last sentence of a text when it has no end yet."""
    last = text.rsplit("\n\n", 1)[-1]
    found = sentences(last)
    if not found or re.search(r"[.!?][\"”]?(?:\s*\[\^\d+\])*$", found[-1]):
        return ""
    return found[-1]


def _subject(task: SectionTask) -> str:
    assignment, section = task.assignment, task.section
    return " ".join(
        (
            assignment.topic,
            section.heading,
            *section.points,
            assignment.keyphrase,
            *assignment.keywords,
        )
    )


def _items(section: _Section, text: str, tokens: int = 0) -> Iterator[Text]:
    """A sentence as items of a few words, so that it appears as if it were being written.

    The tokens are those that the model wrote for it, in candidates that were not taken, too.
    """
    section.text += text
    pieces = re.findall(r"\s*\S+", text)
    if "“" in text:  # a quotation that a cut leaves unfinished could not be gone on with
        pieces = [text] if text else []
    starts = range(0, len(pieces), _WORDS_PER_ITEM)
    for number, first in enumerate(starts):
        share = tokens * (number + 1) // len(starts) - tokens * number // len(starts)
        yield Text("".join(pieces[first : first + _WORDS_PER_ITEM]), tokens=share)
