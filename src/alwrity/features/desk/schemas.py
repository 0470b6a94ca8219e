"""The desk and its owner's preferences over HTTP."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alwrity.features.content.schemas import Author, Status
from alwrity.features.generation.drafting import Template
from alwrity.features.generation.states import State
from alwrity.text import clean_line

Line = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
Hint = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]


class DeskPiece(BaseModel):
    """A piece on the desk."""

    content_id: UUID
    title: str
    status: Status
    author: Author
    word_count: int
    seo_score: int | None
    quality_score: int | None
    revision: int
    updated_at: datetime


class DeskGeneration(BaseModel):
    """A generation on the desk, with its piece."""

    generation_id: UUID
    state: State
    error: str | None
    created_at: datetime
    ended_at: datetime | None
    piece: DeskPiece


class Desk(BaseModel):
    """What is under way, what needs the caller, what finished; each list is short, newest first."""

    running: list[DeskGeneration] = Field(description="The caller's own, that work or wait.")
    awaiting_outline: list[DeskGeneration] = Field(description="Their outline is to be confirmed.")
    unfinished: list[DeskGeneration] = Field(
        description="Stopped or failed within 30 days, their pieces not changed since."
    )
    in_review: list[DeskPiece] = Field(
        description="Pieces in review, longest waiting first: all for who may approve, else own."
    )
    finished: list[DeskGeneration] = Field(description="Done within 14 days.")
    recent: list[DeskPiece] = Field(description="The caller's own, as they changed last.")


class BriefDefaults(BaseModel):
    """What the form of a brief begins with; what is left out is as usual."""

    model_config = ConfigDict(extra="forbid")

    template: Template | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] | None = None
    audience: Line = ""
    tone: Line = ""
    words: Annotated[int, Field(ge=50, le=5000)] | None = None
    voice_id: UUID | None = None
    confirm_outline: bool | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        self.audience = clean_line(self.audience, "audience")
        self.tone = clean_line(self.tone, "tone")
        return self


class Preferences(BaseModel):
    """How a member likes the pages; everything may be left out."""

    model_config = ConfigDict(extra="forbid")

    theme: Literal["system", "light", "dark"] = "system"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = Field(
        None, description="Of the pages; null for the browser's."
    )
    brief: BriefDefaults = Field(default_factory=BriefDefaults)
    hints_seen: list[Hint] = Field([], max_length=100, description="Hints not to show again.")
