"""What the analytics answer."""

from datetime import date

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
