"""The block structure of a Markdown text, read line by line, once.

Not a renderer: it knows what a check needs to know, namely which characters are prose, headings,
lists, code, tables, and footnote definitions. Offsets are code points of the text. What is not
prose is blanked out in a copy of the same length, so that an offset means the same in both.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_ATX_END = re.compile(r"(?:(?<=[ \t])|^)#+[ \t]*$")
_SETEXT = re.compile(r" {0,3}(?:(=+)|-+)[ \t]*$")
_BREAK = re.compile(r" {0,3}([-*_])[ \t]*+(?:\1[ \t]*+){2,}$")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*")
_REFERENCE = re.compile(r" {0,3}\[([^\]\[^][^\]\[]*)\]:[ \t]*<?([^\s>]+)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_DELIMITER_ROW = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_RAW_HTML = re.compile(r" {0,3}<(script|style|pre|textarea)\b|( {0,3}<!--)", re.IGNORECASE)


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"


PROSE: Final = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE})


@dataclass(slots=True)
class Block:
    """One block that a reader reads.

    Attributes:
        kind: What it is.
        start: Offset of its first character behind the markers.
        end: Offset behind its last character.
        level: Of a heading 1-6, else 0.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0


@dataclass(slots=True)
class Blocks:
    """What the lines of a text are.

    Attributes:
        prose: The text with everything that is not prose or heading blanked out; same length.
        blocks: Headings and prose in order.
        notes: Spans of the footnote definitions by label.
        references: Link addresses by lower-case label.
        code: Number of code blocks.
        tables: Number of tables.
    """

    prose: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, tuple[int, int]] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    code: int = 0
    tables: int = 0


