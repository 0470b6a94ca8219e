"""What a text is measured against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Target:
    """What the writer wants; whatever is left out is not asked for.

    Attributes:
        keyphrase: What the piece should be found by.
        keywords: Further terms that it should name.
        language: ISO 639-1 code; empty to detect it.
        title: Title of the page; empty to take the text's first level-1 heading.
        meta_description: Description for search results.
        slug: Last part of the address; empty while the piece has none.
        audience: Free words on who reads it.
        points: What must be said.
        words: Length aimed at; 0 for none.
        url_kind: A cornerstone is a long piece that others link to.
        host: Host name of the own site, to tell its links from others.
        passages: Citable passages by the number that `[^number]` cites.
    """

    keyphrase: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    title: str = ""
    meta_description: str = ""
    slug: str = ""
    audience: str = ""
    points: tuple[str, ...] = ()
    words: int = 0
    url_kind: Literal["article", "cornerstone"] = "article"
    host: str = ""
    passages: Mapping[int, str] = field(default_factory=dict)
