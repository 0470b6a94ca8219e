import asyncio

import httpx
from sqlalchemy import func, select
from tests.support.library import make, save

from alwrity.database import Database
from alwrity.models.content import Content, Tag


async def test_of_many_saves_over_one_version_exactly_one_wins(api: httpx.AsyncClient) -> None:
    made = await make(api)

    answers = await asyncio.gather(
        *(save(api, made, body=f"Body {n}", tags=[f"t{n}", "shared"]) for n in range(8))
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [412] * 7
    winner = next(answer for answer in answers if answer.status_code == 200).json()
    for answer in answers:
        if answer.status_code == 412:
            assert answer.json()["current"]["body"] == winner["body"]
    now = (await api.get(f"/content/{winner['id']}")).json()
    assert (now["revision"], now["body"], now["tags"]) == (2, winner["body"], winner["tags"])
    history = (await api.get(f"/content/{winner['id']}/revisions")).json()["items"]
    assert [row["number"] for row in history] == [2, 1]


async def test_new_tags_are_made_once_however_many_pieces_use_them_first(
    api: httpx.AsyncClient, database: Database
) -> None:
    def imported(names: list[str]) -> list[dict[str, str]]:
        return [
            {"filename": f"{name}.md", "text": f"---\ntags: [{name}]\n---\nText"} for name in names
        ]

    names = [f"t{n}" for n in range(6)]
    answers = await asyncio.gather(
        make(api, tags=names),
        make(api, tags=names[::-1]),
        api.post("/content/import", json=imported(names)),
        api.post("/content/import", json=imported(names[::-1])),
    )

    assert [answer.status_code for answer in answers] == [201, 201, 200, 200]
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Tag)) == 6
        assert await session.scalar(select(func.count()).select_from(Content)) == 14


async def test_one_idempotent_creation_at_a_time(
    api: httpx.AsyncClient, database: Database
) -> None:
    answers = await asyncio.gather(
        *(
            api.post("/content", json={"title": "T"}, headers={"Idempotency-Key": "k"})
            for _ in range(4)
        )
    )

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({a.json()["id"] for a in answers if a.status_code == 201}) == 1
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Content)) == 1
