"""Reading the sources of a brief: fetch what is an address, cut it into passages, choose."""

import asyncio

from alwrity.database import Database
from alwrity.errors import FetchError
from alwrity.features.generation.drafting import Passage
from alwrity.features.generation.extraction import read_html
from alwrity.features.generation.research import choose, passages
from alwrity.features.generation.takeover import Run
from alwrity.fetch.client import fetch
from alwrity.fetch.policy import FetchPolicy
from alwrity.models.content import Source
from alwrity.text import normalise

_MAX_SOURCE_CHARACTERS = 200_000
_PASSAGES_A_SOURCE = 200


async def read_sources(database: Database, run: Run, policy: FetchPolicy) -> list[Passage]:
    """The passages that the piece may cite, numbered from 1; empty without sources.

    Raises:
        FetchError: When an address cannot be read; the sentence names it and the remedy.
    """
    found: list[Passage] = []
    for source in run.sources:
        if source.kind == "url" and not source.text:
            await _fetch_into(database, source, policy)
        found += passages(
            source.id.hex, source.title, source.url, source.text,
            first_number=len(found) + 1, limit=_PASSAGES_A_SOURCE,
        )  # fmt: skip
    assignment = run.assignment
    return choose(found, assignment.topic, assignment.points, assignment.keywords)


async def _fetch_into(database: Database, source: Source, policy: FetchPolicy) -> None:
    page = await fetch(source.url, policy=policy)
    if page.status >= 400:
        raise FetchError(
            f"The source {source.url!r} answered {page.status}; remove it, or give its text."
        )
    if "html" in page.content_type:
        # A long page takes the extractor seconds; not on the loop that serves everybody.
        title, body = await asyncio.to_thread(read_html, page.text, page.url)
    else:
        title, body = "", page.text
    body = normalise(body).replace("\0", "")[:_MAX_SOURCE_CHARACTERS]
    if not body.strip():
        raise FetchError(f"The source {source.url!r} holds no readable text; give its text.")
    async with database.write() as session:
        row = await session.get_one(Source, (source.workspace_id, source.id))
        row.text = source.text = body
        row.title = source.title = source.title or title[:300] or source.url
