"""The connection of a fetch, pinned to the addresses that were checked.

Proxies of the environment are not used: they would resolve and connect for us.
"""

import socket
from collections.abc import Sequence
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from alwrity.fetch import urls
from alwrity.fetch.addresses import refused
from alwrity.fetch.policy import FetchPolicy


def open_session(
    target: urls.Target, addresses: list[str], policy: FetchPolicy
) -> aiohttp.ClientSession:
    """A session that can reach nothing but one target, at the addresses that were checked."""

    def guarded_socket(info: Any) -> socket.socket:
        # The last look, at the very number the connection is made to.
        if info[4][0] not in addresses or refused(
            [info[4][0]], allow_loopback=policy.allow_loopback
        ):
            raise OSError("address was not checked")
        return socket.socket(info[0], info[1], info[2])

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=_Pinned(target.host, addresses),
            use_dns_cache=False,
            force_close=True,
            socket_factory=guarded_socket,
        ),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=policy.connect_seconds),
        trust_env=False,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={
            "User-Agent": policy.user_agent,
            "Accept": "text/html, application/xhtml+xml, text/markdown, text/plain, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
        },
    )


class _Pinned(AbstractResolver):
    """A resolver that knows one host, and of it only what was checked."""

    def __init__(self, host: str, addresses: Sequence[str]) -> None:
        self._host = host
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if host != self._host:
            raise OSError(f"{host!r} was not checked")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in self._addresses
            if family in (socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET)
        ]

    async def close(self) -> None:
        pass
