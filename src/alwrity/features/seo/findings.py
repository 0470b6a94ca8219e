"""From what the checks found to what a writer is shown."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from alwrity.features.seo.analysis import Finding
from alwrity.features.seo.check import GOOD, Check, Mark, Outcome, Severity, severity_of
from alwrity.text import Utf16Index

# Beyond this a check's list helps nobody and weighs on everybody who loads it.
MOST_MARKS: Final = 100
_ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


def findings_of(
    text: str, outcomes: Sequence[tuple[Check[Any], Outcome]], index: Utf16Index
) -> tuple[Finding, ...]:
    """The findings, the gravest first, then in the order of the text.

    A check that is not content but points nowhere is one finding about the whole piece.
    """
    found: list[tuple[int, int, Finding]] = []
    seen: Counter[tuple[str, str]] = Counter()
    for check, outcome in outcomes:
        if outcome.score is None:
            continue
        marks: Sequence[Mark | None] = outcome.marks[:MOST_MARKS]
        if not marks and outcome.score < GOOD:
            marks = (None,)
        for mark in marks:
            severity = (mark and mark.severity) or severity_of(outcome.score)
            quote = text[mark.start : mark.end] if mark else ""
            said = " ".join(quote.split())
            finding = Finding(
                id=_identity(check.id, said, seen[check.id, said]),
                check=check.id,
                group=check.group.value,
                severity=severity.value,
                message=mark.message if mark else outcome.advice,
                advice=outcome.advice,
                quote=quote,
                start=index.units(mark.start) if mark else None,
                end=index.units(mark.end) if mark else None,
                replacement=mark.replacement if mark else None,
            )
            seen[check.id, said] += 1
            found.append((_ORDER[severity], mark.start if mark else -1, finding))
    found.sort(key=lambda entry: entry[:2])
    return tuple(finding for _, _, finding in found)


def _identity(check: str, said: str, occurrence: int) -> str:
    written = f"{check}\n{said}\n{occurrence}".encode("utf-8", "replace")
    return hashlib.blake2b(written, digest_size=8).hexdigest()
