"""What a request's header fields tell about where it comes from."""

import ipaddress
from enum import Enum
from urllib.parse import urlsplit

from starlette.types import Scope

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Page(Enum):
    """Whose page sent a request."""

    OURS = "ours"
    FOREIGN = "foreign"
    UNTOLD = "untold"


def field(scope: Scope, name: str) -> str | None:
    """The first header field called `name` (in lower case), or None."""
    wanted = name.encode("ascii")
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    return next((value.decode("latin-1") for key, value in headers if key == wanted), None)


def forwarding_field(scope: Scope) -> str | None:
    """The name of a field that only proxies set, if there is one."""
    return next((name for name in _FORWARDED if field(scope, name) is not None), None)


def is_loopback_host(host: str) -> bool:
    """Whether a Host header names this machine's loopback."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in {"localhost", "localhost."} or name.endswith(".localhost"):
        return True
    return is_loopback_address(name)


def is_loopback_address(address: str) -> bool:
    """Whether an IP address is this machine's loopback."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def page_of(scope: Scope) -> Page:
    """Whose page sent this: the browser's own word first, then Origin, then Referer.

    `Sec-Fetch-Site` cannot be set by a page and survives proxies that rewrite Host; browsers leave
    it out on plain HTTP, so the other two are needed as well.
    """
    site = field(scope, "sec-fetch-site")
    if site is not None:
        return Page.OURS if site in {"same-origin", "none"} else Page.FOREIGN
    sender = field(scope, "origin")
    if sender is None:
        sender = field(scope, "referer")
    if sender is None:
        return Page.UNTOLD
    return Page.OURS if _same_place(sender, field(scope, "host") or "") else Page.FOREIGN


def _same_place(address: str, host: str) -> bool:
    """Compares names and ports; the scheme is not known here behind a proxy that ends TLS."""
    try:
        sender, ours = urlsplit(address), urlsplit(f"//{host}")
        ports = (sender.port, ours.port)
    except ValueError:
        return False
    default = _DEFAULT_PORTS.get(sender.scheme)
    if default is None or not sender.hostname:
        return False
    there, here = (port or default for port in ports)
    return (sender.hostname, there) == (ours.hostname, here)
