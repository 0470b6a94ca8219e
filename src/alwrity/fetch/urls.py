"""From a URL as somebody typed it to the one thing it means, or a refusal: pure, no sockets.

The host is brought into one form before anything looks at it, so that the address which is checked
and the one which is connected to can never be two readings of the same text.
"""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from alwrity.errors import FetchError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_LENGTH = 4096
_SHOWN_LENGTH = 200
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_ASCII_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes.

    Attributes:
        scheme: "http" or "https".
        host: A name in ASCII, or an address in canonical form, IPv6 without brackets.
        port: The port.
        rest: Path and query, percent-encoded; begins with a slash.
    """

    scheme: str
    host: str
    port: int
    rest: str

    @property
    def url(self) -> str:
        """The canonical URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.rest}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What has to stay the same for secrets to go along."""
        return self.scheme, self.host, self.port

    @property
    def literal(self) -> str | None:
        """The host where it is an address, else None."""
        return self.host if ":" in self.host or _ipv4(self.host) else None


def parse(url: str, *, any_port: bool = False) -> Target:
    """Read a URL that is to be fetched.

    Raises:
        FetchError: When it is not http or https, has userinfo, another port than 80 and 443 (unless
            `any_port`), or a host that cannot be one.
    """
    shown = redacted(url)
    if len(url) > _MAX_LENGTH or _FORBIDDEN.search(url):
        raise FetchError(
            f"The address {shown!r} has blanks, control characters or backslashes, or is longer "
            f"than {_MAX_LENGTH} characters; give a plain http or https address."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError(
            f"The address {shown!r} cannot be read; give one such as 'https://example.org/page'."
        ) from None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.netloc:
        raise FetchError(
            f"The address {shown!r} is not a web address; give one that begins with 'https://'."
        )
    if "@" in parts.netloc:
        raise FetchError(f"The address {shown!r} carries a user name or password; give it without.")
    port = _DEFAULT_PORTS[scheme] if port is None else port
    if not any_port and port not in _DEFAULT_PORTS.values():
        raise FetchError(
            f"The address {shown!r} asks for port {port!r}; only the ports 80 and 443 are read."
        )
    host = _host(parts.netloc, parts.hostname or "", shown)
    # Raw bytes of a Location header arrive as surrogates; they go out again as the same bytes.
    rest = quote(parts.path or "/", safe=_KEPT_IN_PATH, errors="surrogateescape")
    if parts.query:
        rest += "?" + quote(parts.query, safe=_KEPT_IN_QUERY, errors="surrogateescape")
    return Target(scheme, host, port, rest)


def join(base: Target, location: str) -> str:
    """Resolve a `Location` header against the URL that sent it.

    Raises:
        FetchError: When it cannot be read.
    """
    try:
        return urljoin(base.url, location.strip())
    except ValueError:
        raise FetchError(
            f"The address {redacted(base.url)!r} redirects to something that is not an address; "
            "give the address of the page itself."
        ) from None


def redacted(url: str) -> str:
    """Shorten a URL for messages and logs: no userinfo, no fragment, no value of its query."""
    base, _, query = url.partition("#")[0].partition("?")
    scheme, slashes, tail = base.rpartition("//") if "//" in base[:16] else ("", "", base)
    authority, slash, path = tail.partition("/")
    base = scheme + slashes + authority.rpartition("@")[2] + slash + path
    if query:
        pairs = (pair.partition("=") for pair in query.split("&"))
        base += "?" + "&".join(f"{name}=…" if equals else "…" for name, equals, _ in pairs)
    return base if len(base) <= _SHOWN_LENGTH else base[:_SHOWN_LENGTH] + "…"


def _host(netloc: str, host: str, shown: str) -> str:
    if netloc.startswith("["):
        try:
            address = IPv6Address(host)
        except AddressValueError:
            raise _bad_host(host, shown) from None
        if address.scope_id is not None:
            raise _bad_host(host, shown)
        return str(address)
    # What NFKC folds (full-width digits, circled digits, dots of other scripts) is folded first:
    # the system's resolver folds it too, and would see another host than the check.
    host = unicodedata.normalize("NFKC", host).lower().replace("\u3002", ".").removesuffix(".")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        address_v4 = _ipv4(host)
        if address_v4 is None:
            raise _bad_host(host, shown)
        return str(address_v4)
    labels = [_label(label) for label in host.split(".")]
    if None in labels or len(name := ".".join(filter(None, labels))) > 253:
        raise _bad_host(host, shown)
    return name


def _bad_host(host: str, shown: str) -> FetchError:
    return FetchError(
        f"The host {host[:_SHOWN_LENGTH]!r} in {shown!r} cannot be a host; check its spelling."
    )


def _label(label: str) -> str | None:
    """One part of a host name in ASCII (IDNA without mapping ß and ς away), or None."""
    if not label.isascii():
        if any(unicodedata.category(c)[0] not in "LMN" and c not in "-·" for c in label):
            return None
        label = "xn--" + label.encode("punycode").decode("ascii")
    return label if _ASCII_LABEL.fullmatch(label) else None


def _ipv4(host: str) -> IPv4Address | None:
    """Read an IPv4 address in the forms that resolvers take: 127.1, 2130706433, 0x7f.1, 0177.1."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) and part.isascii() for part in parts):
        return None
    try:
        *high, last = [_integer(part) for part in parts]
    except ValueError:
        return None
    if any(number > 255 for number in high) or last >= 256 ** (4 - len(high)):
        return None
    return IPv4Address(sum(n << (24 - 8 * i) for i, n in enumerate(high)) + last)


def _integer(part: str) -> int:
    if len(part) > 14:
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part)
