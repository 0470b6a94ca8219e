"""What a browser is told to ask for before the page's scripts are there."""

from datetime import date

import httpx
import pytest

from alwrity.web_requests import first_requests, preloads

PIECE = "01a20e54-8657-76fb-a357-1f888d2dab67"


@pytest.mark.parametrize(
    ("place", "query", "asked"),
    [
        ("", "", ["/api/me", "/api/desk"]),
        ("library", "", ["/api/me", "/api/content?sort=-updated_at&limit=100", "/api/views"]),
        ("library", "q=bread", ["/api/me"]),
        ("analytics", "",
         ["/api/me", "/api/analytics/daily?from=2026-02-02&to=2026-03-01&limit=366",
          "/api/analytics/movement?from=2026-02-02&to=2026-03-01"]),
        (f"write/{PIECE}", "panel=scores", ["/api/me", f"/api/content/{PIECE}"]),
        ("write/'><script>", "", ["/api/me"]),
        ("login", "", []),
    ],
)  # fmt: skip
def test_each_page_asks_for_what_it_shows(place: str, query: str, asked: list[str]) -> None:
    assert list(first_requests(place, query, date(2026, 3, 1))) == asked


async def test_the_page_has_the_browser_ask(client: httpx.AsyncClient) -> None:
    page = await client.get("/library")
    wanted = preloads(iter(["/api/content?sort=-updated_at&limit=100"]))
    assert "&amp;limit=100" in wanted
    assert wanted in page.text
    assert 'as="fetch"' not in (await client.get("/login")).text
