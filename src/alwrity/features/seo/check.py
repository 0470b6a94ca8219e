"""What a check is and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

Subject = TypeVar("Subject")

GOOD: Final = 8.0
POOR: Final = 4.0


class Group(StrEnum):
    """What a check is about."""

    SEO = "seo"
    CLARITY = "clarity"
    EVIDENCE = "evidence"


class Severity(StrEnum):
    """How much a finding matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def severity_of(score: float) -> Severity:
    """4 or less is high, 8 or more low."""
    if score <= POOR:
        return Severity.HIGH
    return Severity.MEDIUM if score < GOOD else Severity.LOW


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text that a check points at.

    Attributes:
        start: Code-point offset.
        end: Code-point offset behind it.
        message: What is there, in a few words.
        severity: How much it matters; as the check's score says if left out.
        replacement: What could stand there instead; empty to leave it out; None if unknown.
    """

    start: int
    end: int
    message: str
    severity: Severity | None = None
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found.

    Attributes:
        score: 0-9, below 0 where search engines punish; None if the check does not apply.
        advice: One sentence: what to do, or what is good.
        value: What was measured.
        marks: Where.
    """

    score: float | None
    advice: str
    value: float | None = None
    marks: tuple[Mark, ...] = ()


def not_applicable(reason: str) -> Outcome:
    """The outcome of a check that says nothing about this text."""
    return Outcome(None, reason)


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """One rule about a `Subject`: a piece or a page.

    Attributes:
        id: Its name; part of every finding's id, so it never changes.
        group: What it is about.
        threshold: What is good, in words.
        measure: The rule.
        version: Raised when the rule's outcome changes.
        weight: Weight in the SEO score (only the group `seo`).
    """

    id: str
    group: Group
    threshold: str
    measure: Callable[[Subject], Outcome]
    version: int = 1
    weight: float = 1.0
