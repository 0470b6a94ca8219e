"""The whole path against a real server, a real database and a vendor's protocol."""

import asyncio
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import func, select
from tests.support.server import Heard, listen
from tests.vendor import Turn, Vendor

from alwrity.features.generation import repository, tail, takeover
from alwrity.features.generation.event_log import EventLog
from alwrity.features.generation.log_writer import FenceLostError
from alwrity.models.content import Content, Revision, SeoAnalysis
from alwrity.models.generation import Generation, GenerationEvent
from alwrity.models.jobs import Job
from alwrity.models.usage import UsageEvent
from alwrity.runtime import Runtime

BRIEF: dict[str, Any] = {
    "topic": "How small bakeries reduce food waste",
    "points": ["track daily sales", "bake smaller afternoon batches"],
    "words": 200,
}


async def start(http: aiohttp.ClientSession, **brief: Any) -> dict[str, Any]:
    async with http.post("/api/content/generate", json={**BRIEF, **brief}) as answer:
        assert answer.status == 202, await answer.text()
        return await answer.json()


async def post(http: aiohttp.ClientSession, path: str, status: int = 200, **options: Any) -> Any:
    async with http.post(path, **options) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def get(http: aiohttp.ClientSession, path: str) -> Any:
    async with http.get(path) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def until_outline(
    http: aiohttp.ClientSession, runtime: Runtime, started: dict[str, Any]
) -> None:
    """Wait until a person may edit the outline; nobody holds a lease while they think."""
    path = f"/api/generations/{started['generation_id']}"
    for _ in range(500):
        if (await get(http, path))["state"] == "awaiting_outline" and not await count(runtime, Job):
            return
        await asyncio.sleep(0.02)
    pytest.fail("the outline did not come, or its job stayed")


async def body_of(runtime: Runtime, content_id: str) -> Content:
    async with runtime.database.read() as session:
        row = await session.scalar(select(Content).where(Content.id == UUID(content_id)))
        assert row is not None
        return row


