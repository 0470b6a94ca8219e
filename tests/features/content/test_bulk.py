"""Many pieces changed at once: each by its own rights, all in one transaction, with a way back."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from tests.support.library import People, Statements, as_, make

from alwrity.database import Database
from alwrity.features.content import bulk
from alwrity.models.base import new_id
from alwrity.models.content import Content
from alwrity.models.jobs import Job


async def change(
    api: httpx.AsyncClient, ids: list[str], action: str, who: str = "owner", **more: Any
) -> dict[str, Any]:
    body = {"action": action, "ids": ids, **more}
    answer = await api.post("/content/bulk", json=body, headers=as_(who))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def undo(api: httpx.AsyncClient, outcome: dict[str, Any], who: str = "owner") -> None:
    for request in outcome["undo"]:
        answer = await api.post("/content/bulk", json=request, headers=as_(who))
        assert answer.json()["refused"] == 0, answer.text


async def made(api: httpx.AsyncClient, *who: str, **fields: Any) -> list[str]:
    return [(await make(api, name, **fields)).json()["id"] for name in who]


async def shown(api: httpx.AsyncClient, ids: list[str], field: str) -> list[Any]:
    return [(await api.get(f"/content/{id_}")).json()[field] for id_ in ids]


async def test_each_piece_is_changed_or_refused_by_itself(
    api: httpx.AsyncClient, people: People
) -> None:
    mine, other, theirs = await made(api, "writer", "second_writer", "neighbour")
    nowhere = str(new_id())

    outcome = await change(api, [mine, other, theirs, nowhere, mine], "delete", "writer")

    assert (outcome["changed"], outcome["refused"]) == (1, 3)
    assert [row["id"] for row in outcome["rows"]] == [mine, other, theirs, nowhere]
    assert [row["outcome"] for row in outcome["rows"]] == ["changed"] + ["refused"] * 3
    assert "belongs to somebody else" in outcome["rows"][1]["error"]
    assert "There is no piece" in outcome["rows"][2]["error"]
    assert (await api.get(f"/content/{mine}")).status_code == 404
    assert (await api.get(f"/content/{other}")).status_code == 200
    assert (await api.get(f"/content/{theirs}", headers=as_("neighbour"))).status_code == 200
    await undo(api, outcome, "writer")
    assert (await api.get(f"/content/{mine}")).status_code == 200


async def test_deleting_what_is_deleted_and_restoring_what_is_not(
    api: httpx.AsyncClient,
) -> None:
    ids = await made(api, "owner", "owner")
    await change(api, ids[:1], "delete")

    assert (await change(api, ids[:1], "delete"))["refused"] == 1
    outcome = await change(api, ids, "restore")

    assert [row["outcome"] for row in outcome["rows"]] == ["changed", "unchanged"]
    assert [request["ids"] for request in outcome["undo"]] == [ids[:1]]


async def test_tags_come_and_go_with_their_undo(api: httpx.AsyncClient) -> None:
    with_it, without = (await made(api, "owner", tags=["rye"])) + (await made(api, "owner"))
    before = (await api.get(f"/content/{without}")).headers["etag"]

    outcome = await change(api, [with_it, without], "tag", tag=" RYE ")

    assert [row["outcome"] for row in outcome["rows"]] == ["unchanged", "changed"]
    assert await shown(api, [with_it, without], "tags") == [["rye"], ["rye"]]
    # The piece shows something else, so another ETag; its text is the revision that it was.
    after = (await api.get(f"/content/{without}")).headers["etag"]
    assert (before, after) == ('"1.0"', '"1.1"')
    await undo(api, outcome)
    assert await shown(api, [with_it, without], "tags") == [["rye"], []]
    outcome = await change(api, [with_it, without], "untag", tag="rye")
    assert outcome["changed"] == 1
    assert await shown(api, [with_it], "tags") == [[]]
    assert (await change(api, [with_it], "untag", tag="unheard-of"))["changed"] == 0


async def test_a_piece_has_no_more_tags_than_a_save_may_give_it(api: httpx.AsyncClient) -> None:
    ids = await made(api, "owner", tags=[str(n) for n in range(50)])
    assert (await change(api, ids, "tag", tag="one more"))["refused"] == 1
    assert (await change(api, ids, "tag", tag="7"))["refused"] == 0


async def test_steps_of_the_status_are_those_of_a_single_piece(
    api: httpx.AsyncClient, database: Database
) -> None:
    ids = await made(api, "writer", "writer", "writer")
    await change(api, ids[1:], "status", status="review")
    outcome = await change(api, ids, "status", "editor", status="approved")

    assert [row["outcome"] for row in outcome["rows"]] == ["refused", "changed", "changed"]
    assert "cannot become 'approved'" in outcome["rows"][0]["error"]
    assert await shown(api, ids, "status") == ["draft", "approved", "approved"]
    assert await shown(api, ids, "revision") == [1, 3, 3]
    # Back to review leads over draft.
    assert [request["status"] for request in outcome["undo"]] == ["draft", "review"]
    await undo(api, outcome, "editor")
    assert await shown(api, ids, "status") == ["draft", "review", "review"]
    async with database.read() as session:
        assert set(await session.scalars(select(Job.name))) == {"seo.analyse"}


async def test_an_undo_that_takes_an_editor_is_offered_to_editors_only(
    api: httpx.AsyncClient,
) -> None:
    ids = await made(api, "writer", "writer")
    await change(api, ids, "status", status="review")
    await change(api, ids, "status", status="approved")

    by_writer = await change(api, ids[:1], "status", "writer", status="draft")
    by_editor = await change(api, ids[1:], "status", "editor", status="draft")

    assert by_writer["undo"] == []
    assert [request["status"] for request in by_editor["undo"]] == ["review", "approved"]
    refused = await api.post(
        "/content/bulk",
        json={"action": "status", "ids": ids, "status": "approved"},
        headers=as_("writer"),
    )
    assert refused.status_code == 403


async def test_an_editor_gives_pieces_another_author(
    api: httpx.AsyncClient, people: People
) -> None:
    ids = await made(api, "writer", "second_writer")
    to = str(people.writer.member_id)

    outcome = await change(api, ids, "assign", "editor", author_id=to)

    assert [row["outcome"] for row in outcome["rows"]] == ["unchanged", "changed"]
    assert [author["name"] for author in await shown(api, ids, "author")] == ["Writer", "Writer"]
    await undo(api, outcome, "editor")
    assert [a["name"] for a in await shown(api, ids, "author")] == ["Writer", "Second_Writer"]
    body = {"action": "assign", "ids": ids, "author_id": to}
    by_writer = await api.post("/content/bulk", json=body, headers=as_("writer"))
    assert by_writer.status_code == 403
    body["author_id"] = str(people.neighbour.member_id)
    nobody = await api.post("/content/bulk", json=body, headers=as_("editor"))
    assert nobody.status_code == 422


async def test_what_a_generation_writes_keeps_its_status(
    api: httpx.AsyncClient, database: Database
) -> None:
    ids = await made(api, "owner")
    async with database.write() as session:
        piece = await session.scalar(select(Content))
        assert piece is not None
        piece.generation_id = new_id()

    outcome = await change(api, ids, "status", status="review")

    assert "is writing this piece" in outcome["rows"][0]["error"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ids": []}, {"ids": [str(new_id()) for _ in range(201)]}, {"action": "burn"},
        {"action": "status"}, {"action": "tag"}, {"action": "assign"},
        {"action": "delete", "tag": "x"}, {"action": "tag", "tag": " "},
        {"action": "tag", "tag": "x", "status": "draft"}, {"colour": "red"},
    ],
    ids=",".join,
)  # fmt: skip
async def test_what_is_no_change_is_refused(api: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
    body = {"action": "delete", "ids": [str(new_id())], **wrong}
    assert (await api.post("/content/bulk", json=body)).status_code == 422


async def test_a_crash_in_the_middle_changes_nothing(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await made(api, "owner", "owner")
    steps = bulk.changing.take_step
    calls = []

    def crash(*given: Any) -> bool:
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return steps(*given)

    monkeypatch.setattr(bulk.changing, "take_step", crash)
    with pytest.raises(RuntimeError):
        await change(api, ids, "status", status="review")

    assert await shown(api, ids, "status") == ["draft", "draft"]


async def test_two_hundred_pieces_take_few_statements(
    api: httpx.AsyncClient, database: Database, people: People
) -> None:
    ids = [(await make(api)).json()["id"] for _ in range(12)]
    counts = []
    for part in (ids[:2], ids[2:]):
        with Statements(database) as statements:
            await change(api, part, "tag", tag="rye")
        counts.append(len(statements.seen))

    assert counts[0] == counts[1]


async def test_repeated_with_the_same_key_it_is_done_once(api: httpx.AsyncClient) -> None:
    ids = await made(api, "owner")
    body = {"action": "delete", "ids": ids}
    headers = {"Idempotency-Key": "bulk"}
    first = await api.post("/content/bulk", json=body, headers=headers)
    again = await api.post("/content/bulk", json=body, headers=headers)

    assert first.json() == again.json()
    assert again.json()["changed"] == 1
