"""Texts as they are stored: offsets, normal form, streamed chunks, words and sentences.

A stored text is Markdown with LF line ends, without NUL and without lone surrogates. Python counts
code points and browsers count UTF-16 units; what leaves the house is counted in UTF-16 units.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import Final

from alwrity.errors import InvalidInputError

REPLACEMENT: Final = "\ufffd"
# Stands for markup that was masked inside a word; cannot occur in a stored text.
MASK: Final = "\x00"

_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text) + len(_ASTRAL.findall(text))


def cut_utf16(text: str, units: int) -> str:
    """The first `units` UTF-16 units of a text; inside a character, without it.

    Raises:
        InvalidInputError: When the text is shorter.
    """
    return text[: Utf16Index(text).code_points(units)]


class Utf16Index:
    """Converts offsets into one text between code points and UTF-16 units.

    Costs nothing per offset when the text has no character outside the Basic Multilingual Plane,
    else one binary search over those that are.

    Args:
        text: The text that the offsets point into.
    """

    __slots__ = ("_astral", "_astral_units", "_length")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral = [] if text.isascii() else [found.start() for found in _ASTRAL.finditer(text)]
        self._astral_units = [offset + nth for nth, offset in enumerate(self._astral)]

    def units(self, offset: int) -> int:
        """The UTF-16 offset of a code-point offset.

        Raises:
            InvalidInputError: When it lies outside the text.
        """
        if not 0 <= offset <= self._length:
            raise InvalidInputError(
                f"Offset {offset!r} lies outside the text of {self._length} code points; "
                "take it from the same revision."
            )
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def code_points(self, units: int) -> int:
        """The code-point offset of a UTF-16 offset; inside a character, that of the character.

        Raises:
            InvalidInputError: When it lies outside the text.
        """
        length = self._length + len(self._astral)
        if not 0 <= units <= length:
            raise InvalidInputError(
                f"Offset {units!r} lies outside the text of {length} UTF-16 units; "
                "take it from the same revision."
            )
        if not self._astral:
            return units
        before = bisect_left(self._astral_units, units)
        return units - before


def normalise(text: str) -> str:
    """`text` with LF as its only line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def validate_text(value: str, what: str) -> str:
    """The value in normal form, ready to be stored.

    Args:
        value: The text from outside.
        what: Its name in the error's sentence, such as `"body"`.

    Raises:
        InvalidInputError: When it holds NUL or a lone surrogate.
    """
    nul = value.find("\x00")
    if nul >= 0:
        raise InvalidInputError(
            f"The {what} holds the character {chr(0)!r} at offset {nul}; remove it."
        )
    if not value.isascii() and (lone := _SURROGATES.search(value)) is not None:
        raise InvalidInputError(
            f"The {what} holds the lone surrogate {lone.group()[0]!r} at offset {lone.start()}; "
            "send it as valid UTF-8."
        )
    return normalise(value)


def _joined(found: re.Match[str]) -> str:
    pair = found.group()
    if len(pair) == 1:
        return REPLACEMENT
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))


def clean_line(value: str, what: str) -> str:
    """One line: like `validate_text`, with every run of white space as one space.

    Raises:
        InvalidInputError: As `validate_text` does.
    """
    return " ".join(validate_text(value, what).split())


class TextCleaner:
    """Makes a streamed text storable, chunk by chunk, wherever the chunks are cut.

    Drops NUL, turns CRLF and CR into LF, joins surrogate pairs and replaces lone surrogates by
    U+FFFD. Nothing is held back but a high surrogate whose partner may still come.
    """

    __slots__ = ("_after_cr", "_high")

    def __init__(self) -> None:
        self._after_cr = False
        self._high = ""

    def feed(self, chunk: str) -> str:
        """What can be shown after this chunk; possibly empty."""
        text = self._high + chunk.replace("\x00", "")
        self._high = ""
        if not text:
            return ""
        if self._after_cr and text[0] == "\n":
            text = text[1:]
            self._after_cr = False
            if not text:
                return ""
        self._after_cr = text[-1] == "\r"
        text = normalise(text)
        if text.isascii():
            return text
        if "\ud800" <= text[-1] <= "\udbff":
            self._high = text[-1]
            text = text[:-1]
        return _SURROGATES.sub(_joined, text)

    def flush(self) -> str:
        """What was still held back, at the end of the stream."""
        held, self._high, self._after_cr = self._high, "", False
        return REPLACEMENT if held else ""


def clean_text(text: str) -> str:
    """A whole text made storable; see `TextCleaner`."""
    cleaner = TextCleaner()
    return cleaner.feed(text) + cleaner.flush()


