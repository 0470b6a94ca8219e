"""What goes in and out over HTTP."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from alwrity.features.content.cleaning import ONE_LINE, Body, Tag, Title
from alwrity.features.content.cursors import MAX_LENGTH

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
Slug = Annotated[str, Field(max_length=200, pattern=r"^[^\s/?#]*$"), ONE_LINE]
Keyphrase = Annotated[str, Field(max_length=200), ONE_LINE]
MetaDescription = Annotated[str, Field(max_length=1000), ONE_LINE]
Score = Annotated[int, Field(ge=0, le=100)]
FindingId = Annotated[str, Field(min_length=1, max_length=64), ONE_LINE]
MAX_TAGS = 50
MAX_DISMISSED = 1000
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS)]


class Status(StrEnum):
    """How far a piece has come."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"


class Sort(StrEnum):
    """Orders of the list; a minus sign puts the greatest first. Missing scores come last."""

    NEWEST = "-created_at"
    OLDEST = "created_at"
    CHANGED = "-updated_at"
    TITLE = "title"
    QUALITY = "-quality_score"
    QUALITY_ASCENDING = "quality_score"
    SEO = "-seo_score"
    RELEVANCE = "relevance"


class _Input(BaseModel):
    # A misspelt field must not pass for one that was left out.
    model_config = ConfigDict(extra="forbid")


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("time", "lies outside the years 1 to 9999 in UTC") from None


Moment = Annotated[datetime, AfterValidator(_in_utc)]


def _without_nul(value: object) -> object:
    return value.replace("\x00", " ") if isinstance(value, str) else value


class Filters(_Input):
    """Which pieces, in which order."""

    q: Annotated[str, BeforeValidator(_without_nul)] = Field(
        "", max_length=300, description='Words that must all occur; "phrases" in quotes.'
    )
    author: UUID | None = Field(None, description="The author's member id.")
    tag: Tags = Field([], description="Repeatable; a piece must have all.")
    status: list[Status] = Field([], max_length=3, description="Repeatable; any of these.")
    seo_min: Score | None = None
    seo_max: Score | None = None
    quality_min: Score | None = None
    quality_max: Score | None = None
    created_from: Moment | None = Field(None, description="Included. UTC unless it says otherwise.")
    created_to: Moment | None = Field(None, description="Excluded.")
    deleted: bool = Field(False, description="The bin instead of the library.")
    sort: Sort = Sort.NEWEST

    @model_validator(mode="after")
    def _relevance_needs_words(self) -> Self:
        if self.sort is Sort.RELEVANCE and not self.q.strip():
            raise PydanticCustomError("no_words", "the sort 'relevance' needs words in q")
        return self


class ListQuery(Filters):
    """Which pieces, in which order, from where on."""

    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=MAX_LENGTH, description="`next_cursor` of the page before.")


class NewPiece(_Input):
    """A piece to begin with."""

    title: Title = ""
    body: Body = ""
    tags: Tags = []
    language: Language = "en"
    keyphrase: Keyphrase = ""
    meta_description: MetaDescription = ""
    slug: Slug = ""


class PieceSave(_Input):
    """A save. What is left out, other than title and body, stays as it is."""

    title: Title
    body: Body
    tags: Tags | None = None
    language: Language | None = None
    keyphrase: Keyphrase | None = None
    meta_description: MetaDescription | None = None
    slug: Slug | None = None


class PieceChange(_Input):
    """Some fields of a piece, or a step between draft, review and approved: that alone."""

    status: Status | None = None
    title: Title | None = None
    body: Body | None = None
    tags: Tags | None = None
    language: Language | None = None
    keyphrase: Keyphrase | None = None
    meta_description: MetaDescription | None = None
    slug: Slug | None = None

    @model_validator(mode="after")
    def _is_one_change(self) -> Self:
        given = self.model_dump(exclude_none=True)
        if not given:
            raise PydanticCustomError("no_change", "the change names no field; name at least one")
        if self.status is not None and len(given) > 1:
            raise PydanticCustomError("two_changes", "a step of the status goes alone")
        return self


class Dismissal(_Input):
    """All findings of a piece that somebody put aside."""

    ids: list[FindingId] = Field(max_length=MAX_DISMISSED)


class DismissalChange(_Input):
    """Findings to put aside, and to take back."""

    add: list[FindingId] = Field([], max_length=MAX_DISMISSED)
    remove: list[FindingId] = Field([], max_length=MAX_DISMISSED)


class Dismissed(BaseModel):
    """All findings of a piece that are put aside."""

    ids: list[str]


class ImportedFile(_Input):
    """A Markdown file, with or without front matter."""

    filename: Annotated[str, Field(min_length=1, max_length=255), ONE_LINE]
    text: str


class ImportOutcome(BaseModel):
    """What became of a file."""

    filename: str
    content_id: UUID | None
    error: str | None = Field(description="Why it was not taken, and what to do.")


class Author(BaseModel):
    """Who wrote it."""

    id: UUID = Field(description="Member id.")
    name: str


class PieceItem(BaseModel):
    """A piece in a list: without its text."""

    id: UUID
    title: str
    status: Status
    author: Author
    tags: list[str]
    language: str
    word_count: int
    seo_score: int | None
    quality_score: int | None
    revision: int
    generation_id: UUID | None = Field(description="The generation that is writing it now.")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    snippet: str | None = Field(description="Words around the hit; only when q is given.")


class PiecePage(BaseModel):
    """A page of the list."""

    items: list[PieceItem]
    next_cursor: str | None = Field(description="None on the last page.")


class AnalysisSummary(BaseModel):
    """The newest analysis of a piece; it may be of an earlier revision."""

    revision: int
    seo_score: int | None
    quality_score: int | None
    engine_version: str
    created_at: datetime


class Piece(BaseModel):
    """A piece, whole. Its ETag is `"revision.analysis"`."""

    id: UUID
    title: str
    body: str = Field(description="Markdown, LF only; offsets into it are UTF-16 units.")
    status: Status
    author: Author
    tags: list[str]
    language: str
    keyphrase: str
    meta_description: str
    slug: str
    word_count: int
    revision: int
    seo_score: int | None
    quality_score: int | None
    analysis: AnalysisSummary | None
    dismissed: list[str]
    brief_id: UUID | None
    generation_id: UUID | None = Field(description="While set, the body cannot be changed.")
    created_at: datetime
    updated_at: datetime


class RevisionItem(BaseModel):
    """A revision in a list."""

    number: int
    reason: Literal["create", "import", "save", "edit", "status", "restore", "generation"]
    author: Author
    title: str
    created_at: datetime
    updated_at: datetime


class RevisionPage(BaseModel):
    """A page of revisions, newest first."""

    items: list[RevisionItem]
    next_cursor: str | None


class WholeRevision(RevisionItem):
    """A piece as it was."""

    body: str


class Hunk(BaseModel):
    """A stretch of text that stayed, came or went."""

    op: Literal["equal", "insert", "delete"]
    text: str


class Comparison(BaseModel):
    """What changed between two revisions, by words."""

    from_number: int
    to_number: int
    title: list[Hunk]
    body: list[Hunk]


class TagInUse(BaseModel):
    """A tag, and how many pieces have it."""

    name: str
    pieces: int = Field(description="Without those in the bin.")


class TagsInUse(BaseModel):
    """Tags in use, by name."""

    items: list[TagInUse]


class WritingAuthor(Author):
    """Somebody who has written, and how many pieces."""

    pieces: int = Field(description="Without those in the bin.")


class WritingAuthors(BaseModel):
    """Who has pieces here, by name; members who were removed too."""

    items: list[WritingAuthor]
