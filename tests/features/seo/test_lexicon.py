"""Word lists, syllables, scales and widths."""

import pytest

from alwrity.features.seo.font import width
from alwrity.features.seo.lexicon import lexicon_of
from alwrity.features.seo.lexicon.de import syllables as german
from alwrity.features.seo.lexicon.en import syllables as english
from alwrity.features.seo.scale import piecewise, weighted_mean

ENGLISH = (
    "the=1 cache=1 table=2 created=3 stored=1 wanted=2 area=3 radio=3 nation=2 idea=3 people=2 "
    "science=2 machine=2 pages=2 boxes=2 times=1 usually=4 because=2 little=2 gorgeous=2 "
    "question=2 quality=3 lion=2 video=3 being=2 playing=2 simple=2 whole=1 something=2 "
    "different=3 million=2 social=2 material=4 various=3 business=2 mechanism=4 services=3 "
    "watches=2 experience=4 movement=2 useful=2 language=2 library=3 review=2 rhythm=2"
)
GERMAN = "haus=1 wasser=2 freiheit=2 universität=5 schule=2 bäume=2 radio=3 zeitung=2 arbeiten=3"


@pytest.mark.parametrize("row", ENGLISH.split())
def test_english_syllables(row: str) -> None:
    word, _, count = row.partition("=")
    assert english(word) == int(count)


@pytest.mark.parametrize("row", GERMAN.split())
def test_german_syllables(row: str) -> None:
    word, _, count = row.partition("=")
    assert german(word) == int(count)


@pytest.mark.parametrize(
    ("language", "known"),
    [("en", "en"), ("en-GB", "en"), ("DE_at", "de"), ("fr", "fr"), ("fil", None), ("", None)],
)
def test_lexicon_of(language: str, known: str | None) -> None:
    lexicon = lexicon_of(language)
    assert (lexicon.language if lexicon else None) == known


SAMPLES = {
    "fr": "Il y a des jours où le pain ne lève pas, et on ne sait pas pourquoi.",
    "es": "Hay días en los que el pan no sube y no se sabe por qué, pero así es.",
    "it": "Ci sono giorni in cui il pane non cresce e non si sa perché, ma è così.",
    "pt": "Há dias em que o pão não cresce e não se sabe o porquê, mas é assim.",
    "nl": "Er zijn dagen waarop het brood niet rijst en men weet niet waarom dat zo is.",
    "sv": "Det finns dagar då brödet inte jäser och man vet inte varför det är så.",
    "de": "Es gibt Tage, an denen das Brot nicht aufgeht, und man weiß nicht, warum das so ist.",
    "en": "There are days on which the bread does not rise and nobody knows why that is so.",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_running_text_is_full_of_its_own_function_words(language: str) -> None:
    words = SAMPLES[language].lower().replace(",", "").rstrip(".").split()
    lexicon = lexicon_of(language)
    assert lexicon is not None
    assert sum(word in lexicon.function_words for word in words) / len(words) > 0.4


@pytest.mark.parametrize(
    ("value", "expected"), [(-1, 0), (0, 0), (1, 5), (2, 10), (3, 7), (4, 4), (9, 4)]
)
def test_piecewise(value: float, expected: float) -> None:
    assert piecewise(value, ((0, 0), (2, 10), (4, 4))) == expected


def test_weighted_mean_leaves_out_what_does_not_apply() -> None:
    assert weighted_mean([(1, 10.0), (3, 20.0), (5, None)]) == 17.5
    assert weighted_mean([(1, None)]) is None


def test_widths() -> None:
    assert width("iiii") < width("nnnn") < width("WWWW") < width("漢字漢字") + 1
    assert width("") == 0
    # Sixty characters of ordinary text fill about 600 pixels.
    assert 480 < width("How caching keeps a content platform fast under heavy load.") < 600
