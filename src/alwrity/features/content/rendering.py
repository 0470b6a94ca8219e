"""Markdown as HTML that can be shown to anybody, and as plain text."""

import re
from collections.abc import Iterator
from typing import Any

import comrak
import nh3

_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "a", "img"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "caption"),
    *("em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup", "kbd", "mark", "abbr", "q"),
    *("cite", "small", "section", "figure", "figcaption", "details", "summary"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "id", "aria-label"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "ol": {"start"},
    "li": {"id"},
    "th": {"align"},
    "td": {"align"},
}
_CLASSES = {"section": {"footnotes"}, "sup": {"footnote-ref"}, "a": {"footnote-backref"}}
_BLANK = re.compile(r"\s+")
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "hr", "summary", "figcaption"}
_LISTS = {"ul", "ol"}
_CONTAINERS = _BLOCKS | _LISTS | {"blockquote", "section", "figure", "details", "dl"}
# Deeper than anybody writes; below it the text comes without its form.
_MAX_DEPTH = 40


def render_html(markdown: str) -> str:
    """Render Markdown with tables, footnotes and struck-out text, and sanitise what comes out.

    HTML inside the Markdown is kept where it is harmless. Links go to http, https, mailto or tel,
    images to http and https; no scripts, styles, frames or forms.
    """
    return nh3.clean(
        _render(markdown),
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def render_text(markdown: str) -> str:
    """Render Markdown as plain text: an empty line between blocks, links with their address."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - needed by this export alone

    body = LexborHTMLParser(render_html(markdown)).body
    return "\n\n".join(_blocks(body)) if body is not None else ""


def _render(markdown: str) -> str:
    extensions = comrak.ExtensionOptions()
    extensions.table = extensions.footnotes = extensions.strikethrough = True
    options = comrak.RenderOptions()
    options.unsafe_ = True  # the sanitiser decides, and it knows more than a switch
    return comrak.render_markdown(markdown, extension_options=extensions, render_options=options)


def _blocks(parent: Any, depth: int = 0) -> Iterator[str]:
    """The blocks below a node; inline nodes between them make a block together."""
    if depth > _MAX_DEPTH:
        yield from _paragraph([parent.text()])
        return
    inline: list[str] = []
    for node in parent.iter(include_text=True):
        if node.tag in _CONTAINERS:
            yield from _paragraph(inline)
            inline = []
            yield from _block(node, depth + 1)
        else:
            inline.append(_inline(node))
    yield from _paragraph(inline)


def _block(node: Any, depth: int) -> Iterator[str]:
    match node.tag:
        case "ul" | "ol":
            yield "\n".join(_items(node, depth))
        case "table":
            rows = node.css("tr")
            yield "\n".join("\t".join(_flat(cell) for cell in row.css("th, td")) for row in rows)
        case "pre":
            yield node.text().strip("\n")
        case "hr":
            return
        case tag if tag in _BLOCKS:
            yield from _paragraph([_inline(child) for child in node.iter(include_text=True)])
        case _:
            yield from _blocks(node, depth)


def _items(node: Any, depth: int) -> Iterator[str]:
    first = node.attributes.get("start") or "1"
    number = int(first) if first.isdecimal() and len(first) < 10 else 1
    for item in node.iter():
        sign = f"{number}. " if node.tag == "ol" else "• "
        number += 1
        lines = "\n".join(_blocks(item, depth)).split("\n")
        yield "\n".join([sign + lines[0], *("  " + line for line in lines[1:])])


def _paragraph(pieces: list[str]) -> Iterator[str]:
    lines = (_BLANK.sub(" ", line).strip() for line in "".join(pieces).split("\v"))
    if text := "\n".join(lines).strip():
        yield text


def _flat(node: Any) -> str:
    return " ".join(_paragraph([_inline(child) for child in node.iter(include_text=True)]))


def _inline(node: Any, depth: int = 0) -> str:
    """The text of an inline node; a line break is a vertical tab until the lines are made."""
    kind = node.attributes.get("class") or ""
    match node.tag:
        case "-text":
            text = str(node.text_content or "").replace("\v", " ")
        case "br":
            text = "\v"
        case "img":
            text = node.attributes.get("alt") or ""
        case "a" if kind == "footnote-backref":
            text = ""
        case "sup" if kind == "footnote-ref":
            text = f"[{node.text()}]"
        case _:
            children = node.iter(include_text=True) if depth < _MAX_DEPTH else ()
            text = "".join(_inline(child, depth + 1) for child in children) or node.text()
    href = (node.attributes.get("href") or "") if node.tag == "a" else ""
    if href.startswith(("http://", "https://")) and href.rstrip("/") != text.strip().rstrip("/"):
        return f"{text} ({href})"
    return text
