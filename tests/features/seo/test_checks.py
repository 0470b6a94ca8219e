"""Every check as a table: a text and its target, the score, and how many places it points at."""

from typing import Any

import pytest

from alwrity.features.seo.piece import Piece
from alwrity.features.seo.registry import CHECKS
from alwrity.features.seo.target import Target

BY_ID = {check.id: check for check in CHECKS}
KEY = {"keyphrase": "rate limit"}
PLAIN = "This is what we do with it when the day is over."
FILL = " ".join([PLAIN] * 10)  # 110 words

Row = tuple[str, str, dict[str, Any], float | None, int]
ROWS: list[Row] = [
    ("keyphrase-length", "", {}, 0.0, 0),
    ("keyphrase-length", "", KEY, 9.0, 0),
    ("keyphrase-length", "", {"keyphrase": "one big red rate limit window"}, 6.0, 0),
    ("keyphrase-length", "", {"keyphrase": "big red fast new old hot wet dry odd"}, 3.0, 0),
    ("keyphrase-in-introduction", "A limit on the rate is set.", KEY, 9.0, 0),
    ("keyphrase-in-introduction", "Rate limits help.", KEY, 9.0, 0),
    ("keyphrase-in-introduction", "The rate is high. The limit is low.", KEY, 6.0, 1),
    ("keyphrase-in-introduction", "Nothing.\n\nA rate limit.", KEY, 3.0, 1),
    ("keyphrase-in-introduction", "# Rate limit", KEY, None, 0),
    ("keyphrase-in-title", "", {**KEY, "title": "The rate limit, explained"}, 9.0, 0),
    ("keyphrase-in-title", "# Set a rate limit", KEY, 6.0, 0),
    ("keyphrase-in-title", "# Something else", KEY, 2.0, 0),
    ("keyphrase-in-title", "# Something else", {}, None, 0),
    ("keyphrase-in-subheadings", "## Rate limits\n\n## B\n\n## C\n\na", KEY, 9.0, 0),
    ("keyphrase-in-subheadings", "## A\n\n## B\n\na", KEY, 3.0, 2),
    (
        "keyphrase-in-subheadings",
        "## Rate limit\n\n### Rate limits\n\n## Limit rate\n",
        KEY,
        3.0,
        0,
    ),
    ("keyphrase-in-subheadings", "# Rate limit", KEY, None, 0),
    ("keyphrase-in-meta-description", "", {**KEY, "meta_description": "A rate limit."}, 9.0, 0),
    ("keyphrase-in-meta-description", "", {**KEY, "meta_description": "Other."}, 3.0, 0),
    (
        "keyphrase-in-meta-description",
        "",
        {**KEY, "meta_description": "Rate limit, rate limit, rate limit."},
        3.0,
        0,
    ),
    ("keyphrase-in-meta-description", "", KEY, None, 0),
    ("keyphrase-in-slug", "", {**KEY, "slug": "set-a-rate-limit"}, 9.0, 0),
    ("keyphrase-in-slug", "", {**KEY, "slug": "rates"}, 6.0, 0),
    ("keyphrase-in-slug", "", {"keyphrase": "big rate limit", "slug": "rate-limit"}, 9.0, 0),
    ("keyphrase-in-slug", "", KEY, None, 0),
    ("keyphrase-in-image-alt", "![A rate limit](a.png)", KEY, 9.0, 0),
    ("keyphrase-in-image-alt", "![A dog](a.png)", KEY, 6.0, 0),
    ("keyphrase-in-image-alt", "![Rate limit](a.png) " * 6, KEY, 4.0, 0),
    ("keyphrase-density", FILL + " A rate limit.", KEY, 9.0, 0),
    ("keyphrase-density", FILL, KEY, 4.0, 0),
    ("keyphrase-density", FILL + " A rate limit." * 5, KEY, -10.0, 5),
    ("keyphrase-density", FILL + " A rate limit." * 7, KEY, -50.0, 7),
    ("keyphrase-density", "A rate limit.", KEY, None, 0),
    ("keyphrase-distribution", f"{PLAIN} A rate limit. " * 6, KEY, 9.0, 0),
    ("keyphrase-distribution", f"A rate limit. {FILL}", KEY, 1.0, 1),
    ("keyphrase-distribution", f"{FILL} A rate limit.", KEY, 1.0, 1),
    ("keyphrase-distribution", "A rate limit.", KEY, None, 0),
    ("competing-link", "See [the rate limit](/a).", KEY, 2.0, 1),
    ("competing-link", "See [how a rate limit works](/a).", KEY, 8.0, 0),
    ("keywords-used", "Burst and window.", {"keywords": ("bursts", "a window")}, 9.0, 0),
    ("keywords-used", "Burst.", {"keywords": ("token bucket",)}, 1.0, 0),
    ("keywords-used", "Burst.", {}, None, 0),
    ("title-width", "# Short", {}, 9.0, 0),
    ("title-width", "", {"title": "WWWWW " * 20}, 3.0, 0),
    ("title-width", "No heading", {}, 1.0, 0),
    ("meta-description-length", "", {"meta_description": "a" * 121}, 9.0, 0),
    ("meta-description-length", "", {"meta_description": "a" * 156}, 9.0, 0),
    ("meta-description-length", "", {"meta_description": "a" * 60}, 6.0, 0),
    ("meta-description-length", "", {"meta_description": "a" * 300}, 6.0, 0),
    ("meta-description-length", "", {"meta_description": "a" * 163}, 7.5, 0),
    ("meta-description-length", "", {}, 1.0, 0),
    ("text-length", "word " * 300, {}, 9.0, 0),
    ("text-length", "word " * 250, {}, 6.0, 0),
    ("text-length", "word " * 200, {}, 3.0, 0),
    ("text-length", "word " * 100, {}, -10.0, 0),
    ("text-length", "word", {}, -20.0, 0),
    ("text-length", "word " * 300, {"url_kind": "cornerstone"}, -10.0, 0),
    ("single-h1", "# A", {}, 8.0, 0),
    ("single-h1", "# A\n\n# B\n\n# C", {}, 1.0, 2),
    ("heading-order", "# A\n\n## B\n\n# C", {}, 9.0, 0),
    ("heading-order", "# A\n\n### B\n", {}, 1.0, 1),
    ("heading-order", "# A", {}, None, 0),
    ("outbound-links", "[a](https://b.com)", {}, 9.0, 0),
    ("outbound-links", "[a](https://www.b.com)", {"host": "b.com"}, 3.0, 0),
    ("outbound-links", "[a](mailto:x@b.com)", {}, 3.0, 0),
    ("internal-links", "[a](/b)", {}, 9.0, 0),
    ("internal-links", "[a](https://b.com/c)", {"host": "www.b.com"}, 9.0, 0),
    ("internal-links", "[a](#b)", {"host": "b.com"}, 3.0, 0),
    ("internal-links", "", {}, None, 0),
    ("link-text", "[Click here](/a) and [prices](/b)", {}, 3.0, 1),
    ("link-text", "[prices](/b)", {}, 9.0, 0),
    ("link-text", "", {}, None, 0),
    ("images", "![a](b.png)", {}, 9.0, 0),
    ("images", "", {}, 3.0, 0),
    ("image-alt", "![](b.png)", {}, 1.0, 1),
    ("image-alt", "![a](b.png)", {}, 9.0, 0),
    ("image-alt", "", {}, None, 0),
    ("long-sentences", f"{PLAIN} " * 4, {}, 9.0, 0),
    ("long-sentences", f"{PLAIN} {'and so on ' * 8}.", {}, 3.0, 1),
    ("long-sentences", f"{PLAIN} " * 4 + "and so on " * 11 + ".", {}, 9.0, 1),
    ("long-sentences", "Sana toinen.", {"language": "fi"}, None, 0),
    ("section-length", "## A\n\n" + "word " * 300, {}, 9.0, 0),
    ("section-length", "## A\n\n" + "word " * 350, {}, 5.0, 1),
    ("section-length", "## A\n\n" + "word " * 450, {}, 2.0, 1),
    ("section-length", "", {}, None, 0),
    ("paragraph-length", "word " * 150, {}, 9.0, 0),
    ("paragraph-length", "word " * 200, {}, 5.0, 1),
    ("paragraph-length", "- item", {}, None, 0),
    ("passive-voice", "The cat sat. The bread was quickly eaten.", {}, 3.0, 1),
    ("passive-voice", "It is red. She was happy. They were in need.", {}, 9.0, 0),
    ("passive-voice", "Das Brot wurde gegessen.", {"language": "de"}, 3.0, 1),
    ("passive-voice", "Das Brot wird gut.", {"language": "de"}, 9.0, 0),
    ("passive-voice", "Le pain est mangé.", {"language": "fr"}, None, 0),
    ("transitions", "We go. So we go. As a result we go. We go. But we go.", {}, 9.0, 0),
    ("transitions", "We go. We go. We go. We go. We go.", {}, 3.0, 0),
    ("transitions", "We go.", {}, None, 0),
    ("sentence-starts", "We go. We sit. We eat.", {}, 3.0, 1),
    ("sentence-starts", "The cat sits. The dog runs. The bird sings.", {}, 9.0, 0),
    ("sentence-starts", "- We go.\n- We sit.\n- We eat.", {}, 9.0, 0),
    ("sentence-starts", "We go.", {}, None, 0),
    ("repeated-sentences", f"{PLAIN} Else. {PLAIN}", {}, 1.0, 1),
    ("repeated-sentences", "Try it. Try it.", {}, 9.0, 0),
    ("repeated-sentences", PLAIN, {}, None, 0),
    ("repeated-phrases", "Our red fast cars win. " * 3 + FILL, {}, 2.94, 3),
    ("repeated-phrases", FILL, {"language": "fi"}, None, 0),
    ("repeated-phrases", "at the end of it " * 12, {}, 9.0, 0),
    ("plain-words", "In order to win, utilize it.", {}, 3.0, 2),
    ("plain-words", PLAIN, {}, 9.0, 0),
    ("plain-words", "Mittels Kraft.", {"language": "de"}, 3.0, 1),
    ("plain-words", "Mot.", {"language": "fr"}, None, 0),
    ("reading-ease", "We go. We sit. We eat.", {"audience": "children"}, 8.55, 0),
    ("reading-ease", "Go.", {}, None, 0),
    ("reading-ease", "これは本です。これは本です。これは本です。", {"language": "ja"}, None, 0),
    ("claims-cited", "It is 82 %. Or 12 %.[^1]", {"passages": {1: "12 %"}}, 1 + 8 / 6, 1),
    ("claims-cited", "It is 82 %.", {}, None, 0),
    ("claims-supported", "It is 82 %.[^1]", {"passages": {1: "some 82 percent"}}, 9.0, 0),
    ("claims-supported", "It is 82 %.[^1]", {"passages": {1: "some 28 percent"}}, 0.0, 1),
    ("claims-supported", "It is 82 %.", {"passages": {1: "82"}}, None, 0),
    ("citations-resolve", "So.[^1] No.[^2]\n\n[^1]: Here", {}, 1.0, 1),
    ("citations-resolve", "So.[^1]", {"passages": {1: "x"}}, 9.0, 0),
    ("citations-resolve", "So.", {}, None, 0),
]


@pytest.mark.parametrize(("check", "text", "target", "score", "marks"), ROWS)
def test_check(
    check: str, text: str, target: dict[str, Any], score: float | None, marks: int
) -> None:
    piece = Piece(text, Target(**{"language": "en", **target}))
    outcome = BY_ID[check].measure(piece)
    assert outcome.score == (score if score is None else pytest.approx(score, abs=0.01))
    assert len(outcome.marks) == marks
    assert outcome.advice.endswith(".")
    for mark in outcome.marks:
        assert 0 <= mark.start < mark.end <= len(text)


def test_every_check_has_rows_that_differ() -> None:
    scores: dict[str, set[float | None]] = {}
    for check, _, _, score, _ in ROWS:
        scores.setdefault(check, set()).add(score)
    assert set(scores) == set(BY_ID)
    assert all(len(found) > 1 for found in scores.values())


def test_replacements_keep_the_case_of_what_they_replace() -> None:
    piece = Piece("In order to win we utilize it. Basically so.", Target(language="en"))
    marks = BY_ID["plain-words"].measure(piece).marks
    assert [mark.replacement for mark in marks] == ["To", "use", None]
