"""The API as the commands use it: over HTTP only, whether the server is elsewhere or in here."""

from collections.abc import AsyncGenerator, Mapping
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import unquote
from uuid import uuid4

import aiohttp
import orjson

from alwrity.cli.event_parser import Event, EventParser
from alwrity.errors import (
    AlwrityError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    ProviderError,
    RateLimitedError,
    UnauthenticatedError,
    UnavailableError,
)

_ERRORS: Final[Mapping[int, type[AlwrityError]]] = {
    401: UnauthenticatedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    413: InvalidInputError,
    422: InvalidInputError,
    429: RateLimitedError,
    502: ProviderError,
    503: UnavailableError,
}
_CALL = aiohttp.ClientTimeout(total=60, sock_connect=5)
# A comment line comes every 15 s: a stream that is silent for so long is dead.
_STREAM = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=45)

#: What tells that the connection broke, rather than that the server refused.
BROKEN: Final = (aiohttp.ClientError, TimeoutError, ConnectionError)


class Client:
    """A connection to a server; use it as a context.

    Args:
        url: Where it serves.
        api_key: Sent with every request when it is not empty.
    """

    def __init__(self, url: str, api_key: str = "") -> None:
        self.url = url.rstrip("/")
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._http = aiohttp.ClientSession(headers=headers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.close()

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """Read JSON; None when the answer is empty.

        Raises:
            AlwrityError: The server's own sentence, as the class of its status.
        """
        _, body = await self._call("GET", path, query=query)
        return orjson.loads(body) if body else None

    async def post(self, path: str, body: Any) -> Any:
        """Change something; the key it carries keeps a repetition on the way from doing it twice.

        Raises:
            AlwrityError: The server's own sentence, as the class of its status.
        """
        _, answer = await self._call("POST", path, body=body)
        return orjson.loads(answer) if answer else None

    async def download(self, path: str, query: Mapping[str, str]) -> tuple[str, bytes]:
        """Take a file away: its name, as the server proposes it, and its content.

        Raises:
            AlwrityError: The server's own sentence, as the class of its status.
        """
        headers, body = await self._call("GET", path, query=query)
        _, _, name = headers.get("Content-Disposition", "").partition("filename*=UTF-8''")
        return unquote(name), body

    async def events(self, path: str, after: int) -> AsyncGenerator[Event, None]:
        """The events of one connection, from the one behind `after`; 0 begins with a snapshot.

        Ends without any when the server has nothing more to say (204).

        Raises:
            AlwrityError: The server's own sentence, as the class of its status.
            aiohttp.ClientError: When the connection breaks (see `BROKEN`).
        """
        headers = {"Accept": "text/event-stream"}
        if after:
            headers["Last-Event-ID"] = str(after)
        async with self._http.get(self.url + path, headers=headers, timeout=_STREAM) as answer:
            if answer.status >= 400:
                raise _refusal(answer.status, await answer.read(), self.url)
            parser = EventParser()
            async for chunk in answer.content.iter_any():
                for event in parser.feed(chunk):
                    yield event

    async def _call(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: Any = None
    ) -> tuple[Mapping[str, str], bytes]:
        headers = {"Accept": "application/json, */*;q=0.8"}
        data = None
        if method != "GET":
            headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
            data = orjson.dumps(body) if body is not None else None
        try:
            async with self._http.request(
                method, self.url + path, params=query, data=data, headers=headers, timeout=_CALL
            ) as answer:
                content = await answer.read()
        except BROKEN as error:
            raise away(self.url, error) from error
        if answer.status >= 400:
            raise _refusal(answer.status, content, self.url)
        return answer.headers, content


def away(url: str, error: BaseException) -> UnavailableError:
    """What is said when a server does not answer."""
    cause = str(error) or type(error).__name__
    return UnavailableError(
        f"The server at {url!r} does not answer ({cause}); start it by: alwrity serve"
    )


def _refusal(status: int, body: bytes, url: str) -> AlwrityError:
    try:
        detail = str(orjson.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        detail = f"The server at {url!r} answered {status} without saying why."
    if status == 401:
        detail = f"{detail} For the commands: make a key by `alwrity keys create` and set it as "
        detail += "ALWRITY_API_KEY."
    return _ERRORS.get(status, UnavailableError if status >= 500 else InvalidInputError)(detail)
