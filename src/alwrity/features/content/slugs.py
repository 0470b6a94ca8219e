"""The last part of a piece's address, made of its title."""

import re
import unicodedata
from collections.abc import Iterator

_MAX_LENGTH = 80
_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",  # noqa: RUF001 - the dotless letter is meant
    "ħ": "h",
    "ŋ": "n",
}
# What a language writes for its letters where there are none.
_BY_LANGUAGE = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "da": {"å": "aa", "ø": "oe", "æ": "ae"},
    "nb": {"å": "aa", "ø": "oe", "æ": "ae"},
    "no": {"å": "aa", "ø": "oe", "æ": "ae"},
    "uk": {"и": "y", "г": "h", "ґ": "g", "і": "i", "ї": "i", "є": "ie", "й": "i"},  # noqa: RUF001 - Cyrillic is meant
    "bg": {"щ": "sht", "ъ": "a", "х": "h"},  # noqa: RUF001 - Cyrillic is meant
}
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p"),
            *(
                "r",
                "s",
                "t",
                "u",
                "f",
                "kh",
                "ts",
                "ch",
                "sh",
                "shch",
                "",
                "y",
                "",
                "e",
                "yu",
                "ya",
            ),
        ],
        strict=True,
    )
)
_SIGNS = {"&": " and ", "@": " at ", "%": " percent ", "+": " plus "}
_APOSTROPHE = re.compile(r"(?<=\w)['\u2018\u2019\u02bc](?=\w)")


def slugify(title: str, language: str) -> str:
    """Make a slug: lower case, words joined by hyphens, 80 characters at most, cut at a word.

    Latin and Cyrillic letters become ASCII as the language spells them; letters of other scripts
    stay, as browsers show them. A title without any letter or digit gives "untitled".

    Args:
        title: Plain text.
        language: ISO 639-1 code.
    """
    text = unicodedata.normalize("NFKC", title).lower()
    text = _APOSTROPHE.sub("", text)
    if language == "en":
        text = "".join(_SIGNS.get(c, c) for c in text)
    table = _CYRILLIC | _LETTERS | _BY_LANGUAGE.get(language, {})
    text = "".join(table.get(c, c) for c in text)
    words = "".join(_letters(text)).split("-")
    slug = unicodedata.normalize("NFC", "-".join(word for word in words if word))
    return _shorten(slug) or "untitled"


def _letters(text: str) -> Iterator[str]:
    """Letters and digits, and a hyphen for each other sign.

    Latin letters lose their accents; other scripts need their marks.
    """
    before = "-"
    for c in unicodedata.normalize("NFKD", text):
        match unicodedata.category(c)[0]:
            case "L" | "N":
                before = c
                yield c
            case "M":
                if before != "-" and not before.isascii():
                    yield c
            case "C":
                pass  # joiners and the like, inside words
            case _:
                before = "-"
                yield "-"


def _shorten(slug: str) -> str:
    if len(slug) <= _MAX_LENGTH:
        return slug
    kept, hyphen, _ = slug[: _MAX_LENGTH + 1].rpartition("-")
    return kept if hyphen else slug[:_MAX_LENGTH]
