import pytest

from alwrity.features.generation.drafting import Passage
from alwrity.features.generation.passage_quotes import citation, quotation, without_citations


def passage(number: int, text: str) -> Passage:
    return Passage(number, f"s{number}", "Title", "", text, 0, len(text))


YEAST = passage(
    1,
    "Bread is old. Wild yeast ferments sugar slowly because there is little of it in flour. "
    "It was known in Egypt.",
)
SALT = passage(2, "Salt slows the yeast and tightens the gluten of the dough considerably.")


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("Wild yeast ferments the sugar of flour slowly.", " [^1]"),
        ("Salt tightens gluten and slows yeast in the dough.", " [^2]"),
        ("Wild yeast ferments sugar in a warm kitchen overnight.", ""),
        ("Yeast is slow.", ""),  # too little to tell
    ],
)
def test_only_what_a_passage_contains_is_cited(sentence: str, cited: str) -> None:
    assert citation(sentence, [YEAST, SALT]) == cited
    assert citation(sentence, []) == ""


def test_the_sentence_that_speaks_of_the_point_is_quoted_verbatim() -> None:
    quote = quotation("Wild yeast in flour", "", [SALT, YEAST])
    assert quote == (
        "“Wild yeast ferments sugar slowly because there is little of it in flour.” [^1]"
    )


@pytest.mark.parametrize(
    ("point", "before", "text"),
    [
        ("Ovens and baking stones", "", YEAST.text),
        ("Wild yeast in flour", YEAST.text, YEAST.text),  # quoted before
        ("Wild yeast in flour", "", "Wild yeast in flour is [1] slower than any other yeast."),
        ("Wild yeast in flour", "", "and wild yeast in flour is slower than all the others."),
        ("Wild yeast in flour", "", "Wild yeast in flour is slow."),
    ],
)
def test_nothing_else_is_quoted(point: str, before: str, text: str) -> None:
    assert quotation(point, before, [passage(1, text)]) == ""


def test_without_citations() -> None:
    assert without_citations("One. [^1] “Two.” [^12]") == "One. “Two.”"
