"""What both wire formats share: one POST, a loop over its events, time-outs, how it may break.

A wire format adds the body of a request and a `Reading` of what comes back.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import aiohttp
import orjson

from alwrity.errors import ProviderError
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import (
    Capabilities,
    Finish,
    ModelRequest,
    StreamItem,
    Text,
    Usage,
)
from alwrity.providers.refusals import VendorSaidError, in_stream, message_in, quote, refusal
from alwrity.providers.silence import Silence
from alwrity.providers.sse import SseParser, SurrogateJoiner, decode

CONNECT_TIMEOUT = 10.0
GOODBYE_TIMEOUT = 2.0  # for usage and the last event, once the finish reason is known
DRAIN_TIMEOUT = 0.05  # for the end of a finished body, so that the connection can be used again
LONGEST_ERROR = 8192
# Seconds between two reads of a stream that flows. Nobody sees a token before the next commit of
# the log, and reading them by twos and threes costs less.
GATHER = 0.03

Reason = Literal["stop", "length", "filter"]
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError)


@dataclass(slots=True)
class Reading:
    """What has been understood of one answer so far.

    Attributes:
        reason: Why it ended; None until the vendor says so.
        usage: Tokens as the vendor counted them.
        ended: Nothing of interest follows.
        tokens: Signs of life, hidden reasoning included: they keep the time-outs from striking.
        logprob: Log-probabilities since the last `Text`, where they were asked for.
    """

    reason: Reason | None = None
    usage: Usage = field(default_factory=Usage)
    ended: bool = False
    tokens: int = 0
    logprob: float | None = None

    def take(self, data: bytes) -> str:
        """Understand the data of one event and give its text.

        Raises:
            VendorSaidError: It is an error.
            ValueError, LookupError, TypeError, AttributeError: It is not what the format promises.
        """
        raise NotImplementedError


class HttpProvider(ABC):
    """A model behind HTTP.

    Args:
        name: `provider:model`.
        base_url: Kept verbatim; only the format's path is put behind it.
        path: Such as `/chat/completions`.
        headers: Sent along, credentials included.
        secret: The credential, to keep it out of error sentences.
        first_token_timeout: Seconds to the first token, connecting included.
        between_tokens_timeout: Seconds from one token to the next.
        call_timeout: Seconds for the whole call.
    """

    def __init__(
        self,
        *,
        name: str,
        base_url: str,
        path: str,
        headers: Mapping[str, str],
        secret: str,
        capabilities: Capabilities,
        first_token_timeout: float,
        between_tokens_timeout: float,
        call_timeout: float,
    ) -> None:
        base, mark, query = base_url.partition("?")  # such as Azure's api-version
        self._url = base.rstrip("/") + path + mark + query
        parts = urlsplit(base_url)
        self._origin = f"{parts.scheme}://{parts.hostname}" + (
            f":{parts.port}" if parts.port else ""
        )
        self._address = self._origin + parts.path.rstrip("/")
        self._name, self._capabilities, self._secrets = name, capabilities, (secret,)
        self._headers = {
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",  # unpacking token by token costs more than it saves
            **headers,
        }
        self._first, self._between, self._call = (
            first_token_timeout,
            between_tokens_timeout,
            call_timeout,
        )
        self._session: aiohttp.ClientSession | None = None

    @property
    def name(self) -> str:
        """`provider:model`, as in `ALWRITY_LLM`."""
        return self._name

    @property
    def address(self) -> str:
        """The base URL without what may be secret in it."""
        return self._address

    @property
    def has_key(self) -> bool:
        """Whether a credential is sent along."""
        return any(self._secrets)

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        return self._capabilities

    @abstractmethod
    def _body(self, request: ModelRequest, *, stream: bool) -> dict[str, Any]:
        """The request as the wire format writes it."""

    @abstractmethod
    def _reading(self) -> Reading:
        """A fresh reading of a stream."""

    @abstractmethod
    def _whole(self, answer: Any) -> tuple[str, Reading]:
        """The text and reading of an answer in one piece."""

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem, None]:
        """Write; closing the iterator closes the connection, which ends the call at the vendor.

        Raises:
            ProviderError: As `alwrity.providers.errors` tells.
        """
        now = asyncio.get_running_loop().time
        deadline = now() + self._call
        first = min(deadline, now() + self._first)
        reading, parser, joiner = self._reading(), SseParser(), SurrogateJoiner()
        came, told = False, 0
        response = await self._post(self._body(request, stream=True), first)
        silence = Silence(response, first)
        try:
            while not reading.ended:
                chunk = await self._read(silence, reading, came=came)
                seen = reading.tokens
                text = self._understand(chunk, parser, reading, came=came)
                text = joiner.feed(text) if chunk else joiner.feed(text) + joiner.end()
                if reading.tokens > seen:
                    silence.until(min(deadline, now() + self._between))
                if text:
                    came = True
                    yield Text(text, reading.logprob, reading.tokens - told)
                    reading.logprob, told = None, reading.tokens
                    if reading.reason is None and not reading.ended:
                        await asyncio.sleep(GATHER)
                    # What the consumer took its time for is not the vendor's silence.
                    silence.until(min(deadline, now() + self._between))
                if not chunk:
                    break
                if reading.reason is not None:
                    silence.until(min(deadline, now() + GOODBYE_TIMEOUT))
            if tail := joiner.end():
                yield Text(tail)
            if reading.reason is None:
                raise self._broken("ended without a finish reason", reading, came=came)
            await _drain(response)
            yield Finish(reading.reason, reading.usage, self._name)
        finally:
            silence.stop()
            response.close()  # no-op where the body was read to its end

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        """The whole answer in one piece, for short ones.

        Raises:
            ProviderError: As `alwrity.providers.errors` tells; never `ProviderStreamError`.
        """
        limit = asyncio.get_running_loop().time() + self._call
        response = await self._post(self._body(request, stream=False), limit)
        try:
            async with asyncio.timeout_at(limit):
                body = await response.read()
            text, reading = self._whole(decode(body))
        except TimeoutError as error:
            raise self._broken("was not done in time", None, came=False) from error
        except (aiohttp.ClientError, OSError) as error:
            raise self._broken("broke off its answer", None, came=False) from error
        except _MALFORMED as error:
            raise self._broken("sent an answer that cannot be read", None, came=False) from error
        finally:
            response.close()
        if reading.reason is None:
            raise self._broken("ended without a finish reason", None, came=False)
        joiner = SurrogateJoiner()
        text = joiner.feed(text) + joiner.end()
        return text, Finish(reading.reason, reading.usage, self._name)

    async def close(self) -> None:
        """Give back the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _post(self, body: dict[str, Any], limit: float) -> aiohttp.ClientResponse:
        """Send a request and give the answer once its status says that it is one."""
        if self._session is None:
            # trust_env stays off: a proxy variable of the host must not see prompts and keys. How
            # many calls are made at once is decided by admission, not here.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(sock_connect=CONNECT_TIMEOUT),
                headers=self._headers,
            )
        try:
            async with asyncio.timeout_at(limit):
                response = await self._session.post(
                    self._url, data=orjson.dumps(body), allow_redirects=False
                )
                if response.status == 200:
                    return response
                async with response:
                    quoted = await response.content.read(LONGEST_ERROR)
        except aiohttp.InvalidURL as error:
            raise ProviderConfigError(
                f"{self._name!r} has no usable base URL; correct it in ALWRITY_LLM."
            ) from error
        except TimeoutError as error:
            raise self._broken("did not answer in time", None, came=False) from error
        except (aiohttp.ClientError, OSError) as error:
            raise self._broken("cannot be reached", None, came=False) from error
        raise refusal(self._name, response.status, response.headers, quoted, self._secrets)

    async def _read(self, silence: Silence, reading: Reading, *, came: bool) -> bytes:
        try:
            return await silence.read()
        except TimeoutError as error:
            if reading.reason is not None:
                return b""  # all was said but the good-bye
            what = "fell silent between tokens" if came else "sent no token in time"
            raise self._broken(what, reading, came=came) from error
        except (aiohttp.ClientError, OSError) as error:
            if reading.reason is not None:
                return b""
            raise self._broken("broke off", reading, came=came) from error

    def _understand(self, chunk: bytes, parser: SseParser, reading: Reading, *, came: bool) -> str:
        """The text in a chunk; the rest of it goes into the reading."""
        try:
            events = parser.feed(chunk) if chunk else parser.end()
            return "".join([reading.take(event) for event in events])
        except VendorSaidError as said:
            if not came:
                raise in_stream(self._name, said.error, self._secrets) from None
            what = f"reported {quote(message_in(said.error), self._secrets)}"
            raise self._broken(what, reading, came=True) from None
        except _MALFORMED as error:
            raise self._broken("sent an event that cannot be read", reading, came=came) from error

    def _broken(self, what: str, reading: Reading | None, *, came: bool) -> ProviderError:
        detail = (
            f"{self._name!r} at {self._origin!r} {what}; "
            "try again, or add another model to ALWRITY_LLM."
        )
        if came and reading is not None:
            return ProviderStreamError(detail, usage=reading.usage)
        return ProviderUnreachableError(detail)


async def _drain(response: aiohttp.ClientResponse) -> None:
    """Read the end of a finished body; without it the connection cannot be used again."""
    try:
        async with asyncio.timeout(DRAIN_TIMEOUT):
            while await response.content.readany():
                pass
    except (TimeoutError, aiohttp.ClientError, OSError):
        return  # the answer is whole; only a connection is lost
