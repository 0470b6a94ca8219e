"""Saved views: whose they are, their order, and what may stand in them."""

from typing import Any

import httpx
import pytest
from tests.support.library import People, as_

from alwrity.features.content import view_schemas, views

QUERY = {"q": "bread", "status": ["draft"], "tag": ["SEO"], "quality_min": 60, "sort": "title"}


async def keep(
    api: httpx.AsyncClient, name: str, who: str = "owner", **more: Any
) -> httpx.Response:
    answer = await api.post("/views", json={"name": name, "query": {}, **more}, headers=as_(who))
    assert answer.status_code == 201, answer.text
    return answer


async def names(api: httpx.AsyncClient, who: str) -> list[str]:
    answer = await api.get("/views", headers=as_(who))
    return [view["name"] for view in answer.json()["items"]]


async def change(
    api: httpx.AsyncClient, view: httpx.Response, who: str = "owner", **more: Any
) -> httpx.Response:
    kept = {key: view.json()[key] for key in ("name", "query", "shared")}
    return await api.put(
        f"/views/{view.json()['id']}",
        json={**kept, **more},
        headers={**as_(who), "If-Match": view.headers["etag"]},
    )


async def test_a_view_is_kept_as_the_list_takes_it(api: httpx.AsyncClient) -> None:
    made = await keep(api, "  Short\n drafts ", "reader", query=QUERY)

    view = made.json()
    assert view["name"] == "Short drafts"
    assert view["query"] == QUERY | {"tag": ["seo"]}
    assert view["owner"]["name"] == "Reader"
    assert (view["shared"], view["position"]) == (False, 0)
    again = await api.get(made.headers["location"].removeprefix("/api"), headers=as_("reader"))
    assert again.json() == view
    assert again.headers["etag"] == made.headers["etag"]
    found = await api.get("/content", params=view["query"], headers=as_("reader"))
    assert found.status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"query": {"limit": 10}}, {"query": {"cursor": "x"}}, {"query": {"sort": "colour"}},
        {"query": {"sort": "relevance"}}, {"query": {"seo_min": 101}}, {"name": " "},
        {"name": "x" * 101}, {"position": -1}, {"position": 50}, {"colour": "red"},
    ],
    ids=str,
)  # fmt: skip
async def test_what_the_list_would_not_take_is_refused(
    api: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    answer = await api.post("/views", json={"name": "Mine", "query": {}, **wrong})

    assert answer.status_code == 422
    assert await names(api, "owner") == []


async def test_its_author_is_somebody_here(api: httpx.AsyncClient, people: People) -> None:
    mine, theirs = people.writer.member_id, people.neighbour.member_id
    await keep(api, "Mine", query={"author": str(mine)})
    body = {"name": "Theirs", "query": {"author": str(theirs)}}
    assert (await api.post("/views", json=body)).status_code == 422


async def test_private_views_are_nobody_elses_and_shared_ones_everybodys(
    api: httpx.AsyncClient,
) -> None:
    private = await keep(api, "Mine", "writer")
    shared = await keep(api, "Ours", "editor", shared=True)

    assert await names(api, "writer") == ["Mine", "Ours"]
    assert await names(api, "owner") == ["Ours"]
    assert await names(api, "neighbour") == []
    path = f"/views/{private.json()['id']}"
    fields = {"If-Match": private.headers["etag"]}
    assert (await api.get(path, headers=as_("owner"))).status_code == 404
    assert (await api.delete(path, headers={**as_("owner"), **fields})).status_code == 404
    assert (await change(api, private, "owner", name="Yours")).status_code == 404
    assert (await change(api, shared, "owner", name="All of ours")).status_code == 200


async def test_sharing_takes_an_editor(api: httpx.AsyncClient) -> None:
    body = {"name": "Ours", "query": {}, "shared": True}
    for who in ("reader", "writer"):
        assert (await api.post("/views", json=body, headers=as_(who))).status_code == 403
    private = await keep(api, "Mine", "writer")
    assert (await change(api, private, "writer", shared=True)).status_code == 403
    ours = await keep(api, "Ours", "editor", shared=True)
    assert (await change(api, ours, "writer", name="No")).status_code == 403
    fields = {**as_("writer"), "If-Match": ours.headers["etag"]}
    assert (await api.delete(f"/views/{ours.json()['id']}", headers=fields)).status_code == 403
    refused = await change(api, ours, "owner", shared=False)
    assert refused.status_code == 403
    assert "somebody else" in refused.json()["detail"]


async def test_each_list_has_its_order_without_gaps(api: httpx.AsyncClient) -> None:
    made = {name: await keep(api, name) for name in ("one", "two", "three")}
    await keep(api, "shared", shared=True)

    assert (await change(api, made["three"], position=0)).json()["position"] == 0
    assert await names(api, "owner") == ["three", "one", "two", "shared"]
    # Moved by somebody's place, it is still the version that was read.
    assert (await change(api, made["one"], shared=True)).json()["position"] == 1
    assert await names(api, "owner") == ["three", "two", "shared", "one"]
    gone = await api.delete(
        f"/views/{made['two'].json()['id']}", headers={"If-Match": made["two"].headers["etag"]}
    )
    assert gone.status_code == 204
    items = (await api.get("/views")).json()["items"]
    assert [(view["name"], view["position"]) for view in items] == [
        ("three", 0), ("shared", 0), ("one", 1),
    ]  # fmt: skip
    first = await keep(api, "first", position=0)
    assert first.json()["position"] == 0
    assert await names(api, "owner") == ["first", "three", "shared", "one"]


async def test_a_change_names_the_version_it_changes(api: httpx.AsyncClient) -> None:
    made = await keep(api, "Mine")
    path = f"/views/{made.json()['id']}"
    body = {"name": "Mine", "query": {}}
    assert (await api.put(path, json=body)).status_code == 428
    assert (await change(api, made, name="First")).status_code == 200

    stale = await change(api, made, name="Second")

    assert stale.status_code == 412
    assert stale.json()["current"]["name"] == "First"
    assert stale.json()["yours"]["name"] == "Second"
    fields = {"If-Match": stale.headers["etag"]}
    assert (await api.delete(path, headers=fields)).status_code == 204
    assert (await api.get(path)).status_code == 404


async def test_there_is_a_most(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (views, view_schemas):
        monkeypatch.setattr(module, "MOST", 2)
    for name in ("one", "two"):
        await keep(api, name)

    full = await api.post("/views", json={"name": "three", "query": {}})

    assert full.status_code == 409
    assert "2 saved views" in full.json()["detail"]
    await keep(api, "shared", shared=True)
    await keep(api, "another's", "reader")


async def test_repeated_with_the_same_key_it_is_kept_once(api: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "view"}
    body = {"name": "Mine", "query": {}}
    first = await api.post("/views", json=body, headers=headers)
    again = await api.post("/views", json=body, headers=headers)

    assert first.json() == again.json()
    assert await names(api, "owner") == ["Mine"]
