"""A library with a past: many pieces over many days, put straight into SQLite."""

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session

from alwrity.models.accounts import Member, User
from alwrity.models.base import new_id, now
from alwrity.models.content import Content, ContentTag, Tag, Voice

_NAMES = ("Ada Byron", "Karl Brenner", "Mei Tanaka")
_TAGS = ("sourdough", "waste", "pricing", "ovens")
_TITLES = (
    "How small bakeries reduce food waste", "When to rebuild the search index",
    "A field guide to sourdough in winter", "What a queue tells about a bakery",
    "The case for smaller afternoon batches", "Twelve ways to sell day-old bread",
    "What rye wants from an oven", "A price list that explains itself",
)  # fmt: skip
_STATUSES = ("draft", "review", "approved")
_BATCH = 5000


def fill(folder: Path, count: int, *, days: int = 120, quiet: int = 0) -> None:
    """Make pieces by three authors, the same ones each time; quality rises towards today.

    Args:
        folder: Data of a server that has started once.
        count: Pieces, spread evenly over the days.
        days: How far back they go.
        quiet: Days before today without any.
    """
    engine = create_engine(f"sqlite:///{folder / 'alwrity.db'}")
    with Session(engine) as session, session.begin():
        owner = session.scalars(select(Member)).one()
        authors = [owner.id, *_others(session, owner.workspace_id)]
        tags = [Tag(workspace_id=owner.workspace_id, id=new_id(), name=name) for name in _TAGS]
        session.add_all(tags)
        session.add(_voice(owner.workspace_id, now() - timedelta(days=quiet + 17)))
        session.flush()
        pieces, links = [], []
        for piece, tag in _pieces(owner.workspace_id, authors, tags, count, days, quiet):
            pieces.append(piece)
            links.append(tag)
            if len(pieces) == _BATCH or len(links) == count:
                session.execute(insert(Content), pieces)
                session.execute(insert(ContentTag), links)
                pieces, links = [], []
        if pieces:
            session.execute(insert(Content), pieces)
            session.execute(insert(ContentTag), links)
    engine.dispose()


def _others(session: Session, workspace_id: UUID) -> Iterator[UUID]:
    for name in _NAMES[1:]:
        user = User(id=new_id(), email=f"{name.split()[0]}@bakery.example".lower(), name=name)
        member = Member(workspace_id=workspace_id, id=new_id(), user_id=user.id, role="writer")
        session.add(user)
        session.flush()
        session.add(member)
        session.flush()
        yield member.id


def _voice(workspace_id: UUID, changed: datetime) -> Voice:
    made = changed - timedelta(days=40)
    return Voice(
        workspace_id=workspace_id, name="Workshop", description="For people who bake.",
        tone="warm and plain", sample="We knead. Then we wait.", dos=[], donts=[],
        created_at=made, updated_at=changed,
    )  # fmt: skip


def _pieces(
    workspace_id: UUID, authors: list[UUID], tags: list[Tag], count: int, days: int, quiet: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    chance = random.Random(7)
    today = now()
    for number in range(count):
        # The oldest first; weekends rest.
        age = quiet + (days - quiet) * (count - number) / count
        made = today - timedelta(days=age)
        if made.weekday() >= 5:
            made -= timedelta(days=2)
        author = chance.choices(range(3), weights=(5, 3, 2))[0]
        tag = chance.randrange(len(tags))
        rise = 16 * (1 - age / days) + 3 * math.sin(age / 4)
        quality = 62 + rise + (4, -6, 8)[author] + (3, 0, -5, 1)[tag] + chance.gauss(0, 5)
        title = _TITLES[number % len(_TITLES)]
        id_ = new_id()
        piece = {
            "workspace_id": workspace_id, "id": id_, "author_id": authors[author],
            "title": f"{title}, part {number // len(_TITLES) + 1}",
            "body": f"# {title}\n\nMost bakeries throw away a tenth of what they bake.",
            "status": chance.choice(_STATUSES), "word_count": chance.randrange(300, 2000),
            "quality_score": None if number % 23 == 0 else max(0, min(100, round(quality))),
            "seo_score": chance.randrange(40, 100),
            "created_at": made, "updated_at": made,
        }  # fmt: skip
        yield piece, {"workspace_id": workspace_id, "content_id": id_, "tag_id": tags[tag].id}
