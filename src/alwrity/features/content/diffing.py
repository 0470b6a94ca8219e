"""What changed between two revisions: by lines first, then by words inside changed lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypedDict

from alwrity.features.content.sequences import Budget, Match, matches

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TOKEN = re.compile(r"\w+|[^\S\n]+|\n|[^\w\s]")
# Below this share of common characters two blocks are two texts; word by word would be confetti.
_ALIKE = 0.25
_CONTEXT = 3


class Hunk(TypedDict):
    """A piece of a comparison."""

    op: Literal["equal", "insert", "delete"]
    text: str


class _Stretch(NamedTuple):
    """Starts and ends in both sequences, and whether they are equal there."""

    a0: int
    a1: int
    b0: int
    b1: int
    equal: bool


Pair = tuple[str, str]
"""A stretch of the old text and what it is in the new one."""


def diff(old: str, new: str) -> list[Hunk]:
    """Compare two texts.

    The texts of all hunks that are not "insert" make the old text, those that are not "delete" the
    new one. The time is bounded: two texts of 20,000 words take a second at most; what is not
    compared until then counts as replaced.
    """
    budget = Budget()
    pairs: list[Pair] = []
    for before, after in _pairs(_LINE.findall(old), _LINE.findall(new), budget):
        if before == after or not before or not after:
            pairs.append((before, after))
        else:
            pairs.extend(_by_words(before, after, budget))
    return list(_hunks(_merged(_absorbed(pairs))))


def unified(old: str, new: str, old_name: str = "old", new_name: str = "new") -> str:
    """Compare two texts by lines, in the format that `patch` takes; "" when they are equal."""
    a, b = _LINE.findall(old), _LINE.findall(new)
    lines: list[str] = []
    for group in _groups(_stretches(matches(a, b, Budget()), len(a), len(b))):
        first, last = group[0], group[-1]
        lines.append(f"@@ -{_range(first.a0, last.a1)} +{_range(first.b0, last.b1)} @@\n")
        for stretch in group:
            if stretch.equal:
                lines += [_marked(" ", line) for line in a[stretch.a0 : stretch.a1]]
            else:
                lines += [_marked("-", line) for line in a[stretch.a0 : stretch.a1]]
                lines += [_marked("+", line) for line in b[stretch.b0 : stretch.b1]]
    return "".join([f"--- {old_name}\n", f"+++ {new_name}\n", *lines]) if lines else ""


def _by_words(before: str, after: str, budget: Budget) -> list[Pair]:
    pairs = list(_pairs(_TOKEN.findall(before), _TOKEN.findall(after), budget))
    common = sum(len(a) for a, b in pairs if a == b)
    return pairs if common >= _ALIKE * max(len(before), len(after)) else [(before, after)]


def _pairs(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Pair]:
    for stretch in _stretches(matches(old, new, budget), len(old), len(new)):
        yield "".join(old[stretch.a0 : stretch.a1]), "".join(new[stretch.b0 : stretch.b1])


def _stretches(found: Iterable[Match], old_size: int, new_size: int) -> Iterator[_Stretch]:
    """The whole of both sequences, changed and equal stretches in turn."""
    a = b = 0
    for match in [*found, Match(old_size, new_size, 0)]:
        if a < match.old or b < match.new:
            yield _Stretch(a, match.old, b, match.new, equal=False)
        a, b = match.old + match.size, match.new + match.size
        if match.size:
            yield _Stretch(match.old, a, match.new, b, equal=True)


def _absorbed(pairs: list[Pair]) -> Iterator[Pair]:
    """Blanks alone between two changes belong to the change: whole phrases read better."""
    for i, (before, after) in enumerate(pairs):
        blank = before == after and not before.strip() and "\n" not in before
        inside = 0 < i < len(pairs) - 1 and all(a != b for a, b in (pairs[i - 1], pairs[i + 1]))
        if blank and inside:
            yield before, ""
            yield "", after
        else:
            yield before, after


def _merged(pairs: Iterable[Pair]) -> Iterator[Pair]:
    before = after = ""
    changed: bool | None = None
    for a, b in pairs:
        if changed is not None and changed != (a != b):
            yield before, after
            before = after = ""
        changed = a != b
        before, after = before + a, after + b
    if changed is not None:
        yield before, after


def _hunks(pairs: Iterable[Pair]) -> Iterator[Hunk]:
    for before, after in pairs:
        if before == after:
            yield {"op": "equal", "text": before}
            continue
        if before:
            yield {"op": "delete", "text": before}
        if after:
            yield {"op": "insert", "text": after}


def _groups(stretches: Iterable[_Stretch]) -> Iterator[list[_Stretch]]:
    """Changes with three lines around them; those that touch come together."""
    group: list[_Stretch] = []
    changed = False
    for stretch in stretches:
        if not stretch.equal:
            group.append(stretch)
            changed = True
            continue
        a0, a1, b0, b1, _ = stretch
        kept = min(a1 - a0, _CONTEXT)
        if changed and a1 - a0 <= 2 * _CONTEXT:
            group.append(stretch)
            continue
        if changed:
            yield [*group, _Stretch(a0, a0 + kept, b0, b0 + kept, equal=True)]
        group = [_Stretch(a1 - kept, a1, b1 - kept, b1, equal=True)]
        changed = False
    if changed:
        if group[-1].equal:
            a0, a1, b0, b1, _ = group[-1]
            kept = min(a1 - a0, _CONTEXT)
            group[-1] = _Stretch(a0, a0 + kept, b0, b0 + kept, equal=True)
        yield group


def _range(start: int, end: int) -> str:
    size = end - start
    first = start + 1 if size else start
    return str(first) if size == 1 else f"{first},{size}"


def _marked(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
