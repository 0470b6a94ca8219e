"""From the stored text of sources to the passages that a draft may cite.

A passage is 1-3 sentences of one to a few neighbouring paragraphs, 20-80 words where the text
allows, verbatim. Which passages a draft sees is decided by their words alone; no model is asked.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from alwrity.features.generation.drafting import Passage

_MIN_WORDS, _MAX_WORDS, _MAX_SENTENCES = 20, 80, 3
_SHORTEST = 8
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['\u2019.,-][^\W_{_CJK}]+)*")
_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(r"\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+|(?:>\s?)+)?")
_NOT_PROSE = re.compile(r"\s*(?:#{1,6}\s|\||```|~~~|[-=*_]{3,}\s*$|!\[)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ITEM = re.compile(r"\s*(?:(?:[-*+•]|\d{1,3}[.)])\s|>)")
# Full stop, question and exclamation mark of Latin and of East Asian scripts, or an empty line.
_SENTENCE_END = re.compile(
    r"[.!?…]+[\"'”\u2019»)\]]*(?=\s|$)|[。\uff01\uff1f]+[」』”]*|(?=\n[ \t]*\n)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“„])(?:mr|mrs|ms|dr|prof|st|no|nr|vs|fig|vol|approx|inc|ltd|jr|sr|hon|ca|bzw|usw|"
    r"evtl|ggf|inkl|abs|cf|pp|sra?|mme|e\.g|i\.e|z\.b|d\.h|u\.a|[^\W\d_])\.$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;:,\u2013—](?=\s)|[\uff0c、\uff1b]")
_NOTICE = re.compile(
    r"©|\(c\) ?\d{4}|all rights reserved|(?:uses?|accept) cookies|cookie (?:policy|settings)|"
    r"privacy policy|terms of (?:use|service)|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"\W*(?:subscribe|sign (?:in|up)|log ?in|share|follow us|read more|click here|advertisement|"
    r"our newsletter|related (?:posts|articles)|leave a comment)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of the text in code points, and how many words it has."""

    start: int
    end: int
    words: int


class _Utf16:
    """UTF-16 offsets of growing code point offsets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._index = self._units = 0

    def at(self, index: int) -> int:
        piece = self._text[self._index : index]
        self._units += len(piece) + sum(c > "\uffff" for c in piece)
        self._index = index
        return self._units


def passages(
    source_id: str, title: str, url: str, text: str, *, first_number: int = 1, limit: int = 500
) -> list[Passage]:
    """Cut a source's stored text into citable passages.

    Headings, tables, code, navigation and the furniture of pages are left out.

    Args:
        source_id: The source.
        title: Its title.
        url: Its address, "" for pasted text.
        text: Its text exactly as stored; the offsets point into it.
        first_number: The number of the first passage.
        limit: Most passages; those at the beginning are kept.
    """
    units = _Utf16(text)
    found: list[Passage] = []
    for run in _prose(text):
        for span in _group(text, run):
            if len(found) >= limit:
                return found
            found.append(
                Passage(
                    number=first_number + len(found),
                    source_id=source_id,
                    title=title,
                    url=url,
                    text=text[span.start : span.end],
                    start=units.at(span.start),
                    end=units.at(span.end),
                )
            )
    return found


def choose(
    candidates: Sequence[Passage],
    topic: str,
    points: Sequence[str],
    keywords: Sequence[str],
    limit: int = 24,
) -> list[Passage]:
    """Choose the passages that a draft may cite: the best for each point, then the best overall.

    Words are weighed as in BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) after cutting them to
    six letters, which stands for stemming in any alphabetic language. When no passage shares a word
    with the brief (another language, say), the first ones are taken.

    Returns:
        At most `limit` passages in the order given, renumbered from 1.
    """
    unique = list({" ".join(p.text.split()).casefold(): p for p in reversed(candidates)}.values())
    unique.reverse()
    index = _Index([p.text for p in unique])
    total = [
        2 * by_topic + by_keywords + by_points
        for by_topic, by_keywords, by_points in zip(
            index.scores(topic),
            index.scores(" ".join(keywords)),
            index.scores(" ".join(points)),
            strict=True,
        )
    ]
    chosen: set[int] = set()
    for point in points[:limit]:
        scores = index.scores(point)
        best = max(range(len(unique)), key=lambda i: (scores[i], total[i]), default=None)
        if best is not None and scores[best] > 0:
            chosen.add(best)
    ranked = sorted((i for i in range(len(unique)) if total[i] > 0), key=lambda i: -total[i])
    for i in ranked or range(len(unique)):
        if len(chosen) >= limit:
            break
        chosen.add(i)
    return [replace(unique[i], number=n) for n, i in enumerate(sorted(chosen), 1)]


class _Index:
    """Weights of words in passages."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts = [Counter(_stems(text)) for text in texts]
        self._frequency = Counter(stem for counts in self._counts for stem in counts)
        self._mean = sum(c.total() for c in self._counts) / max(len(self._counts), 1) or 1.0

    def scores(self, query: str) -> list[float]:
        stems = set(_stems(query)) & self._frequency.keys()
        size = len(self._counts)
        weights = {
            stem: math.log(1 + (size - n + 0.5) / (n + 0.5))
            for stem in sorted(stems)
            if (n := self._frequency[stem])
        }
        return [
            sum(
                weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * counts.total() / self._mean))
                for stem, weight in weights.items()
                if (count := counts[stem])
            )
            for counts in self._counts
        ]


