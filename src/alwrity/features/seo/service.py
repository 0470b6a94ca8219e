"""Analyse pieces, texts and pages, and keep the results of pieces."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from alwrity.database import ReadSession, WriteSession
from alwrity.features.content import service as content
from alwrity.features.seo.analysis import Analysis, Finding
from alwrity.features.seo.engine import analyse
from alwrity.features.seo.page import analyse_page
from alwrity.features.seo.target import Target
from alwrity.fetch.client import fetch
from alwrity.fetch.policy import FetchPolicy
from alwrity.group_commit import Row, apply, inserting
from alwrity.jobs.queue import ClaimedJob
from alwrity.models.content import Brief, Content, SeoAnalysis
from alwrity.runtime import Runtime


async def analyse_text(text: str, target: Target) -> Analysis:
    """Analyse in a thread, so that a long text does not hold up other requests."""
    return await asyncio.to_thread(analyse, text, target)


async def analyse_draft(
    text: str,
    keyphrase: str,
    title: str,
    language: str,
    *,
    audience: str = "",
    points: tuple[str, ...] = (),
    words: int = 0,
    passages: Mapping[int, str] | None = None,
) -> Analysis:
    """Analyse a fresh draft against its brief and its sources."""
    target = Target(
        keyphrase=keyphrase, title=title, language=language, audience=audience, points=points,
        words=words, passages=passages or {},
    )  # fmt: skip
    return await analyse_text(text, target)


async def analyse_address(url: str, keyphrase: str, policy: FetchPolicy) -> Analysis:
    """Read a page through the guard and analyse it.

    Raises:
        FetchError: When it may not, or cannot, be read.
    """
    page = await fetch(url, policy=policy)
    result = await asyncio.to_thread(analyse_page, page.text, page.url, page.status, keyphrase)
    return result.analysis


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as an event carries it."""
    return {
        "id": finding.id, "check": finding.check, "group": finding.group,
        "severity": finding.severity, "message": finding.message, "advice": finding.advice,
        "quote": finding.quote, "start": finding.start, "end": finding.end,
        "replacement": finding.replacement,
    }  # fmt: skip


async def keep(
    session: WriteSession, workspace_id: UUID, content_id: UUID, revision: int, analysis: Analysis
) -> None:
    """Store the result for a revision; dropped when the piece has moved on since."""
    current = await content.record_analysis(
        session, workspace_id=workspace_id, content_id=content_id, revision=revision,
        seo_score=analysis.seo_score, quality_score=analysis.quality_score,
    )  # fmt: skip
    if current:
        row = result_row(workspace_id, content_id, revision, analysis)
        await apply(session, [inserting(*row)])


def result_row(workspace_id: UUID, content_id: UUID, revision: int, analysis: Analysis) -> Row:
    """The result for a revision, as it is stored."""
    return SeoAnalysis, {
        "workspace_id": workspace_id, "content_id": content_id, "revision": revision,
        "engine_version": analysis.engine_version, "seo_score": analysis.seo_score,
        "quality_score": analysis.quality_score, "result": analysis,
    }  # fmt: skip


async def latest(session: ReadSession, workspace_id: UUID, content_id: UUID) -> SeoAnalysis | None:
    """The newest result for a piece; None before the first."""
    return await session.scalar(
        select(SeoAnalysis)
        .where(SeoAnalysis.workspace_id == workspace_id, SeoAnalysis.content_id == content_id)
        .order_by(SeoAnalysis.revision.desc(), SeoAnalysis.created_at.desc())
        .limit(1)
    )


async def analyse_saved(runtime: Runtime, job: ClaimedJob) -> None:
    """Analyse a piece that was saved, as it is now."""
    content_id = UUID(job.payload["content_id"])
    async with runtime.database.read() as session:
        piece = await session.get(Content, (job.workspace_id, content_id))
        if piece is None or piece.deleted_at is not None or piece.generation_id is not None:
            return
        target = await _target(session, piece)
    analysis = await analyse_text(piece.body, target)
    async with runtime.database.write() as session:
        await keep(session, job.workspace_id, content_id, piece.revision, analysis)


async def _target(session: ReadSession, piece: Content) -> Target:
    brief: dict[str, Any] = {}
    if piece.brief_id is not None:
        row = await session.get(Brief, (piece.workspace_id, piece.brief_id))
        brief = row.data if row is not None else {}
    return Target(
        keyphrase=piece.keyphrase, title=piece.title, language=piece.language,
        meta_description=piece.meta_description, slug=piece.slug,
        audience=brief.get("audience", ""), points=tuple(brief.get("points", ())),
        words=brief.get("words", 0),
    )  # fmt: skip