async def count(runtime: Runtime, table: Any) -> int:
    async with runtime.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_brief_becomes_a_streamed_analysed_piece(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    started = await start(http)

    heard = await listen(url + started["events"])

    kinds = [kind for kind, _ in heard.events]
    assert kinds[0] == "snapshot"
    assert kinds[-1] == "done"
    assert kinds.count("outline") == 1
    piece = await body_of(runtime, started["content_id"])
    assert piece.body == heard.text
    assert piece.body.startswith(f"# {piece.title}\n\n")
    assert piece.generation_id is None
    done = heard.of("done")[0]
    assert done["state"] == "done"
    assert (piece.seo_score, piece.quality_score) == (done["seo_score"], done["quality_score"])
    assert piece.revision == done["revision"]
    assert await count(runtime, Revision) == 1
    assert await count(runtime, SeoAnalysis) == 1
    view = await get(http, f"/api/generations/{started['generation_id']}")
    assert view["state"] == "done"
    assert view["output_tokens"] > 0
    assert view["cost_usd"] is None, "the price of a fake model is unknown, not zero"
    assert await count(runtime, UsageEvent) == len(vendor.requests)


async def test_a_listener_who_comes_and_goes_loses_and_doubles_nothing(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    vendor.pace = 200
    started = await start(http)
    whole = asyncio.create_task(listen(url + started["events"]))
    heard = Heard()
    while not heard.ended:
        heard = await listen(url + started["events"], heard, limit=3)

    other = await whole
    piece = await body_of(runtime, started["content_id"])
    assert heard.text == other.text == piece.body
    again = await listen(url + started["events"], heard)
    assert again is heard
    late = await listen(url + started["events"])
    assert late.text == piece.body
    assert [kind for kind, _ in late.events] == ["snapshot", "done"]


async def test_stop_is_final_and_keeps_what_was_written(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    vendor.pace = 40
    started = await start(http)
    heard = await listen(url + started["events"], limit=12)
    stopped = await post(http, f"/api/generations/{started['generation_id']}/stop")
    at_stop = (await body_of(runtime, started["content_id"])).body

    assert stopped["state"] == "stopped"
    await asyncio.sleep(0.4)
    piece = await body_of(runtime, started["content_id"])
    heard = await listen(url + started["events"], heard)
    assert piece.body == at_stop == heard.text
    assert heard.of("done")[-1]["state"] == "stopped"
    assert vendor.open == 0, "the vendor's stream was let go"
    await post(http, f"/api/generations/{started['generation_id']}/stop")

    vendor.pace = 0
    await post(http, f"/api/generations/{started['generation_id']}/resume")
    heard = await listen(url + started["events"], heard)
    piece = await body_of(runtime, started["content_id"])
    assert heard.of("done")[-1]["state"] == "done"
    assert piece.body == heard.text
    assert await count(runtime, Content) == 1


async def test_a_cached_piece_is_stale_once_it_is_written_on(
    http: aiohttp.ClientSession, url: str, vendor: Vendor
) -> None:
    vendor.pace = 40
    started = await start(http)
    await listen(url + started["events"], limit=8)
    await post(http, f"/api/generations/{started['generation_id']}/stop")
    path = f"/api/content/{started['content_id']}"
    async with http.get(path) as answer:
        seen = answer.headers["ETag"]
        assert (await answer.json())["generation_id"] is None

    await post(http, f"/api/generations/{started['generation_id']}/resume")

    async with http.get(path, headers={"If-None-Match": seen}) as answer:
        assert answer.status == 200, "the piece says that it is being written"
        assert (await answer.json())["generation_id"] == started["generation_id"]


async def test_resuming_never_overwrites_what_a_person_wrote(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    vendor.pace = 40
    started = await start(http)
    await listen(url + started["events"], limit=8)
    await post(http, f"/api/generations/{started['generation_id']}/stop")
    async with runtime.database.write() as session:
        row = await session.scalar(select(Content))
        assert row is not None
        row.body += "mine"

    problem = await post(http, f"/api/generations/{started['generation_id']}/resume", 409)

    assert "edited" in problem["detail"]


async def test_a_person_may_edit_the_outline_first(
    http: aiohttp.ClientSession, url: str, runtime: Runtime
) -> None:
    started = await start(http, confirm_outline=True)
    path = f"/api/generations/{started['generation_id']}"
    await until_outline(http, runtime, started)

    plan = {"title": "Ours", "sections": [{"heading": ""}, {"heading": "Only this"}]}
    bad = {"title": "Ours", "sections": [{"heading": "a"}, {"heading": ""}]}
    await post(http, f"{path}/outline", 422, json=bad)
    await post(http, f"{path}/outline", json=plan)
    heard = await listen(url + started["events"])

    assert heard.text.startswith("# Ours\n\n")
    assert heard.text.count("\n## ") == 1
    assert "\n\n## Only this\n\n" in heard.text
    await post(http, f"{path}/outline", 409, json=plan)


async def test_a_state_that_comes_while_the_snapshot_is_read_is_told(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = await start(http, confirm_outline=True)
    await until_outline(http, runtime, started)
    read = tail.snapshot

    async def meanwhile(*args: Any) -> tuple[str, int]:
        # The text as it is a moment later, when another commit has come.
        async with runtime.database.write() as session:
            row = await session.scalar(select(Generation))
            assert row is not None
            if row.state == "awaiting_outline":
                row.state = "drafting"
                await repository.append(session, row, "state", state="drafting")
        return await read(*args)

    monkeypatch.setattr(tail, "snapshot", meanwhile)
    heard = await listen(url + started["events"], limit=1)
    assert heard.of("snapshot")[0]["state"] == "drafting"


async def test_a_stream_that_breaks_in_the_middle_is_written_anew(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    vendor.plan(None, Turn.of("cut@20"), Turn.of("no-finish"))
    started = await start(http)

    heard = await listen(url + started["events"])

    assert heard.of("rewind")
    assert heard.of("done")[0]["state"] == "done"
    assert (await body_of(runtime, started["content_id"])).body == heard.text


async def test_a_section_that_was_cut_off_is_marked(
    http: aiohttp.ClientSession, url: str, vendor: Vendor
) -> None:
    vendor.plan(None, Turn.of("length"))
    started = await start(http)
    heard = await listen(url + started["events"])
    assert heard.of("done")[0]["cut_off"] == [0]
    seen = await get(http, f"/api/generations/{started['generation_id']}")
    assert seen["cut_off"] == [0], "known behind a reload, too"


async def test_without_a_working_key_it_fails_with_one_sentence_and_no_secret(
    http: aiohttp.ClientSession, url: str, vendor: Vendor
) -> None:
    vendor.plan(*["401"] * 10)
    started = await start(http)

    heard = await listen(url + started["events"])

    error = heard.of("error")[0]
    assert error["state"] == "failed"
    assert "sk-test" not in error["detail"]
    view = await get(http, f"/api/generations/{started['generation_id']}")
    assert view["error"] == error["detail"]
    vendor.turns.clear()
    await post(http, f"/api/generations/{started['generation_id']}/resume")
    heard = await listen(url + started["events"], heard)
    assert heard.of("done")[-1]["state"] == "done"


async def test_emoji_survive_at_every_border(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    vendor.plan(None, Turn.of("surrogates"), Turn.of("crlf"))
    started = await start(http)

    heard = await listen(url + started["events"])

    body = (await body_of(runtime, started["content_id"])).body
    assert body == heard.text
    assert "\r" not in body
    assert any(ord(character) > 0xFFFF for character in body)
    assert "\ufffd" not in body


async def test_sources_are_cited_with_the_passage(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    text = (
        "The bakery in Graz threw away 14 percent of its bread in 2019. After it began to count "
        "what was sold by the hour, that share fell to 5 percent within a year."
    )
    vendor.plan(None, Turn(text="Counting by the hour cut the waste [^1]. Nobody said so [^77]."))
    started = await start(
        http, sources=[{"kind": "text", "title": "Graz study", "text": text}]
    )  # fmt: skip

    heard = await listen(url + started["events"])

    assert "waste [^1]" in heard.text
    assert "[^77]" not in heard.text
    assert "\n\n[^1]: " in heard.text
    assert "Graz study" in heard.text.rpartition("[^1]: ")[2]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
        "ftp://a/",
    ],
)
async def test_an_address_inside_the_house_is_refused_at_once(
    http: aiohttp.ClientSession, address: str, runtime: Runtime
) -> None:
    brief = {**BRIEF, "sources": [{"kind": "url", "url": address}]}
    problem = await post(http, "/api/content/generate", 422, json=brief)
    assert problem["title"] == "Address cannot be read"
    assert await count(runtime, Generation) == 0


@pytest.mark.parametrize(
    "brief",
    [
        {"topic": ""},
        {"topic": "  \t "},
        {"topic": "x" * 1_000_000},
        {"topic": "a\u0000b"},
        {"topic": "fine", "words": 10},
        {"topic": "fine", "template": "poem"},
        {"topic": "fine", "template": "social_post", "words": 5000},
        {"topic": "fine", "words": 50, "points": ["a"] * 10},
        {"topic": "fine", "language": "klingon"},
        {"topic": "fine", "sources": [{"kind": "url", "text": "x"}]},
        {"topic": "fine", "surprise": 1},
    ],
)
async def test_a_brief_that_cannot_work_gets_one_sentence(
    http: aiohttp.ClientSession, brief: dict[str, Any]
) -> None:
    problem = await post(http, "/api/content/generate", 422, json=brief)
    assert problem["detail"]
    assert len(problem["detail"]) < 500


async def test_the_same_key_starts_one_generation(
    http: aiohttp.ClientSession, runtime: Runtime
) -> None:
    headers = {"Idempotency-Key": "once"}
    first = await post(http, "/api/content/generate", 202, json=BRIEF, headers=headers)
    again = await post(http, "/api/content/generate", 202, json=BRIEF, headers=headers)
    assert first == again
    assert await count(runtime, Generation) == 1
    await post(
        http, "/api/content/generate", 422, json={**BRIEF, "words": 300}, headers=headers
    )  # fmt: skip


async def test_a_stranger_with_an_old_fence_writes_nothing(runtime: Runtime, url: str) -> None:
    log = EventLog(runtime.commits, runtime.broker, 0.01)
    async with aiohttp.ClientSession(url) as http, log.running():
        started = await start(http)
        await listen(url + started["events"])
        before = await count(runtime, GenerationEvent)
        async with runtime.database.read() as session:
            row = await session.scalar(select(Generation))
            assert row is not None
        writer = log.writer(row.workspace_id, row.id, row.fence - 1, 10_000)
        writer.token("late")
        await log.flush()

        assert await count(runtime, GenerationEvent) == before
        with pytest.raises(FenceLostError):
            writer.token("later")


async def test_a_compacted_log_still_answers_with_the_whole_text(
    http: aiohttp.ClientSession, url: str, runtime: Runtime
) -> None:
    from alwrity.features.generation import service

    started = await start(http)
    heard = await listen(url + started["events"])
    async with runtime.database.read() as session:
        row = await session.scalar(select(Generation))
        assert row is not None
    await service.compact(runtime, row.workspace_id, row.id)

    assert await count(runtime, GenerationEvent) == 1
    late = await listen(url + started["events"])
    old = await listen(url + started["events"], Heard(text="#", last_id=1))
    assert late.text == old.text == heard.text
    async with runtime.database.read() as session:
        text, _ = await takeover.snapshot(session, row.workspace_id, row.id)
    assert text == heard.text


async def test_the_guides_limit_counts_starts_alone(
    http: aiohttp.ClientSession, runtime: Runtime
) -> None:
    runtime.settings.generation.generate_limit = "2/minute"
    for _ in range(2):
        await start(http)
    async with http.post("/api/content/generate", json=BRIEF) as answer:
        assert answer.status == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["RateLimit-Limit"] == "2"
    await get(http, "/health")


async def test_the_voice_that_the_brief_names_reaches_the_model(
    http: aiohttp.ClientSession, url: str, vendor: Vendor
) -> None:
    voice = {"name": "Workshop", "dos": ["name the tool"], "tone": "warm"}
    kept = await post(http, "/api/voices", 201, json=voice)
    started = await start(http, voice_id=kept["id"])
    await listen(url + started["events"])

    prompts = [str(body) for body in vendor.bodies]

    assert prompts
    assert all("- name the tool" in prompt and "Tone: warm" in prompt for prompt in prompts)
