"""The guard against real servers on loopback; names are answered by a resolver of the test."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp
import pytest

from alwrity.errors import FetchError
from alwrity.fetch import urls
from alwrity.fetch.client import FetchPolicy, fetch, resolve_host, send
from alwrity.fetch.connection import open_session

POLICY = FetchPolicy(allow_loopback=True, any_port=True, total_seconds=10, connect_seconds=2)
Answer = bytes | Callable[[asyncio.StreamWriter], object]


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    fields = {
        "content_type": "text/html; charset=utf-8",
        "content_length": str(len(body)),
    } | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return reply(b"", status, location=location)


@dataclass
class Server:
    pages: dict[str, Answer] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            answer = self.pages.get(head.split()[1], reply(b"none", "404 Not Found"))
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                await answer(writer)  # type: ignore[misc] # an async function of the test
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def running(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Server]:
    server = Server()
    listener = await asyncio.start_server(server.serve, host, port)
    server.port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with running() as value:
        yield value


class Names:
    """A resolver: each name has a list of answers, the last one stays."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return answers.pop(0) if len(answers) > 1 else answers[0]


async def test_a_page(server: Server) -> None:
    server.pages["/a?b=1"] = reply("<p>é".encode(), x_robots_tag="noindex")
    names = Names(site_example=[["127.0.0.1"]])
    page = await fetch(f"http://site.example:{server.port}/a?b=1#c", policy=POLICY, resolve=names)
    assert page.url == f"http://site.example:{server.port}/a?b=1"
    assert (page.status, page.content_type, page.charset) == (200, "text/html", "utf-8")
    assert (page.body, page.text, page.redirects) == ("<p>é".encode(), "<p>é", ())
    assert page.headers["x-robots-tag"] == "noindex"
    head = server.heads[0].lower()
    assert f"host: site.example:{server.port}\r\n" in head
    assert "user-agent: alwrity/" in head
    assert "accept-encoding: gzip, deflate\r\n" in head


async def test_an_error_page_is_an_answer(server: Server) -> None:
    page = await fetch(f"http://127.0.0.1:{server.port}/none", policy=POLICY)
    assert (page.status, page.text) == (404, "none")


async def test_nothing_but_the_public_internet_by_default(server: Server) -> None:
    for host in (
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "\uff11\uff12\uff17.1",
        "localhost",
        "[::1]",
    ):
        with pytest.raises(FetchError, match="public internet"):
            await fetch(
                f"http://{host}:{server.port}/", policy=replace(POLICY, allow_loopback=False)
            )
    with pytest.raises(FetchError, match="port"):
        await fetch(f"http://127.0.0.1:{server.port}/", policy=replace(POLICY, any_port=False))
    assert server.heads == []


async def test_one_private_address_among_public_ones_refuses_all() -> None:
    names = Names(mixed_example=[["93.184.216.34", "10.0.0.1"]])
    with pytest.raises(FetchError, match="public internet") as caught:
        await fetch("http://mixed.example/?key=s3cret", policy=FetchPolicy(), resolve=names)
    assert "10.0.0.1" not in caught.value.detail
    assert "s3cret" not in caught.value.detail


async def test_unknown_name() -> None:
    with pytest.raises(FetchError, match="no address"):
        await fetch("http://gone.example/", policy=FetchPolicy(), resolve=Names())


async def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """Rebinding: the name's second answer is another server on the same port."""
    async with running("127.0.0.1") as checked, running("127.0.0.2", checked.port) as rebound:
        checked.pages["/"] = reply(b"checked")
        rebound.pages["/"] = reply(b"rebound")
        names = Names(twice_example=[["127.0.0.1"], ["127.0.0.2"]])
        page = await fetch(f"http://twice.example:{checked.port}/", policy=POLICY, resolve=names)
    assert page.text == "checked"
    assert names.asked == ["twice.example"]
    assert rebound.heads == []


async def test_the_socket_is_the_last_look(server: Server) -> None:
    """Even a connection that passed by the check is not made."""
    target = urls.parse(f"http://127.0.0.1:{server.port}/", any_port=True)
    for addresses, policy in [(["127.0.0.1"], FetchPolicy()), (["127.0.0.2"], POLICY)]:
        async with open_session(target, addresses, policy) as session:
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get(target.url)
    assert server.heads == []


