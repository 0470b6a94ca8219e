import re
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from alwrity.features.content.exporting import PieceExport, to_html, to_json, to_markdown, to_text

BODY = """\
An *introduction* with a [link](https://example.org/a?b=1&c=2) and `code < 1`.[^1]

## A section

1. one
2. two
   - inner **bold**

| a | b |
|---|--:|
| 1 | ~~2~~ |

> quoted
> twice

```py
if a < b:
    pass
```

![A mill](https://example.org/m.png) and\\
a new line, <kbd>Ctrl</kbd>.

---

[^1]: “A fact.” [Source](https://example.org/s)
"""
PIECE = PieceExport(
    id="018f",
    title='Mills & "wheels" <1900',
    body=BODY,
    author="Ann <Berg>",
    tags=("mills", "a: b"),
    status="draft",
    language="de",
    keyphrase="old mills",
    meta_description='All "about" <mills>',
    slug="mills",
    scores={"seo": 81.5, "quality": None},
    created_at=datetime(2024, 5, 1, 12, tzinfo=UTC),
    updated_at=datetime(2024, 5, 2, 12, tzinfo=UTC),
)


def test_markdown() -> None:
    head, _, body = to_markdown(PIECE).partition("---\n\n")
    assert head.startswith("---\ntitle: ")
    assert "created_at: '2024-05-01T12:00:00+00:00'" in head
    assert "seo: 81.5" in head
    assert "quality" not in head
    assert body == BODY + "\n"


def test_html() -> None:
    page = to_html(PIECE)
    tree = LexborHTMLParser(page)
    assert page.startswith('<!doctype html>\n<html lang="de">')
    assert [h.text() for h in tree.css("h1")] == [PIECE.title]
    assert tree.css_first("title").text() == PIECE.title
    assert tree.css_first("meta[name=description]").attributes["content"] == PIECE.meta_description
    assert tree.css_first("meta[name=author]").attributes["content"] == PIECE.author
    assert tree.css_first("a[href^='https://example.org/a']").attributes["href"] == (
        "https://example.org/a?b=1&c=2"
    )
    for selector in (
        "h2",
        "ol li ul li strong",
        "td[align=right] del",
        "blockquote p",
        "kbd",
        "hr",
    ):
        assert tree.css_first(selector) is not None, selector
    assert tree.css_first("pre code").text() == "if a < b:\n    pass\n"
    # The footnote leads there and back.
    assert tree.css_first("sup.footnote-ref a").attributes["href"] == "#fn-1"
    assert tree.css_first(".footnotes li#fn-1 a.footnote-backref").attributes["href"] == "#fnref-1"
    assert tree.css_first("a#fnref-1") is not None


def test_html_of_a_body_with_its_own_h1() -> None:
    tree = LexborHTMLParser(to_html(PieceExport("1", "T", "# Mine\n\nx")))
    assert [h.text() for h in tree.css("h1")] == ["Mine"]


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror ="alert(1)"/>',
    "<img/src/onerror=alert(1)>",
    "<p onclick=alert(1)>x</p>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](javascript:alert(1))",
    '[x](http://a"onmouseover="alert(1))',
    "<a href='javascript:alert(1)'>x</a>",
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>body{background:url(https://evil.example/)}</style>",
    "<p style='background:url(https://evil.example/)'>x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<iframe src=https://evil.example/></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x.swf></object><embed src=x.swf>",
    "<form action=https://evil.example/><input name=p><button>x</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "</article></body><script>alert(1)</script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "x[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    'x[^"onmouseover=alert(1)]\n\n[^"onmouseover=alert(1)]: y',
    '# <img src=x onerror=alert(1)> "><script>alert(1)</script>',
]
SAFE_SCHEMES = {"http:", "https:", "mailto:", "tel:"}


def assert_harmless(page: str) -> None:
    tree = LexborHTMLParser(page)
    forbidden = (
        "script, iframe, object, embed, form, input, button, svg, math, link, base, template, "
        "noscript, textarea, frame, video, audio, body style, meta[http-equiv=refresh]"
    )
    assert [node.tag for node in tree.css(forbidden)] == []
    for node in tree.css("body, body *"):
        for name, value in node.attributes.items():
            assert not name.startswith(("on", "style", "xlink", "srcdoc", "formaction")), name
            if name in {"href", "src"}:
                # Browsers ignore blanks and control characters in front of and inside a scheme.
                address = re.sub(r"[\x00-\x20]", "", value or "").lower()
                scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
                assert scheme is None or scheme[0] in SAFE_SCHEMES, address


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_page_runs_anything(attack: str) -> None:
    assert_harmless(to_html(PieceExport("1", "T", attack)))
    assert_harmless(to_html(PieceExport("1", "T", f"text\n\n{attack}\n\nmore *text*")))
    piece = PieceExport(
        "1", attack, "x", author=attack, meta_description=attack, language=attack, tags=(attack,)
    )
    assert_harmless(to_html(piece))
    assert LexborHTMLParser(to_html(piece)).css_first("h1").text() == attack


def test_the_check_of_attacks_can_fail() -> None:
    for bad in ("<script></script>", "<p onclick=x>", "<a href='\njava\tscript:x'>", "<svg></svg>"):
        with pytest.raises(AssertionError):
            assert_harmless(f"<body>{bad}</body>")


def test_the_page_forbids_scripts_itself() -> None:
    policy = LexborHTMLParser(to_html(PIECE)).css_first("meta[http-equiv=Content-Security-Policy]")
    assert (policy.attributes["content"] or "").startswith("default-src 'none'")


def test_text() -> None:
    assert to_text(PIECE) == (
        'Mills & "wheels" <1900\n\n'
        "An introduction with a link (https://example.org/a?b=1&c=2) and code < 1.[1]\n\n"
        "A section\n\n"
        "1. one\n2. two\n  • inner bold\n\n"
        "a\tb\n1\t2\n\n"
        "quoted twice\n\n"
        "if a < b:\n    pass\n\n"
        "A mill and\na new line, Ctrl.\n\n"
        "1. “A fact.” Source (https://example.org/s)\n"
    )


def test_text_does_not_say_the_title_twice() -> None:
    assert to_text(PieceExport("1", "T", "# T\n\nx")) == "T\n\nx\n"
    assert to_text(PieceExport("1", "T", "")) == "T\n"
    assert to_text(PieceExport("1", "T", "<https://example.org/>")) == "T\n\nhttps://example.org/\n"


@pytest.mark.parametrize("deep", ["> " * 3000, "<b>" * 3000, "<blockquote>" * 3000, "- " * 3000])
def test_deep_nesting_is_no_way_to_fail(deep: str) -> None:
    assert "needle" in to_text(PieceExport("1", "T", deep + "needle"))
    assert "needle" in to_html(PieceExport("1", "T", deep + "needle"))


def test_json() -> None:
    loaded = orjson.loads(to_json(PIECE))
    assert loaded["body"] == BODY
    assert loaded["tags"] == ["mills", "a: b"]
    assert loaded["scores"] == {"seo": 81.5, "quality": None}
    assert loaded["created_at"] == "2024-05-01T12:00:00+00:00"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=200))
def test_no_text_breaks_an_export(text: str) -> None:
    piece = PieceExport("1", "T", text)
    assert_harmless(to_html(piece))
    assert to_text(piece).startswith("T\n")
    assert orjson.loads(to_json(piece))["body"] == text
