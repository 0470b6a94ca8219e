"""Voices: who may change them, and what a brief keeps of one."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from tests.features.content.conftest import api, people
from tests.support.library import as_

from alwrity.database import Database
from alwrity.features.generation.schemas import StoredBrief
from alwrity.features.voices import service
from alwrity.features.voices.schemas import MAX_SAMPLE
from alwrity.models.content import Brief

__all__ = ["api", "people"]

VOICE = {
    "name": "Workshop",
    "description": "For people who bake.",
    "tone": "warm and plain",
    "sample": "We knead.\r\nThen we wait.",
    "dos": ["name the tool"],
    "donts": ["no superlatives"],
}


async def make(api: httpx.AsyncClient, who: str = "editor", **more: Any) -> httpx.Response:
    return await api.post("/voices", json={**VOICE, **more}, headers=as_(who))


async def test_an_editor_keeps_voices_and_everybody_reads_them(api: httpx.AsyncClient) -> None:
    made = await make(api)

    assert made.status_code == 201
    voice = made.json()
    assert voice["sample"] == "We knead.\nThen we wait."
    path = made.headers["location"].removeprefix("/api")
    assert (await api.get(path, headers=as_("reader"))).json() == voice
    await make(api, name="about us")
    listed = (await api.get("/voices", headers=as_("reader"))).json()["items"]
    assert [one["name"] for one in listed] == ["about us", "Workshop"]
    assert (await api.get("/voices", headers=as_("neighbour"))).json()["items"] == []
    assert (await api.get(path, headers=as_("neighbour"))).status_code == 404


@pytest.mark.parametrize("who", ["reader", "writer"])
async def test_others_change_nothing(api: httpx.AsyncClient, who: str) -> None:
    made = await make(api)
    path = f"/voices/{made.json()['id']}"
    fields = {**as_(who), "If-Match": made.headers["etag"]}
    assert (await make(api, who, name="Mine")).status_code == 403
    assert (await api.put(path, json=VOICE, headers=fields)).status_code == 403
    assert (await api.delete(path, headers=fields)).status_code == 403


async def test_a_change_names_its_version(api: httpx.AsyncClient) -> None:
    made = await make(api)
    path = f"/voices/{made.json()['id']}"
    fields = {"If-Match": made.headers["etag"]}
    assert (await api.put(path, json=VOICE)).status_code == 428
    changed = await api.put(path, json=VOICE | {"tone": "dry"}, headers=fields)
    assert changed.json()["tone"] == "dry"

    stale = await api.put(path, json=VOICE | {"tone": "wet"}, headers=fields)

    assert stale.status_code == 412
    assert (stale.json()["current"]["tone"], stale.json()["yours"]["tone"]) == ("dry", "wet")
    gone = await api.delete(path, headers={"If-Match": changed.headers["etag"]})
    assert gone.status_code == 204
    assert (await api.get(path)).status_code == 404


async def test_names_are_unique_in_a_workspace(api: httpx.AsyncClient) -> None:
    await make(api)
    assert (await make(api)).status_code == 409
    other = await make(api, name="Other")
    fields = {"If-Match": other.headers["etag"]}
    renamed = await api.put(f"/voices/{other.json()['id']}", json=VOICE, headers=fields)
    assert renamed.status_code == 409
    assert "Workshop" in renamed.json()["detail"]
    assert (await make(api, "neighbour")).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"name": "x" * 101}, {"sample": "x" * (MAX_SAMPLE + 1)}, {"dos": [" "]},
        {"dos": ["x"] * 21}, {"donts": ["x" * 201]}, {"description": "x" * 1001},
        {"sample": "a\x00b"}, {"colour": "red"},
    ],
    ids=lambda wrong: str(wrong)[:30],
)  # fmt: skip
async def test_what_is_no_voice_is_refused(api: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
    assert (await make(api, **wrong)).status_code == 422


async def test_there_is_a_most(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    await make(api)
    assert (await make(api, name="Other")).status_code == 409


@pytest.fixture
async def voice_id(api: httpx.AsyncClient) -> str:
    return str((await make(api)).json()["id"])


async def test_a_brief_keeps_a_copy_of_the_voice_it_names(
    api: httpx.AsyncClient, voice_id: str, database: Database
) -> None:
    brief = {"topic": "Bread", "voice_id": voice_id, "voice": "Short sentences."}
    started = await api.post("/content/generate", json=brief, headers=as_("writer"))
    assert started.status_code == 202, started.text
    etag = (await api.get(f"/voices/{voice_id}")).headers["etag"]
    await api.delete(f"/voices/{voice_id}", headers={"If-Match": etag})

    async with database.read() as session:
        row = await session.scalar(select(Brief))
    assert row is not None
    told = StoredBrief.of(row.data).assignment()

    assert told.tone == "warm and plain"
    assert told.voice == (
        "For people who bake.\n\nDo:\n- name the tool\n\nDo not:\n- no superlatives\n\n"
        "A sample of it, for its sound and not for its facts:\nWe knead.\nThen we wait.\n\n"
        "Short sentences."
    )
    shown = await api.get(f"/content/{started.json()['content_id']}/brief", headers=as_("reader"))
    assert shown.json()["voice_used"]["name"] == "Workshop"
    assert shown.json()["brief"]["voice"] == "Short sentences."
    assert shown.json()["generation_id"] == started.json()["generation_id"]


async def test_a_briefs_own_tone_and_free_words_do_without_a_voice(
    api: httpx.AsyncClient, voice_id: str, database: Database
) -> None:
    for more in ({"voice_id": voice_id, "tone": "stern"}, {"voice": "Short sentences."}):
        answer = await api.post("/content/generate", json={"topic": "Bread", **more})
        assert answer.status_code == 202
    async with database.read() as session:
        rows = (await session.scalars(select(Brief).order_by(Brief.id))).all()

    first, second = (StoredBrief.of(row.data).assignment() for row in rows)

    assert first.tone == "stern"
    assert (second.tone, second.voice) == ("", "Short sentences.")


async def test_a_voice_of_another_workspace_cannot_be_named(
    api: httpx.AsyncClient, voice_id: str
) -> None:
    brief = {"topic": "Bread", "voice_id": voice_id}
    answer = await api.post("/content/generate", json=brief, headers=as_("neighbour"))

    assert answer.status_code == 422
    assert voice_id in answer.json()["detail"]


async def test_a_piece_without_a_brief_says_so(api: httpx.AsyncClient) -> None:
    made = await api.post("/content", json={"title": "Bread"})

    answer = await api.get(f"/content/{made.json()['id']}/brief")

    assert answer.status_code == 404
    assert "without a brief" in answer.json()["detail"]
