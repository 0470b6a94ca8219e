import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.library import People, make

from alwrity.database import Database
from alwrity.features.content import pieces, search
from alwrity.features.content.schemas import ListQuery


@pytest.mark.parametrize(
    ("query", "phrases", "prefix"),
    [
        ("rye bread", ("rye",), "bread"),
        ('"rye bread"', ("rye bread",), ""),
        ('say "rye bread" fre', ("say", "rye bread"), "fre"),
        ('fre "rye bread"', ("fre", "rye bread"), ""),
        ('"open', (), "open"),
        ("a AND b* OR -c", ("a", "AND", "b*", "OR"), "-c"),
        ("!! rye ??", (), "rye"),
        ("!!", (), ""),
        ("a\x00b", ("a",), "b"),
    ],
)
def test_a_query_is_taken_apart(query: str, phrases: tuple[str, ...], prefix: str) -> None:
    assert search.Words.parse(query) == search.Words(phrases, prefix)


def test_a_blank_query_is_none() -> None:
    assert search.Words.parse(" \t\x00") is None


def test_a_snippet_is_plain_text() -> None:
    markdown = "## Rye\n\n- **Fresh** `bread`, see _[the shop](https://x.example/a_b)_ | a_b\n> so"
    assert search.plain(markdown) == "Rye Fresh bread, see the shop a_b so"


async def test_words_are_found_whole_begun_and_quoted(
    api: httpx.AsyncClient, people: People
) -> None:
    await make(api, title="One", body="Fresh **bread** from the follow-up shop, it's o'clock.")
    await make(api, title="Two", body="The bread is fresh at example.com in Čačak.")
    await make(api, title="Rye", body="Nothing here.", tags=["fresh"])
    await make(api, "neighbour", title="Away", body="Fresh bread.")

    async def found(query: str) -> str:
        answer = await api.get("/content", params={"q": query, "sort": "title"})
        assert answer.status_code == 200, answer.text
        return " ".join(item["title"] for item in answer.json()["items"])

    assert await found("fresh bread") == "One Two"
    assert await found("BREAD fre") == "One Two"
    assert await found("fres bread") == ""
    assert await found('"fresh bread"') == "One"
    assert await found('"fresh bre"') == ""
    assert await found("rye") == "Rye"
    assert await found("ry") == "Rye"
    assert await found("follow-u") == "One"
    assert await found("follow-up") == "One"
    assert await found("example.com") == "Two"
    assert await found("it's") == "One"
    assert await found("čačak") == "Two"
    assert await found("bread OR rye") == ""
    assert await found("bread -fresh") == "One Two"
    assert await found("!?") == ""
    assert await found("") == "One Rye Two"


async def test_a_changed_text_is_found_by_its_new_words(api: httpx.AsyncClient) -> None:
    made = await make(api, body="Old words.")
    await api.put(
        f"/content/{made.json()['id']}", json={"title": "T", "body": "Rather recent ones."},
        headers={"If-Match": '"1.0"'},
    )  # fmt: skip

    assert (await api.get("/content?q=old")).json()["items"] == []
    assert len((await api.get("/content?q=recent")).json()["items"]) == 1


async def test_hits_come_with_the_words_around_them(api: httpx.AsyncClient) -> None:
    await make(api, body="# Start\n\n" + "filler " * 300 + "the **golden** crust " + "end " * 300)

    item = (await api.get("/content?q=golden")).json()["items"][0]
    plain = (await api.get("/content")).json()["items"][0]

    assert "golden crust" in item["snippet"]
    assert len(item["snippet"]) < 300
    assert not set("*#<") & set(item["snippet"])
    assert plain["snippet"] is None


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(max_size=40)
    | st.text("\"'*():^-+&|!<>\\{}%_ ,.~@#ab\x00é中", max_size=40)
    | st.sampled_from(["NEAR(a b)", "title:x", "a:*", "' OR 1=1 --", "<->", "a <2> b", "\\", "'\\"])
)
async def test_no_text_ever_raises(people: People, database: Database, text: str) -> None:
    # Lone surrogates never get here: an address's bytes are decoded with replacements.
    query = text.encode("utf-8", "replace").decode()
    for sort in ("relevance", "-created_at"):
        if sort == "relevance" and not query.replace("\x00", " ").strip():
            continue
        async with database.read() as session:
            page = await pieces.browse(
                session, people.owner.workspace_id, ListQuery(q=query, sort=sort)
            )
        assert page == {"items": [], "next_cursor": None}
    words = search.Words.parse(query)
    if words is not None:
        async with database.read() as session:
            ids = [people.owner.member_id]
            assert await search.snippets(session, people.owner.workspace_id, ids, words) == {}
