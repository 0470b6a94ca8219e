"""Voices over HTTP."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alwrity.features.accounts.versions import etag_of
from alwrity.models.content import Voice
from alwrity.text import clean_line, validate_text

#: Voices of a workspace at most.
MOST = 100
MAX_SAMPLE = 4000

Rule = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
_TEXTS = ("description", "sample")


class VoiceSave(BaseModel):
    """A voice to keep."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
    description: Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)] = Field(
        "", description="Who writes so, and when."
    )
    tone: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = Field(
        "", description="How it sounds; a brief's own tone comes before it."
    )
    sample: Annotated[str, StringConstraints(max_length=MAX_SAMPLE, strip_whitespace=True)] = Field(
        "", description="A text that sounds as it should."
    )
    dos: list[Rule] = Field([], max_length=20, description="What to do, a line each.")
    donts: list[Rule] = Field([], max_length=20, description="What not to do, a line each.")

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for name in _TEXTS:
            setattr(self, name, validate_text(getattr(self, name), name))
        self.name, self.tone = clean_line(self.name, "name"), clean_line(self.tone, "tone")
        self.dos = [clean_line(line, "dos") for line in self.dos]
        self.donts = [clean_line(line, "donts") for line in self.donts]
        if not self.name or not all([*self.dos, *self.donts]):
            raise ValueError("the name and each of dos and donts need visible characters")
        return self


class VoiceOut(BaseModel):
    """A voice. Its ETag is for `If-Match`."""

    id: UUID
    name: str
    description: str
    tone: str
    sample: str
    dos: list[str]
    donts: list[str]
    created_at: datetime
    updated_at: datetime
    etag: str = Field(description="For `If-Match` of a change.")

    @classmethod
    def of(cls, row: Voice) -> Self:
        """From its row."""
        return cls(
            id=row.id,
            name=row.name,
            description=row.description,
            tone=row.tone,
            sample=row.sample,
            dos=row.dos,
            donts=row.donts,
            created_at=row.created_at,
            updated_at=row.updated_at,
            etag=etag_of(row.id, row.version),
        )


class Voices(BaseModel):
    """The voices of a workspace, by name."""

    items: list[VoiceOut]


class VoiceCopy(BaseModel):
    """A voice as a brief used it: later changes of the voice change no brief."""

    id: UUID
    name: str
    description: str = ""
    tone: str = ""
    sample: str = ""
    dos: list[str] = []
    donts: list[str] = []

    @classmethod
    def of(cls, row: Voice) -> Self:
        """As the row is now."""
        return cls.model_validate(row, from_attributes=True)

    def words(self) -> str:
        """As a model is told; without the tone, which a brief says apart."""
        parts = [self.description]
        for title, lines in (("Do:", self.dos), ("Do not:", self.donts)):
            if lines:
                parts.append("\n".join([title, *(f"- {line}" for line in lines)]))
        if self.sample:
            parts.append(f"A sample of it, for its sound and not for its facts:\n{self.sample}")
        return "\n\n".join(part for part in parts if part)
