"""Claims that a source can bear out: numbers, dates and quotations, and whether it does.

A claim is supported by the text of the passages that its own sentence cites, never by a passage
that merely exists. Pure string comparison: what is not found is "not found", not "wrong".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from alwrity.features.seo.document import Document
from alwrity.features.seo.scale import piecewise
from alwrity.text import MASK, words

_NUMBER = re.compile(r"(?<![\w.,])[$€£]?[0-9]++(?:[.,][0-9]++)*+(?:[ \u00a0\u202f]?%)?(?!\w)")
_YEAR = re.compile(r"(?:1[6-9]|20)[0-9]{2}")
_QUOTED = re.compile(
    r"“([^“”\n]{1,600})”|„([^„“”\n]{1,600})[“”]|«([^«»\n]{1,600})»|\"([^\"\n]{1,600})\""
)
_LEAST_QUOTED_WORDS = 4
_DIGITS = re.compile(r"[0-9]++(?:[.,][0-9]++)*+")


class ClaimKind(StrEnum):
    """What a claim says."""

    NUMBER = "number"
    DATE = "date"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Attributes:
        kind: Number, date or quotation.
        start: Code-point offset.
        end: Code-point offset behind it.
        cited: Numbers of the passages that its sentence cites.
        support: 0-1, how much of it the cited passages have.
    """

    kind: ClaimKind
    start: int
    end: int
    cited: tuple[int, ...]
    support: float


def _values(written: str) -> set[str]:
    """The numbers that a notation can mean: `1.500` is 1500 in Berlin and 1.5 in Boston."""
    groups = re.split(r"[.,]", written)
    meant = {"".join(groups).lstrip("0") or "0"} if all(len(g) == 3 for g in groups[1:]) else set()
    if len(groups) > 1:
        whole = "".join(groups[:-1]).lstrip("0") or "0"
        fraction = groups[-1].rstrip("0")
        meant.add(f"{whole}.{fraction}" if fraction else whole)
    return meant


class _Passage:
    def __init__(self, text: str) -> None:
        self.numbers: set[str] = set()
        for found in _DIGITS.findall(text):
            self.numbers |= _values(found)
        self.words = {word.lower() for word in words(text)}


def _citations(document: Document) -> dict[int, list[int]]:
    """Numbers cited by each sentence."""
    cited: dict[int, list[int]] = {}
    for citation in document.citations:
        if citation.label.isascii() and citation.label.isdigit() and len(citation.label) < 6:
            cited.setdefault(document.sentence_at(citation.start), []).append(int(citation.label))
    return cited


def _quoted_support(text: str, passages: list[_Passage]) -> float:
    said = [word.lower() for word in words(text)]
    best = max((sum(w in p.words for w in said) / len(said) for p in passages), default=0.0)
    # Half of the words of any quotation are in any text; all of them seldom by chance.
    return piecewise(best, ((0.5, 0.0), (1.0, 1.0)))


def _number_kind(written: str) -> ClaimKind | None:
    """Whether a number is a claim; a lone digit ("3 steps") is not."""
    if _YEAR.fullmatch(written):
        return ClaimKind.DATE
    return ClaimKind.NUMBER if len(written.lstrip("$€£")) > 1 or written[0] in "$€£" else None


def find_claims(document: Document, passages: Mapping[int, str]) -> list[Claim]:
    """The claims of a document's prose, in order; none if there are no passages."""
    if not passages:
        return []
    read = {number: _Passage(text) for number, text in passages.items()}
    cited = _citations(document)
    claims: list[Claim] = []
    prose = document.prose
    for number, sentence in enumerate(document.sentences):
        numbers = tuple(dict.fromkeys(cited.get(number, ())))
        sources = [read[n] for n in numbers if n in read]
        for found in _NUMBER.finditer(prose, sentence.start, sentence.end):
            kind = _number_kind(found.group())
            if kind is None:
                continue
            meant = _values(_DIGITS.findall(found.group())[0])
            support = float(any(meant & source.numbers for source in sources))
            claims.append(Claim(kind, found.start(), found.end(), numbers, support))
        for found in _QUOTED.finditer(prose, sentence.start, sentence.end):
            said = found.group(found.lastindex or 0).replace(MASK, "")
            if len(words(said)) >= _LEAST_QUOTED_WORDS:
                support = _quoted_support(said, sources)
                claims.append(Claim(ClaimKind.QUOTE, found.start(), found.end(), numbers, support))
    return sorted(claims, key=lambda claim: (claim.start, claim.end))
