"""Where a link leads, and whether its text says so."""

from urllib.parse import urlsplit

from alwrity.features.seo.lexicon.lexicon import word_set
from alwrity.text import words

_VAGUE = frozenset(
    tuple(phrase.split())
    for phrase in (
        "here",
        "click here",
        "click",
        "this",
        "this link",
        "this page",
        "link",
        "more",
        "read more",
        "learn more",
        "see more",
        "find out more",
        "go",
        "hier",
        "hier klicken",
        "klicken sie hier",
        "mehr",
        "mehr erfahren",
        "mehr lesen",
        "weiterlesen",
        "weiter",
        "dieser link",
    )
)
_WEB = word_set("http https")


def _host(url: str) -> str | None:
    """The host of a web address; "" for a relative one, None for what is no page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme and parts.scheme.lower() not in _WEB:
        return None
    return parts.netloc.rpartition("@")[2].lower().removeprefix("www.")


def outbound(url: str, own: str) -> bool:
    """Whether an address is on another site; without a known own site, any absolute one is."""
    host = _host(url)
    return bool(host) and host != own.lower().removeprefix("www.")


def internal(url: str, own: str) -> bool:
    """Whether an address is another page of the own site."""
    host = _host(url)
    if host is None or url.startswith("#") or not url:
        return False
    return host == "" or host == own.lower().removeprefix("www.")


def says_nothing(label: str) -> bool:
    """Whether a link text could stand on any link."""
    return tuple(word.lower() for word in words(label)) in _VAGUE
