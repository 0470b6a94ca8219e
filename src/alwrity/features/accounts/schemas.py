"""What the account routes take and give."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator

from alwrity.auth import Action, Caller, Role
from alwrity.features.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from alwrity.features.accounts.versions import etag_of
from alwrity.models.accounts import ApiKey, Member, User, Workspace
from alwrity.settings import AuthMode

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        min_length=3,
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$",
    ),
    Field(json_schema_extra={"format": "email"}),
]
Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
NewPassword = Annotated[SecretStr, Field(min_length=MIN_LENGTH, max_length=MAX_LENGTH)]
OldPassword = Annotated[SecretStr, Field(min_length=1, max_length=MAX_LENGTH)]
Version = Annotated[str, Field(description="For `If-Match` of a change.")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignIn(_Body):
    """Who signs in, and where."""

    email: Email
    password: OldPassword
    workspace_id: UUID | None = Field(
        None, description="For members of several; without it, the one they joined first."
    )


class PasswordChange(_Body):
    """One's own password, old and new."""

    current: OldPassword
    new: NewPassword


class NewMember(_Body):
    """Somebody to add."""

    email: Email
    name: Name
    role: Role
    password: NewPassword = Field(description="To begin with; they change it once signed in.")


class MemberChange(_Body):
    """What may change about a member."""

    role: Role


class NewKey(_Body):
    """A key to make."""

    name: Name
    scopes: list[Action] = Field(
        min_length=1, max_length=len(Action), description="No more than the caller may do."
    )
    expires_in_days: int | None = Field(None, ge=1, le=3650)

    @field_validator("scopes")
    @classmethod
    def _once_each(cls, scopes: list[Action]) -> list[Action]:
        return sorted(set(scopes))


class WorkspaceAnswer(BaseModel):
    """A workspace."""

    id: UUID
    name: str
    plan: str
    created_at: datetime

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """From its row."""
        return cls(
            id=workspace.id,
            name=workspace.name,
            plan=workspace.plan,
            created_at=workspace.created_at,
        )


class UserAnswer(BaseModel):
    """A person."""

    id: UUID
    email: str
    name: str


class Me(BaseModel):
    """Who is calling, and what they may do."""

    user: UserAnswer
    member_id: UUID
    workspace: WorkspaceAnswer
    workspaces: list[WorkspaceAnswer] = Field(description="All that this person is a member of.")
    role: Role
    permissions: list[Action] = Field(description="Of the role, less what a key's scopes lack.")
    auth: AuthMode = Field(description="`none`: login is off, and everybody here is the owner.")


class MemberAnswer(BaseModel):
    """A member."""

    id: UUID
    email: str | None = Field(description="Null for callers without `members:contact`.")
    name: str
    role: Role
    created_at: datetime
    etag: Version

    @classmethod
    def of(cls, member: Member, user: User, caller: Caller) -> Self:
        """From its rows, as the caller may see it: everybody sees their own address."""
        contact = caller.may(Action.MEMBERS_CONTACT) or member.id == caller.member_id
        return cls(
            id=member.id,
            email=user.email if contact else None,
            name=user.name,
            role=Role(member.role),
            created_at=member.created_at,
            etag=etag_of(member.id, Role(member.role).value, member.removed_at),
        )


class MembersAnswer(BaseModel):
    """The members of a workspace."""

    items: list[MemberAnswer]


class KeyAnswer(BaseModel):
    """An API key, without its secret."""

    id: UUID
    name: str
    scopes: list[str]
    member_id: UUID = Field(description="Whose key it is: it can do no more than they may.")
    created_at: datetime
    last_used_at: datetime | None = Field(description="To the minute.")
    expires_at: datetime | None
    etag: Version

    @classmethod
    def of(cls, key: ApiKey, **more: Any) -> Self:
        """From its row."""
        return cls(
            id=key.id,
            name=key.name,
            scopes=key.scopes,
            member_id=key.member_id,
            created_at=key.created_at,
            last_used_at=key.last_used_at,
            expires_at=key.expires_at,
            etag=etag_of(key.id, key.name, key.scopes, key.revoked_at),
            **more,
        )


class IssuedKey(KeyAnswer):
    """A new key with its token."""

    token: str = Field(description="Shown this once: only its hash is kept.")


class KeysAnswer(BaseModel):
    """The keys of a workspace that are not revoked."""

    items: list[KeyAnswer]
