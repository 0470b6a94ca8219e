"""Proposals for a selection: asked of a model, kept, shown as a diff, applied or discarded."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from alwrity.auth import Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.errors import (
    AlwrityError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    ProviderError,
)
from alwrity.features.content import service as content
from alwrity.features.content.changing import request_analysis
from alwrity.features.content.diffing import diff
from alwrity.features.generation.events import encode
from alwrity.features.generation.rewriting import RewriteAction, rewrite_request, tidied
from alwrity.features.generation.schemas import RewriteIn, RewriteOut
from alwrity.features.usage.service import ledger_row
from alwrity.jobs.queue import JobQueue
from alwrity.models.base import new_id, now
from alwrity.models.generation import Rewrite
from alwrity.models.usage import UsageEvent
from alwrity.providers.protocol import Finish, ModelRequest, Restart, Text
from alwrity.runtime import Runtime
from alwrity.text import TextCleaner, Utf16Index, clean_text

_CONTEXT = 1500
_MAX_SELECTION = 20_000


class Selection:
    """A selection of a piece, and what to ask a model about it."""

    def __init__(self, caller: Caller, content_id: UUID, revision: int, wish: RewriteIn) -> None:
        self.caller = caller
        self.content_id = content_id
        self.revision = revision
        self.wish = wish
        self.original = ""
        self.request: ModelRequest

    def look_at(self, body: str, language: str) -> None:
        """Cut the selection out of the piece.

        Raises:
            InvalidInputError: When the offsets are outside the text or too far apart.
        """
        index = Utf16Index(body)
        wish = self.wish
        start, end = index.code_points(wish.start), index.code_points(wish.end)
        self.original = body[start:end]
        if len(self.original) > _MAX_SELECTION:
            raise InvalidInputError(
                f"The selection has {len(self.original)} characters; "
                f"select {_MAX_SELECTION} at most."
            )
        self.request = rewrite_request(
            wish.action, self.original, body[max(0, start - _CONTEXT) : start],
            body[end : end + _CONTEXT], tone=wish.tone, language=language,
            instruction=wish.instruction,
        )  # fmt: skip


async def select_text(
    runtime: Runtime, caller: Caller, content_id: UUID, revision: int, wish: RewriteIn
) -> Selection:
    """Read the piece and check that the selection is of its present revision.

    Raises:
        NotFoundError: No such piece in the workspace.
        ConflictError: The piece has another revision, or is being written.
    """
    async with runtime.database.glance() as session:
        piece = await content.glance_at(session, caller.workspace_id, content_id)
    caller.require_author(piece.author_id)
    if piece.generation_id is not None:
        raise ConflictError("The piece is being written; stop the generation, or wait for its end.")
    if piece.revision != revision:
        raise ConflictError(
            f"The selection is of revision {revision}, but the piece has {piece.revision}; "
            "load it anew and select again."
        )
    selection = Selection(caller, content_id, revision, wish)
    selection.look_at(piece.body, piece.language)
    return selection


async def propose(runtime: Runtime, selection: Selection) -> RewriteOut:
    """Ask for a proposal and keep it.

    Raises:
        ProviderError: When no model answered.
    """
    text, finish = await runtime.provider.complete(selection.request)
    return await _keep(runtime, selection, clean_text(text), finish)


async def propose_streamed(runtime: Runtime, selection: Selection) -> AsyncIterator[bytes]:
    """The same as server-sent events: `token`, `rewind`, then `done` with the proposal."""
    parts: list[str] = []
    cleaner = TextCleaner()
    try:
        async with aclosing(runtime.provider.stream(selection.request)) as stream:  # type: ignore[type-var]
            async for item in stream:
                match item:
                    case Text():
                        piece = cleaner.feed(item.text)
                        parts.append(piece)
                        if piece:
                            yield encode("token", {"text": piece})
                    case Restart():
                        parts, cleaner = [], TextCleaner()
                        yield encode("rewind", {"offset": 0})
                    case Finish():
                        parts.append(cleaner.flush())
                        out = await _keep(runtime, selection, "".join(parts), item)
                        yield encode("done", out.model_dump(mode="json"))
                        return
        raise ProviderError(f"{runtime.provider.name} ended without a finish reason; try again.")
    except AlwrityError as error:
        yield encode("error", {"detail": error.detail})


async def get(session: ReadSession, caller: Caller, content_id: UUID, rewrite_id: UUID) -> Rewrite:
    """A proposal.

    Raises:
        NotFoundError: When there is none in the workspace.
    """
    row = await session.scalar(
        select(Rewrite)
        .where(
            Rewrite.workspace_id == caller.workspace_id,
            Rewrite.id == rewrite_id,
            Rewrite.content_id == content_id,
        )
        .with_for_update()
    )
    if row is None:
        raise NotFoundError(f"There is no proposal {str(rewrite_id)!r} for this piece.")
    return row


async def settle(
    session: WriteSession,
    jobs: JobQueue,
    caller: Caller,
    content_id: UUID,
    rewrite_id: UUID,
    *,
    apply: bool,
) -> RewriteOut:
    """Apply or discard a proposal, once.

    Raises:
        ConflictError: When it was settled before.
        StaleRevisionError: When the piece has changed since it was made.
    """
    row = await get(session, caller, content_id, rewrite_id)
    if row.state != "proposed":
        raise ConflictError(f"This proposal was {row.state} before; ask for a new one.")
    if apply:
        revision = await content.apply_edit(
            session, caller=caller, content_id=content_id, expected_revision=row.revision,
            start=row.start, end=row.end, replacement=row.proposal,
        )  # fmt: skip
        await request_analysis(session, jobs, caller.workspace_id, content_id, revision)
    row.state = "applied" if apply else "discarded"
    return _out(row)


async def view(
    session: ReadSession, caller: Caller, content_id: UUID, rewrite_id: UUID
) -> RewriteOut:
    """A proposal as the API shows it."""
    return _out(await get(session, caller, content_id, rewrite_id))


async def _keep(
    runtime: Runtime, selection: Selection, proposal: str, finish: Finish
) -> RewriteOut:
    proposal = tidied(proposal, selection.original)
    if not proposal.strip():
        raise ProviderError(f"{finish.provider} proposed nothing; try again, or another model.")
    wish, caller = selection.wish, selection.caller
    if wish.action is RewriteAction.CONTINUE and not proposal[0].isspace():
        proposal = f" {proposal}"
    row: dict[str, Any] = {
        "workspace_id": caller.workspace_id, "id": new_id(), "content_id": selection.content_id,
        "author_id": caller.member_id, "revision": selection.revision,
        "action": wish.action.value, "start": wish.start, "end": wish.end,
        "original": selection.original, "proposal": proposal,
        "cut_off": finish.reason == "length", "state": "proposed", "created_at": now(),
    }  # fmt: skip
    ledger = ledger_row(caller.workspace_id, row["id"], finish.provider, finish.usage)
    await runtime.commits.insert((Rewrite, row), (UsageEvent, ledger))
    return _out(SimpleNamespace(**row))


def _out(row: Rewrite | SimpleNamespace) -> RewriteOut:
    return RewriteOut(
        id=row.id, content_id=row.content_id, revision=row.revision,
        action=RewriteAction(row.action), start=row.start, end=row.end, original=row.original,
        proposal=row.proposal, diff=diff(row.original, row.proposal), cut_off=row.cut_off,
        state=row.state,
    )  # fmt: skip
