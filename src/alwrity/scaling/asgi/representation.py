"""An answer as it is kept: its fields, its body, and the body compressed."""

import asyncio
import gzip
from hashlib import blake2b

import orjson

Fields = list[tuple[bytes, bytes]]

_COMPRESS_FROM = 1024
_HERE_UP_TO = 65_536
_COMPRESSIBLE = (
    b"text/", b"application/json", b"application/problem+json", b"application/xml",
    b"application/javascript", b"image/svg+xml",
)  # fmt: skip
#: Fields that belong to one exchange, or that are made anew.
_NOT_KEPT = frozenset(
    {
        b"age", b"cache-status", b"connection", b"content-length", b"date", b"keep-alive",
        b"retry-after", b"server-timing", b"transfer-encoding", b"x-request-id",
    }
)  # fmt: skip
_TOLD_WITH_304 = frozenset(
    {b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary"}
)


class Representation:
    """One answer of status 200.

    Attributes:
        etag: For `If-None-Match`.
        plain: Body and fields as the application made them.
        packed: Body and fields for who accepts gzip; the same as `plain` if that gains nothing.
        unchanged: The fields of a 304.
        second: When `told` was made.
        told: `Age` and `Cache-Status` in that second.
    """

    __slots__ = ("etag", "packed", "plain", "second", "told", "unchanged")

    def __init__(self, fields: Fields, etag: bytes, body: bytes, zipped: bytes) -> None:
        self.etag = etag
        length = (b"content-length", b"%d" % len(body))
        self.plain = (body, [*fields, length])
        self.packed = self.plain
        if zipped:
            self.packed = (
                zipped,
                [
                    *fields, (b"content-encoding", b"gzip"),
                    (b"content-length", b"%d" % len(zipped)),
                ],
            )  # fmt: skip
        self.second = -1
        self.told: Fields = []
        self.unchanged = [field for field in fields if field[0] in _TOLD_WITH_304]

    def matches(self, if_none_match: bytes) -> bool:
        """Whether a client's `If-None-Match` names this; weak and strong tags are the same here."""
        if if_none_match == self.etag:
            return True
        ours = self.etag.removeprefix(b"W/")
        told = (tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b","))
        return any(tag in {ours, b"*"} for tag in told)


async def pack(fields: Fields, body: bytes) -> bytes:
    """The bytes of an answer as they are kept, compressed once for all who will ask."""
    kept = [
        (name, value) for name, value in ((n.lower(), v) for n, v in fields)
        if name not in _NOT_KEPT and not name.startswith(b"ratelimit-")
    ]  # fmt: skip
    etag = next((value for name, value in kept if name == b"etag"), b"")
    if not etag:
        # Weak, for it names the compressed body, too.
        etag = b'W/"%s"' % blake2b(body, digest_size=16).hexdigest().encode()
        kept.append((b"etag", etag))
    media = next((value for name, value in kept if name == b"content-type"), b"")
    zipped = b""
    if media.startswith(_COMPRESSIBLE) and len(body) >= _COMPRESS_FROM:
        kept = _varying(kept)
        if len(body) <= _HERE_UP_TO:
            zipped = gzip.compress(body, 6, mtime=0)
        else:
            zipped = await asyncio.to_thread(gzip.compress, body, 6, mtime=0)
        zipped = zipped if len(zipped) < len(body) else b""
    told = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in kept]
    head = orjson.dumps([etag.decode("latin-1"), len(body), told])
    return b"".join((head, b"\n", body, zipped))


def unpack(value: bytes) -> Representation:
    """The answer in what `pack` made.

    Raises:
        ValueError: When that is not what it made.
    """
    end = value.find(b"\n")
    etag, length, told = orjson.loads(value[: max(end, 0)])
    fields = [(name.encode("latin-1"), said.encode("latin-1")) for name, said in told]
    body, zipped = value[end + 1 : end + 1 + length], value[end + 1 + length :]
    return Representation(fields, etag.encode("latin-1"), body, zipped)


def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether a client takes gzip, from its `Accept-Encoding`."""
    if b"gzip" not in accept_encoding:
        return False
    if b"q=0" not in accept_encoding:
        return True
    for choice in accept_encoding.split(b","):
        name, _, weight = choice.replace(b" ", b"").partition(b";q=")
        if name == b"gzip":
            return weight.strip(b"0.") != b"" or not weight
    return False


def _varying(fields: Fields) -> Fields:
    told = b", ".join(value for name, value in fields if name == b"vary")
    if b"accept-encoding" in told.lower():
        return fields
    rest = [field for field in fields if field[0] != b"vary"]
    return [*rest, (b"vary", told + b", Accept-Encoding" if told else b"Accept-Encoding")]
