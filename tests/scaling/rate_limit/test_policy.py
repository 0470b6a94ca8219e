import pytest

from alwrity.scaling.rate_limit.policy import Decision, Limit, Policy


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("10/minute", Limit(10, 60)),
        ("1 per second", Limit(1, 1)),
        ("500/hours", Limit(500, 3600)),
        (" 3 / DAY ", Limit(3, 86400)),
        ("10/5 minutes", Limit(10, 300)),
    ],
)
def test_limits_are_read_from_words(words: str, limit: Limit) -> None:
    assert Limit.parse(words) == limit


@pytest.mark.parametrize(
    "words",
    ["", "ten/minute", "10", "10/fortnight", "0/minute", "-1/second", "10/0 minutes", "10/minute;"],
)
def test_words_that_say_no_limit_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="write it like '10/minute'"):
        Policy.parse(words)


def test_several_limits_hold_together() -> None:
    assert Policy.parse("10/minute; 100/day").limits == (Limit(10, 60), Limit(100, 86400))
    assert Policy.parse("Unlimited").limits == ()


@pytest.mark.parametrize(
    ("words", "leased"),
    [
        ("100/minute", False),
        ("101/minute", True),
        ("2/second", True),
        ("1000/minute; 10000/day", False),
        ("1000/minute; 1000000/day", True),
    ],
)
def test_only_what_is_faster_than_100_a_minute_is_leased(words: str, leased: bool) -> None:
    assert Policy.parse(words).leased is leased


@pytest.mark.parametrize(("servers", "share"), [(1, 10), (3, 3), (20, 1)])
def test_a_server_alone_has_its_share(servers: int, share: int) -> None:
    assert Policy.parse("10/minute").share(servers) == Policy((Limit(share, 60),))


def test_the_fields_of_an_answer() -> None:
    policy = Policy.parse("10/minute; 100/day")
    refused = Decision(False, policy.limits[0], 0, 49.2, 49.2, policy)
    assert refused.headers == {
        "RateLimit-Limit": "10", "RateLimit-Remaining": "0", "RateLimit-Reset": "50",
        "RateLimit-Policy": "10;w=60, 100;w=86400", "Retry-After": "50",
    }  # fmt: skip
