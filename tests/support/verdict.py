"""What must hold of a generation however often its processes were killed.

`faults` judges evidence and knows no server, so that it can be proven with planted defects.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from alwrity.features.generation.events import Event, fold
from tests.support.server import Heard

_HEADINGS = re.compile(r"^#{1,2} .*\n\n?", re.MULTILINE)


@dataclass
class Evidence:
    """Everything that is known of one generation.

    Attributes:
        heard: What a client that came back by `Last-Event-ID` heard.
        body: The stored piece, as the API gives it.
        state: The generation's.
        log: The events in the database.
        pieces: How many pieces came of its brief.
        revisions: Each revision's reason and text.
        jobs: Jobs left of it: name and state.
        section: What the vendor writes for every section; None when that is not known.
    """

    heard: Heard
    body: str
    state: str
    log: list[Event]
    pieces: int
    revisions: list[tuple[str, str]]
    jobs: list[tuple[str, str]]
    section: str | None = None


def faults(found: Evidence) -> list[str]:
    """What is wrong, one sentence each; empty when nothing is."""
    return [*_of_text(found), *_of_events(found), *_of_rows(found)]


def _of_text(found: Evidence) -> list[str]:
    faults = []
    if found.heard.text != found.body:
        faults.append(f"the client's text {_difference(found.heard.text, found.body)}")
    if (folded := fold("", found.log)) != found.body:
        faults.append(f"the log's text {_difference(folded, found.body)}")
    if found.section is not None:
        sections = [text.strip() for text in _HEADINGS.split(found.body) if text.strip()]
        planned = [event for event in found.log if event.type == "outline"]
        if not planned or len(sections) != planned[-1].data.count('"heading"'):
            faults.append(f"{len(sections)} sections are not what was planned")
        faults += [
            f"section {number} {_difference(text, found.section)}"
            for number, text in enumerate(sections, 1)
            if text != found.section
        ]
    return faults


def _of_events(found: Evidence) -> list[str]:
    faults = []
    seqs = [event.seq for event in found.log]
    if seqs != list(range(1, len(seqs) + 1)):
        faults.append(f"the log's numbers have gaps: {seqs}")
    gaps = [(one, two) for one, two in pairwise(found.heard.ids) if two != one + 1]
    if gaps:
        faults.append(f"the client's ids have gaps or repetitions: {gaps}")
    for where, kinds in (
        ("log", [event.type for event in found.log]),
        ("client", [kind for kind, _ in found.heard.events]),
    ):
        if kinds.count("done") != 1 or kinds[-1] != "done":
            faults.append(f"the {where} has {kinds.count('done')} done, its last is {kinds[-1:]}")
        if "error" in kinds:
            faults.append(f"the {where} has an error")
    return faults


def _of_rows(found: Evidence) -> list[str]:
    faults = []
    if found.state != "done":
        faults.append(f"the generation is {found.state!r}")
    if found.pieces != 1:
        faults.append(f"{found.pieces} pieces came of one brief")
    ours = [text for reason, text in found.revisions if reason == "generation"]
    if len(ours) != 1:
        faults.append(f"{len(ours)} revisions of one completion")
    faults += ["a revision is not the piece's text" for text in ours if text != found.body]
    faults += [f"job {name!r} is {state}" for name, state in found.jobs if state != "queued"]
    if ("generation.run", "queued") in found.jobs:
        faults.append("job 'generation.run' is queued")
    return faults


def _difference(text: str, other: str) -> str:
    at = next(
        (i for i, (one, two) in enumerate(zip(text, other, strict=False)) if one != two),
        min(len(text), len(other)),
    )
    return (
        f"({len(text)} characters, not {len(other)}) differs at {at}: "
        f"{text[max(0, at - 30) : at + 30]!r}, not {other[max(0, at - 30) : at + 30]!r}"
    )
