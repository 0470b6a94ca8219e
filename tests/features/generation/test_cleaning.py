import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.features.generation.cleaning import SectionCleaner


def cleaned(text: str, *, heading: str = "Good tools", partial: str = "", size: int = 1) -> str:
    cleaner = SectionCleaner(heading, [1, 2], partial)
    pieces = [cleaner.feed(text[i : i + size]) for i in range(0, len(text), size)]
    return "".join([*pieces, cleaner.end()])


CASES = [
    ("Plain text.", "Plain text."),
    ("\n\n Plain text.\n\n", "Plain text."),
    ("## Good tools\n\nText.", "Text."),
    ("### 2. Good Tools:\nText.", "Text."),
    ("**Good tools**\n\nText.", "Text."),
    ("Good tools\n==========\n\nText.", "Text."),
    ("# A title\n\n## Good tools\n\nText.", "Text."),
    ("### Another\n\nText.", "### Another\n\nText."),
    ("Good tools are rare.", "Good tools are rare."),
    ("Good tools", ""),
    ("- one\n- two", "- one\n- two"),
    ("```markdown\n## Good tools\nText.\n```", "Text."),
    ("```\nText.\n```\n", "Text."),
    ("```python\nx = 1\n```\n\nText.", "```python\nx = 1\n```\n\nText."),
    ("Text `code`.\n\n```\nx\n```", "Text `code`.\n\n```\nx\n```"),
    ("So it is [^1]. And [^2].", "So it is [^1]. And [^2]."),
    ("So it is [^7]. And[^12].", "So it is. And."),
    ("So it is.[^1, 2] And.[^1,^9]", "So it is.[^1][^2] And.[^1]"),
    ("So it is.[^1]\n\n[^1]: A source, 2020.\n[^2]: Another.\n", "So it is.[^1]"),
    ("One.[^1]\n\n[^1]: A source.\n\nTwo.", "One.[^1]\n\nTwo."),
    ("A [link](http://x.y) and [x].", "A [link](http://x.y) and [x]."),
    ("Ends open [^", "Ends open [^"),
    ("Regex [^a-z] stays.", "Regex [^a-z] stays."),
]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(("text", "shown"), CASES)
def test_what_is_dropped_does_not_depend_on_the_pieces(text: str, shown: str, size: int) -> None:
    assert cleaned(text, size=size) == shown


PARTS = [
    "Text",
    ".",
    " ",
    "\n",
    "\n\n",
    "## Good tools",
    "# A",
    "```",
    "**",
    "[",
    "^",
    "[^1]",
    "[^9]",
    ":",
]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.integers(1, 7))
def test_pieces_never_matter(text: str, size: int) -> None:
    assert cleaned(text, size=size) == cleaned(text, size=max(1, len(text)))


def test_text_is_shown_as_it_comes() -> None:
    cleaner = SectionCleaner("Good tools", [1])
    shown = [
        cleaner.feed(piece) for piece in ["Bad", " tools", " hurt", ".", " [", "^1", "]", " x"]
    ]
    assert shown == ["Bad", " tools", " hurt", ".", "", "", " [^1]", " x"]


@pytest.mark.parametrize(
    ("partial", "text", "shown"),
    [
        ("It was ", " not good.", "not good."),
        ("It was", " not good.", " not good."),
        ("It w", "as good.", "as good."),
        ("One.\n\n", "\n\nTwo.", "Two."),
        ("One.", "\n\nTwo.", "\n\nTwo."),
        ("One.\n\n", "## Good tools\nis a heading here", "## Good tools\nis a heading here"),
    ],
)
def test_going_on_behind_what_is_kept(partial: str, text: str, shown: str) -> None:
    assert cleaned(text, partial=partial) == shown
