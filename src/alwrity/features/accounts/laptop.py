"""The mode without login: one owner, and requests from this machine's own pages and programs only.

Anybody who can reach the port would be the owner, so three doors are shut: a foreign Host (DNS
rebinding), a foreign Origin (another site's page in the same browser), and any forwarded header (a
proxy put in front by mistake).
"""

import ipaddress
from urllib.parse import urlsplit

from sqlalchemy import select
from starlette.types import Scope

from alwrity.auth import Caller, Role
from alwrity.database import Database
from alwrity.errors import ForbiddenError
from alwrity.models.accounts import Member, User, Workspace

_EMAIL = "owner@localhost"
_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")


async def ensure_owner(database: Database) -> Caller:
    """The laptop's owner; made when the database is new."""
    async with database.write() as session:
        found = await session.execute(
            select(Member.workspace_id, Member.id)
            .join(User, User.id == Member.user_id)
            .where(User.email == _EMAIL)
        )
        row = found.first()
        if row is not None:
            return Caller(row.workspace_id, row.id, Role.OWNER)
        user = User(email=_EMAIL, name="Owner")
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
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        fields = dict(headers)
        for name in _FORWARDED:
            if name in fields:
                raise ForbiddenError(
                    f"The request was forwarded ({name.decode()}) but login is off; set "
                    "ALWRITY_AUTH=password before putting a proxy in front."
                )
        host = fields.get(b"host", b"").decode("latin-1")
        if not is_loopback_host(host):
            raise ForbiddenError(
                f"The Host {host!r} is not this machine; without login ALwrity answers to "
                "localhost only, set ALWRITY_AUTH=password to serve other names."
            )
        origin = fields.get(b"origin")
        if origin is not None and not _same_origin(origin.decode("latin-1"), host):
            raise ForbiddenError(
                f"The page {origin.decode('latin-1')!r} may not call this server; open ALwrity's "
                "own page instead."
            )
        return self._owner


def is_loopback_host(host: str) -> bool:
    """Whether a Host header names this machine's loopback."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in {"localhost", "localhost."} or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _same_origin(origin: str, host: str) -> bool:
    scheme, _, rest = origin.partition("://")
    return scheme == "http" and rest == host
