"""Footnotes: `[^3]` in a text points to passage 3, and its definition quotes that passage."""

import re
from collections.abc import Collection, Iterable
from urllib.parse import quote, urlsplit

from alwrity.features.generation.drafting import Passage

_QUOTED = 200
# Fenced blocks first: a fence may hold backticks of its own.
_CODE = (
    r"(?P<code>^[ ]{0,3}(?P<fence>`{3,}|~{3,}).*?(?:^[ ]{0,3}(?P=fence)[`~]*[ ]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`))"
)
_LABEL = r"^[ ]{0,3}\[\^(?P<defined>\d{1,4})\]:"
_FLAGS = re.MULTILINE | re.DOTALL
_DEFINITION = re.compile(rf"{_CODE}|{_LABEL}[^\n]*(?:\n(?:[ ]{{4}}|\t)[^\n]*)*\n?", _FLAGS)
_REFERENCE = re.compile(
    rf"{_CODE}|{_LABEL}|(?P<gap>[ \t]?)(?<!\\)\[\^(?P<number>\d{{1,4}})\]", _FLAGS
)
_SYNTAX = re.compile(r"([\\`*_{}\[\]<>#|~&!^$])")
_KEPT_IN_URL = "/:?#@!$&'*+,;=%~-._"


def cited_numbers(text: str) -> list[int]:
    """The numbers cited in a text, each once, in the order of their first citation.

    Definitions and code do not count.
    """
    if "[^" not in text:  # the pattern looks at every letter
        return []
    numbers = (match["number"] for match in _REFERENCE.finditer(text))
    return list(dict.fromkeys(int(number) for number in numbers if number))


def strip_unknown(text: str, known: Collection[int]) -> str:
    """Take citations out of a text whose numbers are not known, with their definitions.

    Code is left alone, and so are footnotes that have words for names.
    """

    def definition(match: re.Match[str]) -> str:
        number = match["defined"]
        return match[0] if number is None or int(number) in known else ""

    def reference(match: re.Match[str]) -> str:
        number = match["number"]
        if number is None or int(number) in known:
            return match[0]
        following = match.string[match.end() : match.end() + 1]
        return match["gap"] if following.isalnum() else ""

    return _REFERENCE.sub(reference, _DEFINITION.sub(definition, text))


def footnotes(text: str, passages: Iterable[Passage]) -> str:
    """The definitions of the footnotes that a text cites, by number, one a line.

    Passages that are not cited, and numbers without a passage, are left out; "" when none is left.
    """
    by_number = {passage.number: passage for passage in passages}
    cited = sorted(by_number.keys() & set(cited_numbers(text)))
    return "\n".join(_footnote(by_number[number]) for number in cited)


def _footnote(passage: Passage) -> str:
    quoted = f"“{_escape(_shorten(passage.text))}”"
    title = _escape(" ".join(passage.title.split()))
    if url := _destination(passage.url):
        source = f"[{title or _escape(urlsplit(url).netloc)}]({url})"
    else:
        source = title
    return f"[^{passage.number}]: {quoted} {source}".rstrip()


def _shorten(text: str) -> str:
    """About 200 characters on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= _QUOTED:
        return line
    kept, blank, _ = line[:_QUOTED].rpartition(" ")
    return (kept.rstrip(",;: ") if blank else line[:_QUOTED]) + "…"


def _escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SYNTAX.sub(r"\\\1", text)


def _destination(url: str) -> str:
    """A URL that cannot leave its parentheses; "" when it is no web address."""
    if not url.lower().startswith(("http://", "https://")):
        return ""
    return quote(url, safe=_KEPT_IN_URL)
