import pytest

from alwrity.errors import FetchError
from alwrity.fetch.addresses import is_public
from alwrity.fetch.urls import join, parse, redacted


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0X7F000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "\uff11\uff12\uff17.0.0.1",  # full-width digits
        "\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11",
        "①②⑦.0.0.1",
        "127。0。0。1",
    ],
)
def test_every_spelling_of_an_address_is_that_address(host: str) -> None:
    target = parse(f"http://{host}/")
    assert target.host == "127.0.0.1"
    assert target.literal == "127.0.0.1"
    assert not is_public(target.host)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a b".replace(" ", "%20"), "https://example.org/a%20b"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://example.org./x#frag", "https://example.org/x"),
        (
            "https://bücher.example/ä?q=ö&x=%2B",
            "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6&x=%2B",
        ),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://[::FFFF:7f00:1]/", "https://[::ffff:7f00:1]/"),
        ("https://a_b.example/", "https://a_b.example/"),
    ],
)
def test_one_form(url: str, canonical: str) -> None:
    assert parse(url).url == canonical
    assert parse(canonical).url == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http:///path",
        "http://:80/",
        "http://user@example.org/",
        "http://user:pw@example.org/",
        "http://@example.org/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org:8080/",
        "http://example.org:22/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://exa mple.org/",
        "http://example.org/\r\nHost: other",
        "http://example.org/\x00",
        "http://exam%70le.org/",
        "http://a..b/",
        "http://-a.example/",
        "http://a℀b.example/",
        "http://a\uff0fb.example/",
        "http://1.2.3.4.5/",
        "http://256.0.0.1/",
        "http://1.2.3.0x/?x".replace("0x", "09"),
        "http://4294967296/",
        "http://99999999999999999999/",
        "http://[::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://example.org/" + "a" * 5000,
    ],
)
def test_refused(url: str) -> None:
    with pytest.raises(FetchError):
        parse(url)


def test_any_port_is_an_explicit_choice() -> None:
    assert parse("http://example.org:8080/", any_port=True).url == "http://example.org:8080/"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?token=s3cret&b=s3cret#s3cret", "https://example.org/a?token=…&b=…"),
        ("https://example.org/a?s3cret", "https://example.org/a?…"),
        ("https://me:s3cret@example.org/a", "https://example.org/a"),
        ("me:s3cret@example.org/a", "example.org/a"),
        ("https://example.org/a@b", "https://example.org/a@b"),
    ],
)
def test_messages_keep_secrets(url: str, shown: str) -> None:
    assert redacted(url) == shown


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/?k=s3cret", "http://u:s3cret@example.org/", "http://example.org:1/?s3cret"],
)
def test_refusals_keep_secrets(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse(url)
    assert "s3cret" not in caught.value.detail
    assert "example.org" in caught.value.detail


def test_redirects_are_resolved_against_their_page() -> None:
    base = parse("https://example.org/a/b?c=1")
    assert join(base, "../d") == "https://example.org/d"
    assert join(base, "//other.example/") == "https://other.example/"
    with pytest.raises(FetchError):
        join(base, "http://[::1")
