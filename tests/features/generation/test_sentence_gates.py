import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwrity.features.generation.sentence_gates import (
    content_words,
    objection,
    repetition,
    sentences,
    words,
)

SUBJECT = "Watering indoor plants in Berlin, 3 tips"
BEFORE = "## Watering indoor plants\n\nMost indoor plants need water once the soil feels dry."


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Pots with drainage holes keep the roots of a plant healthy.", None),
        ("In Berlin the plants get less light during the dark months.", None),
        ("Plants like it wet.", "length"),
        ("Plants " + "and very many other green leaves " * 6 + "grow.", "length"),
        ("I like to give the plants a good amount of water.", "first-person"),
        ("This is why we water the plants early in the day.", "first-person"),
        ("A study found that plants need water early in the day.", "claim"),
        ("Experts say that plants need water early in the day.", "claim"),
        ("About 70 of all plants die because of too much water.", "claim"),
        ("Only 3 things matter when plants get their daily water.", None),
        ("This article tells how plants get the water they need.", "about-itself"),
        ("To water the plants well you can follow these steps today.", "about-itself"),
        ("Second, put the plants where the light is not too strong.", "about-itself"),
        ("Ask at Greenbike whether the plants need a bigger pot.", "name"),
        ("A good plant is a good plant and a good friend.", "repeats-itself"),
        ("The plants need the the soil to be dry before rain.", "repeats-itself"),
        ("Most indoor plants need water once the soil feels dry again.", "repeats"),
        ("Indoor plants need water when the dry soil feels warm.", "repeats"),
        ("Most indoor cats prefer a window with a view of birds.", "repeats"),
        ("Bicycles offer an alternative to cars on the way to town.", "off-topic"),
        ("Put the plants near a window so that they get some", "unfinished"),
        ("Put the plants near a window that opens to the.", "unfinished"),
    ],
)
def test_gates(sentence: str, why: str | None) -> None:
    assert objection(sentence, given="", before=BEFORE, subject=SUBJECT) == why


def test_what_the_author_wrote_is_not_judged() -> None:
    start = "Our study of 40 Fiddle plants"
    sentence = f"{start} showed that the soil should be dry first."
    judged = {"before": "", "subject": SUBJECT}
    assert objection(sentence, given="", **judged) is not None
    assert objection(sentence, given=start, **judged) is None


def test_a_heading_does_not_make_its_sentence_a_repetition() -> None:
    sentence = "Watering indoor plants in the morning gives the soil time to dry."
    heading = "## Watering indoor plants in the morning"
    assert objection(sentence, given="", before=heading, subject=SUBJECT) is None
    assert objection(sentence, given="", before=heading[3:] + ".", subject=SUBJECT) == "repeats"


@pytest.mark.parametrize(
    ("text", "share"),
    [("", 0.0), ("one two three four", 0.0), ("a b c d a b c d", 0.2), ("a a a a a", 0.5)],
)
def test_repetition_is_the_share_of_runs_seen_before(text: str, share: float) -> None:
    assert repetition(text) == pytest.approx(share)


def test_sentences_keep_their_citations() -> None:
    text = "One is here. [^1] “Two is quoted.” [^2] Three asks? Four is not"
    assert sentences(text) == [
        "One is here. [^1]",
        "“Two is quoted.” [^2]",
        "Three asks?",
        "Four is not",
    ]


def test_content_words_see_through_endings() -> None:
    assert content_words("Watering the plants") == content_words("water a plant")


VOCABULARY = [*words(BEFORE), "Greenbike", "I", "study", "12", "the", "of", ",", ".", "x", "bread."]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(VOCABULARY), max_size=40))
def test_what_passes_keeps_the_bounds_and_is_not_let_in_twice(tokens: list[str]) -> None:
    sentence = " ".join(tokens) + "."
    judged = {"given": "", "subject": SUBJECT}
    if objection(sentence, before="", **judged) is None:
        assert 7 <= len(words(sentence)) <= 34
        assert not {"Greenbike", "I", "study", "12"} & set(tokens)
        assert objection(sentence, before=sentence, **judged) == "repeats"
