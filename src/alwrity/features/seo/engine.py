"""The analysis: pure, deterministic, versioned; no model, no network, no clock.

Budget: 20 ms of CPU time for 1,500 English words. Grammar and spelling run apart, later.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from alwrity.features.seo.analysis import Analysis, CheckResult, Span
from alwrity.features.seo.check import Check, Group, Outcome
from alwrity.features.seo.findings import MOST_MARKS, findings_of
from alwrity.features.seo.gates import gates_of
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.quality import sub_scores, total
from alwrity.features.seo.registry import CHECKS
from alwrity.features.seo.shingles import containment, shingles, shingles_of_plain
from alwrity.features.seo.target import Target
from alwrity.text import Utf16Index

ENGINE_VERSION: Final = "1.0.0"


def analyse(
    text: str, target: Target | None = None, *, corpus: Sequence[frozenset[int]] | None = None
) -> Analysis:
    """Analyse a text.

    Args:
        text: Markdown in normal form (`alwrity.text.validate_text`).
        target: What it is measured against; nothing if left out.
        corpus: Shingles of the known texts (`alwrity.features.seo.shingles`), without this one;
            None when there is no library to compare with.
    """
    return measure(Piece(text, target or Target()), CHECKS, corpus)


def measure(
    piece: Piece,
    checks: Sequence[Check[Piece]],
    corpus: Sequence[frozenset[int]] | None = None,
    others: Iterable[tuple[Check[Any], Outcome]] = (),
) -> Analysis:
    """Analyse a piece by some checks.

    Args:
        piece: The piece.
        checks: The checks to run; `reading-ease` has to be among them.
        corpus: Shingles of the known texts.
        others: Outcomes of checks on something else than the text, such as a page's HTML.
    """
    index = Utf16Index(piece.text)
    outcomes: list[tuple[Check[Any], Outcome]] = [(c, c.measure(piece)) for c in checks]
    by_id = {check.id: outcome for check, outcome in outcomes}
    outcomes.extend(others)
    copied = _copied(piece, corpus)
    gates = gates_of(piece, copied)
    parts = sub_scores(piece, by_id, copied)
    uncapped = total(parts)
    applied = sum(outcome.score is not None for _, outcome in outcomes)
    return Analysis(
        engine_version=ENGINE_VERSION,
        language=piece.language,
        seo_score=_seo_score(outcomes),
        quality_score=_score(min([uncapped, *(gate.cap for gate in gates)])),
        uncapped=round(uncapped, 2),
        coverage=round(applied / len(outcomes), 2) if outcomes else 0.0,
        word_count=piece.word_count,
        gates=gates,
        sub_scores=parts,
        findings=findings_of(piece.text, outcomes, index),
        checks=tuple(_result(check, outcome, index) for check, outcome in outcomes),
    )


def _score(value: float) -> int:
    return round(min(100.0, max(0.0, value)))


def _seo_score(outcomes: Sequence[tuple[Check[Any], Outcome]]) -> int:
    scores = [
        (check.weight, outcome.score)
        for check, outcome in outcomes
        if check.group is Group.SEO and outcome.score is not None
    ]
    most = 9 * sum(weight for weight, _ in scores)
    return _score(100 * sum(weight * score for weight, score in scores) / most) if most else 0


def _copied(piece: Piece, corpus: Sequence[frozenset[int]] | None) -> float | None:
    """Largest containment of the piece in a known text or in its sources taken together."""
    passages = piece.target.passages
    if corpus is None and not passages:
        return None
    own = shingles(piece.document.prose_words)
    sources = frozenset[int]().union(*map(shingles_of_plain, passages.values()))
    return max(containment(own, known) for known in (sources, *(corpus or ())))


def _result(check: Check[Any], outcome: Outcome, index: Utf16Index) -> CheckResult:
    return CheckResult(
        id=check.id,
        version=check.version,
        group=check.group.value,
        value=outcome.value,
        threshold=check.threshold,
        score=None if outcome.score is None else round(outcome.score, 2),
        weight=check.weight,
        advice=outcome.advice,
        spans=tuple(
            Span(index.units(mark.start), index.units(mark.end))
            for mark in outcome.marks[:MOST_MARKS]
        ),
    )
