"""The client's address, also behind proxies that are trusted, and never as the client says."""

import ipaddress
from functools import lru_cache

from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: What one site gets of IPv6 at least; whoever has one address there has them all.
_SITE_BITS = 64


def trusted_networks(words: str) -> tuple[Network, ...]:
    """Read "10.0.0.0/8, 192.168.1.7", the proxies whose word counts.

    Raises:
        ValueError: When one of them is no address and no network.
    """
    networks = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        try:
            networks.append(ipaddress.ip_network(word))
        except ValueError:
            raise ValueError(
                f"{word!r} is no address and no network; write them like '10.0.0.0/8, 192.168.1.7'"
            ) from None
    return tuple(networks)


def client_address(scope: Scope, trusted: tuple[Network, ...]) -> str:
    """Who sent a request: the nearest address in the chain that is no trusted proxy.

    `X-Forwarded-For` is read from its end, as far as the one who appended is trusted; what an
    untrusted client wrote at its beginning is never reached. IPv6 counts by its site's prefix.

    Returns:
        An IPv4 address or an IPv6 prefix; "" when the server does not tell it.
    """
    client = scope.get("client")
    address = _parse(client[0]) if client else None
    if address is None:
        return str(client[0]) if client else ""
    if trusted and _within(address, trusted):
        for hop in reversed(_forwarded(scope)):
            said = _parse(hop)
            if said is None:
                break  # no proxy of ours writes that
            address = said
            if not _within(address, trusted):
                break
    return site(address)


@lru_cache(8192)
def site(address: Address) -> str:
    """The subject of limits: IPv4 whole, IPv6 by prefix."""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((address, _SITE_BITS), strict=False))


def _forwarded(scope: Scope) -> list[str]:
    fields = [v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for"]
    return [hop.strip() for field in fields for hop in field.split(",")]


@lru_cache(8192)
def _parse(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)
