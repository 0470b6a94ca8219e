import pytest

from alwrity.scaling.rate_limit.policy import Policy
from alwrity.scaling.rate_limit.rules import Rule, Rules, Templates, parse_rules


def test_rules_are_read_from_words() -> None:
    first, second = parse_rules(
        "POST /api/seo/analyse 60/minute; 500/day, /api/content/{id} @trial 100/minute,"
    )
    assert first.methods == {"POST"}
    assert first.policy == Policy.parse("60/minute; 500/day")
    assert (second.path, second.plan, second.methods) == ("/api/content/{id}", "trial", frozenset())
    assert parse_rules("") == ()


@pytest.mark.parametrize(
    "words", ["POST", "/a", "/a 10", "post /a 1/minute", "/a @ 1/minute", "a 1/minute"]
)
def test_words_that_are_no_rule_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        parse_rules(words)


@pytest.mark.parametrize(
    ("path", "found"),
    [("/a/1", "one"), ("/a/1/b", "all"), ("/a/", "*"), ("/axb", "*"), ("/a.b", "dot")],
)
def test_templates_match_whole_paths(path: str, found: str) -> None:
    policy = Policy.parse("1/minute")
    rules = Rules(
        Rule("*", policy, name="*"),
        (
            Rule("/a/{id}", policy, name="one"),
            Rule("/a/{id}/{rest:path}", policy, name="all"),
            Rule("/a.b", policy, name="dot"),
        ),
    )
    assert rules.find("GET", path).name == found


def test_templates_know_their_paths() -> None:
    streams = Templates("/g/{id}/events")
    assert "/g/1/events" in streams
    assert "/g/1/2/events" not in streams