class _Reader:
    """State of one pass over the lines."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.found = Blocks()
        self.kept: list[str] = []
        self.open: Block | None = None
        self.fence = ""
        self.raw_end: re.Pattern[str] | None = None
        self.note = ""
        self.in_list = False
        self.in_table = False
        self.after_blank = True

    def read(self) -> Blocks:
        """Read all lines."""
        offset = 0
        first = self._front_matter()
        for number, line in enumerate(self.lines):
            if number < first:
                self._blank(line)
            else:
                self._line(line, offset, number)
                self.after_blank = not line or line.isspace()
            offset += len(line) + 1
        self.found.prose = "\n".join(self.kept)
        return self.found

    def _front_matter(self) -> int:
        """Number of lines of a YAML front matter at the start; 0 if there is none."""
        if self.lines[0].rstrip() != "---":
            return 0
        for number, line in enumerate(self.lines[1:200], 1):
            if line.rstrip() in ("---", "..."):
                return number + 1
            if number == 1 and ":" not in line:
                return 0
        return 0

    def _blank(self, line: str) -> None:
        self.kept.append(" " * len(line))

    def _line(self, line: str, offset: int, number: int) -> None:
        if self.fence or self.raw_end is not None:
            self._inside_raw(line)
        elif not line or line.isspace():
            self.open = None
            self.in_table = False
            self._blank(line)
        elif self.note and self._note_continues(line):
            start, _ = self.found.notes[self.note]
            self.found.notes[self.note] = (start, offset + len(line))
            self._blank(line)
        elif not self._not_prose(line, offset, number):
            self._prose(line, offset)

    def _inside_raw(self, line: str) -> None:
        self._blank(line)
        if self.fence:
            mark = line.strip()
            if len(mark) >= len(self.fence) and mark == mark[0] * len(mark) == self.fence[0] * len(
                mark
            ):
                self.fence = ""
        elif self.raw_end is not None and self.raw_end.search(line):
            self.raw_end = None

    def _note_continues(self, line: str) -> bool:
        lazy = not (self.after_blank or _NOTE.match(line) or _REFERENCE.match(line))
        goes_on = lazy or line.startswith(("    ", "\t"))
        if not goes_on:
            self.note = ""
        return goes_on

    def _not_prose(self, line: str, offset: int, number: int) -> bool:
        """Blank out a line that nobody reads as running text; False if it is none."""
        if self.in_table and "|" in line:
            self._blank(line)
            return True
        self.in_table = False
        first = line.lstrip(" \t")[0]
        if first in "`~" and (found := _FENCE.match(line)):
            self.fence = found.group(1)
            self.found.code += 1
            self.open = None
        elif first == "<" and (found := _RAW_HTML.match(line)):
            closing = re.compile("-->" if found.group(2) else f"</{found.group(1)}", re.IGNORECASE)
            self.raw_end = None if closing.search(line, found.end()) else closing
            self.open = None
        elif (first == "[" and self._definition(line, offset)) or (
            first in "-*_" and self._rule(line)
        ):
            self.open = None
        elif "|" in line and self._table_starts(number):
            self.in_table = True
            self.found.tables += 1
            self.open = None
        elif self._indented_code(line):
            self.found.code += self.after_blank
        else:
            return False
        self._blank(line)
        return True

    def _rule(self, line: str) -> bool:
        under_paragraph = (
            self.open is not None and self.open.kind is Kind.PARAGRAPH and _SETEXT.match(line)
        )
        return not under_paragraph and _BREAK.match(line) is not None

    def _definition(self, line: str, offset: int) -> bool:
        if found := _NOTE.match(line):
            self.note = found.group(1)
            self.found.notes.setdefault(self.note, (offset + found.end(), offset + len(line)))
            return True
        if self.open is None and (found := _REFERENCE.match(line)):
            self.found.references.setdefault(found.group(1).strip().lower(), found.group(2))
            return True
        return False

    def _table_starts(self, number: int) -> bool:
        following = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        return "-" in following and _DELIMITER_ROW.match(following) is not None

    def _indented_code(self, line: str) -> bool:
        deep = "        " if self.in_list else "    "
        return (
            self.open is None
            and (line.startswith(deep) or (line[0] == "\t" and not self.in_list))
            and not (self.in_list and _ITEM.match(line))
        )

    def _prose(self, line: str, offset: int) -> None:
        quoted = 0
        while found := _QUOTE.match(line, quoted):
            quoted = found.end()
        start = quoted
        if found := _ATX.match(line, quoted):
            self._heading(line, offset, found)
            return
        if self._underlined(line):
            return
        item = _ITEM.match(line, quoted)
        if item and self._begins_item(line, item):
            start = item.end()
            self.open = None
            self.in_list = True
        elif self.after_blank and not line.startswith((" ", "\t")):
            self.in_list = False
        kind = Kind.QUOTE if quoted else Kind.ITEM if item or self.in_list else Kind.PARAGRAPH
        self._append(line, offset, start, kind)

    def _begins_item(self, line: str, item: re.Match[str]) -> bool:
        if self.open is None:
            return True
        # "1984. That year" in a wrapped paragraph is no list; only a bullet or a 1 interrupts one.
        marker = line[item.end(1) : item.end(1) + 2]
        interrupts = self.open.kind is not Kind.PARAGRAPH or marker in ("1.", "1)")
        return item.end() < len(line) and (interrupts or not marker[:1].isdigit())

    def _append(self, line: str, offset: int, start: int, kind: Kind) -> None:
        while start < len(line) and line[start] in " \t":
            start += 1
        end = len(line.rstrip())
        self.kept.append(" " * start + line[start:])
        if start >= end:
            self.open = None
            return
        if self.open is None or (kind is Kind.QUOTE) != (self.open.kind is Kind.QUOTE):
            self.open = Block(kind, offset + start, offset + end)
            self.found.blocks.append(self.open)
        else:
            self.open.end = offset + end

    def _underlined(self, line: str) -> bool:
        if self.open is None or self.open.kind is not Kind.PARAGRAPH:
            return False
        if (found := _SETEXT.match(line)) is None:
            return False
        self.open.kind = Kind.HEADING
        self.open.level = 1 if found.group(1) else 2
        self.open = None
        self._blank(line)
        return True

    def _heading(self, line: str, offset: int, found: re.Match[str]) -> None:
        start = found.end()
        ending = _ATX_END.search(line, start)
        end = max(start, len(line[: ending.start() if ending else len(line)].rstrip()))
        self.kept.append(" " * start + line[start:end] + " " * (len(line) - end))
        self.found.blocks.append(
            Block(Kind.HEADING, offset + start, offset + end, len(found.group(1)))
        )
        self.open = None
        self.in_list = False


def read_blocks(text: str) -> Blocks:
    """The block structure of a Markdown text with LF line ends."""
    return _Reader(text).read()
