from uuid import UUID, uuid4

import httpx
from sqlalchemy import func, select, update
from tests.support.library import People, Statements, as_, make, save

from alwrity.database import Database
from alwrity.models.content import Content, SeoAnalysis
from alwrity.models.jobs import Job
from alwrity.runtime import Runtime


async def test_a_piece_is_made_and_read_back_in_one_statement(
    api: httpx.AsyncClient, people: People, runtime: Runtime
) -> None:
    made = await make(
        api, "writer", title=" Rye\nbread ", body="One.\r\nTwo.\rThree 😀",
        tags=["SEO", "seo", "b"], keyphrase="rye", language="de",
    )  # fmt: skip
    piece = made.json()
    async with runtime.database.write() as session:
        session.add_all(
            SeoAnalysis(
                workspace_id=people.owner.workspace_id, content_id=UUID(piece["id"]),
                revision=revision, engine_version="1", seo_score=score, result={},
            )
            for revision, score in ((2, 70), (1, 50))
        )  # fmt: skip

    with Statements(runtime.database) as statements:
        read = await api.get(f"/content/{piece['id']}", headers=as_("reader"))

    assert len(statements.seen) == 1
    assert made.headers["location"] == f"/api/content/{piece['id']}"
    assert read.headers["etag"] == made.headers["etag"] == '"1.0"'
    whole = read.json()
    assert whole["title"] == "Rye bread"
    assert whole["body"] == "One.\nTwo.\nThree 😀"
    assert whole["tags"] == ["b", "seo"]
    assert whole["author"] == {"id": str(people.writer.member_id), "name": "Writer"}
    assert (whole["status"], whole["word_count"], whole["language"]) == ("draft", 3, "de")
    assert (whole["analysis"]["revision"], whole["analysis"]["seo_score"]) == (2, 70)


