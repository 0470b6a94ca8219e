"""Which IP addresses may be connected to when a user names the URL: pure judgement, no sockets.

`ipaddress.is_global` alone lets through addresses that carry an IPv4 address inside an IPv6 one,
and differs between patch releases of Python, so what is refused is listed here as well.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_REFUSED_V4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers; one cloud's metadata service is 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host agent, on an otherwise public number
        "169.254.0.0/16",  # link-local; metadata services
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; one cloud's metadata service is 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_UNICAST_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments; Teredo among them is unwrapped before
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_COMPATIBLE = IPv6Network("::/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_ISATAP = 0x5EFE  # behind 0000 or 0200 in the middle of the interface identifier


def is_public(address: str | Address) -> bool:
    """Tell whether an address belongs to a host on the public internet.

    An IPv6 address that carries IPv4 addresses (mapped, compatible, NAT64, 6to4, Teredo, ISATAP)
    is public only when those are.

    Args:
        address: An address, or its canonical text; anything else is not public.
    """
    parsed = _parse(address)
    if parsed is None:
        return False
    if isinstance(parsed, IPv4Address):
        return _public_v4(parsed)
    if parsed.scope_id is not None:
        return False
    carried = _carried(parsed)
    if carried is not None:
        return all(_public_v4(inner) for inner in carried)
    if parsed not in _UNICAST_V6 or any(parsed in net for net in _REFUSED_V6):
        return False
    return parsed.is_global and not parsed.is_multicast


def is_loopback(address: str | Address) -> bool:
    """Tell whether an address is this very host, in its plain form: 127.0.0.0/8 or ::1."""
    parsed = _parse(address)
    return parsed is not None and parsed.is_loopback


def refused(addresses: Iterable[str], *, allow_loopback: bool = False) -> list[str]:
    """List those of the addresses that may not be connected to."""
    return [
        address
        for address in addresses
        if not (is_public(address) or (allow_loopback and is_loopback(address)))
    ]


def _parse(address: str | Address) -> Address | None:
    if not isinstance(address, str):
        return address
    try:
        return ip_address(address)
    except ValueError:
        return None


def _public_v4(address: IPv4Address) -> bool:
    if any(address in net for net in _REFUSED_V4):
        return False
    return address.is_global and not address.is_multicast


def _carried(address: IPv6Address) -> tuple[IPv4Address, ...] | None:
    """The IPv4 addresses inside an IPv6 address, or None when it is one in its own right."""
    number = int(address)
    low = IPv4Address(number & 0xFFFFFFFF)
    if any(address in net for net in (_MAPPED, _COMPATIBLE, _NAT64)):
        return (low,)
    if address in _SIX_TO_FOUR:
        return (IPv4Address((number >> 80) & 0xFFFFFFFF),)
    if address in _TEREDO:
        server = IPv4Address((number >> 64) & 0xFFFFFFFF)
        client = IPv4Address((number & 0xFFFFFFFF) ^ 0xFFFFFFFF)
        return (server, client)
    # The interface identifier's first half is 0000:5efe or 0200:5efe.
    if (number >> 32) & 0xFDFFFFFF == _ISATAP and address in _UNICAST_V6:
        return (low,) if not _public_v4(low) else None
    return None
