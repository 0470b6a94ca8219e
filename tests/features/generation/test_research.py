import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.features.generation.drafting import Passage
from alwrity.features.generation.research import choose, passages


def cut(text: str, *, limit: int = 100) -> list[Passage]:
    return passages("s1", "Title", "https://example.org/", text, first_number=1, limit=limit)


def sliced(text: str, passage: Passage) -> str:
    """As JavaScript's slice does."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * passage.start : 2 * passage.end].decode("utf-16-le", "surrogatepass")


SENTENCE = "The old mill beside the river ground wheat for nine villages until the flood of 1911. "
TEXT = (
    "# The mill 🌾\n\n"
    "Home | About | Contact\n\n"
    + SENTENCE * 4
    + "\n\n"
    + "© 2020 The Mill Trust, all rights reserved.\n\n"
    "## Today\n\n"
    "- Open on Sundays 😀 from ten to five, and the bakery sells bread from its own oven.\n"
    "- Free\n\n"
    "| a | b |\n|---|---|\n\n"
    "```\nThis code has a sentence that is long enough to be taken for prose, but is not.\n```\n\n"
    "> Dr. Berg said in 1999 that the wheel turns at 4.5 revolutions a minute, i.e. very slowly.\n"
)


def test_passages_of_a_page() -> None:
    found = cut(TEXT)
    assert [p.number for p in found] == list(range(1, len(found) + 1))
    assert {(p.source_id, p.title, p.url) for p in found} == {
        ("s1", "Title", "https://example.org/")
    }
    texts = [p.text for p in found]
    assert texts[:2] == [(SENTENCE * 2).strip()] * 2
    assert texts[2].startswith("Open on Sundays 😀")
    assert texts[3].startswith("Dr. Berg said")
    assert texts[3].endswith("very slowly.")
    assert len(texts) == 4
    for passage in found:
        assert sliced(TEXT, passage) == passage.text


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "word",
                    "Größe",
                    "1,987",
                    "naïve",
                    "😀",
                    "東京は",
                    "。",
                    ".",
                    "?",
                    "! ",
                    ", ",
                    " ",
                ),
                *(" ", " ", "\n", "\n\n", "- ", "> ", "# ", "```", "|", "Dr.", "\ud800", "e.g. "),
            ]
        ),
        max_size=300,
    ),
    st.integers(1, 50),
)
def test_every_passage_is_in_its_source(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    found = cut(text, limit=limit)
    assert len(found) <= limit
    end = 0
    for passage in found:
        assert end <= passage.start < passage.end
        assert sliced(text, passage) == passage.text
        assert passage.text == passage.text.strip()
        end = passage.end


@given(
    st.lists(st.integers(1, 200), min_size=1, max_size=30)
    | st.lists(st.integers(8, 80), min_size=1)
)
def test_sizes(lengths: list[int]) -> None:
    text = " ".join("Word" + " word" * (n - 1) + "." for n in lengths)
    found = cut(text)
    for passage in found:
        assert 8 <= len(passage.text.split()) <= 80
        assert len(re.findall(r"\.", passage.text)) <= 3
    # Only what is very short is lost, and what is left of a sentence that had to be cut.
    if all(8 <= n <= 80 for n in lengths):
        assert " ".join(p.text for p in found) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Menu\nHome\nAbout",
        "Subscribe to our weekly letter now, it is free!",
        "This site uses cookies to give you the best experience that it can.",
        "Too short to cite.",
        "# A heading that is longer than most headings are, because it goes on and on.",
        "One » Two » Three » Four",
    ],
)
def test_boilerplate(text: str) -> None:
    assert cut(text) == []


def test_baking_is_not_boilerplate() -> None:
    text = "Bake the cookies for twelve minutes at 180 degrees, then let them cool on a rack."
    assert [p.text for p in cut(text)] == [text]


def test_paragraphs_without_full_stop_end_at_the_empty_line() -> None:
    first = "This line of twenty words and more has no stop at its end " + "though it is long " * 3
    second = "The next paragraph begins here and is a proper sentence of its own, and long " * 2
    texts = [p.text for p in cut(f"{first.strip()}\n\n{second.strip()}.")]
    assert texts[0] == first.strip()


def test_east_asian_sentences() -> None:
    text = "京都は古い都市です。" * 12
    found = cut(text)
    assert len(found) > 1
    assert all(p.text.endswith("。") for p in found)


def test_numbers_go_on_and_the_limit_holds() -> None:
    found = passages("s", "", "", SENTENCE * 20, first_number=7, limit=3)
    assert [p.number for p in found] == [7, 8, 9]


def made(*texts: str) -> list[Passage]:
    return [Passage(40 + i, "s", "", "", text, 0, len(text)) for i, text in enumerate(texts)]


MILL = made(
    "The weather was fine and everybody had a good time on the green.",
    "The mill ground wheat for nine villages, and its wheel was made of oak.",
    "A bakery beside the mill sells bread on Sundays.",
    "Tickets can be bought at the gate or in the shop.",
    "The flood of 1911 broke the dam and carried the bridge away.",
    "Nobody remembers who planted the lime trees.",
)


def chosen(topic: str, points: list[str], keywords: list[str], limit: int) -> list[str]:
    found = choose(MILL, topic, points, keywords, limit)
    assert [p.number for p in found] == list(range(1, len(found) + 1))
    order = [p.text for p in MILL]
    assert [order.index(p.text) for p in found] == sorted(order.index(p.text) for p in found)
    return [p.text.split()[1] for p in found]


def test_choice() -> None:
    assert chosen("The mill and its wheat", [], [], 1) == ["mill"]
    # Each point has its passage before the topic takes the rest; inflection does not matter.
    assert chosen("The mill", ["Floods of 1911", "buying tickets"], [], 2) == ["can", "flood"]
    assert chosen("", [], ["lime trees"], 1) == ["remembers"]


def test_choice_without_a_word_in_common() -> None:
    assert chosen("Quantenphysik", ["Verschränkung"], [], 2) == ["weather", "mill"]


def test_choice_takes_a_passage_once() -> None:
    twice = [*MILL, *MILL]
    assert len(choose(twice, "mill wheat bakery flood tickets lime weather", [], [])) == len(MILL)


def test_choice_of_nothing() -> None:
    assert choose([], "mill", ["wheel"], ["oak"]) == []
    assert choose(MILL, "mill", ["wheel"], [], 0) == []
