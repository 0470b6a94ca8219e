import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.features.generation.drafting import Assignment, Template
from alwrity.features.generation.outlining import (
    Plan,
    Planned,
    clean_heading,
    finished,
    outline_schema,
    problems_of,
    read_plan,
    section_count,
    shared_words,
)

BRIEF = Assignment("Sharp knives", words=600, points=("Whetstones", "Storage"))


def plan(*sections: Planned, title: str = "Sharp") -> Plan:
    return Plan(title, ("Why it matters",), sections)


GOOD = plan(
    Planned("Sharpen", ("Angle",), (1,), 200),
    Planned("Hone", (), (), 100),
    Planned("Store", (), (2,), 100),
)


def test_json_is_read_also_inside_remarks() -> None:
    value = {
        "title": "# Sharp.",
        "introduction": ["Why"],
        "sections": [{"heading": "1. Sharpen:", "points": ["Angle"], "covers": [1], "words": 90}],
    }
    read = read_plan(f"Here it is:\n```json\n{json.dumps(value)}\n```")
    assert read == Plan("Sharp", ("Why",), (Planned("Sharpen", ("Angle",), (1,), 90),))


def test_markdown_is_read_where_there_is_no_json() -> None:
    text = (
        "# Sharp\n- Why\n\n## Sharpen (120 words)\n- Angle\n- [1] Stones\n2. Hone\n**Store**\n- [2]"
    )
    assert read_plan(text) == Plan(
        "Sharp",
        ("Why",),
        (
            Planned("Sharpen", ("Angle", "Stones"), (1,), 120),
            Planned("Hone"),
            Planned("Store", (), (2,)),
        ),
    )


@pytest.mark.parametrize("text", ["", "I cannot do that.", "{broken", '{"sections": 3}'])
def test_what_is_no_outline_is_none(text: str) -> None:
    assert read_plan(text) is None


def test_nothing_is_wrong_with_a_good_plan() -> None:
    assert problems_of(GOOD, BRIEF) == []


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (None, "could not be read"),
        (plan(*GOOD.sections, title=""), "no title"),
        (plan(), "0 sections"),
        (plan(*[Planned(f"H{i}", (), (1, 2)) for i in range(9)]), "9 sections instead of about 3"),
        (plan(*GOOD.sections, Planned("")), "no heading"),
        (plan(*GOOD.sections, Planned("hone")), "same heading"),
        (plan(*GOOD.sections[:2]), "point 2 is not covered: Storage"),
    ],
)
def test_what_is_wrong_is_told(bad: Plan | None, told: str) -> None:
    assert any(told in problem for problem in problems_of(bad, BRIEF))


def test_words_sum_to_the_target_in_the_models_proportions() -> None:
    outline = finished(GOOD, BRIEF)
    assert [section.words for section in outline.sections] == [72, 264, 132, 132]
    assert outline.sections[0].heading == ""
    assert outline.sections[0].points == ("Why it matters",)


def test_required_points_come_first_and_once() -> None:
    outline = finished(
        plan(Planned("A", ("whetstones", "x"), (1, 2)), Planned("B", (), (1,))), BRIEF
    )
    assert [s.points for s in outline.sections[1:]] == [("Whetstones", "Storage", "x"), ()]


def test_points_that_were_left_out_go_where_their_order_suggests() -> None:
    outline = finished(plan(Planned("A"), Planned("B"), Planned("C"), Planned("D")), BRIEF)
    assert [s.points for s in outline.sections[1:]] == [("Whetstones",), (), ("Storage",), ()]


def test_sections_with_one_heading_are_joined() -> None:
    outline = finished(plan(Planned("A", ("x",)), Planned("a", ("y",)), Planned("")), BRIEF)
    assert [(s.heading, s.points[:1]) for s in outline.sections[1:]] == [("A", ("Whetstones",))]
    assert {"x", "y", "Storage"} <= set(outline.sections[1].points)


def test_a_plan_without_sections_is_still_an_outline() -> None:
    outline = finished(plan(title=""), BRIEF)
    assert outline.title == "Sharp knives"
    assert outline.sections[1].points == BRIEF.points


def test_items_of_a_list_are_numbered() -> None:
    outline = finished(GOOD, Assignment("x", Template.LISTICLE))
    assert [s.heading for s in outline.sections] == ["", "1. Sharpen", "2. Hone", "3. Store"]


@pytest.mark.parametrize(
    ("template", "words", "count"),
    [
        (Template.BLOG_POST, 100, 2),
        (Template.BLOG_POST, 900, 5),
        (Template.BLOG_POST, 9000, 8),
        (Template.HOW_TO, 600, 4),
        (Template.LISTICLE, 600, 5),
    ],
)
def test_how_many_sections(template: Template, words: int, count: int) -> None:
    assert section_count(Assignment("x", template, words=words)) == count


def test_the_schema_keeps_to_strict_mode() -> None:
    schema = outline_schema(2)
    section = schema["properties"]["sections"]["items"]
    assert section["required"] == ["heading", "points", "words", "covers"]
    assert section["properties"]["covers"]["items"]["enum"] == [1, 2]
    assert "covers" not in outline_schema(0)["properties"]["sections"]["items"]["properties"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [("## **1. Go:** ", "Go"), ("2024 in review", "2024 in review"), ("a\nb", "a b"), ("C#", "C")],
)
def test_headings_are_one_plain_line(text: str, heading: str) -> None:
    assert clean_heading(text) == heading


@given(st.integers(0, 5000), st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_shares_sum_to_the_total(total: int, weights: list[float]) -> None:
    shares = shared_words(total, weights)
    assert sum(shares) == total
    assert min(shares) >= 0
