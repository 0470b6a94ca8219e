"""API keys: made, listed and revoked by owners; a key can do no more than its member."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import structlog

from alwrity.auth import Action, Caller, Credential
from alwrity.database import ReadSession, WriteSession
from alwrity.errors import ForbiddenError, NotFoundError, StaleRevisionError
from alwrity.features.accounts import repository
from alwrity.features.accounts.identification import Identification
from alwrity.features.accounts.schemas import IssuedKey, KeyAnswer
from alwrity.features.accounts.versions import matches
from alwrity.models.accounts import ApiKey
from alwrity.models.base import new_id, now

log = structlog.get_logger(__name__)


async def list_all(session: ReadSession, caller: Caller) -> list[KeyAnswer]:
    """The keys of the workspace that are not revoked, oldest first."""
    return [KeyAnswer.of(key) for key in await repository.list_keys(session, caller.workspace_id)]


async def get(session: ReadSession, caller: Caller, key_id: UUID) -> KeyAnswer:
    """One key.

    Raises:
        NotFoundError: When there is none, or not here, or it was revoked.
    """
    return KeyAnswer.of(await _find(session, caller, key_id))


async def create(
    session: WriteSession,
    caller: Caller,
    *,
    name: str,
    scopes: Collection[Action],
    expires_in_days: int | None = None,
) -> IssuedKey:
    """Make a key for the caller; its token is in the answer and nowhere else.

    Raises:
        ForbiddenError: When a scope is more than the caller may do.
    """
    beyond = sorted(scope.value for scope in scopes if not caller.may(scope))
    if beyond:
        raise ForbiddenError(f"You may not do {beyond[0]!r} yourself; leave that scope out.")
    credential = Credential.issue("k", caller.workspace_id, new_id())
    moment = now()
    key = ApiKey(
        workspace_id=caller.workspace_id,
        id=credential.row_id,
        member_id=caller.member_id,
        name=name,
        secret_hash=credential.secret_hash,
        scopes=sorted(scope.value for scope in scopes),
        created_at=moment,
        expires_at=moment + timedelta(days=expires_in_days) if expires_in_days else None,
    )
    session.add(key)
    await session.flush()
    session.after_commit(lambda: log.info("key_created", key_id=str(key.id), scopes=key.scopes))
    return IssuedKey.of(key, token=credential.token)


async def revoke(
    session: WriteSession,
    identification: Identification | None,
    caller: Caller,
    key_id: UUID,
    *,
    if_match: str,
) -> None:
    """End a key.

    Raises:
        NotFoundError: When there is none, or not here, or it was revoked already.
        StaleRevisionError: When it is not the version that the caller read.
    """
    key = await _find(session, caller, key_id)
    current = KeyAnswer.of(key)
    if not matches(if_match, current.etag):
        raise StaleRevisionError(
            f"This key was changed in between, to {current.etag}; read it again.",
            extra={"current": current.model_dump(mode="json"),
                   "yours": {"revoked": True, "etag": if_match}},
            headers={"ETag": current.etag},
        )  # fmt: skip
    key.revoked_at = now()
    await session.flush()
    if identification is not None:
        session.after_commit(lambda: identification.forget_credential(key_id))
    session.after_commit(lambda: log.info("key_revoked", key_id=str(key_id)))


async def _find(session: ReadSession, caller: Caller, key_id: UUID) -> ApiKey:
    key = await repository.find_live_key(session, caller.workspace_id, key_id)
    if key is None:
        raise NotFoundError(f"There is no key {str(key_id)!r}; GET /api/keys lists them.")
    return key
