import pytest

from alwrity.features.generation.drafting import Assignment, PlannedSection, Template
from alwrity.features.generation.section_openings import heading, opening, outline

TOPIC = Assignment("10 tips for better sleep")


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("choosing the right flour", "Choosing the right flour"),
        ("explain why it rises slowly.", "Why it rises slowly"),
        ("Mention that salt slows yeast", "Salt slows yeast"),
        ("what is a covering index?", "What is a covering index?"),
        ("iPhone cases that last", "iPhone cases that last"),
        ("SQL indexes", "SQL indexes"),
        (
            "keep the dough cold overnight in the fridge, because the yeast then works slowly",
            "Keep the dough cold overnight in the fridge",
        ),
        ("word " * 30, " ".join(["Word"] + ["word"] * 13)),
    ],
)
def test_headings(point: str, expected: str) -> None:
    assert heading(point) == expected


@pytest.mark.parametrize(
    ("point", "start"),
    [
        ("how to run good meetings", "To run good meetings,"),
        ("why patience pays off", "Patience pays off because"),
        ("why it matters", "Better sleep matters because"),
        ("why is it slow?", ""),
        ("what is a covering index?", "A covering index is"),
        ("when to send it", "The best time to send it is"),
        ("when an index slows down writes", "An index slows down writes when"),
        ("how temperature affects fermentation", "Temperature affects fermentation by"),
        ("benefits of remote work", "Benefits of remote work"),
        ("Seal the windows", "Seal the windows"),
        ("a very " * 10 + "long point", ""),
    ],
)
def test_starts(point: str, start: str) -> None:
    found = opening(TOPIC, PlannedSection("Heading", (point,)), point)
    assert found.start == start
    assert "10 tips for better sleep" in found.instruction


def test_points_become_sections_behind_an_introduction() -> None:
    plan = outline(
        Assignment("saving energy.", points=("Seal the windows", "lower heat"), words=400)
    )
    assert plan.title == "Saving energy"
    assert [s.heading for s in plan.sections] == ["", "Seal the windows", "Lower heat"]
    assert [s.points for s in plan.sections] == [(), ("Seal the windows",), ("lower heat",)]
    assert 300 <= sum(s.words for s in plan.sections) <= 400


@pytest.mark.parametrize("template", [t for t in Template if t is not Template.SOCIAL_POST])
def test_without_points_each_template_offers_headings_with_a_start(template: Template) -> None:
    assignment = Assignment("Indoor plants", template=template)
    first, *rest = outline(assignment).sections
    assert first.heading == ""
    assert len(rest) >= 3
    assert len({s.heading for s in rest}) == len(rest)
    for section in rest:
        start = opening(assignment, section, "").start
        assert start
        assert start != section.heading


def test_a_question_is_not_put_into_template_headings() -> None:
    headings = [s.heading for s in outline(Assignment("why cats purr")).sections]
    assert headings == ["", "Why it matters", "Common mistakes", "Where to start"]


def test_a_social_post_is_one_section_without_heading() -> None:
    plan = outline(Assignment("New mugs", template=Template.SOCIAL_POST, points=("a", "b")))
    (section,) = plan.sections
    assert (section.heading, section.points) == ("", ("a", "b"))