async def test_tls_asks_for_the_name_not_the_address() -> None:
    hello = b""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal hello
        hello = await reader.read(4096)
        writer.close()

    listener = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with listener:
        port = listener.sockets[0].getsockname()[1]
        names = Names(site_example=[["127.0.0.1"]])
        with pytest.raises(FetchError, match="cannot be read"):
            await fetch(f"https://site.example:{port}/", policy=POLICY, resolve=names)
    assert b"site.example" in hello


async def test_rebinding_between_redirects_is_checked_again(server: Server) -> None:
    server.pages["/"] = redirect("/next")
    names = Names(twice_example=[["127.0.0.1"], ["192.168.0.1"]])
    with pytest.raises(FetchError, match="public internet"):
        await fetch(f"http://twice.example:{server.port}/", policy=POLICY, resolve=names)
    assert len(server.heads) == 1


async def test_a_name_that_turns_to_loopback_is_not_followed(server: Server) -> None:
    """The checked address is public (and unreachable here); loopback hears nothing."""
    names = Names(twice_example=[["93.184.216.34"], ["127.0.0.1"]])
    policy = FetchPolicy(any_port=True, connect_seconds=0.2, total_seconds=5)
    with pytest.raises(FetchError):
        await fetch(f"http://twice.example:{server.port}/", policy=policy, resolve=names)
    assert names.asked == ["twice.example"]
    assert server.heads == []


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::7f00:1]/",
        "http://inner.example/",
        "//inner.example/",
        "http://100.100.100.200/",
        "http://2852039166/",
    ],
)
async def test_redirects_to_private_addresses(server: Server, location: str) -> None:
    server.pages["/"] = redirect(location)
    names = Names(site_example=[["127.0.0.1"]], inner_example=[["172.16.0.9"]])
    with pytest.raises(FetchError, match="public internet"):
        await fetch(f"http://site.example:{server.port}/", policy=POLICY, resolve=names)


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://site.example/", "http://u:p@site.example/", "http://["],
)
async def test_redirects_to_what_is_no_web_address(server: Server, location: str) -> None:
    server.pages["/"] = redirect(location)
    with pytest.raises(FetchError):
        await fetch(f"http://127.0.0.1:{server.port}/", policy=POLICY)


async def test_redirects_are_told_and_counted(server: Server) -> None:
    base = f"http://127.0.0.1:{server.port}"
    for i in range(6):
        server.pages[f"/{i}"] = redirect(f"/{i + 1}", "308 Permanent Redirect")
    server.pages["/6"] = reply(b"end")
    page = await fetch(f"{base}/1", policy=POLICY)
    assert page.url == f"{base}/6"
    assert page.redirects == tuple(f"{base}/{i}" for i in range(1, 6))
    with pytest.raises(FetchError, match="more than 5 times"):
        await fetch(f"{base}/0", policy=POLICY)


