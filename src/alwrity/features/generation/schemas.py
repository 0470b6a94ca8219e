"""What the routes take and give."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alwrity.features.generation.drafting import Assignment, Outline, PlannedSection, Template
from alwrity.features.generation.rewriting import RewriteAction
from alwrity.features.generation.states import State
from alwrity.features.voices.schemas import VoiceCopy
from alwrity.text import clean_line, validate_text

Line = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceIn(_Input):
    """Something that the piece may cite."""

    kind: Literal["text", "markdown", "url"]
    title: Line = ""
    text: Annotated[str, StringConstraints(max_length=200_000)] = ""
    url: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)] = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind == "url":
            if not self.url or self.text:
                raise ValueError("a source of kind 'url' has a url and no text")
        elif not self.text.strip():
            raise ValueError(f"a source of kind {self.kind!r} needs its text")
        self.text = validate_text(self.text, "source")
        return self


class BriefIn(_Input):
    """What is asked for. Only the topic is needed."""

    topic: Annotated[
        str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)
    ] = Field(description="What the piece is about.", examples=["How bakeries reduce food waste"])
    template: Template = Template.BLOG_POST
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = Field(
        "en", description="ISO 639-1 code."
    )
    audience: Line = Field("", description="Who reads it.")
    tone: Line = Field("", description="How it sounds.")
    keyphrase: Line = Field("", description="What it should be found by.")
    keywords: list[Words] = Field(default_factory=list, max_length=30)
    points: list[Words] = Field(
        default_factory=list, max_length=20, description="What must be said, in order."
    )
    words: Annotated[int, Field(ge=50, le=5000, description="Length aimed at, in words.")] = 600
    voice: Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)] = Field(
        "", description="How the author writes, in free words."
    )
    voice_id: UUID | None = Field(
        None, description="A voice of the workspace; `voice` is told beside it."
    )
    sources: list[SourceIn] = Field(default_factory=list, max_length=20)
    confirm_outline: bool = Field(
        False, description="Wait for a person to confirm the outline before drafting."
    )

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for name in ("topic", "audience", "tone", "keyphrase", "voice"):
            value = getattr(self, name)
            setattr(self, name, validate_text(value, name) if name == "voice"
                    else clean_line(value, name))  # fmt: skip
        if len(self.topic) < 3:
            raise ValueError("topic needs at least 3 visible characters")
        self.points = [clean_line(point, "points") for point in self.points]
        self.keywords = [clean_line(word, "keywords") for word in self.keywords]
        if self.template is Template.SOCIAL_POST and self.words > 600:
            raise ValueError(f"a social post of {self.words} words is none; ask for 600 or fewer")
        if len(self.points) * 15 > self.words:
            raise ValueError(
                f"{len(self.points)} points do not fit into {self.words} words; "
                "ask for more words or fewer points"
            )
        return self


class StoredBrief(BaseModel):
    """A brief as it is kept, without its sources, and the voice that it used."""

    brief: BriefIn
    voice_used: VoiceCopy | None

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """From the row's `data`."""
        given = {name: value for name, value in data.items() if name != "voice_used"}
        return cls(brief=BriefIn.model_validate(given), voice_used=data.get("voice_used"))

    @property
    def data(self) -> dict[str, Any]:
        """For the row."""
        used = (
            {} if self.voice_used is None else self.model_dump(include={"voice_used"}, mode="json")
        )
        return self.brief.model_dump(mode="json", exclude={"sources"}) | used

    def assignment(self) -> Assignment:
        """As a drafter sees it; the brief's own tone comes before the voice's."""
        brief, used = self.brief, self.voice_used
        voices = (used.words() if used else "", brief.voice)
        return Assignment(
            topic=brief.topic,
            template=brief.template,
            language=brief.language,
            audience=brief.audience,
            tone=brief.tone or (used.tone if used else ""),
            keyphrase=brief.keyphrase,
            keywords=tuple(brief.keywords),
            points=tuple(brief.points),
            words=brief.words,
            voice="\n\n".join(voice for voice in voices if voice),
        )


