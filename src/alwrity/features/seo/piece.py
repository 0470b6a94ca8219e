"""A text together with its target: what every check is given, computed once."""

from functools import cached_property, lru_cache

from alwrity.features.seo.blocks import PROSE
from alwrity.features.seo.claims import Claim, find_claims
from alwrity.features.seo.document import Document, Heading, Sentence
from alwrity.features.seo.keyphrase import Keyphrase, Matcher
from alwrity.features.seo.lexicon import lexicon_of
from alwrity.features.seo.lexicon.lexicon import Lexicon
from alwrity.features.seo.target import Target

UNKNOWN_LANGUAGE = "und"
# Shorter samples are guessed wrong too often (40 characters: 4.5 % of them).
_LEAST_SAMPLE = 40
_SAMPLE = 1_000


@lru_cache(maxsize=512)
def detect_language(sample: str) -> str:
    """ISO 639-1 code of a sample's language; `und` when it is too short to tell."""
    if len(sample.strip()) < _LEAST_SAMPLE:
        return UNKNOWN_LANGUAGE
    # Loading its model costs about a second, which only this needs.
    from py3langid import classify  # noqa: PLC0415 - heavy

    return str(classify(sample)[0])


class Piece:
    """One text and what it is measured against.

    Args:
        text: Markdown with LF line ends.
        target: What the writer wants.
    """

    def __init__(self, text: str, target: Target) -> None:
        self.text = text
        self.target = target
        self.document = Document(text, target.language[:2].lower() or "en")
        self.language = target.language[:2].lower() or self.detected_language
        self.lexicon: Lexicon | None = lexicon_of(self.language)
        self.document.language = self.language
        self.matcher = Matcher(self.lexicon)

    @cached_property
    def detected_language(self) -> str:
        """The language that the prose is written in, whatever was asked for."""
        document = self.document
        sample = ""
        for block in document.blocks:
            if block.kind in PROSE and len(sample) < _SAMPLE:
                sample += document.plain(block.start, block.end) + " "
        return detect_language(sample[:_SAMPLE])

    @cached_property
    def word_count(self) -> int:
        """Words that are read, headings included."""
        return len(self.document.words)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences."""
        return self.document.sentences

    def words_of(self, sentence: Sentence) -> list[str]:
        """The words of a sentence in lower case."""
        return self.document.words[sentence.first : sentence.last]

    @cached_property
    def title(self) -> str:
        """The title asked for, else the first level-1 heading; possibly empty."""
        if self.target.title.strip():
            return self.target.title.strip()
        return next((h.text for h in self.document.headings if h.level == 1 and h.text), "")

    @cached_property
    def subheadings(self) -> list[Heading]:
        """The headings of level 2 and 3."""
        return [h for h in self.document.headings if h.level in (2, 3)]

    @cached_property
    def keyphrase(self) -> Keyphrase | None:
        """The keyphrase asked for; None if there is none."""
        phrase = self.target.keyphrase.strip()
        found = Keyphrase(phrase, self.document, self.matcher) if phrase else None
        return found if found is not None and found.stems else None

    @cached_property
    def keyphrase_matches(self) -> list[int]:
        """How often each sentence has the keyphrase."""
        if self.keyphrase is None:
            return [0] * len(self.sentences)
        return self.keyphrase.matches([(s.first, s.last) for s in self.sentences])

    def function_share(self, lexicon: Lexicon) -> float:
        """Share of a language's function words among the words of the prose; 1 without words."""
        prose = self.document.prose_words
        if not prose:
            return 1.0
        functional = lexicon.function_words
        return sum(word in functional for word in prose) / len(prose)

    @cached_property
    def claims(self) -> list[Claim]:
        """Numbers, dates and quotations, and whether the cited passages have them."""
        return find_claims(self.document, self.target.passages)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(map(self.matcher.stem, set(self.document.words)))