async def test_proxies_of_the_environment_are_ignored(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/"] = reply(b"direct")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    names = Names(site_example=[["127.0.0.1"]])
    page = await fetch(f"http://site.example:{server.port}/", policy=POLICY, resolve=names)
    assert page.text == "direct"


async def test_too_many_bytes_announced(server: Server) -> None:
    server.pages["/"] = reply(b"x" * 2000)
    server.pages["/absurd"] = reply(b"x", content_length="9" * 30)
    with pytest.raises(FetchError, match="more than 1000 bytes"):
        await fetch(f"http://127.0.0.1:{server.port}/", policy=replace(POLICY, max_bytes=1000))
    with pytest.raises(FetchError):
        await fetch(f"http://127.0.0.1:{server.port}/absurd", policy=POLICY)


async def test_endless_body_stops_at_the_bound(server: Server) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(reply(content_length=""))
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()

    server.pages["/"] = endless
    with pytest.raises(FetchError, match="more than 100000 bytes"):
        await fetch(f"http://127.0.0.1:{server.port}/", policy=replace(POLICY, max_bytes=100_000))


async def test_gzip_and_its_bombs(server: Server) -> None:
    server.pages["/small"] = reply(gzip.compress(b"hello"), content_encoding="gzip")
    server.pages["/bomb"] = reply(gzip.compress(b"0" * 20_000_000), content_encoding="gzip")
    server.pages["/brotli"] = reply(b"x", content_encoding="br")
    base = f"http://127.0.0.1:{server.port}"
    assert (await fetch(f"{base}/small", policy=POLICY)).text == "hello"
    with pytest.raises(FetchError, match="more than 10000000 bytes"):
        await fetch(f"{base}/bomb", policy=POLICY)
    with pytest.raises(FetchError, match="compression"):
        await fetch(f"{base}/brotli", policy=POLICY)


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\n", reply(content_length="99") + b"x"])
async def test_slow_server(server: Server, begun: bytes) -> None:
    async def slow(writer: asyncio.StreamWriter) -> None:
        writer.write(begun)
        await writer.drain()
        await asyncio.sleep(5)

    server.pages["/?k=s3cret"] = slow
    with pytest.raises(FetchError, match=r"longer than 0\.2 seconds") as caught:
        await fetch(
            f"http://127.0.0.1:{server.port}/?k=s3cret", policy=replace(POLICY, total_seconds=0.2)
        )
    assert "s3cret" not in caught.value.detail


async def test_slow_resolver() -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(5)
        return []

    with pytest.raises(FetchError, match="longer than"):
        await fetch("http://slow.example/", policy=FetchPolicy(total_seconds=0.05), resolve=never)


async def test_nobody_listens(unused_port: int) -> None:
    with pytest.raises(FetchError, match="cannot be read") as caught:
        await fetch(f"http://127.0.0.1:{unused_port}/?k=s3cret", policy=POLICY)
    assert "s3cret" not in caught.value.detail


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("kind", ["application/pdf", "image/svg+xml", "application/json", ""])
async def test_other_content_types(server: Server, kind: str) -> None:
    server.pages["/"] = reply(b"x", content_type=kind)
    with pytest.raises(FetchError, match="no page of text"):
        await fetch(f"http://127.0.0.1:{server.port}/", policy=POLICY)


async def test_nonsense_for_an_answer(server: Server) -> None:
    server.pages["/"] = b"\x00\xffnonsense\r\n\r\n"
    with pytest.raises(FetchError, match="cannot be read"):
        await fetch(f"http://127.0.0.1:{server.port}/", policy=POLICY)


async def test_send_posts_and_does_not_follow(server: Server) -> None:
    server.pages["/hook"] = redirect("http://127.0.0.1:1/")
    answer = await send(
        "POST",
        f"http://127.0.0.1:{server.port}/hook",
        policy=replace(POLICY, content_types=None),
        headers={"X-Signature": "abc"},
        body=b"{}",
    )
    assert answer.status == 302
    assert server.heads[0].startswith("POST /hook ")
    assert "X-Signature: abc" in server.heads[0]


async def test_headers_do_not_follow_to_another_host(server: Server) -> None:
    server.pages["/a"] = redirect("/b")
    server.pages["/b"] = redirect(f"http://other.example:{server.port}/c")
    server.pages["/c"] = reply(b"end")
    names = Names(site_example=[["127.0.0.1"]], other_example=[["127.0.0.1"]])
    await send(
        "GET",
        f"http://site.example:{server.port}/a",
        policy=POLICY,
        headers={"Authorization": "s3cret"},
        resolve=names,
    )
    assert ["s3cret" in head for head in server.heads] == [True, True, False]


async def test_head_reads_no_body(server: Server) -> None:
    server.pages["/"] = reply(b"", content_length="99", content_type="image/png")
    answer = await send(
        "HEAD", f"http://127.0.0.1:{server.port}/", policy=replace(POLICY, content_types=None)
    )
    assert (answer.status, answer.body) == (200, b"")


async def test_cookies_are_not_kept(server: Server) -> None:
    server.pages["/"] = reply(b"", "302 Found", location="/b", set_cookie="a=1")
    server.pages["/b"] = reply(b"x")
    await fetch(f"http://127.0.0.1:{server.port}/", policy=POLICY)
    assert "cookie" not in server.heads[1].lower()


async def test_the_systems_resolver() -> None:
    assert "127.0.0.1" in await resolve_host("127.0.0.1", 80)
