"""Guarded HTTP: resolve once, check every address, connect to the very address that was checked.

A name could answer with a public address while it is checked and with a private one when it is
connected to. So the connection gets its addresses from the check (`connection`).
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import aiohttp

from alwrity.errors import FetchError
from alwrity.fetch import urls
from alwrity.fetch.addresses import refused
from alwrity.fetch.body import BrokenBodyError, TooLargeError, decode, read
from alwrity.fetch.connection import open_session
from alwrity.fetch.policy import FetchPolicy
from alwrity.scaling.deadline import DeadlineError, within_deadline

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""From host and port to addresses; raises OSError when there are none."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.

    Attributes:
        url: The URL that answered, behind all redirects.
        status: Its status; 404 and 500 are answers too.
        content_type: Its media type in lower case, "" where it says none.
        charset: The charset that `text` was read with.
        body: The bytes, decompressed.
        text: The body as text.
        redirects: The URLs that redirected, in order.
        headers: Header fields, names in lower case, repeated ones joined by commas.
    """

    url: str
    status: int
    content_type: str
    charset: str
    body: bytes
    text: str
    redirects: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    headers: Mapping[str, str]
    body: bytes | None
    until: float  # by the loop's clock

    @property
    def follows(self) -> bool:
        return self.method in {"GET", "HEAD"}


