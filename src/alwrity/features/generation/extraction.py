"""From the HTML of a source to its title and the text that people come for.

The text is stored with the source, so it is plain: headings keep their `#`, list items their `-`,
code its fence; emphasis and links lose their marks, so that a quotation is found in it verbatim.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

# Beyond this the careful extraction takes seconds; the simple one does not.
_MAX_CAREFUL = 2_000_000
_MAX_CAREFUL_TAGS = 20_000
# A careful extraction this short (characters) has often missed the text; the longer one is taken.
_DOUBTFUL = 250
_MAX_TITLE = 300
_MAX_COST = 3_000_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements without content, those that the next one closes, and shapes.
_NEVER_OPEN = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"),
    *("html", "head", "body", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody"),
    *("tfoot", "rt", "rp", "path", "circle", "rect", "line", "polygon", "use", "stop", "track"),
}
_BLANK = re.compile(r"\s+")
_NO_TEXT = (
    "script, style, noscript, template, svg, nav, header, footer, aside, form, iframe, button"
)
_BLOCKS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "ul", "ol", "blockquote", "pre", "br", "hr"),
    *("td", "th", "tr", "table", "dl", "dt", "dd", "figure", "figcaption", "div", "section"),
    *("article", "main", "body", "address", "details", "summary"),
}


def read_html(html: str, url: str) -> tuple[str, str]:
    """Read a page.

    Takes some 10-25 ms of CPU for an article: call it in a thread.

    Args:
        html: The page; need not be well-formed.
        url: Where it is from; its host is the title when the page has none.

    Returns:
        The title, and the main text as plain blocks with an empty line between them; "" when the
        page has no text, or is built to be slow to read.
    """
    # lxml refuses NUL, and the database does as well.
    html = html.replace("\x00", "")
    host = urlsplit(url).hostname or ""
    if _tangled(html):
        return host, ""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - slow to import, seldom needed

    tree = LexborHTMLParser(html)
    title = _title(tree) or host
    careful = len(html) <= _MAX_CAREFUL and html.count("<") <= _MAX_CAREFUL_TAGS
    text = _careful(html, url) if careful else ""
    if len(text) < _DOUBTFUL:
        text = max(text, _simple(tree), key=len)
    return title, text


def _tangled(html: str) -> bool:
    """Whether parsing would take too long or grow too large.

    The parsing of HTML looks through the open elements at each tag, and opens unclosed formatting
    again in each block: its cost is about the sum of the open elements over all tags.
    """
    cost = depth = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name not in _NEVER_OPEN:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
        cost += depth
        if cost > _MAX_COST:
            return True
    return False


def _clean(text: str | None) -> str:
    return _BLANK.sub(" ", text or "").strip()


def _title(tree: Any) -> str:
    """The only H1, else what the page says of itself to others, else `<title>`."""
    headings = tree.css("h1")
    meta = tree.css_first('meta[property="og:title"]')
    head = tree.css_first("title")
    candidates = (
        headings[0].text() if len(headings) == 1 else "",
        meta.attributes.get("content") if meta else "",
        head.text() if head else "",
        headings[0].text() if headings else "",
    )
    return next((clean[:_MAX_TITLE] for text in candidates if (clean := _clean(text))), "")


def _careful(html: str, url: str) -> str:
    import trafilatura  # noqa: PLC0415 - takes a second to import

    document: Any = trafilatura.bare_extraction(
        html, url=url, include_comments=False, include_tables=True, include_formatting=True
    )
    if document is None or document.body is None:
        return ""
    return "\n\n".join(block for child in document.body for block in _blocks(child))


def _blocks(element: Any) -> Iterator[str]:
    """One element of the extracted tree (its vocabulary is TEI's) as plain blocks."""
    match element.tag:
        case "head":
            level = re.sub(r"\D", "", element.get("rend") or "") or "2"
            yield from _nonempty("#" * min(int(level), 6) + " ", _text(element))
        case "list":
            items = [f"- {text}" for item in element.iter("item") if (text := _text(item))]
            if items:
                yield "\n".join(items)
        case "table":
            rows = (" | ".join(map(_text, row.iter("cell"))) for row in element.iter("row"))
            yield from _nonempty("", "\n".join(f"| {row} |" for row in rows))
        case "code":
            yield from _nonempty("", f"```\n{''.join(element.itertext()).strip()}\n```")
        case _:
            yield from _nonempty("", _text(element))


def _text(element: Any) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = " " + (line_break.tail or "")
    return _clean("".join(element.itertext()))


def _nonempty(prefix: str, text: str) -> Iterator[str]:
    if text:
        yield prefix + text


def _simple(tree: Any) -> str:
    """All text of the body by its block tags, without what is navigation by its tag: one pass."""
    if tree.body is None:
        return ""
    for node in tree.css(_NO_TEXT):
        node.decompose()
    blocks: list[str] = []
    tag, pieces = "p", [""]
    for node in tree.body.traverse(include_text=True):
        if node.tag == "-text":
            pieces.append(node.text_content or "")
        elif node.tag in _BLOCKS:
            blocks += _nonempty(_prefix(tag), _clean("".join(pieces)))
            tag, pieces = node.tag, []
    blocks += _nonempty(_prefix(tag), _clean("".join(pieces)))
    return "\n\n".join(blocks)


def _prefix(tag: str) -> str:
    if tag[0] == "h" and tag[1:].isdecimal():
        return "#" * int(tag[1:]) + " "
    return "- " if tag == "li" else ""
