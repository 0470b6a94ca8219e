"""CPU time of the analysis of a 1,500-word article, and its ratio to a bare Markdown parse."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from alwrity.features.seo.engine import analyse
from alwrity.features.seo.target import Target

_ARTICLE = Path(__file__).parent.parent / "tests/features/seo/article.md"
_WORDS = 1_500
_ROUNDS = 40


def _text() -> str:
    """The article of the tests, continued by its own sections in another order, to 1,500 words."""
    article = _ARTICLE.read_text("utf-8")
    intro, *sections = article.split("\n## ")
    parts = [intro, *sections]
    more = [section.replace(" the ", " that ") for section in reversed(sections)]
    while sum(len(part.split()) for part in parts) < _WORDS and more:
        parts.append(more.pop(0))
    return "\n## ".join(parts)


def _median_cpu_ms(run: Callable[[], object], rounds: int = _ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.process_time_ns()
        run()
        times.append((time.process_time_ns() - started) / 1e6)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    import comrak  # noqa: PLC0415 - only the yardstick needs it

    text = _text()
    target = Target(
        keyphrase="bread proofing",
        language="en",
        meta_description="How to tell when dough is ready, and what to do when it is not.",
        slug="bread-proofing",
        points=("the poke test", "temperature of the kitchen"),
        words=_WORDS,
    )
    sourced = Target(
        keyphrase="bread proofing", language="en", passages={1: text[:1_500], 2: text[3_000:5_000]}
    )
    result = analyse(text, target)
    plain = _median_cpu_ms(lambda: analyse(text, target))
    with_sources = _median_cpu_ms(lambda: analyse(text, sourced))
    bare = _median_cpu_ms(lambda: [comrak.render_markdown(text) for _ in range(20)]) / 20
    print(f"{result.word_count} words, {len(result.checks)} checks")
    print(f"analyse()               {plain:7.2f} ms CPU (budget 20)")
    print(f"analyse(), two sources  {with_sources:7.2f} ms CPU")
    print(f"comrak alone            {bare:7.3f} ms CPU; ratio {plain / bare:.0f}")


if __name__ == "__main__":
    main()