async def test_a_version_that_the_caller_has_is_not_sent_again(
    api: httpx.AsyncClient, people: People
) -> None:
    made = await make(api)
    path = f"/content/{made.json()['id']}"

    for known in ('"1.0"', 'W/"1.0"', '"0.1", "1.0"', "*"):
        answer = await api.get(path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == '"1.0"'
    assert (await api.get(path, headers={"If-None-Match": '"1.1"'})).status_code == 200


async def test_what_cannot_be_stored_is_refused_with_a_sentence(api: httpx.AsyncClient) -> None:
    for fields, sentence in (
        ({"title": "a\x00b"}, "body.title: holds the character NUL at offset 1; remove it."),
        ({"title": "x" * 301}, "body.title: String should have at most 300 characters."),
        ({"body": "x" * 500_001}, "body.body: String should have at most 500000 characters."),
        ({"tags": [" "]}, "body.tags.0: is an empty tag; leave it out."),
        ({"titel": "x"}, "body.titel: Extra inputs are not permitted."),
        ({"language": "English"}, "body.language"),
        ({"slug": "a/b"}, "body.slug"),
    ):
        answer = await api.post("/content", json=fields)

        assert answer.status_code == 422
        assert answer.json()["detail"].startswith(sentence)


async def test_lone_surrogates_are_refused_wherever_they_stand(api: httpx.AsyncClient) -> None:
    for body in (rb'{"title": "\ud800"}', rb'{"body": "x\udc00"}', rb'{"\ud800": "x"}',
                 rb'{"tags": ["\udfff"]}'):  # fmt: skip
        answer = await api.post(
            "/content", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 422, body


async def test_a_save_counts_up_and_has_the_piece_analysed(
    api: httpx.AsyncClient, database: Database
) -> None:
    made = await make(api, tags=["old"], keyphrase="rye", meta_description="About rye.")
    piece_id = made.json()["id"]

    saved = await save(api, made, body="Better bread.", tags=["new"], keyphrase="")

    assert saved.headers["etag"] == '"2.0"'
    piece = saved.json()
    assert (piece["revision"], piece["body"], piece["tags"]) == (2, "Better bread.", ["new"])
    assert (piece["keyphrase"], piece["meta_description"]) == ("", "About rye.")
    assert piece["updated_at"] > made.json()["updated_at"]
    async with database.read() as session:
        jobs = (await session.scalars(select(Job))).all()
    assert [(job.name, job.unique_key) for job in jobs] == [
        ("seo.analyse", f"seo.analyse:{piece_id}")
    ]
    assert jobs[0].payload["content_id"] == piece_id


async def test_a_stale_save_gets_both_versions(api: httpx.AsyncClient) -> None:
    made = await make(api)
    await save(api, made, body="Mine was first.")

    late = await save(api, made, body="Mine was late.", tags=["x"])

    assert late.status_code == 412
    assert late.headers["etag"] == '"2.0"'
    problem = late.json()
    assert problem["type"] == "urn:alwrity:problem:stale-revision"
    assert (problem["current"]["revision"], problem["current"]["body"]) == (2, "Mine was first.")
    assert problem["yours"]["revision"] == 1
    assert (problem["yours"]["body"], problem["yours"]["tags"]) == ("Mine was late.", ["x"])
    now = (await api.get(f"/content/{made.json()['id']}")).json()
    assert (now["body"], now["tags"]) == ("Mine was first.", [])


async def test_changes_need_if_match_and_look_at_the_revision_alone(
    api: httpx.AsyncClient, database: Database
) -> None:
    made = await make(api)
    path = f"/content/{made.json()['id']}"
    piece = {"title": "Bread", "body": "B"}
    number = f"{path}/revisions/1/restore"

    for call in (
        api.put(path, json=piece),
        api.patch(path, json={"status": "review"}),
        api.delete(path),
        api.put(f"{path}/dismissed", json={"ids": []}),
        api.post(number),
    ):
        assert (await call).status_code == 428
    wrong = await api.put(path, json=piece, headers={"If-Match": '"one"'})
    assert wrong.status_code == 422
    assert "'\"7.2\"'" in wrong.json()["detail"]
    for sent, status in (('"1.99"', 200), ('W/"2.0"', 200), ('"3"', 200), ('"3.0"', 412)):
        answer = await api.put(path, json=piece, headers={"If-Match": sent})
        assert answer.status_code == status, sent


async def test_a_piece_that_is_being_written_keeps_its_body(
    api: httpx.AsyncClient, database: Database
) -> None:
    made = await make(api)
    async with database.write() as session:
        await session.execute(update(Content).values(generation_id=uuid4()))

    body = await save(api, made, body="Other.")
    title = await save(api, made, title="Other")
    status = await api.patch(
        f"/content/{made.json()['id']}", json={"status": "review"}, headers={"If-Match": '"2.0"'}
    )

    assert (body.status_code, title.status_code, status.status_code) == (409, 200, 409)
    assert "stop it, or wait" in body.json()["detail"]
    assert title.json()["body"] == "Fresh bread."


async def test_a_foreign_or_missing_piece_is_not_found_by_any_route(
    api: httpx.AsyncClient, people: People
) -> None:
    made = await make(api)
    if_match = {"If-Match": '"1.0"', **as_("neighbour")}
    for content_id in (made.json()["id"], uuid4()):
        path = f"/content/{content_id}"
        for call in (
            api.get(path, headers=as_("neighbour")),
            api.put(path, json={"title": "", "body": ""}, headers=if_match),
            api.patch(path, json={"status": "review"}, headers=if_match),
            api.delete(path, headers=if_match),
            api.put(f"{path}/dismissed", json={"ids": []}, headers=if_match),
            api.post(f"{path}/restore", headers=as_("neighbour")),
            api.get(f"{path}/export", headers=as_("neighbour")),
            api.get(f"{path}/revisions", headers=as_("neighbour")),
            api.get(f"{path}/revisions/1", headers=as_("neighbour")),
            api.get(f"{path}/diff?from=1&to=1", headers=as_("neighbour")),
            api.post(f"{path}/revisions/1/restore", headers=if_match),
        ):
            answer = await call
            assert answer.status_code == 404, answer.request.url
    assert (await api.get("/content", headers=as_("neighbour"))).json()["items"] == []
    assert (await api.get(f"/content/{made.json()['id']}")).json()["revision"] == 1


async def test_writers_change_their_own_and_readers_nothing(
    api: httpx.AsyncClient, people: People
) -> None:
    made = await make(api, "writer")
    path = f"/content/{made.json()['id']}"

    for name in ("second_writer", "reader"):
        if_match = {"If-Match": '"1.0"', **as_(name)}
        for call in (
            save(api, made, name),
            api.patch(path, json={"status": "review"}, headers=if_match),
            api.delete(path, headers=if_match),
            api.post(f"{path}/restore", headers=as_(name)),
            api.put(f"{path}/dismissed", json={"ids": ["a"]}, headers=if_match),
            api.post(f"{path}/revisions/1/restore", headers=if_match),
        ):
            assert (await call).status_code == 403
    for path_, body in (("/content", {}), ("/content/import", [{"filename": "a", "text": "b"}])):
        refused = await api.post(path_, json=body, headers=as_("reader"))
        assert refused.status_code == 403
    assert (await save(api, made, "editor")).status_code == 200
    assert (await api.get(path, headers=as_("nobody"))).status_code == 401


async def test_the_way_to_approval(api: httpx.AsyncClient, people: People) -> None:
    made = await make(api, "writer")
    path = f"/content/{made.json()['id']}"

    async def step(status: str, name: str) -> httpx.Response:
        tag = (await api.get(path)).headers["etag"]
        return await api.patch(
            path, json={"status": status}, headers={"If-Match": tag, **as_(name)}
        )

    assert (await step("approved", "editor")).status_code == 409
    review = await step("review", "writer")
    assert (review.json()["status"], review.headers["etag"]) == ("review", '"2.0"')
    assert (await step("review", "writer")).headers["etag"] == '"2.0"'
    assert (await step("approved", "writer")).status_code == 403
    approved = await step("approved", "editor")
    assert (approved.json()["status"], approved.headers["etag"]) == ("approved", '"3.0"')
    history = (await api.get(f"{path}/revisions")).json()["items"]
    assert [(r["number"], r["reason"]) for r in history] == [
        (3, "status"), (2, "status"), (1, "create"),
    ]  # fmt: skip

    kept = await save(api, approved, "editor", body="An editor's touch.")
    assert kept.json()["status"] == "approved"
    lost = await save(api, kept, "writer", body="A writer's touch.")
    assert lost.json()["status"] == "draft"


async def test_a_deleted_piece_lies_in_the_bin_and_comes_back(api: httpx.AsyncClient) -> None:
    made = await make(api, tags=["kept"])
    path = f"/content/{made.json()['id']}"

    stale = await api.delete(path, headers={"If-Match": '"9.0"'})
    gone = await api.delete(path, headers={"If-Match": '"1.0"'})

    assert (stale.status_code, gone.status_code, gone.content) == (412, 204, b"")
    assert (await api.get(path)).status_code == 404
    assert (await save(api, made)).status_code == 404
    assert (await api.get(f"{path}/revisions")).status_code == 404
    assert (await api.get(f"{path}/revisions/1")).status_code == 404
    assert (await api.get("/content")).json()["items"] == []
    binned = (await api.get("/content?deleted=true")).json()["items"]
    assert [item["id"] for item in binned] == [made.json()["id"]]
    assert binned[0]["deleted_at"] is not None
    back = await api.post(f"{path}/restore")
    assert (back.status_code, back.json()) == (200, made.json())
    assert (await api.post(f"{path}/restore")).status_code == 200
    assert len((await api.get("/content")).json()["items"]) == 1


async def test_dismissing_findings_makes_no_revision_but_another_etag(
    api: httpx.AsyncClient,
) -> None:
    made = await make(api)
    path = f"/content/{made.json()['id']}"
    if_match = {"If-Match": '"1.0"'}

    first = await api.put(f"{path}/dismissed", json={"ids": ["b", "a", "b"]}, headers=if_match)
    again = await api.put(f"{path}/dismissed", json={"ids": ["b", "a"]}, headers=if_match)
    many = {"ids": [str(n) for n in range(1001)]}
    too_many = await api.put(f"{path}/dismissed", json=many, headers=if_match)

    assert (first.status_code, first.headers["etag"]) == (204, '"1.1"')
    assert again.headers["etag"] == '"1.1"'
    assert too_many.status_code == 422
    read = await api.get(path)
    assert (read.headers["etag"], read.json()["dismissed"]) == ('"1.1"', ["b", "a"])


async def test_a_repeated_creation_is_the_same_piece(
    api: httpx.AsyncClient, database: Database
) -> None:
    key = {"Idempotency-Key": "k-1"}

    first = await api.post("/content", json={"title": "Once"}, headers=key)
    again = await api.post("/content", json={"title": "Once"}, headers=key)
    other = await api.post("/content", json={"title": "Twice"}, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["location"] == first.headers["location"]
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Content)) == 1


async def test_tags_are_suggested_while_they_are_in_use(
    api: httpx.AsyncClient, people: People
) -> None:
    made = await make(api, tags=["bread", "brot", "rye", "100%_x"])
    await make(api, "neighbour", tags=["british"])
    await save(api, made, tags=["bread", "brot", "100%_x"])

    async def names(query: str) -> list[str]:
        answer = await api.get(f"/content/tags{query}")
        assert answer.status_code == 200
        return [item["name"] for item in answer.json()["items"]]

    assert await names("") == ["100%_x", "bread", "brot"]
    assert await names("?prefix=BR") == ["bread", "brot"]
    assert await names("?prefix=br&limit=1") == ["bread"]
    assert await names("?prefix=100%25_") == ["100%_x"]
    assert await names("?prefix=%25") == []
    assert await names("?prefix=%00") == ["100%_x", "bread", "brot"]


async def test_tags_and_authors_come_with_how_many_pieces_they_have(
    api: httpx.AsyncClient, people: People
) -> None:
    await make(api, tags=["bread", "rye"])
    gone = await make(api, tags=["rye"])
    await api.delete(f"/content/{gone.json()['id']}", headers={"If-Match": gone.headers["etag"]})
    await make(api, "writer", tags=["bread"])
    await make(api, "neighbour", tags=["bread"])

    tags = (await api.get("/content/tags", headers=as_("reader"))).json()["items"]
    authors = (await api.get("/content/authors", headers=as_("reader"))).json()["items"]

    assert tags == [{"name": "bread", "pieces": 2}, {"name": "rye", "pieces": 1}]
    assert [(one["name"], one["pieces"]) for one in authors] == [("Owner", 1), ("Writer", 1)]
    assert authors[1]["id"] == str(people.writer.member_id)


async def test_some_fields_are_saved_alone(api: httpx.AsyncClient) -> None:
    made = await make(api, body="Fresh bread.", keyphrase="bread", tags=["rye"])
    path = f"/content/{made.json()['id']}"
    fields = {"If-Match": made.headers["etag"]}
    change = {"slug": "fresh", "meta_description": "About bread.", "tags": []}

    answer = await api.patch(path, json=change, headers=fields)

    assert answer.status_code == 200, answer.text
    after = answer.json()
    assert {name: after[name] for name in change} == change
    assert (after["body"], after["keyphrase"], after["revision"]) == ("Fresh bread.", "bread", 2)
    stale = await api.patch(path, json={"title": "Other"}, headers=fields)
    assert stale.status_code == 412
    assert stale.json()["yours"]["title"] == "Other"
    saved = await api.patch(path, json={"body": "x"}, headers={"If-Match": '"2.0"'})
    history = (await api.get(f"{path}/revisions")).json()["items"]
    # Saves of one author within ten minutes share a row.
    assert [(r["number"], r["reason"]) for r in history] == [(3, "save"), (1, "create")]
    for wrong in ({}, {"status": "review", "title": "x"}, {"title": None}, {"colour": "red"}):
        refused = await api.patch(path, json=wrong, headers={"If-Match": saved.headers["etag"]})
        assert refused.status_code == 422, wrong


async def test_single_findings_are_put_aside_and_taken_back(api: httpx.AsyncClient) -> None:
    made = await make(api)
    path = f"/content/{made.json()['id']}/dismissed"
    fields = {"If-Match": made.headers["etag"]}
    first = await api.patch(path, json={"add": ["a", "b", "a"]}, headers=fields)
    # From another page that read the same version: nothing of the first is lost.
    second = await api.patch(path, json={"add": ["c"], "remove": ["a"]}, headers=fields)

    assert first.json() == {"ids": ["a", "b"]}
    assert second.json() == {"ids": ["b", "c"]}
    assert (first.headers["etag"], second.headers["etag"]) == ('"1.1"', '"1.2"')
    many = {"add": [str(n) for n in range(999)]}
    assert (await api.patch(path, json=many, headers=fields)).status_code == 409
    assert (await api.patch(path, json={"add": ["d"]})).status_code == 428
    other = await api.patch(path, json={"add": ["d"]}, headers={**fields, **as_("writer")})
    assert other.status_code == 403
