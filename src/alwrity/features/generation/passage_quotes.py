"""Citing by containment: a sentence cites a passage only when its words stand in that passage.

The small model cannot be asked to cite. So a citation is given to a sentence that a passage
carries, and a passage may speak for itself in quotation marks, verbatim.
"""

import re
from collections.abc import Iterable, Sequence

from alwrity.features.generation.drafting import Passage
from alwrity.features.generation.sentence_gates import content_words, sentences, words

_CONTAINED = 0.8
_FEWEST_WORDS = 4
_QUOTE_WORDS = range(8, 41)
# Characters that Markdown would read, or that end a quotation within it.
_UNQUOTABLE = re.compile(r"[\[\]<>*_#|`\"“”\\{}]")
_CITATION = re.compile(r"\s*\[\^\d+\]")


def without_citations(text: str) -> str:
    """The text as the model may see it."""
    return _CITATION.sub("", text)


def citation(sentence: str, passages: Iterable[Passage]) -> str:
    """` [^n]` of the passage that contains the sentence's content, or nothing."""
    mine = content_words(sentence)
    if len(mine) < _FEWEST_WORDS:
        return ""
    contained = [(len(mine & content_words(p.text)) / len(mine), -p.number) for p in passages]
    share, number = max(contained, default=(0.0, 0))
    return f" [^{-number}]" if share >= _CONTAINED else ""


def quotation(point: str, before: str, passages: Sequence[Passage]) -> str:
    """The passage sentence that says most of the point, quoted and cited; empty when none does."""
    wanted = content_words(point)
    best: tuple[float, str] = (0.0, "")
    for passage in passages:
        for sentence in sentences(passage.text):
            text = " ".join(sentence.split())
            shared = len(wanted & content_words(text))
            if shared < min(2, len(wanted)) or shared <= best[0] or not _quotable(text):
                continue
            if text not in before:
                best = (shared, f"“{text}” [^{passage.number}]")
    return best[1]


def _quotable(text: str) -> bool:
    whole = text[:1].isupper() and text.endswith((".", "!", "?"))
    return whole and len(words(text)) in _QUOTE_WORDS and not _UNQUOTABLE.search(text)
