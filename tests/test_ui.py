"""The pages as a browser gets them: from the package alone, safe, small and fresh."""

import re
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers

from alwrity import ui
from alwrity.web_pages import FOLDER, File, WebPages

CLIENT_ROUTES = ("/", "/write", "/write/0192", "/library", "/analytics", "/settings/keys", "/login")


@pytest.mark.parametrize("path", CLIENT_ROUTES)
async def test_every_place_of_the_front_end_gives_the_page_and_preloads_its_files(
    client: httpx.AsyncClient, path: str
) -> None:
    page = await client.get(path)
    assert page.status_code == 200, "the UI is missing: tools/setup builds it"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    tags = re.findall(r"<[^>]+(?:src|href)=\"[^>]+>", page.text)
    links = [re.search(r"(?:src|href)=\"([^\"]+)\"", tag) for tag in tags if "fetch" not in tag]
    files = [link[1] for link in links if link]
    assert any("page-" in file for file in files)
    for file in files:
        assert file.startswith("/"), "nothing comes from another server"
        assert (await client.get(file)).status_code == 200, file


async def test_a_page_that_does_not_exist_is_shown_as_such(client: httpx.AsyncClient) -> None:
    for path in ("/nothing", "/desk", "/shell/x"):
        page = await client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
        assert (page.status_code, page.headers["content-type"][:9]) == (404, "text/html")
        program = await client.get(path)
        assert program.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/assets/gone-12345678.js", "/assets/", "/pages.json", "/index.html", "/sources.sha256",
     "/assets/../pages.json", "/..%2f..%2fapp.py", "/%2e%2e/app.py", "/assets/%2e%2e%2fapp.py",
     "/assets/docs/none.js", "/assets/index.js.br", "/favicon.ico"],
)  # fmt: skip
async def test_files_outside_the_build_are_not_there(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text


@pytest.mark.parametrize("path", ["/api/nothing", "/api", "/health/nothing", "/api/docs/x"])
async def test_what_programs_ask_for_stays_a_problem_document(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_page_takes_no_changes(client: httpx.AsyncClient) -> None:
    assert (await client.post("/library")).status_code == 405
    head = await client.head("/library")
    assert (head.status_code, head.content) == (200, b"")


async def test_the_policy_allows_this_pages_own_scripts_and_nothing_inline(
    client: httpx.AsyncClient,
) -> None:
    first, second = await client.get("/"), await client.get("/")
    policy = first.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert re.search(r"script-src 'self' 'sha256-[A-Za-z0-9+/=]{44}';", policy)
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert nonce[1] in first.text
    assert nonce[1] not in second.text, "a nonce is for one answer"
    assert "CSP_NONCE" not in first.text
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("accepted", "language", "word"),
    [
        ("en-GB,en;q=0.9,de;q=0.8", "en", "Library"),
        ("fr-DE, de;q=0.7, en;q=0.3", "de", "Bibliothek"),
        ("", "en", "Library"),
    ],
)
async def test_the_shell_is_there_before_the_scripts(
    client: httpx.AsyncClient, accepted: str, language: str, word: str
) -> None:
    page = await client.get("/library?q=x", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.text
    seen = page.text.partition('<div id="root">')[2]
    assert re.search(rf'<a aria-current="page" href="/library"[^>]*>(?:(?!</a>).)*{word}', seen)
    sign_in = await client.get("/login", headers={"Accept-Language": accepted})
    assert '<div id="root"></div>' in sign_in.text


async def test_a_page_carries_its_styles_and_waits_for_no_sheet(client: httpx.AsyncClient) -> None:
    page = await client.get("/library")
    sheets = re.findall(r"<link rel=\"stylesheet\"([^>]*)href=\"([^\"]+)\"", page.text)
    assert len(sheets) > 1
    assert all("disabled" in attributes for attributes, _ in sheets)
    nonce = re.search(r"'nonce-([^']+)'", page.headers["content-security-policy"])
    assert nonce
    styles = page.text.partition(f'<style nonce="{nonce[1]}">')[2].partition("</style>")[0]
    for _, sheet in sheets:
        assert (await client.get(sheet)).text.strip() in styles


@pytest.mark.parametrize(("accepted", "encoding"), [("br, gzip", "gzip"), ("gzip;q=0", None)])
async def test_a_page_is_compressed_for_who_takes_it(
    client: httpx.AsyncClient, accepted: str, encoding: str | None
) -> None:
    page = await client.get("/", headers={"Accept-Encoding": accepted})
    assert page.headers.get("content-encoding") == encoding
    assert page.headers["vary"] == "Accept-Encoding, Accept-Language"
    assert "</html>" in page.text


def some_script() -> str:
    return max(FOLDER.glob("assets/*.js"), key=lambda path: path.stat().st_size).name


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"),
     ("*", "br"), ("identity", None), ("", None), ("br;q=x", None), ("deflate", None)],
)  # fmt: skip
async def test_files_come_in_the_smallest_form_that_is_taken(
    client: httpx.AsyncClient, accepted: str, encoding: str | None
) -> None:
    name = some_script()
    plain = (FOLDER / "assets" / name).read_bytes()
    request = client.build_request("GET", f"/assets/{name}", headers={"Accept-Encoding": accepted})
    answer = await client.send(request, stream=True)
    raw = b"".join([chunk async for chunk in answer.aiter_raw()])

    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(raw)
    assert (len(raw) < len(plain)) is (encoding is not None)


async def test_a_file_that_a_browser_has_is_not_sent_again(client: httpx.AsyncClient) -> None:
    icon = await client.get("/favicon.svg")
    assert icon.headers["cache-control"] == "no-cache"
    again = await client.get("/favicon.svg", headers={"If-None-Match": icon.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_without_a_build_the_api_works_and_the_page_says_what_to_do(
    client: httpx.AsyncClient, app: object, tmp_path: Path
) -> None:
    app.state.pages = WebPages.load(tmp_path)  # type: ignore[attr-defined]
    page = await client.get("/")
    assert page.status_code == 503
    assert "make setup" in page.json()["detail"]
    assert (await client.get("/api/me")).status_code == 200


def test_a_file_that_does_not_shrink_is_sent_as_it_is() -> None:
    pages = WebPages({"assets/f.woff2": File("font/woff2", "e", {"": b"font"})}, "", [], {}, {})
    answer = pages.file("assets/f.woff2", Headers({"Accept-Encoding": "br"}))
    assert answer is not None
    assert "vary" not in answer.headers
    assert answer.body == b"font"


async def test_everything_that_the_documentation_asks_for_is_served_here(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get(ui.DOCS_PATH)
    assert page.status_code == 200
    assets = re.findall(r"(?:src|href)=\"([^\"]+)\"", page.text)
    assert len(assets) == 3
    for path in assets:
        assert path.startswith("/"), "nothing comes from another server"
        assert (await client.get(path)).status_code == 200, path


async def test_the_documentation_understands_the_version_of_our_document(
    client: httpx.AsyncClient,
) -> None:
    document = (await client.get(ui.OPENAPI_PATH)).json()
    script = (await client.get(f"{ui.DOCS_ASSETS_PATH}/swagger-ui-bundle.js")).text
    # An older script shows "Unable to render this definition" for 3.1.
    assert document["openapi"].startswith("3.1")
    assert "isOAS31" in script
