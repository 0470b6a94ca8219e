"""The shape of a language's word lists."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists of one language, all in lower case.

    Attributes:
        language: ISO 639-1 code.
        function_words: Words that carry grammar rather than content.
        articles: Words that are skipped when the first word of a sentence is looked at.
        transitions: Words and phrases that tie a sentence to another, by their first word.
        wordy: Phrases with a plainer one to use instead (empty: leave out), by their first word.
        auxiliaries: Verbs that build the passive.
        participle: Whether a word may be the participle of a passive.
        participle_follows: Whether it follows its auxiliary closely (English) or anywhere (German).
        syllables: Number of syllables of a word.
        endings: Inflectional endings, longest first, that are cut off to compare words.
        long_sentence: Words above which a sentence is long.
        full: Whether more than the function words is known.
    """

    language: str
    function_words: frozenset[str]
    articles: frozenset[str] = frozenset()
    transitions: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    wordy: Mapping[str, tuple[tuple[Phrase, str], ...]] = field(default_factory=dict)
    auxiliaries: frozenset[str] = frozenset()
    participle: Callable[[str], bool] | None = None
    participle_follows: bool = True
    syllables: Callable[[str], int] | None = None
    endings: tuple[str, ...] = ()
    long_sentence: int = 20
    full: bool = False

    def stem(self, word: str) -> str:
        """The word without its inflectional ending; never shorter than three letters."""
        return _without_ending(word, self.endings)


@lru_cache(maxsize=20_000)
def _without_ending(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def word_set(listed: str) -> frozenset[str]:
    """The words of a list that is written with white space between."""
    return frozenset(listed.split())


def by_first_word(listed: str) -> dict[str, tuple[Phrase, ...]]:
    """Phrases, separated by commas, by their first word; longer ones first."""
    phrases: dict[str, list[Phrase]] = {}
    for written in listed.split(","):
        phrase = tuple(written.split())
        phrases.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(them, key=len, reverse=True)) for first, them in phrases.items()}


def replacements(listed: str) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Lines of `phrase > plainer phrase`, by the first word; longer ones first."""
    pairs: dict[str, list[tuple[Phrase, str]]] = {}
    for line in listed.strip().splitlines():
        wordy, _, plain = line.partition(">")
        phrase = tuple(wordy.split())
        pairs.setdefault(phrase[0], []).append((phrase, plain.strip()))
    return {
        first: tuple(sorted(them, key=lambda pair: -len(pair[0]))) for first, them in pairs.items()
    }


def ending_in(pattern: str, also: frozenset[str], never: frozenset[str]) -> Callable[[str], bool]:
    """A test for participles: those listed, and those of regular form that are not excluded."""
    regular = re.compile(pattern).search

    def is_participle(word: str) -> bool:
        return word in also or (word not in never and regular(word) is not None)

    return is_participle
