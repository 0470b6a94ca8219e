"""How fast, and how repetitive, the embedded model's drafts are on this machine.

Four pieces with three points each, as the product writes them. Wall-clock figures depend on what
else runs, so the load average stands beside them, and the model's own processor seconds.
"""

import asyncio
import logging
import os
import time

import psutil
import structlog

from alwrity.features.generation.drafting import Assignment, SectionTask
from alwrity.features.generation.drafting_small import SmallDrafter
from alwrity.features.generation.sentence_gates import repetition, sentences
from alwrity.providers.embedded import EmbeddedProvider
from alwrity.providers.protocol import Finish, Message, ModelRequest, Text

ASSIGNMENTS = (
    Assignment(
        "Why sourdough bread rises slowly",
        points=(
            "how temperature affects fermentation",
            "wild yeast",
            "why patience improves taste",
        ),
    ),
    Assignment(
        "Remote work for small teams",
        points=("benefits of remote work", "how to run good meetings", "common mistakes to avoid"),
    ),
    Assignment(
        "Watering indoor plants",
        points=("Check the soil first", "pots with drainage holes", "signs of overwatering"),
    ),
    Assignment(
        "Saving energy at home in winter",
        points=("Seal the windows", "Lower the thermostat at night", "why insulation pays off"),
    ),
)


def main() -> None:
    """Print the figures."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(measure())


async def measure() -> None:
    """Start the model, measure plain speed, then the pieces."""
    provider = EmbeddedProvider()
    began = time.perf_counter()
    await provider.start()
    print(f"embedded: load average {load()}, {os.cpu_count()} processors")
    print(f"embedded: model ready after {time.perf_counter() - began:.1f} s")
    try:
        await plain(provider)
        for assignment in ASSIGNMENTS:
            await piece(provider, assignment)
    finally:
        await provider.close()


async def plain(provider: EmbeddedProvider) -> None:
    """Tokens a second of one stream without drafting around it."""
    request = ModelRequest(
        (Message("user", "Explain how bread rises."),), 120, 0.5, extra={"ignore_eos": True}
    )
    first = 0.0
    began = time.perf_counter()
    async for item in provider.stream(request):
        first = first or time.perf_counter()
        if isinstance(item, Finish):
            break
    seconds = time.perf_counter() - first
    print(f"embedded: first token {first - began:.2f} s, {119 / seconds:.0f} tokens/s, one stream")


async def piece(provider: EmbeddedProvider, assignment: Assignment) -> None:
    """One whole piece through the drafter."""
    drafter = SmallDrafter(provider)
    outline = await drafter.outline(assignment, ())
    assert provider.pid
    child = psutil.Process(provider.pid)
    busy = sum(child.cpu_times()[:2])
    began = time.perf_counter()
    first = 0.0
    tokens = 0
    markdown = ""
    for index, section in enumerate(outline.sections):
        if section.heading:
            markdown += f"\n\n## {section.heading}\n\n"
        async for item in drafter.section(SectionTask(assignment, outline, index, markdown)):
            if isinstance(item, Text):
                markdown += item.text
                first = first or (time.perf_counter() if item.text.endswith(".") else 0.0)
            elif isinstance(item, Finish):
                tokens += item.usage.output_tokens or 0
    seconds = time.perf_counter() - began
    busy = sum(child.cpu_times()[:2]) - busy
    prose = "\n".join(line for line in markdown.splitlines() if not line.startswith("#"))
    print(
        f"embedded: {assignment.topic!r}: first sentence {first - began:.1f} s, {seconds:.0f} s "
        f"({busy:.0f} s of processor), {tokens} tokens, {tokens / seconds:.0f} tokens/s, "
        f"{len(sentences(prose))} sentences, {len(prose.split())} words, "
        f"4-gram repetition {repetition(prose):.3f}, load {load()}"
    )


def load() -> str:
    """The load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
