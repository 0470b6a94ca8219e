"""Who is calling, and what they may do: one role x action table for guards and tests.

A credential carries its workspace's id in the clear part, so that a shard could be found without a
look-up: `alw_s_<workspace>_<id>_<secret>` for sessions (in a cookie), `alw_k_...` for API keys,
`alw_i_...` for invitations (in a link).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from alwrity.errors import ForbiddenError

SESSION_COOKIE = "alwrity_session"


class Role(StrEnum):
    """A member's role; each may do what the one before may, and more."""

    READER = "reader"
    WRITER = "writer"
    EDITOR = "editor"
    OWNER = "owner"


class Action(StrEnum):
    """What a route does; also the words of an API key's scopes."""

    CONTENT_READ = "content:read"
    CONTENT_WRITE = "content:write"
    CONTENT_WRITE_ANY = "content:write-any"
    CONTENT_GENERATE = "content:generate"
    CONTENT_APPROVE = "content:approve"
    ANALYSE = "seo:analyse"
    ANALYTICS_READ = "analytics:read"
    MEMBERS_READ = "members:read"
    MEMBERS_MANAGE = "members:manage"
    KEYS_MANAGE = "keys:manage"
    OPERATIONS_READ = "operations:read"
    OWN_WRITE = "own:write"
    VIEWS_SHARE = "views:share"
    VOICES_MANAGE = "voices:manage"
    MEMBERS_CONTACT = "members:contact"
    PROVIDERS_TEST = "providers:test"


_READER = frozenset(
    {Action.CONTENT_READ, Action.ANALYTICS_READ, Action.MEMBERS_READ, Action.OWN_WRITE}
)
_WRITER = _READER | {
    Action.CONTENT_WRITE, Action.CONTENT_GENERATE, Action.ANALYSE, Action.MEMBERS_CONTACT,
}  # fmt: skip
_EDITOR = _WRITER | {
    Action.CONTENT_WRITE_ANY, Action.CONTENT_APPROVE, Action.VIEWS_SHARE, Action.VOICES_MANAGE,
    Action.PROVIDERS_TEST,
}  # fmt: skip
_OWNER = _EDITOR | {Action.MEMBERS_MANAGE, Action.KEYS_MANAGE, Action.OPERATIONS_READ}

#: The table. Writers change their own pieces; `CONTENT_WRITE_ANY` lifts that. `OWN_WRITE` is for
#: what nobody else sees: a member's private views and preferences.
ALLOWED: dict[Role, frozenset[Action]] = {
    Role.READER: _READER,
    Role.WRITER: _WRITER,
    Role.EDITOR: _EDITOR,
    Role.OWNER: _OWNER,
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose credential was valid.

    Attributes:
        member_id: Their membership; the author of what they write.
        scopes: What the API key is restricted to, or None for a signed-in member.
        key_id: The API key that was shown, empty for a signed-in member; names the caller in
            limits and logs.
    """

    workspace_id: UUID
    member_id: UUID
    role: Role
    plan: str = "standard"
    scopes: frozenset[Action] | None = None
    key_id: str = ""

    @property
    def subject(self) -> str:
        """The caller in limits and idempotency: a key of its own, or the member."""
        return self.key_id or str(self.member_id)

    def may(self, action: Action) -> bool:
        """Whether the role, and the key's scopes, allow it."""
        in_scope = self.scopes is None or action in self.scopes
        return in_scope and action in ALLOWED[self.role]

    def require(self, action: Action) -> None:
        """Let through, or refuse.

        Raises:
            ForbiddenError: When the role or the key's scopes do not allow it.
        """
        if self.may(action):
            return
        if action in ALLOWED[self.role]:
            raise ForbiddenError(
                f"This API key lacks the scope {action.value!r}; use one that has it."
            )
        raise ForbiddenError(
            f"The role {self.role.value!r} does not include {action.value!r}; ask an owner."
        )

    def require_author(self, author_id: UUID) -> None:
        """Let writers change their own pieces only.

        Raises:
            ForbiddenError: When the piece is somebody else's and the role is below editor.
        """
        if author_id != self.member_id and not self.may(Action.CONTENT_WRITE_ANY):
            raise ForbiddenError("This piece belongs to somebody else; ask an editor to change it.")


@dataclass(frozen=True, slots=True)
class Credential:
    """A token taken apart.

    Attributes:
        kind: "s" for a session, "k" for an API key, "i" for an invitation.
        row_id: Id of the session, key or invitation.
        secret: The part that proves it; only its hash is stored.
    """

    kind: str
    workspace_id: UUID
    row_id: UUID
    secret: str

    @classmethod
    def issue(cls, kind: str, workspace_id: UUID, row_id: UUID) -> "Credential":
        """A new credential with 256 random bits."""
        return cls(kind, workspace_id, row_id, secrets.token_hex(32))

    @classmethod
    def parse(cls, token: str) -> "Credential | None":
        """Take a token apart; None when it is not one of ours."""
        parts = token.split("_")
        if len(parts) != 5 or parts[0] != "alw" or parts[1] not in {"s", "k", "i"}:
            return None
        try:
            return cls(parts[1], UUID(hex=parts[2]), UUID(hex=parts[3]), parts[4])
        except ValueError:
            return None

    @property
    def token(self) -> str:
        """What the caller shows; never logged, never stored."""
        return f"alw_{self.kind}_{self.workspace_id.hex}_{self.row_id.hex}_{self.secret}"

    @property
    def secret_hash(self) -> str:
        """What is stored. Random 256 bits need no slow hash."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def matches(self, stored_hash: str) -> bool:
        """Compare without telling by time how much was right."""
        return hmac.compare_digest(self.secret_hash, stored_hash)
