"""The whole analysis: gates, scores, findings, and what must never change or fail."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwrity.features.seo.analysis import Analysis
from alwrity.features.seo.engine import ENGINE_VERSION, analyse
from alwrity.features.seo.registry import CHECKS
from alwrity.features.seo.shingles import shingles_of_markdown
from alwrity.features.seo.target import Target

ARTICLE = (Path(__file__).parent / "article.md").read_text("utf-8")
TARGET = Target(
    keyphrase="bread proofing",
    language="en",
    meta_description=(
        "Learn to tell when bread proofing is done: what the dough does, how warm the kitchen "
        "should be, and how to rescue a loaf that went too far."
    ),
    slug="bread-proofing",
    audience="home bakers",
    points=("the poke test", "temperature of the kitchen", "rescue of a loaf"),
    words=800,
)
GERMAN = (
    "Der Teig ruht in der Küche, und wer ihn beobachtet, kann viel lernen. Wenn es warm ist, geht "
    "er schnell auf, aber im Winter braucht er mehr Zeit. Deshalb ist es gut, nicht nur auf die "
    "Uhr zu sehen, sondern auch auf den Teig. "
) * 4
FINNISH = (
    "Taikina lepää keittiössä ja sitä katsova oppii paljon. Lämpimässä se nousee nopeasti, mutta "
    "talvella se tarvitsee aikaa. Siksi kannattaa katsoa taikinaa eikä pelkästään kelloa. "
) * 6


def by_utf16(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def gates(analysis: Analysis) -> dict[str, int]:
    return {gate.id: gate.cap for gate in analysis.gates}


def random_words() -> str:
    """Content words at random, arranged to satisfy the keyphrase rules."""
    dice = random.Random(7)
    stock = sorted({w.strip(".,?:#()[]").lower() for w in ARTICLE.split() if len(w) > 7})
    paragraphs = []
    for _ in range(12):
        sentences = [" ".join(dice.choices(stock, k=9)).capitalize() for _ in range(5)]
        paragraphs.append("Bread proofing " + ". ".join(sentences) + ".")
    return "# Bread proofing\n\n" + "\n\n## Bread proofing\n\n".join(paragraphs)


def test_a_well_written_article_passes() -> None:
    analysis = analyse(ARTICLE, TARGET)
    assert analysis.gates == ()
    assert analysis.quality_score >= 80
    assert analysis.seo_score >= 80
    assert analysis.language == "en"
    assert analysis.engine_version == ENGINE_VERSION


def test_random_words_do_not() -> None:
    analysis = analyse(random_words(), TARGET)
    assert gates(analysis) == {"function-words": 20}
    assert analysis.quality_score <= 20
    assert analysis.uncapped > 20


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It is a good day for us. " * 10, "en", {"length": 30}),
        (GERMAN, "en", {"language": 50}),
        (GERMAN, "de", {}),
        (GERMAN, "", {}),
        (FINNISH, "en", {"language": 50}),
        (FINNISH, "", {}),
        ("", "en", {"length": 30}),
    ],
)
def test_gates(text: str, language: str, expected: dict[str, int]) -> None:
    analysis = analyse(text, Target(language=language))
    assert gates(analysis) == expected
    assert all(analysis.quality_score <= cap for cap in expected.values())


def test_a_copy_is_capped_and_a_new_text_is_not() -> None:
    known = shingles_of_markdown(ARTICLE)
    other = shingles_of_markdown(GERMAN)
    assert gates(analyse(ARTICLE, TARGET, corpus=[other, known])) == {"copied": 40}
    unlike = analyse(ARTICLE, TARGET, corpus=[other])
    assert unlike.gates == ()
    assert {p.id: p.score for p in unlike.sub_scores}["originality"] == 100


def test_a_copy_of_the_sources_is_capped() -> None:
    passages = dict(enumerate(ARTICLE.split("\n\n"), 1))
    analysis = analyse(ARTICLE, Target(language="en", passages=passages))
    assert gates(analysis) == {"copied": 40}


def test_parts_that_nothing_is_known_about_are_left_out() -> None:
    parts = {part.id: part.score for part in analyse(ARTICLE, Target(language="en")).sub_scores}
    assert parts["grounding"] is parts["originality"] is parts["brief-fit"] is None
    assert None not in (parts["readability"], parts["structure"], parts["language"])


def test_grounding_counts_what_the_cited_source_says() -> None:
    text = ARTICLE.replace("half the usual time.", "half the usual time, 45 minutes [^1].")
    scores = []
    for passage in ("It takes 45 minutes.", "It takes 54 minutes."):
        analysis = analyse(text, Target(language="en", passages={1: passage}))
        scores.append({p.id: p.score for p in analysis.sub_scores}["grounding"])
    assert scores[0] == 100
    assert scores[1] == pytest.approx(100 * 15 / 16, abs=0.01)


def test_a_language_that_is_not_known_is_not_marked_down() -> None:
    analysis = analyse(FINNISH, Target(language="fi"))
    scores = {check.id: check.score for check in analysis.checks}
    for check in ("passive-voice", "transitions", "plain-words", "long-sentences"):
        assert scores[check] is None
    assert scores["reading-ease"] is not None
    assert 0 < analysis.coverage < 1


@pytest.mark.parametrize("text", ["", "# ", "😀", "[^1]", "a", "漢字。" * 200])
def test_little_is_enough(text: str) -> None:
    analysis = analyse(text, Target(keyphrase="a b", passages={1: "a"}))
    assert 0 <= analysis.seo_score <= 100
    assert 0 <= analysis.quality_score <= 100


def test_offsets_are_utf16_units() -> None:
    text = ARTICLE.replace("the", "the 😀").replace("Most", "🇩🇪 Most")
    text += "\n\nIn order to 😀 win, it is a very unique [click here](/a) 👩‍👩‍👧 thing.\n"
    analysis = analyse(text, TARGET)
    placed = [f for f in analysis.findings if f.start is not None and f.end is not None]
    assert {"plain-words", "link-text", "long-sentences"} <= {f.check for f in placed}
    for finding in placed:
        assert finding.quote == by_utf16(text, finding.start or 0, finding.end or 0)
        assert finding.quote


def test_findings_are_ordered_and_named_apart() -> None:
    text = ARTICLE.replace("walls", "walls, in order to hold,")
    findings = analyse(text, TARGET).findings
    order = [("high", "medium", "low").index(f.severity) for f in findings]
    assert order == sorted(order)
    assert len({f.id for f in findings}) == len(findings)


def test_a_finding_keeps_its_id_when_the_text_changes_elsewhere() -> None:
    text = ARTICLE + "\nIn order to win, use it. In order to lose, use it as well.\n"
    before = [f.id for f in analyse(text, TARGET).findings if f.check == "plain-words"]
    changed = "A new start.\n\n" + text.replace("oven", "stove")
    after = [f.id for f in analyse(changed, TARGET).findings if f.check == "plain-words"]
    assert before == after
    assert len(set(before)) == 2


def test_the_result_is_json_and_complete() -> None:
    analysis = analyse(ARTICLE, TARGET)
    known: dict[str, Any] = json.loads(json.dumps(analysis.to_dict()))
    assert [check["id"] for check in known["checks"]] == [check.id for check in CHECKS]
    assert len(known["checks"]) >= 30
    assert set(known["checks"][0]) == {
        "id",
        "version",
        "group",
        "value",
        "threshold",
        "score",
        "weight",
        "advice",
        "spans",
    }


def test_the_same_text_gives_the_same_result_in_another_process() -> None:
    code = (
        "import sys,json;from alwrity.features.seo.engine import analyse;"
        "from alwrity.features.seo.target import Target;"
        "t=Target(keyphrase='bread proofing',language='en',passages={1:'dough rests'});"
        "print(json.dumps(analyse(sys.stdin.read(),t,corpus=[]).to_dict()))"
    )
    here = analyse(
        ARTICLE,
        Target(keyphrase="bread proofing", language="en", passages={1: "dough rests"}),
        corpus=[],
    )
    there = subprocess.run(
        [sys.executable, "-c", code],
        input=ARTICLE,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "12345", "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    assert json.loads(there.stdout) == json.loads(json.dumps(here.to_dict()))


CITED = ARTICLE.replace("a weekend,", "a weekend of 48 hours [^1],").replace(
    "Sugar helps", "“The dough tells you when to bake it”, she wrote in 1998.[^2] Sugar helps"
)
CITED_TARGET = Target(
    keyphrase="bread proofing",
    language="en",
    audience="home bakers",
    points=("poke test",),
    keywords=("overnight", "flatbread"),
    words=800,
    passages={1: "within 48 hours", 2: "In 1998: the dough tells you when to bake it."},
)
CITED_QUALITY = analyse(CITED, CITED_TARGET, corpus=[]).uncapped


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(CITED) - 1),
    st.sampled_from("aeiounrstxz "),
    st.sampled_from(["replace", "insert", "delete", "swap"]),
)
def test_one_typing_error_moves_the_quality_by_two_at_most(at: int, char: str, how: str) -> None:
    changed = {
        "replace": CITED[:at] + char + CITED[at + 1 :],
        "insert": CITED[:at] + char + CITED[at:],
        "delete": CITED[:at] + CITED[at + 1 :],
        "swap": CITED[:at] + CITED[at : at + 2][::-1] + CITED[at + 2 :],
    }[how]
    assert abs(analyse(changed, CITED_TARGET, corpus=[]).uncapped - CITED_QUALITY) <= 2


MARKDOWN = st.text(alphabet='aAb .,1\n#*_`[]()!<>|-^:%“”"😀\r\x00\ud800', max_size=200)


@settings(max_examples=100, deadline=None)
@given(
    MARKDOWN | st.text(max_size=100),
    st.sampled_from(["en", "de", "fr", "fi", "ja", "EN-gb", "?"]),
    st.text(max_size=20),
)
def test_no_text_fails_and_no_span_leaves_it(text: str, language: str, phrase: str) -> None:
    target = Target(
        keyphrase=phrase,
        keywords=(phrase,),
        language=language,
        title=phrase,
        meta_description=phrase,
        slug=phrase,
        points=(phrase,),
        passages={1: phrase},
    )
    analysis = analyse(text, target, corpus=[frozenset({1})])
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    for check in analysis.checks:
        for span in check.spans:
            assert 0 <= span.start < span.end <= units
    for number in (analysis.seo_score, analysis.quality_score):
        assert 0 <= number <= 100
