import pytest

from alwrity.scaling.asgi.address import client_address, trusted_networks

PROXIES = trusted_networks("10.0.0.0/8, 127.0.0.1, fd00::/8")


def scope(client: str | None, *forwarded: str) -> dict[str, object]:
    fields = [(b"x-forwarded-for", field.encode("latin-1")) for field in forwarded]
    return {"client": (client, 1234) if client is not None else None, "headers": fields}


@pytest.mark.parametrize(
    ("client", "forwarded", "found"),
    [
        ("203.0.113.7", (), "203.0.113.7"),
        # What a client says of itself is not believed.
        ("203.0.113.7", ("198.51.100.1",), "203.0.113.7"),
        ("127.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("10.1.2.3", ("1.2.3.4, 198.51.100.1",), "198.51.100.1"),
        ("10.1.2.3", ("1.2.3.4", "198.51.100.1, 10.9.9.9"), "198.51.100.1"),
        ("10.1.2.3", ("nonsense", "10.9.9.9"), "10.9.9.9"),
        ("10.1.2.3", ("\xff, 198.51.100.1",), "198.51.100.1"),
        ("10.1.2.3", ("",), "10.1.2.3"),
        ("10.1.2.3", (), "10.1.2.3"),
        ("fd00::1", ("2001:db8:1:2:aaaa::1",), "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", (), "2001:db8:1:2::/64"),
        ("fe80::1%eth0", (), "fe80::/64"),
        ("::ffff:203.0.113.7", (), "203.0.113.7"),
        ("::ffff:10.1.2.3", ("198.51.100.1",), "198.51.100.1"),
        ("unix", (), "unix"),
        (None, ("198.51.100.1",), ""),
    ],
)
def test_the_nearest_address_that_is_no_proxy(
    client: str | None, forwarded: tuple[str, ...], found: str
) -> None:
    assert client_address(scope(client, *forwarded), PROXIES) == found


def test_nobody_is_trusted_unless_told() -> None:
    assert trusted_networks(" ") == ()
    assert client_address(scope("127.0.0.1", "198.51.100.1"), ()) == "127.0.0.1"


@pytest.mark.parametrize("words", ["proxy.example", "10.0.0.1/8", "10.0.0.0/40"])
def test_what_is_no_network_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is no address and no network"):
        trusted_networks(words)
