"""What each page asks the API for first, so that a browser can ask before its scripts are there.

The addresses must be those that the pages' queries ask for, letter by letter: a browser that finds
one of them unused says so in its console, which the tests of the pages take as a failure.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import escape

_PIECE = re.compile(r"write/([0-9a-f-]{36})")
#: As `range.ts` has it when an address names no length.
_USUAL_DAYS = 28


def first_requests(place: str, query: str, today: date | None = None) -> Iterator[str]:
    """The addresses that the page at `place` reads at once.

    Args:
        place: Below the root, such as "write/0192...".
        query: Of the page's address; a list that it narrows is left to the page.
        today: In UTC; now when not given.
    """
    name = place.partition("/")[0]
    if name in {"login", "invitation"}:
        return
    yield "/api/me"
    if not place:
        yield "/api/desk"
    elif place == "library" and not query:
        yield "/api/content?sort=-updated_at&limit=100"
        yield "/api/views"
    elif place == "analytics" and not query:
        to = today or datetime.now(UTC).date()
        days = f"from={to - timedelta(_USUAL_DAYS - 1)}&to={to}"
        yield f"/api/analytics/daily?{days}&limit=366"
        yield f"/api/analytics/movement?{days}"
    elif piece := _PIECE.fullmatch(place):
        yield f"/api/content/{piece[1]}"


def preloads(addresses: Iterator[str]) -> str:
    """The tags that have a browser ask for these, as the pages' client would."""
    tag = '<link rel="preload" as="fetch" crossorigin href="{}">'
    return "".join(tag.format(escape(address)) for address in addresses)
