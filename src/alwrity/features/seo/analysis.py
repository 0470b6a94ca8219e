"""The result of an analysis: plain values, the same for the same text, ready for JSON.

Offsets are UTF-16 units of the analysed text.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check says; a `score` of None means that it does not apply, and `advice` why."""

    id: str
    version: int
    group: str
    value: float | None
    threshold: str
    score: float | None
    weight: float
    advice: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a writer may act on.

    Attributes:
        id: Made of the check, the quoted text and which of several equal ones it is, so that a
            dismissal outlives changes elsewhere in the text.
        check: The check's id.
        group: The check's group.
        severity: `high`, `medium` or `low`.
        message: What is there.
        advice: What to do.
        quote: The text between the offsets; empty when the finding is about the whole piece.
        start: UTF-16 offset; None when it is about the whole piece.
        end: UTF-16 offset behind it; None when it is about the whole piece.
        replacement: What to put there instead; None if the writer has to find it.
    """

    id: str
    check: str
    group: str
    severity: str
    message: str
    advice: str
    quote: str
    start: int | None
    end: int | None
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A reason for which the quality score cannot exceed `cap`."""

    id: str
    cap: int
    reason: str


@dataclass(frozen=True, slots=True)
class SubScore:
    """A part of the quality score, 0-100; None when it does not apply."""

    id: str
    weight: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known about a text.

    Attributes:
        engine_version: Raised when the same text can get another result.
        language: The language it was read in; `und` if unknown.
        seo_score: 0-100.
        quality_score: 0-100, after the gates.
        uncapped: The quality score before the gates and before rounding.
        coverage: Share of the checks that apply, 0-1.
        word_count: Words that are read, headings included.
        gates: What caps the quality score.
        sub_scores: What the quality score is made of.
        findings: High severity first, then in the order of the text.
        checks: All checks, those that do not apply as well.
    """

    engine_version: str
    language: str
    seo_score: int
    quality_score: int
    uncapped: float
    coverage: float
    word_count: int
    gates: tuple[Gate, ...]
    sub_scores: tuple[SubScore, ...]
    findings: tuple[Finding, ...]
    checks: tuple[CheckResult, ...]

    def to_dict(self) -> dict[str, Any]:
        """The analysis as values that JSON knows."""
        return asdict(self)
