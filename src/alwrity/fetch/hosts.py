"""A breaker for each host that is read, so that one which hangs does not hold up many readers."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import aiohttp

from alwrity.errors import FetchError
from alwrity.scaling.breaker import Breaker, BreakerOpenError, BreakerPolicy

POLICY = BreakerPolicy(minimum=5, open_seconds=30.0, probe_seconds=30.0)
_LONGEST_PAUSE = 60.0
_PAUSE = 5.0


class Hosts:
    """The hosts that this process reads.

    What fails is a connection that breaks, hangs or is refused, and an answer of 500 or more. 401,
    403 and the like are answers; a 429 is a pause.

    Args:
        policy: When a host is left alone.
        most: Hosts remembered; the one unread for longest is forgotten.
        clock: Seconds, monotonic.
    """

    def __init__(
        self,
        policy: BreakerPolicy = POLICY,
        *,
        most: int = 1000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy, self._most, self._clock = policy, most, clock
        self._breakers: OrderedDict[str, Breaker] = OrderedDict()

    @contextmanager
    def reading(self, host: str) -> Iterator["Reading"]:
        """One request to a host.

        Raises:
            FetchError: The host is left alone; the sentence says for how long.
        """
        breaker = self._breaker(host)
        try:
            call = breaker.enter()
        except BreakerOpenError as error:
            raise FetchError(
                f"The host {host!r} did not answer well lately and is left alone for "
                f"{max(1, round(error.retry_after))} s; try again then, or paste the text instead."
            ) from None
        reading = Reading()
        try:
            yield reading
        except BaseException as error:
            if isinstance(error, aiohttp.ClientError | OSError):
                call.failed()
            else:
                call.ignored()
            raise
        if reading.status == 429:
            breaker.cool_down(min(_LONGEST_PAUSE, reading.retry_after or _PAUSE))
            call.ignored()
        elif reading.status >= 500:
            call.failed()
        else:
            call.succeeded()

    def _breaker(self, host: str) -> Breaker:
        if host not in self._breakers:
            self._breakers[host] = Breaker(host, self._policy, clock=self._clock)
        self._breakers.move_to_end(host)
        if len(self._breakers) > self._most:
            self._breakers.popitem(last=False)
        return self._breakers[host]


class Reading:
    """What came of a request."""

    def __init__(self) -> None:
        self.status = 0
        self.retry_after: float | None = None

    def take(self, status: int, retry_after: str) -> None:
        """Note the answer's status and its `Retry-After` in seconds."""
        self.status = status
        if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9:
            self.retry_after = float(retry_after)
