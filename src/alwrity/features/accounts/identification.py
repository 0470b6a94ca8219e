"""The mode with login: a session's cookie or an API key, checked once and then remembered briefly.

A credential that was revoked, or whose member was removed, dies at once in the process that did it
and within `LIFETIME` seconds in all others. A cookie alone never changes anything: browsers attach
it to other sites' requests too, so a change must also come from a page of ours.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from starlette.requests import cookie_parser
from starlette.types import Scope

from alwrity.auth import SESSION_COOKIE, Action, Caller, Credential, Role
from alwrity.database import Database
from alwrity.errors import ForbiddenError, UnauthenticatedError
from alwrity.features.accounts import repository
from alwrity.features.accounts.credential_cache import CredentialCache
from alwrity.features.accounts.last_used import EVERY, LastUsed
from alwrity.features.accounts.origins import Page, field, page_of
from alwrity.models.base import now as utc_now

#: Seconds that a valid credential is remembered; the promise to users is 10.
LIFETIME = 5.0
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_IDENTIFIED = ("/api/", "/metrics")
_ANONYMOUS = frozenset(
    {
        ("POST", "/api/session"),
        ("POST", "/api/invitations/open"),
        ("POST", "/api/invitations/accept"),
        ("GET", "/api/openapi.json"),
        ("GET", "/api/docs"),
    }
)
_WORDS = {action.value: action for action in Action}


class Identification(Protocol):
    """Tells who is calling, and forgets on request what it remembers."""

    async def __call__(self, scope: Scope) -> Caller | None:
        """The caller, or None when no credential was shown."""

    def forget_credential(self, row_id: UUID) -> None:
        """A session or key has ended."""

    def forget_member(self, member_id: UUID) -> None:
        """A member's role has changed, or all their sessions and keys have ended."""

    async def close(self) -> None:
        """Finish what is under way."""


class PasswordIdentification:
    """Callers by session cookie, `Authorization: Bearer alw_k_...` or `X-API-Key`.

    Only `/api/` and `/metrics` ask who is calling. Pages, their assets and health are the same for
    everybody, and signing in must work with a stale cookie and health with a dead database.

    Args:
        database: Where sessions and keys are.
        clock: Seconds, monotonic; measures how long a credential is remembered.
        now: The present moment; decides what has expired.
        size: Credentials remembered at most.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
        size: int = 10_000,
    ) -> None:
        self._database = database
        self._clock = clock
        self._now = now
        self._cache = CredentialCache(clock=clock, size=size)
        self._last_used = LastUsed(database)

    async def __call__(self, scope: Scope) -> Caller | None:
        """The caller, or None when no credential was shown.

        Raises:
            UnauthenticatedError: When the credential is not, or no longer, valid.
            ForbiddenError: When another site's page sent a change.
        """
        method, path = scope["method"], scope["path"]
        if not path.startswith(_IDENTIFIED):
            return None
        if (method, path) in _ANONYMOUS:
            if method not in _SAFE and page_of(scope) is Page.FOREIGN:
                raise _foreign()
            return None
        shown = _shown(scope)
        if shown is None:
            return None
        if shown.kind == "s" and method not in _SAFE and page_of(scope) is not Page.OURS:
            raise _foreign()
        return await self._identify(shown)

    def forget_credential(self, row_id: UUID) -> None:
        """A session or key has ended."""
        self._cache.forget_credential(row_id)

    def forget_member(self, member_id: UUID) -> None:
        """A member's role has changed, or all their sessions and keys have ended."""
        self._cache.forget_member(member_id)

    async def close(self) -> None:
        """Finish saving when keys were last used."""
        await self._last_used.close()

    async def _identify(self, shown: Credential) -> Caller:
        digest = hashlib.sha256(shown.token.encode()).digest()
        remembered = self._cache.get(digest)
        if remembered is not None:
            return remembered
        epoch, began = self._cache.epoch, self._clock()
        async with self._database.read() as session:
            find = repository.find_session if shown.kind == "s" else repository.find_key
            grant = await find(session, shown.workspace_id, shown.row_id)
        moment = self._now()
        caller = _caller(shown, grant, moment)
        # Counted from before the look-up: what was revoked since then was not seen.
        until = began + LIFETIME
        if grant is not None and grant.expires_at is not None:
            until = min(until, began + (grant.expires_at - moment).total_seconds())
        self._cache.put(digest, caller, shown.row_id, until=until, epoch=epoch)
        if shown.kind == "k" and _is_stale(grant, moment):
            self._last_used.note(shown.workspace_id, shown.row_id, at=moment)
        return caller


def _shown(scope: Scope) -> Credential | None:
    """The credential in the header fields; a key before the cookie, which comes unasked."""
    scheme, _, token = (field(scope, "authorization") or "").partition(" ")
    # Other schemes belong to a proxy in front, such as Basic.
    key = token.strip() if scheme.lower() == "bearer" else field(scope, "x-api-key")
    if key is not None:
        credential = Credential.parse(key)
        if credential is None or credential.kind != "k":
            raise _refused("What was sent is no API key; send 'Authorization: Bearer alw_k_...'.")
        return credential
    cookies = "; ".join(
        value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"
    )
    cookie = cookie_parser(cookies).get(SESSION_COOKIE)
    if cookie is None:
        return None
    credential = Credential.parse(cookie)
    if credential is None or credential.kind != "s":
        raise _refused("The session cookie cannot be read; sign in again.")
    return credential


def _caller(shown: Credential, grant: repository.Grant | None, moment: datetime) -> Caller:
    is_key = shown.kind == "k"
    name = "API key" if is_key else "session"
    remedy = "use another one" if is_key else "sign in again"
    # An unknown one and a wrong secret are not told apart.
    if grant is None or not shown.matches(grant.secret_hash):
        raise _refused(f"This {name} is not known; {remedy}.")
    if grant.removed_at is not None:
        raise _refused(f"The member of this {name} was removed from the workspace; ask an owner.")
    if grant.revoked_at is not None:
        raise _refused(f"This {name} was revoked; {remedy}.")
    if grant.expires_at is not None and grant.expires_at <= moment:
        raise _refused(f"This {name} has expired; {remedy}.")
    scopes = grant.scopes
    return Caller(
        shown.workspace_id,
        grant.member_id,
        Role(grant.role),
        plan=grant.plan,
        scopes=None if scopes is None else frozenset(_WORDS[w] for w in scopes if w in _WORDS),
        key_id=str(shown.row_id) if is_key else "",
    )


def _is_stale(grant: repository.Grant | None, moment: datetime) -> bool:
    used = grant.last_used_at if grant else None
    return used is None or moment - used >= EVERY


def _refused(sentence: str) -> UnauthenticatedError:
    return UnauthenticatedError(sentence, headers={"WWW-Authenticate": "Bearer"})


def _foreign() -> ForbiddenError:
    return ForbiddenError(
        "This change did not come from a page of this site; open ALwrity's own page, "
        "or use an API key."
    )
