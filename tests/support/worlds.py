"""A workspace with a row in every table, and what is in the database about it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from alwrity.database import Database
from alwrity.models.accounts import Invitation, Member, MemberPreferences
from alwrity.models.base import Base, new_id, now
from alwrity.models.content import (
    Brief,
    Content,
    ContentTag,
    Revision,
    SavedView,
    SeoAnalysis,
    Source,
    Tag,
    Voice,
)
from alwrity.models.generation import Generation, GenerationEvent, Rewrite, Section
from alwrity.models.jobs import Idempotency, Job
from alwrity.models.usage import UsageEvent
from tests.support.accounts import Role, Team, make_team

REVISION = 7
#: Path parameters that are no ids: the same in all workspaces.
PLAIN = {"number": str(REVISION), "position": "1"}
_RESULT = {
    "engine_version": "1", "language": "en", "seo_score": 50, "quality_score": 50,
    "uncapped": 50.0, "coverage": 1.0, "word_count": 2,
    "gates": [], "sub_scores": [], "checks": [],
}  # fmt: skip
_FINDING = {
    "id": "1234", "check": "plain-words", "group": "clarity", "severity": "low", "advice": "",
    "quote": "", "start": None, "end": None, "replacement": None,
}  # fmt: skip


@dataclass
class World:
    """`ids` are by the names that path parameters have; `mark` is in every text of it."""

    team: Team
    ids: dict[str, str]
    mark: str


async def make_world(database: Database, name: str) -> World:
    team = await make_team(database, name)
    key = await team.key(Role.EDITOR)
    await team.cookie(Role.EDITOR)
    mark = f"secret-of-{name}"
    here = {"workspace_id": team.workspace_id}
    author = {"author_id": team.owner.member_id}
    ids = {
        what: new_id()
        for what in ("brief", "source", "content", "revision", "tag", "generation", "rewrite",
                     "analysis", "usage_event", "job", "view", "voice", "invitation")
    }  # fmt: skip
    piece = {"content_id": ids["content"]}
    run = {"generation_id": ids["generation"]}
    async with database.write() as session:
        session.add(Brief(**here, id=ids["brief"], **author, topic=mark, data={"topic": mark}))
        session.add(Tag(**here, id=ids["tag"], name=mark))
        session.add(
            Content(**here, id=ids["content"], **author, title=mark, body=f"# {mark}\n\nWords.\n",
                    keyphrase=mark, slug=mark, brief_id=ids["brief"], revision=REVISION)
        )  # fmt: skip
        await session.flush()
        session.add(
            Source(**here, id=ids["source"], brief_id=ids["brief"], position=0, kind="text",
                   title=mark, url="", text=mark)
        )  # fmt: skip
        session.add(
            Revision(**here, id=ids["revision"], **piece, **author, number=REVISION,
                     reason="save", title=mark, body=mark)
        )  # fmt: skip
        session.add(ContentTag(**here, **piece, tag_id=ids["tag"]))
        session.add(
            SeoAnalysis(**here, id=ids["analysis"], **piece, revision=REVISION,
                        url=f"https://{mark}.example/", engine_version="1",
                        result=_RESULT | {"findings": [_FINDING | {"message": mark}]})
        )  # fmt: skip
        session.add(
            Generation(**here, id=ids["generation"], **piece, **author, brief_id=ids["brief"],
                       state="done", provider=mark)
        )  # fmt: skip
        await session.flush()
        session.add(
            Section(**here, **run, position=0, heading=mark, text=mark, last_seq=1, provider=mark)
        )
        session.add(GenerationEvent(**here, **run, seq=1, type="token", data=f'"{mark}"'))
        session.add(
            Rewrite(**here, id=ids["rewrite"], **piece, **author, revision=REVISION,
                    action="shorten", start=0, end=5, original=mark, proposal=mark, cut_off=False)
        )  # fmt: skip
        session.add(
            UsageEvent(**here, id=ids["usage_event"], subject_id=ids["generation"], provider=mark,
                       input_tokens=1, output_tokens=1, cost_usd=None)
        )  # fmt: skip
        session.add(
            Job(**here, id=ids["job"], queue="test", name="nothing", payload={"mark": mark},
                state="done")
        )  # fmt: skip
        member = {"member_id": team.owner.member_id}
        session.add(
            SavedView(**here, id=ids["view"], **member, shared=True, name=mark,
                      query={"q": mark}, position=0)
        )  # fmt: skip
        session.add(
            Voice(**here, id=ids["voice"], name=mark, description=mark, tone=mark, sample=mark,
                  dos=[mark], donts=[mark])
        )  # fmt: skip
        session.add(
            Invitation(**here, id=ids["invitation"], **member, email=f"new@{mark}.example",
                       role="writer", token_hash="", expires_at=now() + timedelta(days=7))
        )  # fmt: skip
        session.add(MemberPreferences(**here, **member, data={}))
        session.add(
            Idempotency(**here, caller="somebody", method="POST", route="/api/x", key="key",
                        body_hash="", status=200, headers={}, body=mark.encode())
        )  # fmt: skip
    named = {f"{what}_id": str(id_) for what, id_ in ids.items()} | {
        "workspace_id": str(team.workspace_id),
        "member_id": str(team.members[Role.EDITOR].member_id),
        "author_id": str(team.owner.member_id),
        "key_id": str(key.row_id),
    }
    return World(team, named, mark)


async def rows_of(database: Database, world: World) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database about a workspace, by table."""
    workspace_id = world.team.workspace_id
    rows = {}
    async with database.read() as session:
        users = select(Member.user_id).where(Member.workspace_id == workspace_id)
        for table in Base.metadata.sorted_tables:
            if table.name == "user":
                condition = table.c.id.in_(users)
            elif table.name == "workspace":
                condition = table.c.id == workspace_id
            else:
                condition = table.c.workspace_id == workspace_id
            found = await session.execute(select(table).where(condition))
            rows[table.name] = sorted((tuple(row) for row in found), key=repr)
    return rows
