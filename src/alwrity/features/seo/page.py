"""The analysis of a page by its HTML: its markup, and its main text like a piece."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from alwrity.features.seo.analysis import Analysis
from alwrity.features.seo.engine import measure
from alwrity.features.seo.markup import Page
from alwrity.features.seo.page_checks import PAGE_CHECKS
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.registry import CHECKS
from alwrity.features.seo.target import Target
from alwrity.text import clean_text

# The extracted text has lost its links and images; the markup's own checks stand for these.
_ONLY_IN_PIECES: Final = frozenset(
    {
        "competing-link",
        "heading-order",
        "image-alt",
        "images",
        "internal-links",
        "keyphrase-in-image-alt",
        "link-text",
        "outbound-links",
        "single-h1",
    }
)
_TEXT_CHECKS = tuple(check for check in CHECKS if check.id not in _ONLY_IN_PIECES)


@dataclass(frozen=True, slots=True)
class PageAnalysis:
    """A page's analysis, and the main text that its offsets point into.

    Attributes:
        url: The page's address.
        status: Its HTTP status.
        title: Its title.
        meta_description: Its description.
        text: Its main text as Markdown.
        analysis: What is known about both.
    """

    url: str
    status: int
    title: str
    meta_description: str
    text: str
    analysis: Analysis

    def to_dict(self) -> dict[str, Any]:
        """The page's analysis as values that JSON knows."""
        return {
            "url": self.url,
            "status": self.status,
            "title": self.title,
            "meta_description": self.meta_description,
            "text": self.text,
            "analysis": self.analysis.to_dict(),
        }


def main_text(html: str) -> str:
    """A page's main text as Markdown without links and images; empty if none was found."""
    # Importing it costs about a second, which only this needs.
    from trafilatura import extract  # noqa: PLC0415 - heavy

    found = extract(
        html,
        output_format="markdown",
        include_formatting=True,
        include_comments=False,
        include_links=False,
        include_images=False,
    )
    return clean_text(found or "")


def analyse_page(
    html: str, url: str, status: int, keyphrase: str = "", *, robots_header: str = ""
) -> PageAnalysis:
    """Analyse a page that was fetched.

    Args:
        html: Its HTML.
        url: Its address, after redirects.
        status: Its HTTP status.
        keyphrase: What it should be found by; empty if unknown.
        robots_header: The value of `X-Robots-Tag`, if the server sent one.
    """
    html = clean_text(html)
    page = Page(html, url, status, robots_header)
    text = main_text(html)
    try:
        address = urlsplit(url)
    except ValueError:
        address = urlsplit("")
    target = Target(
        keyphrase=keyphrase,
        language=page.language,
        title=page.title,
        meta_description=page.meta_description,
        slug=address.path.strip("/").rpartition("/")[2].rpartition(".html")[0]
        or address.path.strip("/").rpartition("/")[2],
        host=address.netloc.lower(),
    )
    others = [(check, check.measure(page)) for check in PAGE_CHECKS]
    return PageAnalysis(
        url=url,
        status=status,
        title=page.title,
        meta_description=page.meta_description,
        text=text,
        analysis=measure(Piece(text, target), _TEXT_CHECKS, others=others),
    )