def _stems(text: str) -> list[str]:
    words = (match[0].casefold() for match in _WORD.finditer(text))
    return [w[:6] for w in words if len(w) > 2 or w[0].isdigit() or w[0] >= "\u3040"]


def _prose(text: str) -> Iterator[list[_Span]]:
    """Runs of lines that read as prose, as spans without list and quote markers."""
    run: list[_Span] = []
    fenced = False
    for line in _LINE.finditer(text):
        fence = _FENCE.match(line[0]) is not None
        fenced ^= fence
        marker = _MARKER.match(line[0])
        start = line.start() + (marker.end() if marker else 0)
        content = line[0].rstrip()
        words = sum(1 for _ in _WORD.finditer(content))
        prose = not (fenced or fence or _NOT_PROSE.match(line[0]) or _furniture(content, words))
        if run and (not prose or _ITEM.match(line[0])):
            yield run
            run = []
        if prose:
            run.append(_Span(start, line.start() + len(content), words))
    if run:
        yield run


def _furniture(line: str, words: int) -> bool:
    """Whether a line is what surrounds an article: menus, notices, invitations."""
    if words < 25 and _NOTICE.search(line):
        return True
    if words >= 12:
        return False
    return _INVITATION.match(line) is not None or not _SENTENCE_END.search(line)


def _group(text: str, lines: list[_Span]) -> Iterator[_Span]:
    """Group the sentences of a run into passages."""
    begun: list[_Span] = []
    for sentence in _sentences(text, lines[0].start, lines[-1].end):
        words = sum(s.words for s in begun)
        full = words >= _MIN_WORDS or len(begun) == _MAX_SENTENCES
        if begun and (full or words + sentence.words > _MAX_WORDS):
            yield from _joined(begun)
            begun = []
        begun.append(sentence)
    yield from _joined(begun)


def _joined(sentences: list[_Span]) -> Iterator[_Span]:
    words = sum(s.words for s in sentences)
    if words >= _SHORTEST:
        yield _Span(sentences[0].start, sentences[-1].end, words)


def _sentences(text: str, start: int, end: int) -> Iterator[_Span]:
    """The sentences between two offsets; one that is too long comes in clauses."""
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if _goes_on(text, begin, match):
            continue
        yield from _clauses(text, begin, match.end())
        begin = match.end()
    yield from _clauses(text, begin, end)


def _goes_on(text: str, begin: int, mark: re.Match[str]) -> bool:
    """Whether a mark is an abbreviation's, or stands inside a sentence."""
    if not mark[0]:
        return False
    before = text[max(begin, mark.end() - 12) : mark.end()]
    following = text[mark.end() : mark.end() + 40].lstrip()[:1]
    return following.islower() or (mark[0] == "." and _ABBREVIATION.search(before) is not None)


def _clauses(text: str, start: int, end: int) -> Iterator[_Span]:
    while start < end and text[start].isspace():
        start += 1
    words = list(_WORD.finditer(text, start, end))
    first = 0
    while len(words) - first > _MAX_WORDS:
        last = words[first + _MAX_WORDS - 1].end()
        earliest = words[first + _MIN_WORDS].start()
        cuts = [mark.end() for mark in _CLAUSE_END.finditer(text, earliest, last)]
        cut = cuts[-1] if cuts else last
        taken = sum(1 for word in words[first : first + _MAX_WORDS] if word.end() <= cut)
        yield _Span(start, cut, taken)
        first += taken
        start = words[first].start()
    if first < len(words):
        yield _Span(start, start + len(text[start:end].rstrip()), len(words) - first)
