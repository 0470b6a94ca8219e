import subprocess
import sys

import pytest

from alwrity.features.generation.extraction import read_html

ARTICLE = """<!doctype html><html lang=en><head><title>The Garden — A Site</title></head><body>
<nav><a href=/>Home</a> <a href=/about>About us</a></nav><main><article><h1>The Garden</h1>
<p>The garden was laid out in 1987 by Anna Berg, and it covers 412 hectares of wet meadow.</p>
<p>It has <b>twelve</b> beds *and* a <a href="https://example.org/pond">pond</a>; children enter
free of charge all year round, and on Sundays there is a guided walk for everybody.</p>
<h2>History</h2><ul><li>Planted in spring, with help from the village.</li><li>Opened later</li>
</ul><table><tr><th>Year</th><th>Beds</th></tr><tr><td>1987</td><td>4</td></tr></table>
<pre><code>x = 1</code></pre>
<p>In 2003 a storm felled <em>ninety</em> of the oaks, and the meadow was flooded for a month.</p>
</article></main><footer>Copyright 2020 A Site. All rights reserved.</footer>
<script>alert("no")</script></body></html>"""


def test_an_article() -> None:
    title, text = read_html(ARTICLE, "https://example.org/garden")
    assert title == "The Garden"
    blocks = text.split("\n\n")
    assert "The garden was laid out in 1987 by Anna Berg, and it covers 412 hectares" in text
    # Emphasis and links leave no marks, so that a quotation is found verbatim.
    assert "It has twelve beds *and* a pond; children enter free of charge" in text
    assert "## History" in blocks
    assert "- Planted in spring, with help from the village.\n- Opened later" in blocks
    assert "| 1987 | 4 |" in text
    assert "```\nx = 1\n```" in blocks
    for furniture in ("About us", "rights reserved", "alert"):
        assert furniture not in text


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>T &amp; U</title>", "<p>x</p>", "T & U"),
        ("<title>T</title><meta property='og:title' content='O'>", "<p>x</p>", "O"),
        ("<title>T</title>", "<h1> One\n <i>line</i> </h1>", "One line"),
        ("<title>T</title>", "<h1>a</h1><h1>b</h1>", "T"),
        ("", "<h1>a</h1><h1>b</h1>", "a"),
        ("", "<p>x</p>", "example.org"),
    ],
)
def test_title(head: str, body: str, title: str) -> None:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    assert read_html(page, "https://example.org/")[0] == title


def test_a_page_too_short_for_careful_extraction() -> None:
    page = "<body><nav>menu</nav><h2>Hours</h2><div><ul><li>Nine to <b>five</b></li></ul></div>"
    _, text = read_html(page, "https://example.org/")
    assert "Nine to five" in text
    assert "menu" not in text


def test_a_huge_page_is_read_simply() -> None:
    page = "<p>One <i>sentence</i>.</p><nav>menu</nav>" + "<p>filler</p>" * 100_000
    _, text = read_html(page, "https://example.org/")
    assert text.startswith("One sentence.\n\nfiller\n\nfiller")


@pytest.mark.parametrize(
    "page",
    [
        "<blockquote>" * 400_000 + "x",
        "<a href=x>" * 100_000 + "x",
        "".join(f"<font color={i}>" for i in range(100)) + "<p>x" * 500_000,
    ],
)
def test_a_page_built_to_be_slow_is_not_parsed(page: str) -> None:
    """The parser is quadratic for each of these: minutes, or gigabytes."""
    assert read_html(page, "https://example.org/") == ("example.org", "")


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "\x00", "<div>" * 20_000, "<!-- x", "<body><script>x</script>"]
)
def test_nothing_to_read(page: str) -> None:
    assert read_html(page, "https://example.org/a") == ("example.org", "")


def test_plain_words_and_nul() -> None:
    assert "hello world" in read_html("<p>hello\x00 world</p>", "")[1]


def test_importing_is_cheap() -> None:
    code = (
        "import sys, alwrity.features.generation.extraction as e;"
        "print(sorted({'trafilatura', 'selectolax', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)
    assert done.stdout.strip() == b"[]"
