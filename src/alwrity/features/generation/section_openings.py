"""Outline and openings for the small model, made from the brief's own words.

The model can neither plan nor be told much: what steers it is the beginning of its answer. Each
form of a point ("why ...", "how to ...") has a beginning that asks for the matching sentence.
"""

import re
from dataclasses import dataclass

from alwrity.features.generation.drafting import Assignment, Outline, PlannedSection, Template

_LONGEST_HEADING = 70
_LONGEST_START = 16
_MOST_INTRODUCTION = 60

_ASKED = re.compile(
    r"^(?:please )?(?:explain|mention|describe|discuss|cover|talk about|write about|include|say"
    r"|point out|show|tell)(?: that)?:? ",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:the )?(?:top |best )?\d+ (?:\w+ )?(?:tips|ways|reasons|things|ideas|steps|mistakes|facts)"
    r"(?: (?:for|to|about|of|that))? ",
    re.IGNORECASE,
)
_GUIDE = re.compile(r"^(?:a |an |the )?(?:\w+ )?(?:guide|introduction) (?:to|for) ", re.IGNORECASE)
_DOES = "affects?|works?|changes?|helps?|influences?|shapes?|improves?|reduces?|causes?|drives?"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), start)
    for pattern, start in (
        (r"^how to (.+)", "To {0},"),
        (rf"^how (.+? (?:{_DOES})\b.*)", "{0} by"),
        (r"^how (.+)", ""),
        (r"^why (?:it|this|that) matters", "{subject} matters because"),
        (r"^why (?:is|are|do|does|did|can|should|to) .+", ""),
        (r"^why (.+)", "{0} because"),
        (r"^what (is|are) (.+)", "{1} {0}"),
        (r"^what (.+) (is|are|means?)$", "{0} {1}"),
        (r"^when to (.+)", "The best time to {0} is"),
        (r"^when (?:is|are|do|does|did|can|should) .+", ""),
        (r"^when (.+)", "{0} when"),
        (r"^where to (.+)", ""),
        (r"^(?:where|who|which|what) .+", ""),
    )
)

# Headings to edit, each with the beginning of its first sentence. {0} is the topic's subject.
_TEMPLATES: dict[Template, tuple[tuple[str, str], ...]] = {
    Template.BLOG_POST: (
        ("The case for {0}", "One good reason to consider {0} is"),
        ("Common mistakes with {0}", "A common mistake with {0} is"),
        ("How to start with {0}", "To start with {0},"),
    ),
    Template.HOW_TO: (
        ("What you need", "Before you begin, make sure"),
        ("The first steps", "To begin,"),
        ("Common mistakes", "A common mistake is"),
        ("How to check the result", "You can tell that it worked when"),
    ),
    Template.LISTICLE: (
        ("Where to begin", "The best place to begin is"),
        ("What saves time", "You can save time by"),
        ("What saves money", "You can save money by"),
        ("What to avoid", "One thing to avoid is"),
    ),
    Template.PRODUCT_DESCRIPTION: (
        ("What it does", "It is designed to"),
        ("Who it is for", "It suits people who"),
        ("What sets it apart", "It stands out because"),
    ),
    Template.SOCIAL_POST: (),
}
# For a topic that is no name of a thing, such as a question.
_UNNAMED = (
    ("Why it matters", "It matters because"),
    ("Common mistakes", "A common mistake is"),
    ("Where to start", "The best place to start is"),
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the model is told for one point, and how its first sentence begins."""

    instruction: str
    start: str


def outline(assignment: Assignment) -> Outline:
    """A plan to edit: a heading for each point, or the template's headings without points."""
    title = capitalised(assignment.topic.strip().rstrip("."))
    words = max(60, assignment.words)
    if assignment.template is Template.SOCIAL_POST:
        section = PlannedSection("", assignment.points, min(words, 80))
        return Outline(title, (section,))
    introduction = PlannedSection("", (), min(_MOST_INTRODUCTION, max(40, words // 8)))
    planned: list[tuple[str, tuple[str, ...]]] = [
        (heading(point), (point,)) for point in assignment.points if point.strip()
    ]
    if not planned:
        planned = [(text, ()) for text, _ in _template(assignment)]
    each = max(60, (words - introduction.words) // len(planned))
    sections = (PlannedSection(text, points, each) for text, points in planned)
    return Outline(title, (introduction, *sections))


def heading(point: str) -> str:
    """A heading made from a point: without its "explain ...", capitalised, not too long."""
    text = plain(point)
    if len(text) > _LONGEST_HEADING:
        text = re.split(r"[,;:(]| - | \u2013 | because | so that ", text, maxsplit=1)[0].strip()
    while len(text) > _LONGEST_HEADING:
        text = text.rsplit(" ", 1)[0]
    if re.match(
        r"(?:how (?!to )|why|what|when|where|who|which|is|are|do|does|can)\b", point, re.IGNORECASE
    ):
        return capitalised(text + ("?" if point.rstrip().endswith("?") else ""))
    return capitalised(text)


def opening(assignment: Assignment, section: PlannedSection, point: str) -> Opening:
    """How the model is led into a point; without one, into the heading or the topic itself."""
    subject = subject_of(assignment.topic)
    told = plain(point or section.heading)
    about = f"The article is about: {assignment.topic.strip().rstrip('.')}."
    style = f" It is written for {assignment.audience.strip()}." if assignment.audience else ""
    task = f"Write about {told}." if told else "Introduce the topic."
    start = "" if point else dict(_template(assignment)).get(section.heading, "")
    if not told and assignment.template is Template.PRODUCT_DESCRIPTION and _is_common(subject):
        start = f"The {_lowered(subject)} is"
    return Opening(
        f"{task} {about}{style} Give practical advice in plain sentences.",
        start or _start(told or subject, subject),
    )


def _start(told: str, subject: str) -> str:
    for pattern, form in _FORMS:
        if match := pattern.match(told):
            start = form.format(*match.groups(), subject=subject)
            break
    else:
        start = told
    return capitalised(start) if len(start.split()) <= _LONGEST_START else ""


def subject_of(topic: str) -> str:
    """The topic without "10 tips for", "a guide to" and the like."""
    text = plain(topic)
    return _GUIDE.sub("", _COUNTED.sub("", text)) or text


def plain(text: str) -> str:
    """A point without its "explain ..." and its final mark."""
    return _ASKED.sub("", " ".join(text.split())).rstrip(".!?:; ")


def capitalised(text: str) -> str:
    """The text with a capital first letter; `iPhone` and the like stay as they are."""
    first = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in first[1:]) else text[:1].upper() + text[1:]


def _template(assignment: Assignment) -> tuple[tuple[str, str], ...]:
    """The template's headings and beginnings for this topic."""
    subject = subject_of(assignment.topic)
    nameable = len(subject.split()) <= 5 and not any(p.match(subject) for p, _ in _FORMS)
    if assignment.template is Template.BLOG_POST and not nameable:
        return _UNNAMED
    subject = _lowered(subject)
    return tuple(
        (head.format(subject), start.format(subject))
        for head, start in _TEMPLATES[assignment.template]
    )


def _is_common(subject: str) -> bool:
    """Whether there is no name in it, so that its capital is only the line's."""
    return " " in subject and subject[1:] == subject[1:].lower()


def _lowered(subject: str) -> str:
    return subject[:1].lower() + subject[1:] if _is_common(subject) else subject
