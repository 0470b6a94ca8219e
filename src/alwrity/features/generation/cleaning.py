"""Cleaning a section while it streams: what models add around it, and citations of nothing.

Held back is only what may still turn out to be something to drop, so nothing that was shown is ever
taken back.
"""

import re
from collections.abc import Iterable

_FENCE = re.compile(r"```(?:markdown|md|text)?\s*")
_TITLE_LEVEL = re.compile(r"#{1,2}\s")
_RULE = re.compile(r"[=-]{2,}\s*")
_CLOSING_FENCE = re.compile(r"\s*```\s*\Z")
_CITATION = re.compile(r"[ \t]*\[\^(\d+(?:\s*,\s*\^?\d+)*)\]")
_DEFINITION = re.compile(r"\s*\n[ \t]*\[\^[\w-]+\]:[^\n]*")
# White space, the beginning of a citation, or a line that may be the definition of a footnote.
_UNDECIDED = re.compile(
    r"(?:\s*\n[ \t]*\[(?:\^[\w-]*(?:\](?::[^\n]*)?)?)?|[ \t]*\[(?:\^[\d\s,^]{0,40})?|\s+)\Z"
)
_UNDECIDED_FENCE = re.compile(r"\s*`{1,3}\s*\Z")


def comparable(text: str) -> str:
    """A heading as it is compared: without Markdown, numbering, punctuation and case."""
    words = re.sub(r"[\W_]+", " ", text).strip().casefold()
    return re.sub(r"^\d+(?: |$)", "", words)


class SectionCleaner:
    """One section on its way from the model to the reader.

    Args:
        heading: The section's heading, which the model was asked not to write.
        known: Numbers that can be cited.
        partial: What of the section is kept already; the stream goes on behind it.
    """

    def __init__(self, heading: str, known: Iterable[int], partial: str = "") -> None:
        self._heading, self._known = comparable(heading), frozenset(known)
        self._held = ""
        self._begun = bool(partial.strip())
        self._fenced = False
        # The prefix is sent without trailing white space, so the model may write it once more.
        self._after_space = not partial or partial[-1].isspace()

    def feed(self, text: str) -> str:
        """What can be shown by now."""
        self._held += text
        if not self._begin(final=False):
            return ""
        undecided = _UNDECIDED.search(self._held)
        if self._fenced:
            undecided = _UNDECIDED_FENCE.search(self._held) or undecided
        place = undecided.start() if undecided else len(self._held)
        out, self._held = self._held[:place], self._held[place:]
        return self._decided(out)

    def end(self) -> str:
        """What was held back and is text after all."""
        self._begin(final=True)
        out, self._held = self._held, ""
        if self._fenced:
            out = _CLOSING_FENCE.sub("", out)
        return self._decided(out).rstrip()

    def _begin(self, *, final: bool) -> bool:
        """Drop what does not belong before the text; False while that cannot be told."""
        if self._after_space:
            self._held = self._held.lstrip()
            if not self._held:
                return False
        while not self._begun and self._held:
            line, newline, rest = self._held.partition("\n")
            if not newline and not final and self._may_be_dropped(line):
                return False
            if not self._is_dropped(line):
                break
            self._fenced = self._fenced or line.startswith("```")
            self._held = rest.lstrip()
        if self._held:
            self._begun, self._after_space = True, False
        return bool(self._held)

    def _is_dropped(self, line: str) -> bool:
        if line.startswith("```"):
            return not self._fenced and _FENCE.fullmatch(line) is not None
        repeats = self._heading != "" and comparable(line) == self._heading
        return repeats or bool(_TITLE_LEVEL.match(line) or _RULE.fullmatch(line))

    def _may_be_dropped(self, line: str) -> bool:
        """Whether a line whose end is not here yet may be one to drop."""
        if line[0] in "#`" or not line.strip("=-"):
            return len(line) < 200
        return self._heading != "" and self._heading.startswith(comparable(line))

    def _decided(self, text: str) -> str:
        if "[^" not in text:
            return text
        return _CITATION.sub(self._cited, _DEFINITION.sub("", text))

    def _cited(self, found: re.Match[str]) -> str:
        numbers = [int(number) for number in re.findall(r"\d+", found[1])]
        known = "".join(f"[^{number}]" for number in numbers if number in self._known)
        space = found[0][: found[0].index("[")]
        return space + known if known else ""
