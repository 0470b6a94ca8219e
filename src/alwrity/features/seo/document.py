"""A Markdown text, parsed once, as the checks look at it.

All offsets are code points of the text; `Piece` and the engine turn them into UTF-16 units.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from alwrity.features.seo.blocks import PROSE, Block, Kind, read_blocks
from alwrity.features.seo.inline import Citation, Image, Link, read_inline
from alwrity.text import MASK, sentence_spans, word_spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `text` is without markup."""

    level: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the prose; `first` and `last` delimit its words in `Document.words`."""

    start: int
    end: int
    first: int
    last: int
    block: int

    @property
    def length(self) -> int:
        """Its number of words."""
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (none for what stands before the first) with the prose up to the next heading."""

    heading: Heading | None
    words: int


class Document:
    """One text.

    Args:
        text: Markdown with LF line ends.
        language: ISO 639-1 code; chooses the abbreviations that end no sentence.
    """

    def __init__(self, text: str, language: str = "en") -> None:
        found = read_blocks(text)
        inline = read_inline(found.prose, found.references)
        self.text = text
        self.language = language
        self.prose = inline.prose
        self.notes = found.notes
        self.code_blocks = found.code
        self.tables = found.tables
        self.links: list[Link] = inline.links
        self.images: list[Image] = inline.images
        self.citations: list[Citation] = inline.citations
        self._blocks = found.blocks

    @cached_property
    def word_spans(self) -> list[tuple[int, int]]:
        """Spans of all words, headings included."""
        return word_spans(self.prose)

    @cached_property
    def words(self) -> list[str]:
        """All words in lower case, headings included."""
        prose = self.prose
        if MASK in prose:
            return [prose[a:b].replace(MASK, "").lower() for a, b in self.word_spans]
        return [prose[a:b].lower() for a, b in self.word_spans]

    @cached_property
    def _word_starts(self) -> list[int]:
        return [start for start, _ in self.word_spans]

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """Indices (first, behind the last) of the words that start in a span."""
        starts = self._word_starts
        first = bisect_left(starts, start)
        return first, bisect_left(starts, end, first)

    @cached_property
    def blocks(self) -> list[Block]:
        """Headings and those blocks of prose that hold a word, in order."""
        return [
            block
            for block in self._blocks
            if block.kind is Kind.HEADING or self.block_words(block) > 0
        ]

    def block_words(self, block: Block) -> int:
        """Number of words of a block."""
        first, last = self.words_between(block.start, block.end)
        return last - first

    @cached_property
    def paragraphs(self) -> list[Block]:
        """The paragraphs, without list items and quotations."""
        return [block for block in self.blocks if block.kind is Kind.PARAGRAPH]

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings in order."""
        return [
            Heading(block.level, block.start, block.end, self.plain(block.start, block.end))
            for block in self._blocks
            if block.kind is Kind.HEADING
        ]

    @cached_property
    def sections(self) -> list[Section]:
        """The text cut at its headings; an introduction without heading comes first."""
        edges = [*(heading.start for heading in self.headings), len(self.text)]
        sections = [Section(None, self.words_between(0, edges[0])[1])]
        for heading, end in zip(self.headings, edges[1:], strict=True):
            first, last = self.words_between(heading.end, end)
            sections.append(Section(heading, last - first))
        return sections if sections[0].words else sections[1:]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of paragraphs, list items and quotations that hold a word."""
        found: list[Sentence] = []
        for number, block in enumerate(self.blocks):
            if block.kind not in PROSE:
                continue
            for start, end in sentence_spans(self.prose, self.language, block.start, block.end):
                first, last = self.words_between(start, end)
                if last > first:
                    found.append(Sentence(start, end, first, last, number))
        return found

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Offsets at which the sentences start."""
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """Index of the last sentence that starts at or before an offset; -1 if there is none."""
        return bisect_right(self.sentence_starts, offset) - 1

    @cached_property
    def prose_words(self) -> list[str]:
        """The words of the sentences, without those of the headings."""
        words = self.words
        return [word for s in self.sentences for word in words[s.first : s.last]]

    def plain(self, start: int, end: int) -> str:
        """The prose of a span without markup, white space collapsed."""
        return " ".join(self.prose[start:end].replace(MASK, "").split())
