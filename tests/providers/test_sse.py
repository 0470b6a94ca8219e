import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.providers.sse import LARGEST_EVENT, SseParser, SurrogateJoiner, decode

STREAM = b': hello\n\nevent: x\ndata: {"a":1}\n\ndata:{"b":\ndata: 2}\n\n\ndata: [DONE]'
EVENTS = [b'{"a":1}', b'{"b":\n2}', b"[DONE]"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@given(cuts=st.lists(st.integers(0, 80), max_size=8))
def test_events_do_not_depend_on_how_the_network_cuts(end: bytes, cuts: list[int]) -> None:
    data = STREAM.replace(b"\n", end)
    parser, out, places = SseParser(), [], [0, *sorted(cuts), len(data)]
    for begin, stop in itertools.pairwise(places):
        out += parser.feed(data[begin:stop])
    assert out + parser.end() == EVENTS


def test_an_event_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="without an end"):
        SseParser().feed(b"data: " + b"x" * LARGEST_EVENT)


@given(st.text(alphabet=st.sampled_from(["a", "é", "😀", "\ud83d", "\ude00"])), st.data())
def test_joined_text_is_what_utf_16_says(text: str, data: st.DataObject) -> None:
    halves = [
        chr(int.from_bytes(unit, "little"))
        for raw in [text.encode("utf-16-le", "surrogatepass")]
        for unit in (raw[i : i + 2] for i in range(0, len(raw), 2))
    ]
    whole = "".join(halves).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    joiner, out = SurrogateJoiner(), ""
    while halves:
        count = data.draw(st.integers(1, len(halves)))
        out += joiner.feed("".join(halves[:count]))
        out.encode()  # never half a pair, at any moment
        halves = halves[count:]
    assert out + joiner.end() == whole


def test_half_a_pair_is_decoded() -> None:
    assert decode(rb'{"a":"\ud83d"}') == {"a": "\ud83d"}
    with pytest.raises(ValueError, match="Expecting"):
        decode(b'{"a"')
