import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.errors import InvalidInputError
from alwrity.features.content.exporting import PieceExport, to_markdown
from alwrity.features.content.importing import ImportedPiece, parse_markdown


@pytest.mark.parametrize(
    ("raw", "piece"),
    [
        ("", ImportedPiece("My first post", "")),
        ("Just text\n", ImportedPiece("My first post", "Just text")),
        ("# A title #\n\nText", ImportedPiece("A title", "Text")),
        ("\n\n# A title\nText\n\n", ImportedPiece("A title", "Text\n")),
        (
            "# The *best* title\n\nText",
            ImportedPiece("The best title", "# The *best* title\n\nText"),
        ),
        ("Intro\n\n# Later\n\nText", ImportedPiece("Later", "Intro\n\n# Later\n\nText")),
        ("```\n# no\n```\n", ImportedPiece("My first post", "```\n# no\n```")),
        ("## Two\n", ImportedPiece("My first post", "## Two")),
        ("---\ntitle: T\n---\n# H\n", ImportedPiece("T", "# H")),
        ("---\ntitle: T\n...\n\nx", ImportedPiece("T", "x")),
        ("---\n---\nx", ImportedPiece("My first post", "x")),
        ("\ufeff---\r\ntitle: T\r\n---\r\n\r\na\r\nb\rc", ImportedPiece("T", "a\nb\nc")),
        (
            "---\ntitle: 2024-99-99\ntags: yes\n---\n",
            ImportedPiece("2024-99-99", "", tags=("yes",)),
        ),
        ("---\ntitle: ~\ntags:\nslug: null\n---\nx", ImportedPiece("My first post", "x")),
        (
            "---\ntags: [a, b, a, ' ', [c], {d: e}]\nunknown: [1, {x: y}]\n---\nx",
            ImportedPiece("My first post", "x", tags=("a", "b")),
        ),
        ("---\ntags: a, b ,,a\n---\nx", ImportedPiece("My first post", "x", tags=("a", "b"))),
        (
            "---\ntitle: T\nlang: de-AT\ndescription: D\nfocus_keyphrase: K\nslug: s\n---\nx",
            ImportedPiece("T", "x", "", (), "de", "K", "D", "s"),
        ),
        (
            "---\nNot a field, but text.\n---\nx",
            ImportedPiece("My first post", "---\nNot a field, but text.\n---\nx"),
        ),
        ("---\n- a\n- b\n---\nx", ImportedPiece("My first post", "---\n- a\n- b\n---\nx")),
        ("---\ntitle: never closed\n", ImportedPiece("My first post", "---\ntitle: never closed")),
        ("---\n" + "a long text. " * 2000 + "\n---\nx", None),
        (
            "---\nx: !!python/object/apply:os.system ['id']\n---\ny",
            ImportedPiece("My first post", "y"),
        ),
    ],
)
def test_files(raw: str, piece: ImportedPiece | None) -> None:
    expected = piece or ImportedPiece("My first post", raw)
    assert parse_markdown(raw, "drafts/my-first_post.md") == expected
    assert parse_markdown(raw.encode(), "C:\\drafts\\my-first_post.md") == expected


def test_a_file_without_any_name() -> None:
    assert parse_markdown("x", "").title == "Untitled"


BOMB = "---\na: &a [x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"caf\xe9", ["UTF-8", "byte 3"]),
        ("a\x00b", ["UTF-8"]),
        ("a\ud800b", ["UTF-8"]),
        (BOMB + "---\n", ["aliases"]),
        ("---\na: &a [*a]\n---\n", ["aliases"]),
        ("---\na: " + "[" * 10_000 + "\n---\n", ["deeply"]),
        ("---\na: " + "{b: " * 1_000 + "\n---\n", ["deeply"]),
        ("---\n" + "a: b\n" * 10_000 + "---\n", ["longer"]),
        ("---\na: [b\n---\n", ["line"]),
        ("---\na: b: c\n---\n", ["line 2"]),
        ("---\ntitle: T\n\tx: y\n---\n", ["line 3"]),
        ("---\na: \x07\n---\n", ["characters"]),
    ],
)
def test_refused_with_name_and_remedy(raw: bytes | str, words: list[str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_markdown(raw, "bad.md")
    for word in ["'bad.md'", *words]:
        assert word in caught.value.detail
    assert "\n" not in caught.value.detail


# Anything that is stored: no NUL, no lone surrogate, LF only.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"))
LINE = TEXT.map(str.strip)
MARKDOWN = st.lists(
    st.sampled_from(["---", "\n", "# ", "title: x", "...", "a", " ", "```", "- ", "\t", "é", "😀"])
).map("".join)


TRICKY = [
    "null",
    "~",
    "yes",
    "1.5",
    "[x]",
    "- a",
    "a: b",
    "#",
    "'",
    "2024-01-01",
    "N",
    "!x",
    "a\x85b",
]
FIELD = LINE | st.sampled_from(TRICKY)
PIECES = st.builds(
    PieceExport,
    id=st.just("1"),
    title=FIELD.filter(bool),
    body=TEXT | MARKDOWN,
    author=FIELD,
    tags=st.lists(FIELD.filter(bool), max_size=5, unique=True).map(tuple),
    status=st.just("draft"),
    language=st.sampled_from(["en", "de", "no", "yi"]),
    keyphrase=FIELD,
    meta_description=FIELD,
    slug=FIELD,
    scores=st.just({}),
)


@given(PIECES)
def test_what_is_exported_is_imported(piece: PieceExport) -> None:
    expected = ImportedPiece(
        title=piece.title,
        body=piece.body,
        author=piece.author,
        tags=piece.tags,
        language=piece.language,
        keyphrase=piece.keyphrase,
        meta_description=piece.meta_description,
        slug=piece.slug,
    )
    assert parse_markdown(to_markdown(piece), "x.md") == expected
    assert parse_markdown(to_markdown(piece).encode(), "x.md") == expected


@given(MARKDOWN | TEXT)
def test_any_file_goes_in_and_out_and_in_again(text: str) -> None:
    try:
        first = parse_markdown(text, "x.md")
    except InvalidInputError:
        return
    piece = PieceExport(
        id="1", title=first.title, body=first.body, tags=first.tags, language=first.language
    )
    again = parse_markdown(to_markdown(piece), "y.md")
    assert (again.title, again.body, again.tags) == (first.title, first.body, first.tags)
