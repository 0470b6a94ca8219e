"""Saved views over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from alwrity.features.accounts.versions import etag_of
from alwrity.features.content.cleaning import ONE_LINE
from alwrity.features.content.schemas import Author, Filters
from alwrity.models.content import SavedView

#: Private views of a member, and shared ones of a workspace, at most.
MOST = 50


def _visible(name: str) -> str:
    if not name:
        raise PydanticCustomError("empty_name", "is empty; give it a name")
    return name


class ViewSave(BaseModel):
    """A view to keep."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=100), ONE_LINE, AfterValidator(_visible)]
    query: Filters = Field(description="As `GET /api/content` takes it, without page and limit.")
    shared: bool = Field(False, description="Everybody's in the workspace; needs `views:share`.")
    position: int | None = Field(
        None,
        ge=0,
        lt=MOST,
        description="Place in its list, from 0; left out: where it is, or last.",
    )


class View(BaseModel):
    """A saved view. Its ETag is for `If-Match`."""

    id: UUID
    name: str
    query: Filters = Field(description="Only what differs from the usual.")
    shared: bool
    owner: Author
    position: int
    created_at: datetime
    updated_at: datetime
    etag: str = Field(description="For `If-Match` of a change.")


class Views(BaseModel):
    """The caller's own views, then the workspace's, each in its order."""

    items: list[View]


def shown(row: SavedView, owner_name: str) -> dict[str, Any]:
    """A `View`."""
    return {
        "id": row.id,
        "name": row.name,
        "query": row.query,
        "shared": row.shared,
        "owner": {"id": row.member_id, "name": owner_name},
        "position": row.position,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "etag": etag_of(row.id, row.version),
    }


def stored(query: Filters) -> dict[str, Any]:
    """What is kept of a query: what differs from the usual."""
    return query.model_dump(mode="json", exclude_defaults=True)
