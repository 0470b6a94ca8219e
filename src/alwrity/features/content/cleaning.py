"""Texts from outside, made fit to be stored: LF only, no NUL, no lone surrogates."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from alwrity import text

MAX_BODY = 500_000
MAX_TITLE = 300
MAX_TAG = 50


def _clean(value: str) -> str:
    nul = value.find("\x00")
    if nul >= 0:
        raise PydanticCustomError(
            "nul", "holds the character NUL at offset {offset}; remove it", {"offset": nul}
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise PydanticCustomError(
            "surrogate",
            "holds a lone surrogate at offset {offset}; send valid Unicode",
            {"offset": error.start},
        ) from None
    return text.normalise(value)


def clean_line(value: str) -> str:
    """`value` as one line without blanks around it, ready to be stored."""
    return " ".join(_clean(value).split())


def clean_tag(value: str) -> str:
    """`value` as a tag: lower case, so that "SEO" and "seo" are one."""
    tag = clean_line(value).lower()
    if not tag:
        raise PydanticCustomError("empty_tag", "is an empty tag; leave it out")
    return tag


def count_words(markdown: str) -> int:
    """How many words a reader counts, about: the marks of Markdown are none."""
    return len(text.words(markdown))


ONE_LINE = AfterValidator(clean_line)
Title = Annotated[str, Field(max_length=MAX_TITLE), ONE_LINE]
Body = Annotated[str, Field(max_length=MAX_BODY), AfterValidator(_clean)]
Tag = Annotated[str, Field(max_length=MAX_TAG), AfterValidator(clean_tag)]
