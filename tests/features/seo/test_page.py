"""A page by its HTML: markup checks as a table, and the main text like a piece."""

import json

import pytest

from alwrity.features.seo.markup import Page
from alwrity.features.seo.page import analyse_page
from alwrity.features.seo.page_checks import PAGE_CHECKS

BY_ID = {check.id: check for check in PAGE_CHECKS}
URL = "https://example.org/blog/rate-limits.html"


@pytest.mark.parametrize(
    ("check", "html", "score"),
    [
        ("page-crawlable", "<title>a</title>", 9.0),
        ("page-crawlable", '<meta name="ROBOTS" content="follow, NoIndex">', 0.0),
        ("page-crawlable", '<meta name="robots" content="none">', 0.0),
        ("page-title", "<title> a </title>", 9.0),
        ("page-title", "<title> </title>", 0.0),
        ("page-meta-description", '<meta name="Description" content="a">', 9.0),
        ("page-meta-description", '<meta name="description">', 0.0),
        ("page-link-text", '<a href="/a">Prices</a>', 9.0),
        ("page-link-text", '<a href="/a"><img src="b" alt="Prices"></a>', 9.0),
        ("page-link-text", '<a href="/a" aria-label="Prices"><svg></svg></a>', 9.0),
        ("page-link-text", '<a href="/a">Read more</a>', 0.0),
        ("page-link-text", '<a href="/a"></a>', 0.0),
        ("page-link-text", "", None),
        ("page-anchors", '<a href="/a">a</a><a name="x"></a>', 9.0),
        ("page-anchors", "<a href='JavaScript:go()'>a</a>", 0.0),
        ("page-anchors", "<a onclick='go()'>a</a>", 0.0),
        ("page-image-alt", '<img src="a" alt="">', 9.0),
        ("page-image-alt", '<img src="a">', 0.0),
        ("page-image-alt", "", None),
        ("page-hreflang", '<link rel=alternate hreflang="de-AT" href="https://a.b">', 9.0),
        ("page-hreflang", '<link rel=alternate hreflang="german" href="https://a.b">', 0.0),
        ("page-hreflang", '<link rel=alternate hreflang="de" href="/de">', 0.0),
        ("page-hreflang", "", None),
        ("page-canonical", '<link rel="canonical" href="/a">', 9.0),
        ("page-canonical", '<link rel=canonical href="/a"><link rel=canonical href="/b">', 0.0),
        ("page-canonical", '<link rel=canonical href="">', 0.0),
        ("page-canonical", '<link rel=canonical href="http://[">', 0.0),
        ("page-canonical", "", None),
        ("page-json-ld", '<script type="application/ld+json">{"a": 1}</script>', 9.0),
        ("page-json-ld", '<script type="application/ld+json">{a: 1}</script>', 0.0),
        ("page-json-ld", "", None),
        ("page-open-graph", "", 3.0),
        (
            "page-open-graph",
            "".join(
                f'<meta property="og:{p}" content="x">' for p in ("title", "type", "image", "url")
            ),
            9.0,
        ),
        ("page-single-h1", "<h1>a</h1>", 8.0),
        ("page-single-h1", "<h2>a</h2>", 1.0),
        ("page-single-h1", "<h1>a</h1><h1>b</h1>", 1.0),
        ("page-heading-order", "<h1>a</h1><h2>b</h2>", 9.0),
        ("page-heading-order", "<h1>a</h1><h3>b</h3>", 1.0),
        ("page-heading-order", "<h1>a</h1>", None),
    ],
)
def test_page_check(check: str, html: str, score: float | None) -> None:
    outcome = BY_ID[check].measure(Page(html, URL, 200))
    assert outcome.score == (score if score is None else pytest.approx(score))
    assert outcome.advice.endswith(".")


def test_the_server_can_forbid_indexing_and_fail() -> None:
    page = Page("", URL, 503, robots_header="noindex")
    assert BY_ID["page-crawlable"].measure(page).score == 0
    assert BY_ID["page-status"].measure(page).score == 0
    assert BY_ID["page-status"].measure(Page("", URL, 304)).score == 9


BODY = "".join(
    f"<p>A rate limit keeps a service alive when number {n} of its callers asks too much. So it is "
    "counted who asks, and in order to be fair the count starts again every minute.</p>"
    for n in ("one", "two", "three", "four", "five")
)
HTML = (
    '<html lang="en-GB"><head><title>Rate limits that hold</title>'
    '<meta name="description" content="How a rate limit keeps a service alive."></head><body>'
    '<nav><a href="/">Start page of this site</a></nav><article><h1>Rate limits</h1>'
    f"{BODY}<h2>Why</h2>{BODY.replace('minute', 'hour')}</article></body></html>"
)


def test_main_text_and_markup_make_one_analysis() -> None:
    page = analyse_page(HTML, URL, 200, "rate limit")
    assert page.title == "Rate limits that hold"
    assert "Start page" not in page.text
    checks = {check.id: check for check in page.analysis.checks}
    assert checks["keyphrase-in-title"].score == 9
    assert checks["keyphrase-in-slug"].score == 9
    assert checks["page-crawlable"].weight == pytest.approx(4.04)
    assert "images" not in checks
    assert page.analysis.language == "en"
    for finding in page.analysis.findings:
        if finding.start is not None:
            assert finding.quote == page.text[finding.start : finding.end]
    assert json.loads(json.dumps(page.to_dict()))["analysis"]["word_count"] > 100


def test_a_page_that_forbids_indexing_loses_most() -> None:
    blocked = HTML.replace("<head>", '<head><meta name="robots" content="noindex">')
    before = analyse_page(HTML, URL, 200, "rate limit").analysis.seo_score
    after = analyse_page(blocked, URL, 200, "rate limit").analysis.seo_score
    assert before - after >= 10


@pytest.mark.parametrize("html", ["", "<", "\x00\ud83d", "<html>", "plain text", "<p>" * 2_000])
def test_no_page_fails(html: str) -> None:
    page = analyse_page(html, "http://[", 500, "a")
    assert 0 <= page.analysis.seo_score <= 100
