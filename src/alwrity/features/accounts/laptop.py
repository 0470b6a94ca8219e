"""The mode without login: one owner, and requests from this machine's own pages and programs only.

Anybody who can reach the port would be the owner, so three doors are shut: a foreign Host (DNS
rebinding), a foreign Origin (another site's page in the same browser), and any forwarded header (a
proxy put in front by mistake).
"""

from uuid import UUID

from sqlalchemy import select
from starlette.types import Scope

from alwrity.auth import Caller, Role
from alwrity.database import Database
from alwrity.errors import ForbiddenError
from alwrity.features.accounts.origins import field, forwarding_field, is_loopback_host
from alwrity.models.accounts import Member, User, Workspace

#: The laptop's owner; has no password, so cannot sign in.
LAPTOP_EMAIL = "owner@localhost"


async def ensure_owner(database: Database) -> Caller:
    """The laptop's owner; made when the database is new."""
    async with database.write() as session:
        found = await session.execute(
            select(Member.workspace_id, Member.id)
            .join(User, User.id == Member.user_id)
            .where(User.email == LAPTOP_EMAIL)
        )
        row = found.first()
        if row is not None:
            return Caller(row.workspace_id, row.id, Role.OWNER)
        user = User(email=LAPTOP_EMAIL, name="Owner")
        workspace = Workspace(name="My workspace")
        session.add_all([user, workspace])
        await session.flush()
        member = Member(workspace_id=workspace.id, user_id=user.id, role=Role.OWNER)
        session.add(member)
        await session.flush()
        return Caller(workspace.id, member.id, Role.OWNER)


class LaptopIdentification:
    """Everybody who comes through the three doors is the owner.

    Args:
        owner: As `ensure_owner` gave it.
    """

    def __init__(self, owner: Caller) -> None:
        self._owner = owner

    async def __call__(self, scope: Scope) -> Caller:
        """The owner.

        Raises:
            ForbiddenError: When the request is not this machine's own.
        """
        forwarded = forwarding_field(scope)
        if forwarded is not None:
            raise ForbiddenError(
                f"The request was forwarded ({forwarded}) but login is off; set "
                "ALWRITY_AUTH=password before putting a proxy in front."
            )
        host = field(scope, "host") or ""
        if not is_loopback_host(host):
            raise ForbiddenError(
                f"The Host {host!r} is not this machine; without login ALwrity answers to "
                "localhost only, set ALWRITY_AUTH=password to serve other names."
            )
        origin = field(scope, "origin")
        if origin is not None and not _same_origin(origin, host):
            raise ForbiddenError(
                f"The page {origin!r} may not call this server; open ALwrity's own page instead."
            )
        return self._owner

    def forget_credential(self, row_id: UUID) -> None:
        """Nothing is remembered here."""

    def forget_member(self, member_id: UUID) -> None:
        """Nothing is remembered here."""

    async def close(self) -> None:
        """Nothing is open here."""


def _same_origin(origin: str, host: str) -> bool:
    scheme, _, rest = origin.partition("://")
    return scheme == "http" and rest == host
