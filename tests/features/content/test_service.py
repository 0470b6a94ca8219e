from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import People, make

from alwrity.database import Database, WriteSession
from alwrity.errors import ConflictError, InvalidInputError, NotFoundError, StaleRevisionError
from alwrity.features.content import service
from alwrity.group_commit import GroupCommit, apply
from alwrity.models.base import new_id

texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀𝄞"), max_size=20)


@given(texts, texts, texts, texts)
def test_a_splice_counts_in_utf_16_units(before: str, old: str, after: str, new: str) -> None:
    start = len(before.encode("utf-16-le")) // 2
    end = start + len(old.encode("utf-16-le")) // 2

    assert service.splice(before + old + after, start, end, new) == before + new + after


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 5), (0, 2), (2, 3)])
def test_a_stretch_outside_the_text_or_inside_a_character_is_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidInputError, match=f"The stretch {start} to {end}"):
        service.splice("a😀b", start, end, "x")


async def begin(database: Database, people: People) -> UUID:
    content_id = new_id()
    piece = service.started_piece(
        workspace_id=people.owner.workspace_id, author_id=people.writer.member_id,
        title="Rye bread", language="de", keyphrase="rye", brief_id=new_id(),
        generation_id=new_id(), content_id=content_id,
    )  # fmt: skip
    await GroupCommit(database).insert(piece)
    return content_id


async def checkpoint(session: WriteSession, where: dict[str, UUID], title: str, body: str) -> None:
    await apply(session, [service.checkpoint(**where, title=title, body=body)])


async def test_a_generation_writes_a_piece_from_start_to_end(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    where = {"workspace_id": people.owner.workspace_id, "content_id": await begin(database, people)}
    path = f"/content/{where['content_id']}"
    started = (await api.get(path)).json()
    assert (started["title"], started["body"], started["revision"]) == ("Rye bread", "", 1)
    assert (started["author"]["name"], started["language"]) == ("Writer", "de")
    assert started["generation_id"] is not None

    async with database.write() as session:
        await checkpoint(session, where, "Rye", "One two")
    half = (await api.get(path)).json()
    assert (half["title"], half["body"], half["word_count"]) == ("Rye", "One two", 2)
    assert (half["revision"], half["generation_id"]) == (2, started["generation_id"])
    assert half["updated_at"] > started["updated_at"]
    assert (await api.get(f"{path}/revisions")).json()["items"] == []

    async with database.write() as session:
        revision = await service.complete(
            session, **where, author_id=people.writer.member_id, title="Rye!", body="One two three",
        )  # fmt: skip
    whole = (await api.get(path)).json()
    assert revision == whole["revision"] == 3
    assert whole["generation_id"] is None
    assert (whole["body"], whole["word_count"], whole["keyphrase"]) == ("One two three", 3, "rye")
    history = (await api.get(f"{path}/revisions")).json()["items"]
    assert [(r["number"], r["reason"], r["title"]) for r in history] == [(3, "generation", "Rye!")]


async def test_what_a_generation_wrote_is_kept_in_the_bin_too(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    where = {"workspace_id": people.owner.workspace_id, "content_id": await begin(database, people)}
    path = f"/content/{where['content_id']}"
    gone = await api.delete(path, headers={"If-Match": '"1.0"'})
    assert gone.status_code == 204

    async with database.write() as session:
        await checkpoint(session, where, "T", "B")
        await service.complete(
            session, **where, author_id=people.writer.member_id, title="T", body="B C"
        )
    with pytest.raises(NotFoundError):
        async with database.read() as session:
            await service.get_piece(session, **where)
    assert (await api.post(f"{path}/restore")).json()["body"] == "B C"


async def test_an_analysis_counts_for_its_own_revision_only(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    made = await make(api)
    where = {"workspace_id": people.owner.workspace_id, "content_id": UUID(made.json()["id"])}
    scores = {"seo_score": 80, "quality_score": None}

    async with database.write() as session:
        assert await service.record_analysis(session, **where, revision=1, **scores)
        assert not await service.record_analysis(session, **where, revision=2, seo_score=1,
                                                 quality_score=1)  # fmt: skip
        assert not await service.record_analysis(
            session, workspace_id=people.neighbour.workspace_id, content_id=where["content_id"],
            revision=1, **scores,
        )  # fmt: skip

    read = await api.get(f"/content/{made.json()['id']}")
    assert read.headers["etag"] == '"1.1"'
    assert (read.json()["seo_score"], read.json()["quality_score"]) == (80, None)
    saved = await api.put(
        f"/content/{made.json()['id']}",
        json={"title": "T", "body": "B"},
        headers={"If-Match": made.headers["etag"]},
    )
    assert (saved.status_code, saved.headers["etag"]) == (200, '"2.1"')


async def test_an_edit_replaces_a_stretch(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    made = await make(api, "writer", body="Say 😀 hello")
    content_id = UUID(made.json()["id"])

    async def edit(expected: int, caller: str = "writer") -> int:
        async with database.write() as session:
            return await service.apply_edit(
                session, caller=getattr(people, caller), content_id=content_id,
                expected_revision=expected, start=4, end=6, replacement="🎉🎉",
            )  # fmt: skip

    assert await edit(1) == 2
    with pytest.raises(StaleRevisionError) as stale:
        await edit(1)
    assert stale.value.extra["current"]["body"] == "Say 🎉🎉 hello"
    assert stale.value.extra["yours"]["replacement"] == "🎉🎉"
    with pytest.raises(NotFoundError):
        await edit(2, "neighbour")
    assert await edit(2, "editor") == 3
    history = (await api.get(f"/content/{content_id}/revisions")).json()["items"]
    assert [(r["number"], r["reason"]) for r in history] == [
        (3, "edit"), (2, "edit"), (1, "create"),
    ]  # fmt: skip
    whole = (await api.get(f"/content/{content_id}/revisions/2")).json()
    assert whole["body"] == "Say 🎉🎉 hello"


async def test_an_edit_waits_for_the_generation(people: People, database: Database) -> None:
    content_id = await begin(database, people)

    with pytest.raises(ConflictError, match="stop it, or wait"):
        async with database.write() as session:
            await service.apply_edit(
                session, caller=people.writer, content_id=content_id, expected_revision=1,
                start=0, end=0, replacement="x",
            )  # fmt: skip


async def test_pieces_that_are_missing_are_said_to_be(people: People, database: Database) -> None:
    where = {"workspace_id": people.owner.workspace_id, "content_id": new_id()}
    author = people.owner.member_id
    for call in (
        lambda s: service.get_piece(s, **where),
        lambda s: service.complete(s, **where, author_id=author, title="", body=""),
    ):
        with pytest.raises(NotFoundError):
            async with database.write() as session:
                await call(session)
