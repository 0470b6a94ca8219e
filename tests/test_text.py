"""Offsets, normal form, streamed chunks, words and sentences."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.errors import InvalidInputError
from alwrity.text import (
    TextCleaner,
    Utf16Index,
    fingerprint,
    normalise,
    sentence_spans,
    utf16_length,
    validate_text,
    words,
)

ANY_TEXT = st.text(alphabet=st.characters(), max_size=80) | st.text(
    alphabet="a\r\n\x00 .\ud83d\ude00\U0001f600", max_size=30
)
VALID_TEXT = st.text(alphabet="ab é\n漢\U0001f600\U0001f1e9", max_size=40)


@given(VALID_TEXT)
def test_length_is_that_of_the_encoded_text(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(VALID_TEXT)
def test_offsets_agree_with_the_encoding_and_come_back(text: str) -> None:
    index = Utf16Index(text)
    for offset in range(len(text) + 1):
        units = index.units(offset)
        assert units == len(text[:offset].encode("utf-16-le")) // 2
        assert index.code_points(units) == offset


def test_an_offset_inside_a_character_is_the_characters() -> None:
    assert [Utf16Index("a😀b😀").code_points(n) for n in range(7)] == [0, 1, 1, 2, 3, 3, 4]


@pytest.mark.parametrize("offset", [-1, 5])
def test_offsets_outside_are_refused(offset: int) -> None:
    with pytest.raises(InvalidInputError, match=str(offset)):
        Utf16Index("a😀b").units(offset)
    with pytest.raises(InvalidInputError, match=str(offset)):
        Utf16Index("a😀b").code_points(offset)


@pytest.mark.parametrize(
    ("text", "expected"), [("a\r\nb\rc\nd", "a\nb\nc\nd"), ("\r\r\n\n", "\n\n\n"), ("", "")]
)
def test_normal_form_has_one_line_end(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize("value", ["a\x00b", "\ud83d", "x\ude00", "é\ud83d😀"])
def test_what_cannot_be_stored_is_refused(value: str) -> None:
    with pytest.raises(InvalidInputError, match="The title holds"):
        validate_text(value, "title")


def test_what_can_be_stored_comes_in_normal_form() -> None:
    assert validate_text("é😀\r\n", "body") == "é😀\n"


def cleaned_at_once(text: str) -> str:
    joined = text.replace("\x00", "").encode("utf-16-le", "surrogatepass")
    return normalise(joined.decode("utf-16-le", "replace"))


@given(st.lists(ANY_TEXT, max_size=8))
def test_chunks_give_what_the_whole_would_give(chunks: list[str]) -> None:
    cleaner = TextCleaner()
    cleaned = "".join(cleaner.feed(chunk) for chunk in chunks) + cleaner.flush()
    assert cleaned == cleaned_at_once("".join(chunks))
    assert validate_text(cleaned, "text") == cleaned


def test_only_half_a_character_is_held_back() -> None:
    cleaner = TextCleaner()
    assert [cleaner.feed(c) for c in ("a\r", "\n", "b\ud83d", "\ude00\x00", "\ud83d")] == [
        "a\n",
        "",
        "b",
        "😀",
        "",
    ]
    assert cleaner.flush() == "\ufffd"
    assert cleaner.flush() == ""


def test_fingerprint_forgets_white_space_and_composition_only() -> None:
    assert fingerprint("Cafe\u0301  au\r\nlait ") == fingerprint("Café au lait")
    assert fingerprint("Café au lait") != fingerprint("café au lait")
    assert re.fullmatch("[0-9a-f]{32}", fingerprint("\ud83d"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's a well-known fact.", ["It's", "a", "well-known", "fact"]),
        ("1,000.5 items, 3.", ["1,000.5", "items", "3"]),
        ("snake_case 'quoted'", ["snake", "case", "quoted"]),
        ("漢字と", ["漢", "字", "と"]),
        ("cafe\u0301 हिन्दी", ["cafe\u0301", "हिन्दी"]),
        ("\x00\x00K\x00\x00ey", ["K\x00\x00ey"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("en", "Dr. Smith met J. K. Rowling, e.g. in May.", 1),
        ("en", "It costs 3.50 in the U.S. and more.", 1),
        ("en", 'He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("en", "Wait... there is more. 😀 Yes.", ["Wait... there is more.", "😀 Yes."]),
        ("en", "So did I. Then we left.", 2),
        ("de", "Am 3. Oktober, d. h. im Herbst, z. B. hier. Gut.", 2),
        ("fr", "M. Dupont arrive. Il part.", 2),
        ("ja", "これは。あれ。", ["これは。", "あれ。"]),
        ("en", "", []),
    ],
)
def test_sentences(language: str, text: str, expected: list[str] | int) -> None:
    found = [text[start:end] for start, end in sentence_spans(text, language)]
    assert (len(found) if isinstance(expected, int) else found) == expected


@given(ANY_TEXT, st.sampled_from(["en", "de", "xx"]))
def test_sentences_cover_the_text_in_order(text: str, language: str) -> None:
    spans = sentence_spans(text, language)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    outside = "".join(
        text[a:b] for a, b in zip([0, *edges[1::2]], [*edges[::2], len(text)], strict=True)
    )
    assert outside.replace("\x00", "").strip() == ""
