"""What the routes of the analysis take and give."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alwrity.text import clean_line, validate_text


class AnalyseIn(BaseModel):
    """A text, or the address of a page; not both."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(max_length=500_000)] = Field("", description="Markdown.")
    url: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)] = ""
    keyphrase: Annotated[str, StringConstraints(max_length=300)] = ""
    title: Annotated[str, StringConstraints(max_length=300)] = ""
    meta_description: Annotated[str, StringConstraints(max_length=1000)] = ""
    slug: Annotated[str, StringConstraints(max_length=300)] = ""
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2})?$")] = Field(
        "", description="ISO 639-1 code; empty to detect it."
    )

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if bool(self.text.strip()) == bool(self.url):
            raise ValueError("give either a text or a url")
        self.text = validate_text(self.text, "text")
        for name in ("keyphrase", "title", "meta_description", "slug"):
            setattr(self, name, clean_line(getattr(self, name), name))
        return self


class AnalysisOut(BaseModel):
    """A result: two scores that explain themselves, with spans in UTF-16 units."""

    engine_version: str
    language: str
    seo_score: int
    quality_score: int
    uncapped: float
    coverage: float = Field(description="Share of the checks that apply, 0-1.")
    word_count: int
    gates: list[dict[str, Any]]
    sub_scores: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    checks: list[dict[str, Any]]


class SavedAnalysis(BaseModel):
    """The result for a piece's revision."""

    revision: int
    created_at: datetime
    result: AnalysisOut
