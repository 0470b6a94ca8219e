"""What a page's HTML says to search engines, read once."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the page; `href` is None where there is none."""

    href: str | None
    label: str


@dataclass(frozen=True)
class Page:
    """A page as it was fetched.

    Attributes:
        html: Its HTML.
        url: Its address, after redirects.
        status: Its HTTP status.
        headers: `X-Robots-Tag`, if the server sent one.
    """

    html: str
    url: str
    status: int
    robots_header: str = ""
    _tree: LexborHTMLParser = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", LexborHTMLParser(self.html))

    def _first(self, selector: str, attribute: str) -> str:
        node = self._tree.css_first(selector)
        return ((node.attributes.get(attribute) or "") if node is not None else "").strip()

    @cached_property
    def title(self) -> str:
        """The title element's text."""
        node = self._tree.css_first("head title, title")
        return " ".join(node.text().split()) if node is not None else ""

    @cached_property
    def meta_description(self) -> str:
        """The description for search results."""
        return self._first('meta[name="description" i]', "content")

    @cached_property
    def language(self) -> str:
        """ISO 639-1 code that the page declares; empty if none."""
        declared = self._first("html", "lang").lower()[:2]
        return declared if len(declared) == 2 and declared.isalpha() else ""

    @cached_property
    def robots(self) -> frozenset[str]:
        """Directives to robots, in lower case."""
        said = [self.robots_header] + [
            node.attributes.get("content") or ""
            for node in self._tree.css('meta[name="robots" i], meta[name="googlebot" i]')
        ]
        return frozenset(word.strip().lower() for one in said for word in one.split(","))

    @cached_property
    def canonicals(self) -> list[str]:
        """Addresses that are declared to be the page's own."""
        found = self._tree.css('link[rel="canonical" i]')
        return [(node.attributes.get("href") or "").strip() for node in found]

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        """(language, address) of the declared translations."""
        return [
            (
                (node.attributes.get("hreflang") or "").strip().lower(),
                (node.attributes.get("href") or "").strip(),
            )
            for node in self._tree.css('link[rel="alternate" i][hreflang]')
        ]

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """(level, text) of the headings in order."""
        return [
            (int((node.tag or "h1")[1]), " ".join(node.text().split()))
            for node in self._tree.css("h1, h2, h3, h4, h5, h6")
        ]

    @cached_property
    def anchors(self) -> list[Anchor]:
        """The links; an image's alternative text or an ARIA label counts as their text."""
        return [
            Anchor(node.attributes.get("href"), _label(node.text(), node.html or ""))
            for node in self._tree.css("a")
            if "name" not in node.attributes and "id" not in node.attributes
        ]

    @cached_property
    def images_without_alt(self) -> tuple[int, int]:
        """(without an alt attribute, all images); an empty alt says "decoration" and is fine."""
        images = self._tree.css("img")
        return sum(image.attributes.get("alt", "-") == "-" for image in images), len(images)

    @cached_property
    def open_graph(self) -> dict[str, str]:
        """The Open Graph properties."""
        return {
            node.attributes.get("property") or "": (node.attributes.get("content") or "").strip()
            for node in self._tree.css('meta[property^="og:"]')
        }

    @cached_property
    def structured_data(self) -> tuple[int, int]:
        """(blocks of JSON-LD that do not parse, all blocks)."""
        blocks = self._tree.css('script[type="application/ld+json" i]')
        return sum(not _parses(node.text()) for node in blocks), len(blocks)

    def absolute(self, address: str) -> str:
        """An address of the page made absolute; empty if it is none."""
        try:
            return urljoin(self.url, address)
        except ValueError:
            return ""


def _label(text: str, html: str) -> str:
    label = " ".join(text.split())
    if label:
        return label
    tree = LexborHTMLParser(html)
    for selector, attribute in (("[aria-label]", "aria-label"), ("img[alt]", "alt")):
        node = tree.css_first(selector)
        if node is not None and (value := node.attributes.get(attribute)):
            return value.strip()
    return ""


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