class UsedSource(BaseModel):
    """A source of a brief, without its text."""

    kind: Literal["text", "markdown", "url"]
    title: str
    url: str
    characters: int = Field(description="Of its text; 0 until an address was read.")


class UsedPassage(BaseModel):
    """A stretch of a source that `[^number]` cites."""

    number: int
    title: str
    url: str
    text: str


class BriefOut(BaseModel):
    """What a piece was written from."""

    brief_id: UUID
    generation_id: UUID | None = Field(description="The newest generation of the piece.")
    brief: BriefIn = Field(description="As it was given; its sources stand apart.")
    voice_used: VoiceCopy | None = Field(description="The voice as it was then.")
    sources: list[UsedSource]
    passages: list[UsedPassage]
    created_at: datetime


class Accepted(BaseModel):
    """A generation that has begun to wait for its turn."""

    content_id: UUID
    generation_id: UUID
    state: State
    events: str = Field(description="Where to listen.")


class SectionPlan(_Input):
    """One section of an outline; an empty heading is the introduction."""

    heading: Line
    points: list[Words] = Field(default_factory=list, max_length=20)
    words: Annotated[int, Field(ge=20, le=3000)] = 120


class OutlinePlan(_Input):
    """Title and sections."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
    sections: Annotated[list[SectionPlan], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        self.title = clean_line(self.title, "title")
        for section in self.sections:
            section.heading = clean_line(section.heading, "heading")
            section.points = [clean_line(point, "points") for point in section.points]
        if any(not section.heading for section in self.sections[1:]):
            raise ValueError("only the first section may go without a heading")
        return self

    @classmethod
    def of(cls, outline: Outline) -> Self:
        """From a drafter's outline, cut to what fits."""
        sections = [
            SectionPlan(
                heading=clean_line(section.heading, "heading")[:300],
                points=[clean_line(p, "points")[:300] for p in section.points if p.strip()][:20],
                words=min(3000, max(20, section.words)),
            )
            for number, section in enumerate(outline.sections)
            if section.heading.strip() or number == 0
        ]
        return cls(title=clean_line(outline.title, "title")[:300], sections=sections[:40])

    def outline(self) -> Outline:
        """As a drafter sees it."""
        return Outline(
            self.title,
            tuple(PlannedSection(s.heading, tuple(s.points), s.words) for s in self.sections),
        )


class GenerationOut(BaseModel):
    """A generation as it stands."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    content_id: UUID
    state: State
    outline: dict[str, Any] | None
    error: str | None
    provider: str | None
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal | None = Field(description="US dollars; null when a price is unknown.")
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    position: int | None = Field(None, description="How many are before it while it waits.")
    expected_wait_seconds: float | None = None
    cut_off: list[int] = Field(
        [], description="Places in the outline of sections that the model did not end by itself."
    )


class RewriteIn(_Input):
    """A selection of a piece, by UTF-16 offsets into the stored Markdown."""

    action: RewriteAction
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    tone: Line = Field("", description="The tone, for `tone`.")
    instruction: Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)] = ""

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.action is RewriteAction.CONTINUE:
            if self.start != self.end:
                raise ValueError("'continue' takes a place, not a selection: start equals end")
        elif self.start >= self.end:
            raise ValueError(f"the selection {self.start}..{self.end} is empty")
        if self.action is RewriteAction.TONE and not self.tone:
            raise ValueError("'tone' needs the tone to change to")
        self.tone = clean_line(self.tone, "tone")
        self.instruction = validate_text(self.instruction, "instruction")
        return self


class RewriteOut(BaseModel):
    """A proposal, to be applied or discarded."""

    id: UUID
    content_id: UUID
    revision: int
    action: RewriteAction
    start: int
    end: int
    original: str
    proposal: str
    diff: list[dict[str, str]]
    cut_off: bool
    state: Literal["proposed", "applied", "discarded"]
