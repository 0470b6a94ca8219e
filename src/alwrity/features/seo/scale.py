"""Piecewise-linear scales: a small change of a text is a small change of its score."""

from bisect import bisect_right
from collections.abc import Sequence


def piecewise(value: float, points: Sequence[tuple[float, float]]) -> float:
    """The score of a value on the line through `points`, level beyond its ends.

    Args:
        value: What was measured.
        points: (value, score), rising by value.
    """
    behind = bisect_right(points, value, key=lambda point: point[0])
    if behind == 0:
        return points[0][1]
    if behind == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[behind - 1], points[behind]
    return y0 + (y1 - y0) * (value - x0) / (x1 - x0)


def weighted_mean(parts: Sequence[tuple[float, float | None]]) -> float | None:
    """Mean of (weight, score) over the parts that apply; None if none does."""
    applied = [(weight, score) for weight, score in parts if score is not None]
    total = sum(weight for weight, _ in applied)
    return sum(weight * score for weight, score in applied) / total if total else None