def fingerprint(text: str) -> str:
    """A stable name of what the text says: 32 hexadecimal digits.

    Two texts that differ only in line ends, white space or Unicode composition have the same one.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=16).hexdigest()


# Han and kana are written without spaces: each character counts as one word. Combining marks belong
# to their word although `\w` leaves them out (Devanagari vowel signs, decomposed accents).
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = r"\u0300-\u036f\u0900-\u0963\u0966-\u0dff"
_RUN = rf"[^\W_{_CJK}]++(?:[{_MARKS}]++[^\W_{_CJK}]*+)*+"
_WORD = re.compile(
    rf"[{_CJK}]|{_RUN}(?:(?:['\u2019\u2011-]|\x00++|(?<=[0-9])[.,](?=[0-9])){_RUN})*+"
)


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the words in `text[start:end]`, as code-point offsets into `text`."""
    stop = len(text) if end is None else end
    return [found.span() for found in _WORD.finditer(text, start, stop)]


def words(text: str) -> list[str]:
    """The words of `text`, as they are written."""
    return _WORD.findall(text)


def _word_set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words that a full stop follows without ending the sentence.
_ABBREVIATIONS: Final[dict[str, frozenset[str]]] = {
    "en": _word_set(
        "mr mrs ms dr prof st jr sr vs e.g i.e cf al approx dept est fig figs corp vol vols pp ed"
        " eds gen sen rep gov capt lt col sgt rev hon mt ave blvd jan feb mar apr jun jul aug sep"
        " sept oct nov dec u.s u.k p.m a.m ph.d"
    ),
    "de": _word_set(
        "z.b d.h u.a u.ä o.ä s.o s.u v.a i.d.r z.t z b d h bzw ca hr fr str nr abs art evtl ggf"
        " inkl zzgl vgl sog max min mio mrd tel abb bd hrsg jh okt dez bspw gem u v a i r t"
    ),
    "fr": _word_set("m mm mme mlle pr p.ex art av env no ste"),
    "es": _word_set("sra srta dra d ud uds p.ej art av núm pág"),
    "it": _word_set("sig sig.ra dott ing avv ecc art n pag"),
    "pt": _word_set("sra dra ex art av n.º pág"),
    "nl": _word_set("dhr mevr bijv bv d.w.z enz o.a m.a.w nr blz ca"),
}
_STOP = re.compile(
    r"(?<![.!?…])[.!?…]++[\x00\"'\u2019”»)\]]*+"
    r"(?=[\s\x00]++[\"'“„\u2018«(\[¿¡\x00]*+(\S)|[\s\x00]*+\Z)"
    r"|[。\uff01\uff1f]++[」』”]*+"
)
_BEFORE_STOP = re.compile(r"[^\s\x00(\[\"'“„\u2018«]+\Z")
_CLOSERS = "\"'\u2019”»)] \n\x00"


@lru_cache(maxsize=64)
def _abbreviations(language: str) -> frozenset[str]:
    return _ABBREVIATIONS.get(language, frozenset()) | _ABBREVIATIONS["en"]


def _ends_sentence(text: str, start: int, stop: re.Match[str], language: str) -> bool:
    """Whether this stop, in the sentence that starts at `start`, ends it."""
    after = stop.group(1)
    if after is None:
        return True
    if after.islower():
        # "Is it? he asked" and "e.g. this" go on; an ellipsis or an abbreviation does as well.
        return False
    if stop.group().rstrip(_CLOSERS) != ".":
        return True
    before = _BEFORE_STOP.search(text, max(start, stop.start() - 40), stop.start())
    if before is None:
        return True
    word = before.group().lower()
    if language == "de" and word.isdigit() and len(word) <= 2:
        # "am 3. Oktober": an ordinal far more often than the end of a sentence.
        return False
    initial = len(word) == 1 and word.isalpha() and before.group().isupper() and word != "i"
    return not (initial or word in _abbreviations(language))


def sentence_spans(
    text: str, language: str = "en", start: int = 0, end: int | None = None
) -> list[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`, as code-point offsets, trimmed.

    Args:
        text: Running text without markup; one paragraph at a time.
        language: ISO 639-1 code that chooses the abbreviations.
        start: Where to begin.
        end: Where to stop; the text's end if left out.
    """
    stop_at = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, stop_at):
        if _ends_sentence(text, begin, stop, language):
            _append_trimmed(spans, text, begin, stop.end())
            begin = stop.end()
    _append_trimmed(spans, text, begin, stop_at)
    return spans


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and (text[start].isspace() or text[start] == MASK):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == MASK):
        end -= 1
    if end > start:
        spans.append((start, end))
