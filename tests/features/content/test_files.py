from urllib.parse import quote

import httpx
from sqlalchemy import func, select
from tests.support.library import make

from alwrity.database import Database
from alwrity.models.content import Content, Tag
from alwrity.models.jobs import Job


async def test_a_piece_is_taken_away_in_every_format(api: httpx.AsyncClient) -> None:
    made = await make(api, title="Čerstvý chléb", body="Fresh **bread**.", tags=["rye"], slug="")
    path = f"/content/{made.json()['id']}/export"

    for form, media_type, words in (
        ("md", "text/markdown; charset=utf-8", "Fresh **bread**."),
        ("html", "text/html; charset=utf-8", "<p>Fresh <strong>bread</strong>.</p>"),
        ("txt", "text/plain; charset=utf-8", "Fresh bread."),
        ("json", "application/json", '"body": "Fresh **bread**."'),
    ):
        answer = await api.get(path, params={"format": form})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type
        assert answer.headers["x-content-type-options"] == "nosniff"
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith('attachment; filename="cerstvy-chleb.')
        assert disposition.endswith(f"filename*=UTF-8''cerstvy-chleb.{form}")
        assert words in answer.text
    assert (await api.get(path, params={"format": "pdf"})).status_code == 422


async def test_a_files_name_keeps_letters_that_a_header_cannot_hold(
    api: httpx.AsyncClient,
) -> None:
    made = await make(api, slug="パン\"';")

    answer = await api.get(f"/content/{made.json()['id']}/export")

    name = quote("パン\"';.md", safe="")
    assert answer.headers["content-disposition"] == (
        f"attachment; filename=\"_____.md\"; filename*=UTF-8''{name}"
    )


async def test_files_come_in_each_for_itself(api: httpx.AsyncClient, database: Database) -> None:
    files = [
        {
            "filename": "one.md",
            "text": "---\ntitle: One\ntags: [b, A]\nslug: /blog/one/\n---\nText.",
        },
        {"filename": "nul.md", "text": "a\x00b"},
        {"filename": "two-words.md", "text": "\ufeffJust text.\r\n"},
        {"filename": "long.md", "text": "x" * 500_001},
        {"filename": "yaml.md", "text": "---\ntitle: [\n---\n"},
        {"filename": "three.md", "text": "# Three\n\nBody."},
    ]  # fmt: skip

    answer = await api.post("/content/import", json=files, headers={"Idempotency-Key": "i"})
    again = await api.post("/content/import", json=files, headers={"Idempotency-Key": "i"})

    assert (answer.status_code, again.content) == (200, answer.content)
    outcomes = answer.json()
    assert [o["filename"] for o in outcomes] == [f["filename"] for f in files]
    assert [o["content_id"] is not None for o in outcomes] == [
        True,
        False,
        True,
        False,
        False,
        True,
    ]
    assert [o["error"] is None for o in outcomes] == [True, False, True, False, False, True]
    assert "long.md" in outcomes[3]["error"]
    one, two = [(await api.get(f"/content/{outcomes[n]['content_id']}")).json() for n in (0, 2)]
    assert (one["title"], one["body"], one["slug"]) == ("One", "Text.", "one")
    assert (one["tags"], one["author"]["name"]) == (["a", "b"], "Owner")
    assert (two["title"], two["body"]) == ("Two words", "Just text.")
    history = (await api.get(f"/content/{one['id']}/revisions")).json()["items"]
    assert [(r["number"], r["reason"]) for r in history] == [(1, "import")]
    async with database.read() as session:
        for table, count in ((Content, 3), (Job, 3), (Tag, 2)):
            assert await session.scalar(select(func.count()).select_from(table)) == count


async def test_what_is_taken_away_comes_back_the_same(api: httpx.AsyncClient) -> None:
    made = await make(
        api, title="A: 'quoted' title", body="# Not the title\n\nText.", tags=["x", "y"],
        keyphrase="rye", meta_description="About.", slug="a-title", language="de",
    )  # fmt: skip
    text = (await api.get(f"/content/{made.json()['id']}/export?format=md")).text

    outcome = (await api.post("/content/import", json=[{"filename": "a.md", "text": text}])).json()

    back = (await api.get(f"/content/{outcome[0]['content_id']}")).json()
    for name in ("title", "body", "tags", "keyphrase", "meta_description", "slug", "language"):
        assert back[name] == made.json()[name], name


async def test_an_import_is_bounded(api: httpx.AsyncClient) -> None:
    file = {"filename": "a.md", "text": "b"}

    assert (await api.post("/content/import", json=[file] * 101)).status_code == 422
    assert (await api.post("/content/import", json=[])).status_code == 422
    assert (await api.post("/content/import", json={"filename": "a"})).status_code == 422
