import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.fetch.body import BrokenBodyError, Decoder, TooLargeError, decode, read


def feed(encoding: str, data: bytes, *, limit: int = 10_000, step: int = 7) -> bytes:
    decoder = Decoder(encoding, limit)
    for i in range(0, len(data), step):
        decoder.feed(data[i : i + step])
    return decoder.finish()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=2000), st.integers(1, 500))
def test_every_framing_comes_back(data: bytes, step: int) -> None:
    for encoding, packed in [
        ("", data),
        ("identity", data),
        ("gzip", gzip.compress(data)),
        ("x-gzip", gzip.compress(data)),
        ("GZIP", gzip.compress(data[:100]) + gzip.compress(data[100:])),
        ("gzip", gzip.compress(data) + b"junk"),
        ("deflate", zlib.compress(data)),
    ]:
        assert feed(encoding, packed, step=step) == data


def test_deflate_without_its_framing() -> None:
    assert feed("deflate", raw_deflate(b"hello " * 50), step=1000) == b"hello " * 50


def test_a_bomb_stops_at_the_bound() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    decoder = Decoder("gzip", 100_000)
    with pytest.raises(TooLargeError):
        decoder.feed(bomb)
    assert len(decoder.body) <= 100_000


def test_exactly_the_bound_is_taken() -> None:
    assert len(feed("gzip", gzip.compress(b"0" * 1000), limit=1000)) == 1000
    with pytest.raises(TooLargeError):
        feed("gzip", gzip.compress(b"0" * 1001), limit=1000)
    with pytest.raises(TooLargeError):
        feed("", b"0" * 1001, limit=1000)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("br", b""),
        ("gzip, gzip", b""),
        ("gzip", b"not gzip"),
        ("gzip", gzip.compress(b"hello", mtime=0)[:-5]),
        ("deflate", b"\xff\xff\xff"),
        ("gzip", gzip.compress(b"", mtime=0) * 200),
    ],
    ids=["another", "twice", "none", "cut off", "no stream", "many members"],
)
def test_broken(encoding: str, data: bytes) -> None:
    with pytest.raises(BrokenBodyError):
        feed(encoding, data)


async def test_the_wire_is_bounded_too() -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 100
            yield b"x" * 100

    with pytest.raises(TooLargeError):
        await read(endless(), "", wire=1000, decoded=10**9)
    assert taken == 1100


@pytest.mark.parametrize(
    ("body", "declared", "text", "charset"),
    [
        ("é".encode(), None, "é", "utf-8"),
        (b"\xe9", "iso-8859-1", "é", "cp1252"),
        (b"\x80", "latin-1", "€", "cp1252"),
        (b"\xef\xbb\xbf\xc3\xa9", "iso-8859-1", "é", "utf-8"),
        ("é".encode("utf-16"), None, "é", "utf-16-le"),
        (b'<meta charset="windows-1251">\xe6', None, '<meta charset="windows-1251">ж', "cp1251"),
        (
            b"<meta http-equiv=x content='text/html; charset=koi8-r'>\xd6",
            "nonsense",
            "<meta http-equiv=x content='text/html; charset=koi8-r'>ж",
            "koi8-r",
        ),
        (b"<meta charset=utf-16>x", None, "<meta charset=utf-16>x", "utf-8"),
        (b"\xff", None, "\ufffd", "utf-8"),
        (b"x", "punycode", "x", "utf-8"),
        (b"\\u0041", "unicode_escape", "\\u0041", "utf-8"),
        (b"x", "base64", "x", "utf-8"),
        (b"x", "a\x00b", "x", "utf-8"),
        (b"", None, "", "utf-8"),
    ],
)
def test_charset(body: bytes, declared: str | None, text: str, charset: str) -> None:
    assert decode(body, declared) == (text, charset)
