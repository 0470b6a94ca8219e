import pytest

from alwrity.providers.errors import ProviderConfigError, ProviderRateLimitError
from alwrity.providers.refusals import message_of, quote, redact, refusal

SECRET = "topsecretvalue"


@pytest.mark.parametrize(
    "text",
    [
        f"wrong key {SECRET} given",
        "Incorrect API key provided: sk-proj-abc***wxyz. Find yours",
        "key gsk_abcdefghijklmnop",
        "Authorization: Bearer abcdef123456",
        "AIzaSyA-0123456789abcdef",
    ],
)
def test_keys_are_not_repeated(text: str) -> None:
    shown = redact(text, (SECRET,))
    assert "[key]" in shown
    for part in (SECRET, "wxyz", "abcdef", "0123456789"):
        assert part not in shown


@pytest.mark.parametrize(
    "text",
    [
        "wrong key ****yUd5",
        "wrong key q7…yUd5.",
        "the key that ends in yUd5, which",
        "key ••••yUd5",
    ],
)
def test_nor_is_what_a_vendor_leaves_of_a_masked_one(text: str) -> None:
    shown = redact(text, ("q7Vx1TmZk93bWcR2yUd5",))
    assert "[key]" in shown
    assert "yUd5" not in shown
    assert "q7" not in shown


def test_no_key_hides_nothing() -> None:
    assert redact("the task is risk-free", ("",)) == "the task is risk-free"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"error":{"message":"no","type":"x"}}', "no"),
        (b'{"type":"error","error":{"type":"t","message":"no"}}', "no"),
        (b'{"detail":"no"}', "no"),
        (b'{"error":"no"}', "no"),
        (b'[{"error":{"code":400,"message":"no"}}]', "no"),
        (b"<h1>no</h1>", "<h1>no</h1>"),
        (b"", ""),
    ],
)
def test_the_sentence_inside_an_error(body: bytes, message: str) -> None:
    assert message_of(body) == message


def test_quotations_are_short() -> None:
    assert len(quote("word\n" * 1000, ())) < 220


def test_an_account_without_money_is_no_matter_of_waiting() -> None:
    body = b'{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}'
    assert isinstance(refusal("a:b", 429, {}, body, ()), ProviderConfigError)
    assert isinstance(refusal("a:b", 429, {}, b"slow down", ()), ProviderRateLimitError)


def test_a_redirect_is_not_followed_with_the_key() -> None:
    error = refusal("a:b", 307, {"Location": "http://elsewhere"}, b"", ())
    assert isinstance(error, ProviderConfigError)
    assert "base URL" in error.detail
