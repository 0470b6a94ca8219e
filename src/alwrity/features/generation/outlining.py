"""From a model's answer to an outline that can be used: reading, checking and finishing it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from alwrity.features.generation.drafting import Assignment, Outline, PlannedSection, Template

INTRODUCTION_SHARE = 0.12
LONGEST_HEADING = 100
LONGEST_TITLE = 120

# Words a section, fewest and most sections.
_COUNTS: Mapping[Template, tuple[int, int, int]] = {
    Template.BLOG_POST: (180, 2, 8),
    Template.HOW_TO: (130, 3, 10),
    Template.LISTICLE: (110, 3, 12),
    Template.PRODUCT_DESCRIPTION: (120, 2, 5),
    Template.SOCIAL_POST: (1, 0, 0),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A section as the model planned it; `covers` are numbers of required points, from 1."""

    heading: str
    points: tuple[str, ...] = ()
    covers: tuple[int, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """An outline as the model gave it."""

    title: str
    introduction: tuple[str, ...]
    sections: tuple[Planned, ...]


def section_count(assignment: Assignment) -> int:
    """How many sections suit the length, introduction apart."""
    words, fewest, most = _COUNTS[assignment.template]
    return max(fewest, min(most, assignment.words // words))


def outline_schema(points: int) -> dict[str, Any]:
    """The JSON schema of a plan, in the subset that all vendors take in their strict modes."""
    strings = {"type": "array", "items": {"type": "string"}}
    section: dict[str, Any] = {
        "heading": {"type": "string"},
        "points": strings,
        "words": {"type": "integer"},
    }
    if points:
        numbers = {"type": "integer", "enum": list(range(1, points + 1))}
        section["covers"] = {"type": "array", "items": numbers}
    sections = {"type": "array", "items": _object(section)}
    return _object({"title": {"type": "string"}, "introduction": strings, "sections": sections})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_plan(answer: str) -> Plan | None:
    """The plan in an answer: JSON, also inside a fence or remarks, else an outline in Markdown."""
    begin, end = answer.find("{"), answer.rfind("}")
    if 0 <= begin < end:
        try:
            return _from_json(orjson.loads(answer[begin : end + 1]))
        except (ValueError, TypeError, KeyError, AttributeError):
            pass  # it may still be readable as text
    return _from_text(answer)


def _from_json(value: Any) -> Plan:
    sections = tuple(
        Planned(
            clean_heading(str(section["heading"])),
            _strings(section.get("points")),
            tuple(n for n in section.get("covers") or () if isinstance(n, int)),
            words if isinstance(words := section.get("words"), int) else 0,
        )
        for section in value["sections"]
    )
    title = clean_heading(str(value.get("title") or ""), LONGEST_TITLE)
    return Plan(title, _strings(value.get("introduction")), sections)


def _strings(value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value or ()
    return tuple(line for item in items if (line := " ".join(str(item).split())))


_TITLE = re.compile(r"#\s+(.+)|title:\s*(.+)", re.IGNORECASE)
_HEADING = re.compile(r"(?:#{2,}|\d{1,2}[.)])\s+(.+)|\*\*(.+)\*\*:?$")
_POINT = re.compile(r"[-*•+]\s+(?:\[(\d+)\]\s*)?(.*)")
_WORDS = re.compile(r"\W*\b(\d{2,4})\s*\w+\W*$")


def _from_text(answer: str) -> Plan | None:
    title, introduction, sections = "", list[str](), list[Planned]()
    for line in map(str.strip, answer.splitlines()):
        if point := _POINT.match(line):
            number, text = point.groups()
            if not sections:
                introduction += [text] if text else []
                continue
            last = sections[-1]
            sections[-1] = replace(
                last,
                points=(*last.points, text) if text else last.points,
                covers=(*last.covers, int(number)) if number else last.covers,
            )
        elif not title and (found := _TITLE.match(line)):
            title = clean_heading(found[1] or found[2], LONGEST_TITLE)
        elif found := _HEADING.match(line):
            sections.append(_headed(found[1] or found[2]))
    return Plan(title, tuple(introduction), tuple(sections)) if sections else None


def _headed(text: str) -> Planned:
    words = 0
    if text.rstrip().endswith(")") and (found := _WORDS.search(text)):
        words, text = int(found[1]), text[: found.start()]
    return Planned(clean_heading(text), words=words)


def clean_heading(text: str, longest: int = LONGEST_HEADING) -> str:
    """One line without Markdown, numbering and closing punctuation."""
    text = " ".join(text.split()).strip("#*_` ")
    text = re.sub(r"^\d{1,2}[.)]\s+", "", text).rstrip(".:;,").strip("*_ ")
    return text[:longest].rstrip()


def problems_of(plan: Plan | None, assignment: Assignment) -> list[str]:
    """What the model should mend, in sentences for it."""
    if plan is None:
        return ["It could not be read."]
    found = [] if plan.title else ["It has no title."]
    wanted, count = section_count(assignment), len(plan.sections)
    if not wanted - 2 <= count <= wanted + 3 or not count:
        found.append(f"It has {count} sections instead of about {wanted}.")
    headings = [section.heading.casefold() for section in plan.sections]
    if "" in headings:
        found.append("A section has no heading.")
    if len(set(headings)) < len(headings):
        found.append("Two sections have the same heading.")
    covered = {number for section in plan.sections for number in section.covers}
    found += [
        f"Required point {number} is not covered: {point}"
        for number, point in enumerate(assignment.points, 1)
        if number not in covered
    ]
    return found


def finished(plan: Plan, assignment: Assignment) -> Outline:
    """The outline: every required point in exactly one section, words that sum to the target."""
    sections = _distinct(plan.sections)[: section_count(assignment) + 3]
    if not sections:
        sections = [Planned(assignment.topic[:LONGEST_HEADING])]
    required = _distributed(sections, assignment.points)
    weights = _weights(sections)
    words = shared_words(
        assignment.words, [INTRODUCTION_SHARE / (1 - INTRODUCTION_SHARE), *weights]
    )
    numbered = assignment.template is Template.LISTICLE
    planned = [
        PlannedSection(
            f"{i}. {section.heading}" if numbered else section.heading,
            _merged(points, section.points),
            count,
        )
        for i, (section, points, count) in enumerate(
            zip(sections, required, words[1:], strict=True), 1
        )
    ]
    introduction = PlannedSection("", plan.introduction, words[0])
    return Outline(plan.title or assignment.topic, (introduction, *planned))


def _distinct(sections: Sequence[Planned]) -> list[Planned]:
    """Sections with headings of their own; one that repeats a heading joins the first."""
    by_heading: dict[str, Planned] = {}
    for section in sections:
        key = section.heading.casefold()
        first = by_heading.get(key)
        if first is not None:
            section = replace(  # noqa: PLW2901 - the joined one takes its place
                first,
                points=first.points + section.points,
                covers=first.covers + section.covers,
                words=first.words + section.words,
            )
        if key:
            by_heading[key] = section
    return list(by_heading.values())


def _distributed(sections: Sequence[Planned], points: Sequence[str]) -> list[list[str]]:
    """Required points a section; one that the model left out goes where its order suggests."""
    out: list[list[str]] = [[] for _ in sections]
    for number, point in enumerate(points, 1):
        covering = (i for i, section in enumerate(sections) if number in section.covers)
        out[next(covering, (number - 1) * len(sections) // len(points))].append(point)
    return out


def _merged(required: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    seen = {point.casefold() for point in required}
    return (*required, *(point for point in own if point.casefold() not in seen))


def _weights(sections: Sequence[Planned]) -> list[float]:
    """Shares that sum to 1; the model's words where it gave some to every section."""
    words = [max(0, section.words) for section in sections]
    if not all(words):
        words = [1] * len(sections)
    return [count / sum(words) for count in words]


def shared_words(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to the total (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    out = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: out[i] - exact[i])
    for i in order[: total - sum(out)]:
        out[i] += 1
    return out
