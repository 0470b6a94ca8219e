"""Reading Markdown: what is prose, what is not, and where it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwrity.features.seo.blocks import Kind
from alwrity.features.seo.document import Document


def shown(text: str) -> list[tuple[str, str]]:
    document = Document(text)
    return [(block.kind.value, document.plain(block.start, block.end)) for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One #\n\nTwo\nthree.", [("heading", "One"), ("paragraph", "Two three.")]),
        ("One\n===\nTwo\n---", [("heading", "One"), ("heading", "Two")]),
        ("#no heading", [("paragraph", "#no heading")]),
        ("- a\n- b\n  c\n\n  d\n\ne", "item:a item:b c item:d paragraph:e"),
        ("1. a\n2) b", "item:a item:b"),
        ("In\n1984. That", [("paragraph", "In 1984. That")]),
        ("- [x] done", [("item", "done")]),
        ("> said\n> so", [("quote", "said > so".replace("> ", ""))]),
        ("a\n\n```py\nb = 1\n```\nc", "paragraph:a paragraph:c"),
        ("a\n\n    code\n\nb", "paragraph:a paragraph:b"),
        ("~~~\nopen fence", []),
        ("| a | b |\n|---|:-:|\n| c | d |\n\ne", [("paragraph", "e")]),
        ("---\ntitle: x\n---\na", [("paragraph", "a")]),
        ("a\n\n---\n\nb", "paragraph:a paragraph:b"),
        ("a[^1]\n\n[^1]: note\n    more\n\n    still\n\nb", "paragraph:a paragraph:b"),
        ("[^1]: note\n[x]: http://a.b\n[x] c", [("paragraph", "x c")]),
        ("<script>\nvar a\n</script>\nb", [("paragraph", "b")]),
        ("<!-- a\nb -->\nc", [("paragraph", "c")]),
        ("<div>a <b>c</b></div>", [("paragraph", "a c")]),
        ("**K**ey *word* ~~x~~ snake_case \\*", [("paragraph", "Key word x snake_case *")]),
        ("a `code` b", [("paragraph", "a b")]),
        ("", []),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, str]] | str) -> None:
    found = shown(text)
    if isinstance(expected, str):
        assert " ".join(f"{kind}:{said}" for kind, said in found) == expected
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "label", "url"),
    [
        ("[a *b*](http://x.y 'title')", "a b", "http://x.y"),
        ("[a](<http://x.y>)", "a", "http://x.y"),
        ("[a](http://x.y/z_(q))", "a", "http://x.y/z_(q)"),
        ("[a][r]\n\n[r]: /to", "a", "/to"),
        ("[r]\n\n[R]: /to", "r", "/to"),
        ("[![alt](i.png)](/to)", "", "/to"),
        ("<https://x.y>", "https://x.y", "https://x.y"),
        ("(see https://x.y/z).", "https://x.y/z", "https://x.y/z"),
        ('<a href="/to">a</a>', "", "/to"),
    ],
)
def test_links(text: str, label: str, url: str) -> None:
    (link,) = Document(text).links
    assert (link.label, link.url) == (label, url)


@pytest.mark.parametrize("text", ["[a]", "[a] (b)", "`[a](b)`", "\\[a](b)", "    [a](b)", "[^1]"])
def test_what_is_no_link(text: str) -> None:
    assert Document(text).links == []


def test_images_and_citations() -> None:
    document = Document('![a b](i.png) <img src="j.png" alt="c"> said[^2].[^x]')
    assert [(i.alt, i.url) for i in document.images] == [("a b", "i.png"), ("c", "j.png")]
    assert [c.label for c in document.citations] == ["2", "x"]
    assert document.words == ["said"]


def test_a_citation_behind_the_stop_belongs_to_the_sentence_before() -> None:
    document = Document("One here.[^1] Two there[^2].")
    assert [document.sentence_at(c.start) for c in document.citations] == [0, 1]


def test_sections_count_the_words_below_their_heading() -> None:
    document = Document("Intro here.\n\n## A\n\none two\n\n## B\n\none")
    assert [(s.heading and s.heading.text, s.words) for s in document.sections] == [
        (None, 2),
        ("A", 2),
        ("B", 1),
    ]


MARKDOWN = st.text(alphabet="ab .\n#*_`[]()!<>|-=~^:&\\1\t\x00😀é", max_size=120) | st.text()


@settings(deadline=None)
@given(MARKDOWN)
def test_any_text_keeps_its_offsets(text: str) -> None:
    document = Document(text)
    assert len(document.prose) == len(text)
    for sentence in document.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert 0 <= sentence.first < sentence.last <= len(document.words)
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(text)
        assert block.kind is Kind.HEADING or block.end > block.start
    for piece in (*document.links, *document.images, *document.citations):
        assert 0 <= piece.start < piece.end <= len(text)


@pytest.mark.parametrize(
    "unit", ["[", "![", "`", "*a", "<a", "<!--", "[a](", "> ", ". ", "| ", "#"]
)
def test_a_hostile_text_is_read_in_bounded_steps(unit: str) -> None:
    # Would take minutes if any pattern went back over the text for each of its characters.
    document = Document(unit * 20_000)
    assert len(document.prose) == 20_000 * len(unit)
    assert document.sentences is not None
