"""What a member sees first, and how they like their pages."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from alwrity.auth import Action, Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.features.accounts.versions import etag_of, require_current
from alwrity.features.desk import repository
from alwrity.features.desk.schemas import Preferences
from alwrity.features.generation.states import ENDED, RESUMABLE, State
from alwrity.features.voices import service as voices
from alwrity.models.accounts import MemberPreferences
from alwrity.models.base import now
from alwrity.models.content import Content

_RUNNING = frozenset(State) - ENDED - {State.AWAITING_OUTLINE}
_OPEN_ROWS, _ROWS = 50, 20
_UNFINISHED, _FINISHED = timedelta(days=30), timedelta(days=14)


async def look(session: ReadSession, caller: Caller) -> dict[str, Any]:
    """A `Desk`."""
    here, me, moment = caller.workspace_id, caller.member_id, now()
    open_ = await repository.generations(
        session, here, me, _RUNNING | {State.AWAITING_OUTLINE}, limit=_OPEN_ROWS
    )
    halted = await repository.generations(
        session, here, me, RESUMABLE, since=moment - _UNFINISHED, limit=_OPEN_ROWS
    )
    done = await repository.generations(
        session, here, me, {State.DONE}, since=moment - _FINISHED, limit=_ROWS
    )
    in_review = [Content.status == "review"]
    if not caller.may(Action.CONTENT_APPROVE):
        in_review.append(Content.author_id == me)
    waiting = await repository.pieces(
        session, here, *in_review, oldest_first=True, limit=_OPEN_ROWS
    )
    recent = await repository.pieces(session, here, Content.author_id == me, limit=_ROWS)
    return {
        "running": [_generation(row) for row in open_ if row["state"] in _RUNNING],
        "awaiting_outline": [_generation(row) for row in open_ if row["state"] not in _RUNNING],
        "unfinished": [_generation(row) for row in halted if not _changed_since(row)],
        "in_review": [_piece(row) for row in waiting],
        "finished": [_generation(row) for row in done],
        "recent": [_piece(row) for row in recent],
    }


async def preferences(session: ReadSession, caller: Caller) -> tuple[Preferences, str]:
    """What the caller has set, and its version."""
    row = await repository.preferences(session, caller.workspace_id, caller.member_id)
    return Preferences.model_validate(row.data if row else {}), _etag(caller, row)


async def set_preferences(
    session: WriteSession, caller: Caller, new: Preferences, *, if_match: str
) -> str:
    """Set all of them; gives the version.

    Raises:
        InvalidInputError: When the brief's voice is not there.
        StaleRevisionError: When they were set elsewhere meanwhile.
    """
    if new.brief.voice_id is not None:
        await voices.copy_for_brief(session, caller, new.brief.voice_id)
    await repository.lock_member(session, caller.workspace_id, caller.member_id)
    row = await repository.preferences(session, caller.workspace_id, caller.member_id)
    data = new.model_dump(mode="json", exclude_defaults=True)
    require_current(
        "member's preferences", if_match, _etag(caller, row),
        current=Preferences.model_validate(row.data if row else {}).model_dump(mode="json"),
        yours=new.model_dump(mode="json"),
    )  # fmt: skip
    if row is None:
        row = MemberPreferences(
            workspace_id=caller.workspace_id, member_id=caller.member_id, version=0
        )
        session.add(row)
    row.data, row.version, row.updated_at = data, row.version + 1, now()
    await session.flush()
    return _etag(caller, row)


def _etag(caller: Caller, row: MemberPreferences | None) -> str:
    return etag_of("preferences", caller.member_id, row.version if row else 0)


def _changed_since(row: Mapping[Any, Any]) -> bool:
    ended = row["ended_at"]
    return ended is not None and row["updated_at"] > ended


def _generation(row: Mapping[Any, Any]) -> dict[str, Any]:
    names = ("generation_id", "state", "error", "created_at", "ended_at")
    return {**{name: row[name] for name in names}, "piece": _piece(row)}


def _piece(row: Mapping[Any, Any]) -> dict[str, Any]:
    names = (
        "content_id", "title", "status", "word_count", "seo_score", "quality_score", "revision",
        "updated_at",
    )  # fmt: skip
    author = {"id": row["author_id"], "name": row["author_name"]}
    return {**{name: row[name] for name in names}, "author": author}
