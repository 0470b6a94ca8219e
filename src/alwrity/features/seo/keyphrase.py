"""Where a keyphrase stands: all its content words in one sentence, in any order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alwrity.features.seo.document import Document
from alwrity.features.seo.lexicon.lexicon import Lexicon
from alwrity.text import words


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compares words without their inflectional endings.

    Args:
        lexicon: Of the text's language; without one, words must be equal.
    """

    lexicon: Lexicon | None

    def stem(self, word: str) -> str:
        """What is compared of a lower-case word."""
        return self.lexicon.stem(word) if self.lexicon is not None else word

    def content(self, phrase: str) -> list[str]:
        """Stems of a phrase's content words; of all its words if it has no others."""
        found = [word.lower() for word in words(phrase)]
        functional = self.lexicon.function_words if self.lexicon is not None else frozenset[str]()
        return [self.stem(word) for word in found if word not in functional] or [
            self.stem(word) for word in found
        ]

    def stems(self, text: str) -> list[str]:
        """Stems of all words of a text."""
        return [self.stem(word.lower()) for word in words(text)]


class Keyphrase:
    """One keyphrase and its matches in a document."""

    def __init__(self, phrase: str, document: Document, matcher: Matcher) -> None:
        self.phrase = phrase
        self.stems = matcher.content(phrase)
        self._matcher = matcher
        self._wanted = Counter(self.stems)
        self._document = document
        known = {
            word: stem
            for word in set(document.words)
            if (stem := matcher.stem(word)) in self._wanted
        }
        self._places = [
            (number, known[word]) for number, word in enumerate(document.words) if word in known
        ]

    def _times(self, stems: Iterable[str]) -> int:
        counts = Counter(stems)
        return min((counts[stem] // many for stem, many in self._wanted.items()), default=0)

    def count_in(self, text: str) -> int:
        """How often it is in a short text such as a title."""
        return self._times(self._matcher.stems(text))

    def share_in(self, stems: Sequence[str]) -> float:
        """Share of its content words among these stems."""
        return sum(stem in stems for stem in self._wanted) / len(self._wanted)

    def starts(self, text: str) -> bool:
        """Whether a text starts with it, word for word, articles aside."""
        lexicon = self._matcher.lexicon
        skip = lexicon.articles if lexicon is not None else frozenset[str]()
        stems = [word for word in self._matcher.stems(text) if word not in skip]
        own = [word for word in self._matcher.stems(self.phrase) if word not in skip]
        return bool(own) and stems[: len(own)] == own

    def is_all_of(self, text: str) -> bool:
        """Whether a text says the keyphrase and nothing else."""
        return sorted(self._matcher.content(text)) == sorted(self.stems) if text else False

    def matches(self, spans: Sequence[tuple[int, int]]) -> list[int]:
        """How often it is in each span of words (first, behind the last), which rise."""
        counts: list[int] = []
        place = 0
        for first, last in spans:
            while place < len(self._places) and self._places[place][0] < first:
                place += 1
            behind = place
            while behind < len(self._places) and self._places[behind][0] < last:
                behind += 1
            counts.append(self._times(stem for _, stem in self._places[place:behind]))
            place = behind
        return counts
