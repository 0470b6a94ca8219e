"""Checks of a page's HTML. They have no place in the main text to point at."""

import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlsplit

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.links import says_nothing
from alwrity.features.seo.markup import Page
from alwrity.features.seo.scale import piecewise

_LANGUAGE = re.compile(r"(?:x-default|[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?)\Z")
_OPEN_GRAPH = ("og:title", "og:type", "og:image", "og:url")


def _yes(holds: bool, good: str, bad: str) -> Outcome:
    return Outcome(9.0 if holds else 0.0, good if holds else bad, float(holds))


def _crawlable(page: Page) -> Outcome:
    blocked = page.robots & {"noindex", "none"}
    return _yes(
        not blocked,
        "Search engines may index the page.",
        "Take “noindex” out of the robots directives, or search engines leave the page out.",
    )


def _status(page: Page) -> Outcome:
    good = page.status < 400
    advice = "The page answers." if good else f"Mend the page: it answers with {page.status}."
    return Outcome(9.0 if good else 0.0, advice, float(page.status))


def _title(page: Page) -> Outcome:
    return _yes(bool(page.title), "The page has a title.", "Give the page a title element.")


def _description(page: Page) -> Outcome:
    return _yes(
        bool(page.meta_description),
        "The page has a meta description.",
        "Give the page a meta description.",
    )


def _link_text(page: Page) -> Outcome:
    links = [a for a in page.anchors if a.href]
    if not links:
        return not_applicable("Needs a link.")
    vague = [a.label for a in links if not a.label or says_nothing(a.label)]
    named = ", ".join(f"“{label}”" for label in dict.fromkeys(vague) if label)[:120]
    advice = (
        f"Say in each link's text where it leads{': ' + named if named else ''}."
        if vague
        else "The link texts say where they lead."
    )
    score = piecewise(len(vague) / len(links), ((0.0, 9.0), (0.3, 0.0)))
    return Outcome(score, advice, float(len(vague)))


def _anchors(page: Page) -> Outcome:
    if not page.anchors:
        return not_applicable("Needs a link.")
    dead = [a for a in page.anchors if not (a.href or "").strip() or _is_script(a.href or "")]
    advice = (
        f"Give {len(dead)} links a real address; robots cannot follow them."
        if dead
        else "Robots can follow every link."
    )
    score = piecewise(len(dead) / len(page.anchors), ((0.0, 9.0), (0.3, 0.0)))
    return Outcome(score, advice, float(len(dead)))


def _is_script(address: str) -> bool:
    return address.strip().lower().startswith("javascript:")


def _image_alt(page: Page) -> Outcome:
    without, images = page.images_without_alt
    if not images:
        return not_applicable("Needs an image.")
    advice = (
        f"Give {without} of {images} images an alt attribute."
        if without
        else "Every image has an alt attribute."
    )
    return Outcome(piecewise(without / images, ((0.0, 9.0), (1.0, 0.0))), advice, float(without))


def _hreflang(page: Page) -> Outcome:
    if not page.languages:
        return not_applicable("Needs a declared translation.")
    wrong = [
        code
        for code, address in page.languages
        if not _LANGUAGE.match(code) or not address.startswith(("http://", "https://"))
    ]
    return _yes(
        not wrong,
        "The declared translations are valid.",
        f"Declare valid languages with absolute addresses; not {', '.join(wrong[:3])!r}.",
    )


def _canonical(page: Page) -> Outcome:
    if not page.canonicals:
        return not_applicable("The page declares no canonical address.")
    addresses = {page.absolute(address) for address in page.canonicals}
    one = addresses.pop() if len(addresses) == 1 else ""
    try:
        parts = urlsplit(one)
    except ValueError:
        parts = urlsplit("")
    return _yes(
        parts.scheme in ("http", "https") and bool(parts.netloc) and all(page.canonicals),
        "The page names one canonical address.",
        "Name exactly one canonical address, in full.",
    )


def _json_ld(page: Page) -> Outcome:
    broken, blocks = page.structured_data
    if not blocks:
        return not_applicable("The page has no JSON-LD.")
    return _yes(
        not broken, "The JSON-LD can be read.", f"Mend {broken} of {blocks} blocks of JSON-LD."
    )


def _open_graph(page: Page) -> Outcome:
    missing = [name for name in _OPEN_GRAPH if not page.open_graph.get(name)]
    share = 1 - len(missing) / len(_OPEN_GRAPH)
    advice = f"Add {', '.join(missing)}." if missing else "Open Graph is complete."
    return Outcome(piecewise(share, ((0.0, 3.0), (1.0, 9.0))), advice, share)


def _single_h1(page: Page) -> Outcome:
    count = sum(level == 1 for level, _ in page.headings)
    advice = "The page has one H1." if count == 1 else f"Give the page one H1; it has {count}."
    return Outcome(8.0 if count == 1 else 1.0, advice, float(count))


def _heading_order(page: Page) -> Outcome:
    if len(page.headings) < 2:
        return not_applicable("Needs two headings.")
    levels = [level for level, _ in page.headings]
    jumps = sum(after > before + 1 for before, after in pairwise(levels))
    advice = "Lower each heading by one level at a time." if jumps else "The headings are in order."
    score = piecewise(jumps / (len(levels) - 1), ((0.0, 9.0), (0.5, 1.0)))
    return Outcome(score, advice, float(jumps))


def _check(
    name: str, threshold: str, measure: Callable[[Page], Outcome], weight: float = 1.0
) -> Check[Page]:
    return Check(name, Group.SEO, threshold, measure, weight=weight)


PAGE_CHECKS: tuple[Check[Page], ...] = (
    # A page that may not be indexed has no other problem: hence nearly a third of the weight.
    _check("page-crawlable", "no noindex", _crawlable, 4.04),
    _check("page-status", "below 400", _status),
    _check("page-title", "present", _title),
    _check("page-meta-description", "present", _description),
    _check("page-link-text", "none that could stand on any link", _link_text),
    _check("page-anchors", "all lead to an address", _anchors),
    _check("page-image-alt", "none without", _image_alt),
    _check("page-hreflang", "valid codes, absolute addresses", _hreflang),
    _check("page-canonical", "exactly one", _canonical),
    _check("page-json-ld", "can be read", _json_ld),
    _check("page-open-graph", "title, type, image and address", _open_graph),
    _check("page-single-h1", "exactly one", _single_h1),
    _check("page-heading-order", "no level skipped", _heading_order),
)
