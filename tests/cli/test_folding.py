from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwrity.cli.event_parser import Event, EventParser
from alwrity.cli.folding import Fold
from alwrity.errors import UnavailableError
from alwrity.features.generation import events as server
from alwrity.text import utf16_length


def event(kind: str, number: int | None = None, /, **data: Any) -> Event:
    return Event(kind, data, number)


def test_a_rewind_counts_in_utf16_units() -> None:
    fold = Fold()
    fold.apply(event("token", 1, text="🍞 bread "))
    step = fold.apply(event("rewind", 2, offset=3))

    assert fold.text == "🍞 "
    assert step.withdrawn
    assert fold.apply(event("token", 3, text="rolls")).added == "rolls"
    assert fold.text == "🍞 rolls"


def test_a_rewind_to_where_the_text_ends_withdraws_nothing() -> None:
    fold = Fold()
    fold.apply(event("token", 1, text="🍞"))

    assert not fold.apply(event("rewind", 2, offset=2)).withdrawn


def test_what_came_before_is_not_taken_twice() -> None:
    fold = Fold()
    for _ in range(2):
        fold.apply(event("section", 1, position=0, heading="A", text="## A\n\n"))
        fold.apply(event("token", 2, text="One."))

    assert fold.text == "## A\n\nOne."
    assert fold.seq == 2


def test_events_without_a_number_pass() -> None:
    fold = Fold()
    fold.apply(event("token", 7, text="a"))
    fold.apply(event("queued", position=1))

    assert fold.seq == 7


def test_a_snapshot_goes_on_from_what_was_shown() -> None:
    fold = Fold()
    fold.apply(event("token", 4, text="One "))
    step = fold.apply(event("snapshot", 9, text="One two", seq=9))

    assert (step.added, step.withdrawn, fold.seq) == ("two", False, 9)


def test_a_snapshot_of_another_text_takes_back_what_was_shown() -> None:
    fold = Fold()
    fold.apply(event("token", 4, text="One "))
    step = fold.apply(event("snapshot", 9, text="Two", seq=9))

    assert (step.added, step.withdrawn, fold.text) == ("Two", True, "Two")


def test_a_rewind_behind_the_end_is_a_fault_of_the_server() -> None:
    with pytest.raises(UnavailableError, match="9"):
        Fold().apply(event("rewind", 1, offset=9))


@given(st.data())
def test_it_folds_as_the_server_does(data: st.DataObject) -> None:
    fold, text, log = Fold(), "", []
    for seq in range(1, data.draw(st.integers(1, 12)) + 1):
        if data.draw(st.booleans()):
            kind, body = "token", {"text": data.draw(st.text("aé🍞\n", min_size=1, max_size=5))}
        else:
            kind, body = "rewind", {"offset": data.draw(st.integers(0, utf16_length(text)))}
        log.append(server.Event(seq, kind, orjson.dumps(body).decode()))
        text = server.fold("", log)
        fold.apply(Event(kind, body, seq))

    assert fold.text == text


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(["token", "state"]), st.text(max_size=9)), max_size=5),
    st.data(),
)
def test_events_are_the_same_however_the_network_cuts_them(
    said: list[tuple[str, str]], data: st.DataObject
) -> None:
    sent = b": hello\n\n" + b"".join(
        server.encode(kind, {"text": text}, seq) + b": keep-alive\n\nretry: 500\n\n"
        for seq, (kind, text) in enumerate(said)
    )
    parser, heard, start = EventParser(), [], 0
    while start < len(sent):
        end = data.draw(st.integers(start + 1, len(sent)))
        heard += parser.feed(sent[start:end])
        start = end

    assert heard == [Event(kind, {"text": text}, n) for n, (kind, text) in enumerate(said)]
