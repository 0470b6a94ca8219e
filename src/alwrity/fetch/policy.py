"""The bounds of a fetch."""

from dataclasses import dataclass, field

from alwrity.fetch.hosts import Hosts

PAGE_TYPES = frozenset({"text/html", "text/plain", "text/markdown", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What may be fetched and how much of it.

    Attributes:
        allow_loopback: Whether this host itself may be read. Dangerous anywhere but in tests.
        any_port: Whether other ports than 80 and 443 may be read. Dangerous likewise.
        max_bytes: Most bytes of a body on the wire.
        max_decoded_bytes: Most bytes of a body after decompression.
        total_seconds: Bound of the whole, redirects included.
        connect_seconds: Bound of one connection attempt.
        max_redirects: Most redirects followed.
        content_types: Media types taken; None takes any.
        user_agent: How we name ourselves.
        hosts: Which hosts are left alone at the moment; of one's own for each policy, unless many
            readers share it.
    """

    allow_loopback: bool = False
    any_port: bool = False
    max_bytes: int = 5_000_000
    max_decoded_bytes: int = 10_000_000
    total_seconds: float = 20.0
    connect_seconds: float = 5.0
    max_redirects: int = 5
    content_types: frozenset[str] | None = PAGE_TYPES
    user_agent: str = "ALwrity/0.1 (reads pages that its users name)"
    hosts: Hosts = field(default_factory=Hosts, compare=False, repr=False)
