"""What the routes of the analysis take and give."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alwrity.features.seo.analysis import CheckResult, Finding, Gate, SubScore
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
    gates: list[Gate]
    sub_scores: list[SubScore]
    findings: list[Finding]
    checks: list[CheckResult]


class SavedAnalysis(BaseModel):
    """The result for a piece's revision, and what somebody put aside of it.

    Putting a finding aside hides it and changes no score: the same text always gets the same one.
    """

    revision: int
    created_at: datetime
    result: AnalysisOut
    dismissed: list[str] = Field(
        description="Ids of findings in the result that are put aside; the scores count them."
    )
    open_findings: int = Field(description="Findings in the result that are not put aside.")
