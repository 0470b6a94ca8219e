"""Drafting with a large model: a structured outline, then long sections in the author's voice."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import cast

import structlog

from alwrity.errors import ProviderError
from alwrity.features.generation import prompts
from alwrity.features.generation.cleaning import SectionCleaner
from alwrity.features.generation.drafting import (
    Assignment,
    Outline,
    Passage,
    PlannedSection,
    SectionTask,
    Template,
)
from alwrity.features.generation.outlining import (
    Plan,
    finished,
    outline_schema,
    problems_of,
    read_plan,
    section_count,
)
from alwrity.providers.protocol import (
    Finish,
    Message,
    ModelRequest,
    Provider,
    Restart,
    StreamItem,
    Text,
)

log = structlog.get_logger(__name__)

# Models that think before they write take that from the same maximum.
THINKING = 1500
OUTLINE_TOKENS = 3000 + THINKING


class LargeDrafter:
    """Drafts with a model that follows long instructions.

    Args:
        provider: A provider or a router over several.
    """

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def outline(self, assignment: Assignment, passages: Sequence[Passage]) -> Outline:
        """Plan the piece; a plan with faults goes back to the model once, then it is mended here.

        Raises:
            ProviderError: No provider answered, or none gave a plan that can be read.
        """
        if assignment.template is Template.SOCIAL_POST:  # nothing to plan
            section = PlannedSection("", assignment.points, assignment.words)
            return Outline(assignment.topic, (section,))
        structured = self._provider.capabilities.structured
        count = section_count(assignment)
        asked = prompts.outline_prompt(assignment, count, structured=structured)
        messages: tuple[Message, ...] = (
            Message("system", prompts.system_prompt(assignment, passages)),
            Message("user", asked),
        )
        answer, plan = await self._plan(messages, assignment, structured=structured)
        problems = problems_of(plan, assignment)
        if problems:
            log.info("outline.repair", problems=problems)
            repair = Message("user", prompts.repair_prompt(problems))
            messages = (*messages, Message("assistant", answer or "(nothing)"), repair)
            _, repaired = await self._plan(messages, assignment, structured=structured)
            plan = _better(plan, repaired, assignment)
        if plan is None:
            raise ProviderError(
                f"{self._provider.name!r} gave no outline that can be read; try again, write the "
                "outline yourself or choose another model."
            )
        return finished(plan, assignment)

    async def _plan(
        self, messages: tuple[Message, ...], assignment: Assignment, *, structured: bool
    ) -> tuple[str, Plan | None]:
        schema = outline_schema(len(assignment.points)) if structured else None
        request = ModelRequest(messages, OUTLINE_TOKENS, schema=schema)
        answer, end = await self._provider.complete(request)
        if end.reason == "filter":
            raise ProviderError(
                f"{end.provider!r} refused to plan {assignment.topic!r}; change the brief or "
                "choose another model."
            )
        return answer, read_plan(answer)

    async def section(self, task: SectionTask) -> AsyncGenerator[StreamItem, None]:
        """Write one section's Markdown, without its heading, without surrounding blank lines.

        A `Restart` voids what this call has yielded so far. The last item is a `Finish`.

        Raises:
            ProviderError: When no provider could finish it.
        """
        known = [passage.number for passage in task.passages]
        cleaner = SectionCleaner(task.section.heading, known, task.partial)
        stream = cast(
            "AsyncGenerator[StreamItem, None]", self._provider.stream(section_request(task))
        )
        async with aclosing(stream) as items:
            async for item in items:
                match item:
                    case Text():
                        if text := cleaner.feed(item.text):
                            yield Text(text, item.logprob, item.tokens)
                    case Restart():
                        cleaner = SectionCleaner(task.section.heading, known, task.partial)
                        yield item
                    case Finish():
                        if tail := cleaner.end():
                            yield Text(tail)
                        yield item


def section_request(task: SectionTask) -> ModelRequest:
    """What the model is asked for one section."""
    messages = [
        Message("system", prompts.system_prompt(task.assignment, task.passages)),
        Message("user", prompts.section_prompt(task)),
    ]
    if prefix := task.partial.rstrip():  # vendors refuse trailing white space
        messages.append(Message("assistant", prefix))
    return ModelRequest(tuple(messages), section_tokens(task))


def section_tokens(task: SectionTask) -> int:
    """The maximum for a section: its words with room to spare, in tokens.

    English takes about 1.4 tokens a word, other languages up to 4.
    """
    each = 2 if task.assignment.language == "en" else 5
    return task.section.words * each + 200 + THINKING


def _better(first: Plan | None, second: Plan | None, assignment: Assignment) -> Plan | None:
    """The plan with fewer faults, the later one of two that are alike."""
    plans = [plan for plan in (second, first) if plan is not None and plan.sections]
    return min(plans, key=lambda plan: len(problems_of(plan, assignment)), default=None)
