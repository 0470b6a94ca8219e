"""The judge of the kill tests is proven first: every planted defect must be found."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.support.server import Heard
from tests.support.verdict import Evidence, faults

from alwrity.features.generation.events import Event, dump

SECTION = "Good teams measure. 🙂 They do."


def sound() -> Evidence:
    told: list[tuple[str, dict[str, Any]]] = [
        ("outline", {"title": "T", "sections": [{"heading": "A"}, {"heading": "B"}]}),
        ("section", {"text": "# T\n\n## A\n\n"}),
        ("token", {"text": "Good teams"}),
        ("token", {"text": " measure. 🙂 Th"}),
        ("rewind", {"offset": 21}),
        ("token", {"text": " measure. 🙂 They do."}),
        ("section", {"text": "\n\n## B\n\n"}),
        ("token", {"text": SECTION}),
        ("section", {"text": "\n"}),
        ("done", {"state": "done"}),
    ]
    heard = Heard()
    heard.take("snapshot", {"text": "", "seq": 0}, 0)
    for seq, (kind, data) in enumerate(told, 1):
        heard.take(kind, data, seq)
    return Evidence(
        heard=heard,
        body=heard.text,
        state="done",
        log=[Event(seq, kind, dump(data)) for seq, (kind, data) in enumerate(told, 1)],
        pieces=1,
        revisions=[("generation", heard.text)],
        jobs=[("generation.compact", "queued")],
        section=SECTION,
    )


def _client_lost_a_character(found: Evidence) -> None:
    found.heard.text = found.heard.text.replace("measure", "measre", 1)


def _client_doubled_a_token(found: Evidence) -> None:
    found.heard.take("token", {"text": " They"}, 11)


def _client_missed_an_event(found: Evidence) -> None:
    del found.heard.ids[4]


def _client_heard_an_event_twice(found: Evidence) -> None:
    found.heard.ids.insert(4, found.heard.ids[3])


def _client_heard_done_twice(found: Evidence) -> None:
    found.heard.take("done", {"state": "done"}, 11)


def _stored_text_lost_a_character(found: Evidence) -> None:
    found.body = found.body.replace("measure", "measre", 1)


def _everybody_lost_the_same_character(found: Evidence) -> None:
    _everybody_reads(found, SECTION.replace("measure", "measre"))


def _everybody_doubled_the_same_token(found: Evidence) -> None:
    _everybody_reads(found, SECTION.replace(" They", " They They"))


def _a_section_is_missing(found: Evidence) -> None:
    _everybody_reads(found, "")


def _everybody_reads(found: Evidence, section: str) -> None:
    found.body = found.heard.text = f"# T\n\n## A\n\n{SECTION}\n\n## B\n\n{section}\n"
    found.revisions = [("generation", found.body)]
    found.log[7] = Event(8, "token", dump({"text": section}))


def _log_has_a_gap(found: Evidence) -> None:
    del found.log[0]
    found.log.insert(0, Event(0, "outline", dump({"sections": [{"heading": ""}] * 2})))


def _log_has_done_twice(found: Evidence) -> None:
    found.log.append(Event(11, "done", "{}"))


def _log_goes_on_behind_done(found: Evidence) -> None:
    found.log.append(Event(11, "state", "{}"))


def _second_piece(found: Evidence) -> None:
    found.pieces = 2


def _no_piece(found: Evidence) -> None:
    found.pieces = 0


def _second_revision(found: Evidence) -> None:
    found.revisions *= 2


def _old_revision(found: Evidence) -> None:
    found.revisions = [("generation", found.body[:-5])]


def _job_left_running(found: Evidence) -> None:
    found.jobs.append(("generation.run", "running"))


def _job_buried(found: Evidence) -> None:
    found.jobs.append(("seo.analyse", "dead"))


def _job_still_queued(found: Evidence) -> None:
    found.jobs.append(("generation.run", "queued"))


def _failed(found: Evidence) -> None:
    found.state = "failed"


def test_a_sound_generation_has_no_faults() -> None:
    assert faults(sound()) == []


@pytest.mark.parametrize(
    "defect",
    [
        _client_lost_a_character,
        _client_doubled_a_token,
        _client_missed_an_event,
        _client_heard_an_event_twice,
        _client_heard_done_twice,
        _stored_text_lost_a_character,
        _everybody_lost_the_same_character,
        _everybody_doubled_the_same_token,
        _a_section_is_missing,
        _log_has_a_gap,
        _log_has_done_twice,
        _log_goes_on_behind_done,
        _second_piece,
        _no_piece,
        _second_revision,
        _old_revision,
        _job_left_running,
        _job_buried,
        _job_still_queued,
        _failed,
    ],
    ids=lambda defect: defect.__name__.strip("_"),
)
def test_each_planted_defect_is_found(defect: Callable[[Evidence], None]) -> None:
    found = copy.deepcopy(sound())
    defect(found)
    assert faults(found) != []
