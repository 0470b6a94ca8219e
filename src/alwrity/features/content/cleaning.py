"""Texts from outside, made fit to be stored: LF only, no NUL, no lone surrogates."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

MAX_BODY = 500_000
MAX_TITLE = 300
MAX_TAG = 50

_WORD = re.compile(r"\w[\w'\u2019-]*")


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
    return value.replace("\r\n", "\n").replace("\r", "\n")


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
    return len(_WORD.findall(markdown))


Line = Annotated[str, AfterValidator(clean_line)]
Title = Annotated[Line, Field(max_length=MAX_TITLE)]
Body = Annotated[str, AfterValidator(_clean), Field(max_length=MAX_BODY)]
Tag = Annotated[str, AfterValidator(clean_tag), Field(max_length=MAX_TAG)]
