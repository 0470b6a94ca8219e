"""Saved views: private to a member, or shared by an editor with the workspace.

Each of the two lists has an order of its own, numbered from 0 without gaps.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from alwrity.auth import Action, Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from alwrity.features.accounts.locks import lock_workspace
from alwrity.features.accounts.versions import require_current
from alwrity.features.content.view_schemas import MOST, ViewSave, shown, stored
from alwrity.models.accounts import Member, User
from alwrity.models.base import now
from alwrity.models.content import SavedView


async def browse(session: ReadSession, caller: Caller) -> dict[str, Any]:
    """`Views` that the caller can see."""
    found = await session.execute(
        select(SavedView, User.name)
        .join(
            Member,
            and_(Member.workspace_id == SavedView.workspace_id, Member.id == SavedView.member_id),
        )
        .join(User, User.id == Member.user_id)
        .where(_visible_to(caller))
        .order_by(SavedView.shared, SavedView.position, SavedView.id)
    )
    return {"items": [shown(row, name) for row, name in found]}


async def show(session: ReadSession, caller: Caller, view_id: UUID) -> dict[str, Any]:
    """A `View`.

    Raises:
        NotFoundError: When there is none, or it is somebody else's own.
    """
    return await _shown(session, await _find(session, caller, view_id))


async def create(session: WriteSession, caller: Caller, new: ViewSave) -> dict[str, Any]:
    """Keep a view; gives the `View`.

    Raises:
        ForbiddenError: When it is to be shared and the caller is no editor.
        InvalidInputError: When its author was never a member.
        ConflictError: When the list is full.
    """
    if new.shared:
        caller.require(Action.VIEWS_SHARE)
    await _require_author(session, caller, new)
    await lock_workspace(session, caller.workspace_id)
    others = await _list(session, caller, shared=new.shared)
    _require_room(others, shared=new.shared)
    moment = now()
    row = SavedView(
        workspace_id=caller.workspace_id,
        member_id=caller.member_id,
        shared=new.shared,
        name=new.name,
        query=stored(new.query),
        version=1,
        position=len(others),
        created_at=moment,
        updated_at=moment,
    )
    session.add(row)
    _place(others, row, new.position)
    await session.flush()
    return await _shown(session, row)


async def save(
    session: WriteSession, caller: Caller, view_id: UUID, new: ViewSave, *, if_match: str
) -> dict[str, Any]:
    """Change a view; gives the `View`.

    Raises:
        NotFoundError: When there is none, or it is somebody else's own.
        ForbiddenError: When it is, or is to be, shared and the caller is no editor, or it is
            somebody else's and would become private.
        InvalidInputError: When its author was never a member.
        StaleRevisionError: When it was changed since.
        ConflictError: When the list that it moves to is full.
    """
    await _require_author(session, caller, new)
    row = await _hold(session, caller, view_id, if_match, new.model_dump(mode="json"))
    if new.shared and not row.shared:
        caller.require(Action.VIEWS_SHARE)
    if row.shared and not new.shared and row.member_id != caller.member_id:
        raise ForbiddenError(
            f"The view {row.name!r} was shared by somebody else, who alone can make it private; "
            "keep it shared, or delete it."
        )
    moved = row.shared != new.shared
    others = [v for v in await _list(session, caller, shared=new.shared) if v.id != row.id]
    if moved:
        _require_room(others, shared=new.shared)
        _close_gap(await _list(session, caller, shared=row.shared), row)
    position = len(others) if moved else row.position
    _place(others, row, position if new.position is None else new.position)
    row.name, row.query, row.shared = new.name, stored(new.query), new.shared
    row.version += 1
    row.updated_at = now()
    await session.flush()
    return await _shown(session, row)


async def delete(session: WriteSession, caller: Caller, view_id: UUID, *, if_match: str) -> None:
    """Forget a view; the same errors as `save`."""
    row = await _hold(session, caller, view_id, if_match, {"deleted": True})
    _close_gap(await _list(session, caller, shared=row.shared), row)
    await session.delete(row)
    await session.flush()


def _visible_to(caller: Caller) -> ColumnElement[bool]:
    return and_(
        SavedView.workspace_id == caller.workspace_id,
        or_(SavedView.shared, SavedView.member_id == caller.member_id),
    )


async def _find(session: ReadSession, caller: Caller, view_id: UUID) -> SavedView:
    row = await session.scalar(
        select(SavedView).where(_visible_to(caller), SavedView.id == view_id)
    )
    if row is None:
        raise NotFoundError(f"There is no view {str(view_id)!r}; GET /api/views lists them.")
    return row


async def _require_author(session: ReadSession, caller: Caller, new: ViewSave) -> None:
    author = new.query.author
    if author is None or await session.get(Member, (caller.workspace_id, author)) is not None:
        return
    raise InvalidInputError(
        f"The view's author {str(author)!r} is no member; GET /api/content/authors lists them."
    )


async def _shown(session: ReadSession, row: SavedView) -> dict[str, Any]:
    name = await session.scalar(
        select(User.name)
        .join(Member, Member.user_id == User.id)
        .where(Member.workspace_id == row.workspace_id, Member.id == row.member_id)
    )
    return shown(row, name or "")


async def _hold(
    session: WriteSession, caller: Caller, view_id: UUID, if_match: str, yours: dict[str, Any]
) -> SavedView:
    await lock_workspace(session, caller.workspace_id)
    row = await _find(session, caller, view_id)
    if row.shared:
        caller.require(Action.VIEWS_SHARE)
    current = await _shown(session, row)
    require_current("view", if_match, current["etag"], current=current, yours=yours)
    return row


async def _list(session: ReadSession, caller: Caller, *, shared: bool) -> Sequence[SavedView]:
    whose = SavedView.shared if shared else and_(
        ~SavedView.shared, SavedView.member_id == caller.member_id
    )  # fmt: skip
    found = await session.scalars(
        select(SavedView)
        .where(SavedView.workspace_id == caller.workspace_id, whose)
        .order_by(SavedView.position, SavedView.id)
    )
    return found.all()


def _require_room(views: Sequence[SavedView], *, shared: bool) -> None:
    if len(views) >= MOST:
        whose = "The workspace has" if shared else "You have"
        raise ConflictError(f"{whose} {len(views)} saved views, the most there can be; delete one.")


def _place(others: Sequence[SavedView], row: SavedView, position: int | None) -> None:
    order = list(others)
    order.insert(len(order) if position is None else position, row)
    for place, view in enumerate(order):
        view.position = place


def _close_gap(views: Sequence[SavedView], gone: SavedView) -> None:
    for place, view in enumerate(view for view in views if view.id != gone.id):
        view.position = place
