"""What a drafting strategy is given and what it gives: pure values, no database, no HTTP.

Two strategies stand beside this file, chosen by `Capabilities.drafting`: `drafting_small.py` for a
model of some hundred million parameters, `drafting_large.py` for everything bigger.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from alwrity.providers.protocol import StreamItem


class Template(StrEnum):
    """The kinds of piece; each shapes the outline and the sections."""

    BLOG_POST = "blog_post"
    HOW_TO = "how_to"
    LISTICLE = "listicle"
    PRODUCT_DESCRIPTION = "product_description"
    SOCIAL_POST = "social_post"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A brief as a drafter sees it.

    Attributes:
        topic: What the piece is about, one line.
        template: The kind of piece.
        language: ISO 639-1 code.
        words: Length aimed at, in words.
        points: What must be said, in order.
        voice: Free words on how the author writes.
    """

    topic: str
    template: Template = Template.BLOG_POST
    language: str = "en"
    audience: str = ""
    tone: str = ""
    keyphrase: str = ""
    keywords: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    words: int = 600
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of a source.

    Attributes:
        number: Its number in this generation, from 1; a sentence cites it as `[^number]`.
        source_id: The source it is from.
        title: The source's title.
        url: The source's address; empty for text that was pasted.
        text: The passage, verbatim.
        start: Offset of the passage in the source's stored text, UTF-16 units.
        end: Offset behind it, UTF-16 units.
    """

    number: int
    source_id: str
    title: str
    url: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """One section of an outline; an empty heading is the introduction."""

    heading: str
    points: tuple[str, ...] = ()
    words: int = 120


@dataclass(frozen=True, slots=True)
class Outline:
    """Title and sections, as a person may edit them before the draft."""

    title: str
    sections: tuple[PlannedSection, ...]


@dataclass(frozen=True, slots=True)
class SectionTask:
    """One section to write.

    Attributes:
        assignment: The brief.
        outline: The confirmed outline.
        index: Which of `outline.sections`.
        before: The piece's Markdown so far, up to this section's heading.
        partial: What of this section is already written and kept (without heading); the strategy
            goes on behind it. Empty unless the provider `continues`.
        passages: What can be cited.
    """

    assignment: Assignment
    outline: Outline
    index: int
    before: str
    partial: str = ""
    passages: Sequence[Passage] = ()

    @property
    def section(self) -> PlannedSection:
        """The section to write."""
        return self.outline.sections[self.index]


class Drafter(Protocol):
    """A way of drafting with one provider chain."""

    async def outline(self, assignment: Assignment, passages: Sequence[Passage]) -> Outline:
        """Plan the piece.

        Raises:
            ProviderError: When no provider answered.
        """

    def section(self, task: SectionTask) -> AsyncIterator[StreamItem]:
        """Write one section's Markdown, without its heading, without surrounding blank lines.

        A `Restart` voids what this call has yielded so far. The last item is a `Finish`.

        Raises:
            ProviderError: When no provider could finish it.
        """
