"""Workspaces with members who are signed in, made straight in the database."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher

from alwrity.auth import SESSION_COOKIE, Action, Caller, Credential, Role
from alwrity.database import Database
from alwrity.models.accounts import ApiKey, Member, Session, User, Workspace
from alwrity.models.base import new_id, now
from alwrity.settings import AccountSettings, AuthMode, DatabaseSettings, Settings

#: Hashes in a fraction of a millisecond.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"


def password_settings(url: str, data_dir: Path, **accounts: object) -> Settings:
    return Settings.load(
        database=DatabaseSettings(DATABASE_URL=url),
        accounts=AccountSettings(auth=AuthMode.PASSWORD, **accounts),
        data_dir=data_dir,
    )


@dataclass
class Team:
    """A workspace; `members` has one of each role, who all sign in with `PASSWORD`."""

    database: Database
    workspace_id: UUID
    members: dict[Role, Caller]
    emails: dict[Role, str]

    @property
    def owner(self) -> Caller:
        return self.members[Role.OWNER]

    async def cookie(self, role: Role = Role.OWNER, *, hours: float = 1) -> dict[str, str]:
        """Header fields of a member who signed in on one of our pages."""
        credential = Credential.issue("s", self.workspace_id, new_id())
        async with self.database.write() as session:
            session.add(
                Session(
                    workspace_id=self.workspace_id,
                    id=credential.row_id,
                    member_id=self.members[role].member_id,
                    token_hash=credential.secret_hash,
                    expires_at=now() + timedelta(hours=hours),
                )
            )
        return {
            "Cookie": f"{SESSION_COOKIE}={credential.token}",
            "Sec-Fetch-Site": "same-origin",
        }

    async def key(
        self,
        role: Role = Role.OWNER,
        *,
        scopes: set[Action] | None = None,
        hours: float | None = None,
    ) -> Credential:
        """A key of a member, with all scopes by default."""
        credential = Credential.issue("k", self.workspace_id, new_id())
        async with self.database.write() as session:
            session.add(
                ApiKey(
                    workspace_id=self.workspace_id,
                    id=credential.row_id,
                    member_id=self.members[role].member_id,
                    name="robot",
                    secret_hash=credential.secret_hash,
                    scopes=sorted(Action if scopes is None else scopes),
                    expires_at=None if hours is None else now() + timedelta(hours=hours),
                )
            )
        return credential


async def make_team(database: Database, name: str = "team") -> Team:
    hashed = CHEAP_HASHER.hash(PASSWORD)
    async with database.write() as session:
        workspace = Workspace(name=f"Workspace of {name}")
        session.add(workspace)
        await session.flush()
        members: dict[Role, Caller] = {}
        emails: dict[Role, str] = {}
        for role in Role:
            emails[role] = f"{role}@{name}.example"
            user = User(email=emails[role], name=f"{role} of {name}", password_hash=hashed)
            session.add(user)
            await session.flush()
            member = Member(workspace_id=workspace.id, user_id=user.id, role=role)
            session.add(member)
            await session.flush()
            members[role] = Caller(workspace.id, member.id, role)
    return Team(database, workspace.id, members, emails)


def bearer(credential: Credential) -> dict[str, str]:
    return {"Authorization": f"Bearer {credential.token}"}