async def resolve_host(host: str, port: int) -> list[str]:
    """Ask the system's resolver.

    Raises:
        OSError: When the name has no address.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


async def fetch(url: str, *, policy: FetchPolicy, resolve: Resolve = resolve_host) -> Fetched:
    """Read a page that a user named.

    Args:
        url: Any text; what is not an acceptable URL is refused.
        policy: The bounds.
        resolve: Turns a name into addresses; asked once for each hop.

    Raises:
        FetchError: When the address may not, or cannot, be read.
    """
    return await send("GET", url, policy=policy, resolve=resolve)


async def check_url(url: str, *, policy: FetchPolicy, resolve: Resolve = resolve_host) -> None:
    """Judge an address without connecting, so that a bad one is told when it is given.

    It is judged again when it is read: a name may point elsewhere by then.

    Raises:
        FetchError: When the address may not be read.
    """
    try:
        async with asyncio.timeout(policy.connect_seconds):
            await _checked(urls.parse(url, any_port=policy.any_port), policy, resolve)
    except TimeoutError:
        raise FetchError(
            f"The host of {urls.redacted(url)!r} was not found within "
            f"{policy.connect_seconds:g} seconds; try again, or paste the text instead."
        ) from None


async def send(
    method: str,
    url: str,
    *,
    policy: FetchPolicy,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    resolve: Resolve = resolve_host,
) -> Fetched:
    """Send any request through the same guard, for webhooks and link checks.

    Redirects are followed for GET and HEAD alone; another method's redirect is the answer. The
    given header fields go to the first host only, since they may carry secrets.

    Raises:
        FetchError: When the address may not, or cannot, be read.
        DeadlineError: When the request's time is over.
    """
    until = asyncio.get_running_loop().time() + policy.total_seconds
    try:
        async with within_deadline():
            return await _follow(_Request(method, headers or {}, body, until), url, policy, resolve)
    except DeadlineError:
        raise  # our caller's time, told where it was given
    except TimeoutError:
        raise FetchError(
            f"The address {urls.redacted(url)!r} took longer than {policy.total_seconds:g} "
            "seconds; try again later, or paste the text instead."
        ) from None


async def _follow(request: _Request, url: str, policy: FetchPolicy, resolve: Resolve) -> Fetched:
    passed: list[str] = []
    target = urls.parse(url, any_port=policy.any_port)
    while True:
        async with asyncio.timeout_at(request.until):
            addresses = await _checked(target, policy, resolve)
        answer, location = await _exchange(request, target, addresses, policy)
        if location is None or not request.follows:
            return replace(answer, redirects=tuple(passed))
        passed.append(target.url)
        if len(passed) > policy.max_redirects:
            raise FetchError(
                f"The address {urls.redacted(passed[0])!r} redirects more than "
                f"{policy.max_redirects} times; give the address where it ends."
            )
        following = urls.parse(urls.join(target, location), any_port=policy.any_port)
        if following.origin != target.origin:
            request = replace(request, headers={})
        target = following


async def _checked(target: urls.Target, policy: FetchPolicy, resolve: Resolve) -> list[str]:
    """The addresses of a target, all of them allowed."""
    shown = urls.redacted(target.url)
    try:
        literal = target.literal
        addresses = [literal] if literal else list(await resolve(target.host, target.port))
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise FetchError(
            f"The host {target.host!r} in {shown!r} has no address; check its spelling."
        )
    if refused(addresses, allow_loopback=policy.allow_loopback):
        # The address itself is not told: it would draw a map of the network behind us.
        raise FetchError(
            f"The host {target.host!r} in {shown!r} is not on the public internet; "
            "paste the text instead."
        )
    return addresses


async def _exchange(
    request: _Request, target: urls.Target, addresses: list[str], policy: FetchPolicy
) -> tuple[Fetched, str | None]:
    """One request; a redirect comes back with where it leads, its body unread."""
    shown = urls.redacted(target.url)
    try:
        with policy.hosts.reading(target.host) as reading:
            # Inside of it: a host that hangs until the end of our time has failed.
            async with (
                asyncio.timeout_at(request.until),
                open_session(target, addresses, policy) as session,
                session.request(
                    request.method,
                    target.url,
                    headers=request.headers,
                    data=request.body,
                    allow_redirects=False,
                ) as response,
            ):
                reading.take(response.status, response.headers.get("Retry-After", ""))
                return await _take(request, target, response, policy)
    except TooLargeError as error:
        raise _too_large(shown, str(error)) from None
    except BrokenBodyError:
        raise FetchError(
            f"The address {shown!r} answers in a compression that cannot be read; "
            "paste the text instead."
        ) from None
    except aiohttp.ServerTimeoutError:
        raise FetchError(
            f"The address {shown!r} did not take a connection within {policy.connect_seconds:g} "
            "seconds; try again later."
        ) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if isinstance(error, TimeoutError):
            raise  # the bound of the whole, told where it is set
        raise FetchError(
            f"The address {shown!r} cannot be read ({type(error).__name__}); "
            "check it in a browser, or paste the text instead."
        ) from None


async def _take(
    request: _Request,
    target: urls.Target,
    response: aiohttp.ClientResponse,
    policy: FetchPolicy,
) -> tuple[Fetched, str | None]:
    fields = {name.lower(): ", ".join(response.headers.getall(name)) for name in response.headers}
    kind = response.content_type.lower() if "content-type" in fields else ""
    answer = Fetched(target.url, response.status, kind, "utf-8", b"", "", headers=fields)
    if response.status in _REDIRECTS and "location" in fields:
        return answer, response.headers["Location"]
    _check_head(answer, policy)
    if request.method == "HEAD":
        return answer, None
    body = await read(
        response.content.iter_chunked(_CHUNK),
        fields.get("content-encoding", ""),
        wire=policy.max_bytes,
        decoded=policy.max_decoded_bytes,
    )
    text, charset = decode(body, response.charset)
    return replace(answer, body=body, text=text, charset=charset), None


def _check_head(answer: Fetched, policy: FetchPolicy) -> None:
    shown = urls.redacted(answer.url)
    if policy.content_types is not None and answer.content_type not in policy.content_types:
        raise FetchError(
            f"The address {shown!r} answers {answer.status} with {answer.content_type[:100]!r}, "
            "which is no page of text; give the address of an HTML, Markdown or plain text page."
        )
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > 18 or int(length) > policy.max_bytes):
        raise _too_large(shown, str(policy.max_bytes))


def _too_large(shown: str, bound: str) -> FetchError:
    return FetchError(
        f"The address {shown!r} answers with more than {bound} bytes; paste the part you need."
    )
