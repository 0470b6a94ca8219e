import comrak
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.features.generation.citations import cited_numbers, footnotes, strip_unknown
from alwrity.features.generation.drafting import Passage


def passage(
    number: int, text: str = "A fact.", title: str = "T", url: str = "https://e.org/"
) -> Passage:
    return Passage(number, "s", title, url, text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("One[^3] two[^1][^3].", [3, 1]),
        ("As follows[^2]: a list", [2]),
        (r"Not \[^4] nor `[^5]` nor ``[^6] ` ``", []),
        ("```\n[^7]\n```\nbut[^8]", [8]),
        ("~~~\n```\n[^7]\n", []),
        ("Used[^1]\n\n[^1]: defined [^2]", [1, 2]),
        ("[^9]: only defined", []),
        ("[^note] [^12345] [3] ^[4]", []),
        ("a `code`[^2]: b", [2]),
    ],
)
def test_cited_numbers(text: str, numbers: list[int]) -> None:
    assert cited_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("One[^1] two[^9].", "One[^1] two."),
        ("One [^9].", "One."),
        ("One [^9] two", "One two"),
        ("One [^9]two", "One two"),
        ("`[^9]` stays, [^note] too", "`[^9]` stays, [^note] too"),
        ("```\n[^9]\n```\nx[^9]\n", "```\n[^9]\n```\nx\n"),
        ("x[^1][^9]\n\n[^1]: a\n[^9]: b\n    c\n\nend", "x[^1]\n\n[^1]: a\n\nend"),
        (r"\[^9]", r"\[^9]"),
    ],
)
def test_strip_unknown(text: str, kept: str) -> None:
    assert strip_unknown(text, {1}) == kept
    assert strip_unknown(kept, {1}) == kept


def test_footnotes() -> None:
    text = "b[^3] a[^1] c[^3] d[^7]"
    known = [passage(1, "First\n\nfact."), passage(2), passage(3, title="", url="https://e.org/x")]
    assert footnotes(text, known) == (
        "[^1]: “First fact.” [T](https://e.org/)\n[^3]: “A fact.” [e.org](https://e.org/x)"
    )
    assert footnotes("none", known) == ""


def test_a_pasted_source_has_no_link() -> None:
    assert footnotes("x[^1]", [passage(1, url="")]) == "[^1]: “A fact.” T"
    assert footnotes("x[^1]", [passage(1, url="javascript:alert(1)")]) == "[^1]: “A fact.” T"


def test_long_passages_are_cut_at_a_word() -> None:
    line = footnotes("x[^1]", [passage(1, "lorem ipsum, " * 40)])
    quoted = line[line.index("“") + 1 : line.index("”")]
    assert quoted.endswith(("lorem…", "ipsum…"))
    assert 180 < len(quoted) <= 201
    assert "x" * 200 + "…" in footnotes("x[^1]", [passage(1, "x" * 500)])


def render(markdown: str) -> str:
    options = comrak.ExtensionOptions()
    options.footnotes = options.table = options.strikethrough = options.autolink = True
    return comrak.render_markdown(markdown, extension_options=options)


@given(
    st.text(st.sampled_from("ab *_`[]()<>!#|~\\&;:\"'=+-{}$^/.\n"), max_size=60),
    st.text(st.sampled_from("ab *_`[]()<>!#|~\\&;:\"'\n"), max_size=30),
    st.text(st.sampled_from("ab/()[]<>\\ \"'?&#%`\n"), max_size=20),
)
def test_nothing_of_a_source_becomes_syntax(text: str, title: str, path: str) -> None:
    note = footnotes("x[^1]", [passage(1, text, title, "https://e.org/" + path)])
    assert "\n" not in note
    page = render(f"x[^1]\n\n{note}\n")
    note_html = page[page.index('<li id="fn-1">') :]
    assert page.count("<li") == 1
    for tag in ("<em", "<strong", "<code", "<img", "<h1", "<table", "<del", "<!--"):
        assert tag not in note_html
    # The title's link and the way back, and what autolinking made of the words themselves.
    assert note_html.count("<a ") == 2
    assert note_html.count('href="https://e.org/') == 1
