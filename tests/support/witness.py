"""Clients that outlive the server they talk to, and the evidence they bring together."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

import aiohttp
from sqlalchemy import func, select

from alwrity.database import Database
from alwrity.features.generation.repository import events_after
from alwrity.models.content import Content, Revision
from alwrity.models.generation import Generation
from alwrity.models.jobs import Job
from tests.support.server import Heard, listen
from tests.support.verdict import Evidence, faults
from tests.vendor import content

_LOST = (aiohttp.ClientError, ConnectionError)


@dataclass
class Witness:
    """One client: starts a generation and listens to its end, through every crash."""

    url: str
    content_id: str
    generation_id: str
    heard: Heard = field(default_factory=Heard)

    @classmethod
    async def start(cls, url: str, **brief: Any) -> Self:
        """Start a generation; safe against a crash in the middle of it.

        The same key with each attempt: an answer that was lost must not make a second piece.
        """
        key = {"Idempotency-Key": str(brief["topic"])}
        async with aiohttp.ClientSession(url) as http:
            while True:
                try:
                    async with http.post(
                        "/api/content/generate", json=brief, headers=key
                    ) as answer:
                        assert answer.status == 202, await answer.text()
                        made = await answer.json()
                        return cls(url, made["content_id"], made["generation_id"])
                except _LOST:
                    await asyncio.sleep(0.05)

    async def listen(self, *, limit: int | None = None, seconds: float = 60) -> None:
        """Listen to the end, or for `limit` further events."""
        path = f"{self.url}/api/generations/{self.generation_id}/events"
        goal = None if limit is None else len(self.heard.events) + limit
        async with asyncio.timeout(seconds):
            while not self.heard.ended:
                left = None if goal is None else goal - len(self.heard.events)
                if left is not None and left <= 0:
                    return
                try:
                    await listen(path, self.heard, limit=left, seconds=seconds)
                except _LOST:
                    await asyncio.sleep(0.05)

    async def more(self, kind: str, *, seconds: float = 60) -> None:
        """Wait until the one who listens has heard another event of a kind, or the end."""
        before = len(self.heard.of(kind))
        async with asyncio.timeout(seconds):
            while len(self.heard.of(kind)) <= before and not self.heard.ended:  # noqa: ASYNC110 - polling keeps the record free of waiters
                await asyncio.sleep(0.01)

    async def evidence(self, database: Database, section: str | None = None) -> Evidence:
        """What this client and the database know now."""
        async with (
            aiohttp.ClientSession(self.url) as http,
            http.get(f"/api/content/{self.content_id}") as answer,
        ):
            assert answer.status == 200, await answer.text()
            body = (await answer.json())["body"]
        content_id = UUID(self.content_id)
        async with database.read() as session:
            row = (
                await session.execute(
                    select(Generation.workspace_id, Generation.state, Generation.brief_id).where(
                        Generation.id == UUID(self.generation_id)
                    )
                )
            ).one()
            pieces = await session.scalar(
                select(func.count()).select_from(Content).where(Content.brief_id == row.brief_id)
            )
            revisions = await session.execute(
                select(Revision.reason, Revision.body).where(Revision.content_id == content_id)
            )
            jobs = await session.execute(select(Job.name, Job.state, Job.payload))
            log = await events_after(session, row.workspace_id, UUID(self.generation_id), 0)
            return Evidence(
                heard=self.heard,
                body=body,
                state=row.state,
                log=log,
                pieces=pieces or 0,
                revisions=[(reason, text) for reason, text in revisions],
                jobs=[
                    (name, state) for name, state, payload in jobs
                    if _is_of(payload, self.generation_id, self.content_id)
                ],
                section=section,
            )  # fmt: skip


def brief_of(name: str) -> dict[str, Any]:
    """A short piece of several sections; one name, one piece."""
    return {
        "topic": f"How bakeries waste less: {name}", "points": ["count sales"], "words": 300,
    }  # fmt: skip


async def judge(witnesses: list[Witness], database: Database, tokens: int | None) -> None:
    """Fail with whatever is wrong with any of the generations.

    Args:
        witnesses: Whose clients have heard the end.
        database: Where the truth is.
        tokens: The length of the vendor's sections; None for another model.
    """
    section = None if tokens is None else "".join(content.words(tokens))
    for _ in range(100):  # the job is removed a moment after its last event was shown
        found = [await witness.evidence(database, section) for witness in witnesses]
        if all(name != "generation.run" for each in found for name, _ in each.jobs):
            break
        await asyncio.sleep(0.05)
    assert found
    wrong = {
        witness.generation_id: sentences
        for witness, each in zip(witnesses, found, strict=True)
        if (sentences := faults(each))
    }
    assert wrong == {}


def _is_of(payload: dict[str, Any], *ids: str) -> bool:
    return any(UUID(value).hex in str(payload).replace("-", "") for value in ids)
