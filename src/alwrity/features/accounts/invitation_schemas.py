"""What the routes of invitations take and give."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from alwrity.auth import Role
from alwrity.features.accounts.schemas import Email, Name, NewPassword, Version
from alwrity.features.accounts.versions import etag_of
from alwrity.models.accounts import Invitation
from alwrity.models.base import now

#: Invitations of a workspace that are open at once.
MOST = 100
DAYS = 7

Token = Annotated[
    SecretStr, Field(min_length=1, max_length=200, description="From the invitation's link.")
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class InvitationState(StrEnum):
    """What has become of an invitation that is neither used nor revoked."""

    OPEN = "open"
    EXPIRED = "expired"


class NewInvitation(_Body):
    """Whom to invite."""

    email: Email
    role: Role


class ShownToken(_Body):
    """An invitation's token."""

    token: Token


class Acceptance(_Body):
    """Who somebody is that was invited."""

    token: Token
    name: Name
    password: NewPassword = Field(
        description="A new one; of who has an account on this server already: theirs."
    )


class InvitationAnswer(BaseModel):
    """An invitation, without its token."""

    id: UUID
    email: str
    role: Role
    state: InvitationState
    invited_by: UUID = Field(description="Member id.")
    created_at: datetime
    expires_at: datetime
    etag: Version

    @classmethod
    def of(cls, row: Invitation, **more: Any) -> Self:
        """From its row."""
        expired = row.expires_at <= now()
        return cls(
            id=row.id,
            email=row.email,
            role=Role(row.role),
            state=InvitationState.EXPIRED if expired else InvitationState.OPEN,
            invited_by=row.member_id,
            created_at=row.created_at,
            expires_at=row.expires_at,
            etag=etag_of(row.id, row.accepted_at, row.revoked_at),
            **more,
        )


class IssuedInvitation(InvitationAnswer):
    """A new invitation with its link."""

    token: str = Field(description="Shown this once: only its hash is kept.")
    path: str = Field(description="Of the page to send; the token stands behind '#', out of logs.")


class InvitationsAnswer(BaseModel):
    """The invitations of a workspace that are neither used nor revoked."""

    items: list[InvitationAnswer]


class OpenedInvitation(BaseModel):
    """What the invited one is shown."""

    workspace: str
    invited_by: str
    email: str
    role: Role
    expires_at: datetime
    has_account: bool = Field(description="Accepting then asks for the password that they have.")
