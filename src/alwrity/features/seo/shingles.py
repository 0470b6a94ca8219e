"""5-word shingles: how much of a text stands in another, word for word."""

from collections.abc import Sequence
from zlib import crc32

from alwrity.features.seo.document import Document
from alwrity.text import words

SIZE = 5


def shingles(of: Sequence[str]) -> frozenset[int]:
    """Hashes of all runs of five lower-case words; stable, so they can be stored."""
    return frozenset(
        crc32(" ".join(of[n : n + SIZE]).encode("utf-8", "replace"))
        for n in range(len(of) - SIZE + 1)
    )


def shingles_of_markdown(text: str) -> frozenset[int]:
    """The shingles of a piece's prose, as the engine compares them."""
    return shingles(Document(text).prose_words)


def shingles_of_plain(text: str) -> frozenset[int]:
    """The shingles of a text without markup, such as a source."""
    return shingles([word.lower() for word in words(text)])


def containment(part: frozenset[int], whole: frozenset[int]) -> float:
    """Share of `part` that is in `whole`; 0 for an empty part."""
    return len(part & whole) / len(part) if part else 0.0
