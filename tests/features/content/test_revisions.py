from datetime import timedelta

import httpx
from sqlalchemy import func, select
from tests.support.library import People, as_, make, save

from alwrity.database import Database
from alwrity.models.content import Revision


async def history(api: httpx.AsyncClient, made: httpx.Response) -> list[tuple[int, str, str]]:
    answer = await api.get(f"/content/{made.json()['id']}/revisions")
    return [(r["number"], r["reason"], r["author"]["name"]) for r in answer.json()["items"]]


async def age(database: Database, by: timedelta) -> None:
    async with database.write() as session:
        for row in await session.scalars(select(Revision)):
            row.created_at -= by


async def test_autosaves_share_a_revision_per_author_and_ten_minutes(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    made = await make(api, "writer")
    second = await save(api, made, "writer", body="2")
    third = await save(api, second, "writer", body="3", title="T3")
    assert third.json()["revision"] == 3
    assert await history(api, made) == [(3, "save", "Writer"), (1, "create", "Writer")]
    kept = (await api.get(f"/content/{made.json()['id']}/revisions/3")).json()
    assert (kept["title"], kept["body"]) == ("T3", "3")
    assert (await api.get(f"/content/{made.json()['id']}/revisions/2")).status_code == 404

    fourth = await save(api, third, "editor", body="4")
    fifth = await save(api, fourth, "writer", body="5")
    assert [n for n, *_ in await history(api, made)] == [5, 4, 3, 1]

    await age(database, timedelta(minutes=9, seconds=50))
    sixth = await save(api, fifth, "writer", body="6")
    assert [n for n, *_ in await history(api, made)] == [6, 4, 3, 1]
    await age(database, timedelta(seconds=20))
    await save(api, sixth, "writer", body="7")
    assert [n for n, *_ in await history(api, made)] == [7, 6, 4, 3, 1]


async def test_the_history_has_pages(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    made = latest = await make(api)
    other = await make(api)
    path = f"/content/{made.json()['id']}/revisions"
    for n in range(6):
        latest = await save(api, latest, "owner" if n % 2 else "editor", body=str(n))
    for _ in range(2):
        await save(api, other, body="x")

    numbers: list[int] = []
    cursor = ""
    for _ in range(4):
        page = (await api.get(path, params={"limit": 2, "cursor": cursor})).json()
        numbers += [row["number"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        foreign = await api.get(
            f"/content/{other.json()['id']}/revisions", params={"cursor": cursor}
        )
        assert foreign.status_code == 422

    assert cursor is None
    assert numbers == [7, 6, 5, 4, 3, 2, 1]


async def test_an_older_text_is_restored_as_the_newest(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    made = await make(api, "writer", title="First", body="First body")
    saved = await save(api, made, "writer", title="Second", body="Second body")
    path = f"/content/{made.json()['id']}/revisions"

    async def restore(number: int, tag: str) -> httpx.Response:
        headers = {"If-Match": tag, **as_("writer")}
        return await api.post(f"{path}/{number}/restore", headers=headers)

    stale = await restore(1, '"1.0"')
    missing = await restore(99, saved.headers["etag"])
    huge = await restore(2**31, saved.headers["etag"])
    restored = await restore(1, saved.headers["etag"])

    assert (stale.status_code, missing.status_code, huge.status_code) == (412, 404, 422)
    assert restored.headers["etag"] == '"3.0"'
    piece = restored.json()
    assert (piece["title"], piece["body"], piece["word_count"]) == ("First", "First body", 2)
    assert (await history(api, made))[0] == (3, "restore", "Writer")
    after = await save(api, restored, "writer", body="After")
    assert [n for n, *_ in await history(api, made)] == [4, 3, 2, 1]
    assert after.json()["revision"] == 4


async def test_any_two_revisions_are_compared_by_words(api: httpx.AsyncClient) -> None:
    made = await make(api, body="Fresh bread sells best in the morning.")
    await save(api, made, title="Rolls", body="Fresh rolls sell best in the morning.")
    path = f"/content/{made.json()['id']}/diff"

    there = (await api.get(f"{path}?from=1&to=2")).json()
    back = (await api.get(f"{path}?from=2&to=1")).json()
    same = (await api.get(f"{path}?from=1&to=1")).json()

    assert there["body"][:3] == [
        {"op": "equal", "text": "Fresh "},
        {"op": "delete", "text": "bread sells"},
        {"op": "insert", "text": "rolls sell"},
    ]
    assert there["title"] == [{"op": "delete", "text": "Bread"}, {"op": "insert", "text": "Rolls"}]
    assert "".join(h["text"] for h in back["body"] if h["op"] != "delete") == made.json()["body"]
    assert [hunk["op"] for hunk in same["body"]] == ["equal"]
    assert (await api.get(f"{path}?from=1&to=3")).status_code == 404
    assert (await api.get(f"{path}?from=1&to=99999999999")).status_code == 422
    assert (await api.get(f"{path}?from=1")).status_code == 422


async def test_saves_in_a_row_keep_the_history_and_the_piece_together(
    api: httpx.AsyncClient, database: Database
) -> None:
    latest = await make(api)
    for n in range(3):
        latest = await save(api, latest, body=f"Text {n}")

    async with database.read() as session:
        newest = await session.scalar(select(func.max(Revision.number)))
        body = await session.scalar(select(Revision.body).where(Revision.number == newest))
    assert (newest, body) == (latest.json()["revision"], latest.json()["body"])
