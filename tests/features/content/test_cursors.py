import base64
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alwrity.errors import InvalidInputError
from alwrity.features.content.cursors import Position, scope_of, seal, unseal

SECRET = "5" * 64
WORKSPACE = uuid4()
values = st.one_of(
    st.none(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)
positions = st.tuples(values, st.uuids())
filters = st.dictionaries(
    st.sampled_from(["q", "sort", "author"]), st.text(st.characters(exclude_categories=["Cs"]))
)


@given(positions, filters)
def test_a_position_comes_back_as_it_was(position: Position, filters_: dict[str, str]) -> None:
    scope = scope_of(WORKSPACE, "content", filters_)

    assert unseal(SECRET, scope, seal(SECRET, scope, position)) == position


@given(positions, filters, filters, st.sampled_from(["content", "revisions"]), st.booleans())
def test_a_cursor_of_another_list_is_refused(
    position: Position, mine: dict[str, str], theirs: dict[str, str], listing: str, same: bool
) -> None:
    workspace = WORKSPACE if same else uuid4()
    scope, other = scope_of(WORKSPACE, "content", mine), scope_of(workspace, listing, theirs)
    assume(scope != other)

    with pytest.raises(InvalidInputError, match="begin again without a cursor"):
        unseal(SECRET, other, seal(SECRET, scope, position))


@given(positions, st.data())
def test_a_forged_cursor_is_refused(position: Position, data: st.DataObject) -> None:
    scope = scope_of(WORKSPACE, "content", {})
    cursor = seal(SECRET, scope, position)
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    forged = base64.urlsafe_b64encode(raw).decode().rstrip("=")

    with pytest.raises(InvalidInputError):
        unseal(SECRET, scope, forged)
    with pytest.raises(InvalidInputError):
        unseal("6" * 64, scope, cursor)


@given(st.text(max_size=100) | st.binary(max_size=60).map(bytes.hex))
def test_any_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        unseal(SECRET, scope_of(WORKSPACE, "content", {}), text)


def test_the_order_of_filters_does_not_matter() -> None:
    one = scope_of(WORKSPACE, "content", {"a": 1, "b": UUID(int=1)})
    assert one == scope_of(WORKSPACE, "content", {"b": UUID(int=1), "a": 1})
