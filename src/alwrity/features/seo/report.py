"""An analysis as a terminal shows it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from alwrity.features.seo.analysis import Analysis, Finding

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_BAR: Final = 24
_NAME: Final = 13
_QUOTE: Final = 76
_SHOWN_PER_CHECK: Final = 5
_COLOURS: Final = {"high": "red", "medium": "yellow", "low": "blue"}
# The severity is said by the sign as well: colours are lost in pipes and on some eyes.
_SIGNS: Final = {"high": "!!", "medium": "! ", "low": "· "}


def _colour(score: float) -> str:
    return "green" if score >= 80 else "yellow" if score >= 50 else "red"


def _bar(name: str, score: float, note: str = "") -> "Text":
    from rich.text import Text  # noqa: PLC0415 - only a terminal needs it

    filled = round(_BAR * score / 100)
    line = Text(f"{name:<{_NAME}}")
    line.append("█" * filled, _colour(score))
    line.append("░" * (_BAR - filled), "dim")
    line.append(f" {score:>3.0f}", "bold")
    line.append(note, "dim")
    return line


def _quoted(finding: Finding) -> str:
    """The quoted text on one line, cut at a width that fits."""
    said = " ".join(finding.quote.split())
    return said if len(said) <= _QUOTE else said[: _QUOTE - 1].rstrip() + "…"


def _finding(finding: Finding) -> Iterator["Text"]:
    from rich.text import Text  # noqa: PLC0415 - only a terminal needs it

    colour = _COLOURS[finding.severity]
    head = Text(f"{_SIGNS[finding.severity]} ", f"bold {colour}")
    head.append(finding.message, "bold")
    head.append(f"  {finding.group}", "dim")
    yield head
    if finding.quote:
        yield Text(f"   │ {_quoted(finding)}", colour)
    if finding.replacement:
        yield Text(f"   → “{finding.replacement}”")


def _by_check(findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    """The findings of a check together, the gravest checks first."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.check), []).append(finding)
    return groups.values()


def _lines(analysis: Analysis) -> Iterator["Text"]:
    from rich.text import Text  # noqa: PLC0415 - only a terminal needs it

    yield _bar("SEO", analysis.seo_score)
    yield _bar("Quality", analysis.quality_score)
    for gate in analysis.gates:
        yield Text(f"  capped at {gate.cap}: {gate.reason}", "red")
    if analysis.sub_scores:
        yield Text("")
    for part in analysis.sub_scores:
        if part.score is None:
            yield Text(f"{part.id:<{_NAME}}not applicable", "dim")
        else:
            yield _bar(part.id, part.score, f"  weight {part.weight}")
    yield Text("")
    applied = sum(check.score is not None for check in analysis.checks)
    yield Text(
        f"{analysis.word_count} words, language {analysis.language}, "
        f"{applied} of {len(analysis.checks)} checks apply, "
        f"{len(analysis.findings)} to review",
        "dim",
    )
    for findings in _by_check(analysis.findings):
        yield Text("")
        for finding in findings[:_SHOWN_PER_CHECK]:
            yield from _finding(finding)
        if len(findings) > _SHOWN_PER_CHECK:
            yield Text(f"   and {len(findings) - _SHOWN_PER_CHECK} more of these", "dim")
        if findings[0].advice != findings[0].message:
            yield Text(f"   {findings[0].advice}", "italic")


def render(analysis: Analysis, console: "Console") -> None:
    """Print an analysis: scores, gates, sub-scores, then the findings with their advice.

    Args:
        analysis: What to show.
        console: Where to; its width wraps what is long.
    """
    for line in _lines(analysis):
        console.print(line, highlight=False)
