"""What comes back, bounded: bytes on the wire, bytes after decompression, and the charset."""

import codecs
import re
import zlib
from collections.abc import AsyncIterable

# zlib's names for the framings.
_GZIP, _ZLIB, _RAW = 31, 15, -15
# A body of tiny gzip members costs far more to walk through than it is worth.
_MAX_MEMBERS = 100
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings of the web, by the codec's own name. Python knows more, and some of those are
# quadratic or no encodings of text at all.
_CHARSETS = frozenset(
    [
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp866", "cp874", "koi8-r", "koi8-u"),
        *("gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp932", "cp949", "shift_jis"),
        *("euc_jp", "euc_kr", "iso2022_jp", "mac-roman", "mac-cyrillic"),
        *(f"iso8859-{n}" for n in range(2, 17) if n != 12),
        *(f"cp{n}" for n in range(1250, 1259)),
    ]
)


class TooLargeError(Exception):
    """The body passed one of its bounds; the message is the bound in bytes."""


class BrokenBodyError(Exception):
    """The body is not compressed in the way it says."""


class Decoder:
    """Undo a `Content-Encoding` piece by piece, never beyond a bound.

    Args:
        encoding: The header's value; "", "identity", "gzip", "x-gzip" or "deflate".
        limit: Largest decompressed size in bytes.

    Raises:
        BrokenBodyError: When the encoding is another one.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise BrokenBodyError
        self._limit = limit
        self._plain = self._encoding in {"", "identity"}
        self._wbits = _ZLIB if self._encoding == "deflate" else _GZIP
        self._zlib = zlib.decompressobj(self._wbits)
        self._members = 1
        self._seen = 0
        self.body = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLargeError: When the bound is passed.
            BrokenBodyError: When they cannot be decompressed.
        """
        if self._plain:
            self._keep(chunk)
            return
        while chunk:
            if self._zlib.eof and not self._next_member(chunk):
                return
            chunk = self._inflate(chunk)

    def finish(self) -> bytes:
        """The whole body.

        Raises:
            BrokenBodyError: When the compressed data end early.
        """
        if not self._plain and self._seen and not self._zlib.eof:
            raise BrokenBodyError
        return bytes(self.body)

    def _inflate(self, chunk: bytes) -> bytes:
        room = self._limit - len(self.body) + 1
        try:
            piece = self._zlib.decompress(chunk, room)
        except zlib.error:
            # "deflate" is meant to be zlib's framing; some servers send the bare stream.
            if self._encoding != "deflate" or self._seen or self._wbits == _RAW:
                raise BrokenBodyError from None
            self._wbits = _RAW
            self._zlib = zlib.decompressobj(_RAW)
            return chunk
        self._seen += len(chunk)
        self._keep(piece)
        return self._zlib.unused_data

    def _next_member(self, chunk: bytes) -> bool:
        """Begin another gzip member; what follows the last one and is none is ignored."""
        if self._wbits != _GZIP or not chunk.startswith(b"\x1f"):
            return False
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise BrokenBodyError
        self._zlib = zlib.decompressobj(self._wbits)
        return True

    def _keep(self, piece: bytes) -> None:
        if len(self.body) + len(piece) > self._limit:
            raise TooLargeError(str(self._limit))
        self.body += piece


async def read(chunks: AsyncIterable[bytes], encoding: str, *, wire: int, decoded: int) -> bytes:
    """Read a body to its end.

    Args:
        chunks: The bytes as they arrive.
        encoding: The value of `Content-Encoding`.
        wire: Most bytes taken from the network.
        decoded: Most bytes after decompression.

    Raises:
        TooLargeError: When a bound is passed; the rest is not read.
        BrokenBodyError: When the bytes are not what the encoding says.
    """
    decoder = Decoder(encoding, decoded)
    taken = 0
    async for chunk in chunks:
        taken += len(chunk)
        if taken > wire:
            raise TooLargeError(str(wire))
        decoder.feed(chunk)
    return decoder.finish()


def decode(body: bytes, declared: str | None) -> tuple[str, str]:
    """Turn a body into text: byte order mark, then header, then `<meta>`, then UTF-8.

    Returns:
        The text, with U+FFFD for what is not in the charset, and the charset's name.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    charset = _known(declared)
    if charset is None and (found := _META_CHARSET.search(body[:2048])):
        charset = _known(found[1].decode("ascii"))
        if charset and charset.startswith("utf-16"):
            charset = "utf-8"  # it could be read as ASCII, so it cannot be what it says
    charset = charset or "utf-8"
    return body.decode(charset, "replace"), charset


def _known(label: str | None) -> str | None:
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in {"iso8859-1", "ascii"}:
        return "cp1252"  # what browsers take these labels for
    return name if name in _CHARSETS else None
