"""What the analytics answer."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field


class DayFigures(BaseModel):
    """A day on which pieces were made; days without any are left out."""

    date: date
    pieces: int
    mean_quality: float | None = Field(
        description="Of the pieces that have a score, 0-100; null when none has."
    )


class DailyFigures(BaseModel):
    """Newest day first."""

    from_: date = Field(serialization_alias="from", description="First day of the range, UTC.")
    to: date = Field(description="Last day of the range, included.")
    days: list[DayFigures]


class RangeFigures(BaseModel):
    """A range of days."""

    from_: date = Field(serialization_alias="from", description="First day, UTC.")
    to: date = Field(description="Last day, included.")
    pieces: int
    scored: int = Field(description="Pieces that have a score.")
    mean_quality: float | None = Field(description="Of those, 0-100; null when there is none.")


class Share(BaseModel):
    """What one author, or one tag, has to do with the change."""

    id: UUID = Field(description="The author's member id, or the tag's id.")
    name: str
    pieces: int
    pieces_before: int
    mean_quality: float | None
    mean_quality_before: float | None
    moved: float | None = Field(
        description="Points by which it moved the mean; those of all authors come to "
        "`mean_change`, those of tags may overlap. Null where `mean_change` is."
    )


class Movement(BaseModel):
    """A range beside the one of the same length before it, and what moved the mean quality."""

    now: RangeFigures
    before: RangeFigures
    pieces_change: int
    mean_change: float | None = Field(description="Null when either range has no score.")
    authors: list[Share] = Field(description="Those that moved most first.")
    tags: list[Share] = Field(description="Those that moved most first.")
