"""The time-outs of a stream with one timer; one a token would cost as much as the parse."""

import asyncio

import aiohttp

LOOK_AGAIN = 0.25


class Silence:
    """Ends a read that waits beyond its limit, by raising `TimeoutError` inside it.

    Args:
        response: The answer that is read.
        limit: Loop time when the first read ends.
    """

    __slots__ = ("_limit", "_loop", "_response", "_timer", "_waiting")

    def __init__(self, response: aiohttp.ClientResponse, limit: float) -> None:
        self._response, self._limit, self._waiting = response, limit, False
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_at(limit, self._look)

    async def read(self) -> bytes:
        """What has arrived by now or arrives next; nothing at the end.

        Raises:
            TimeoutError: It did not arrive within the limit.
            aiohttp.ClientError: The answer broke off.
        """
        self._waiting = True
        try:
            return await self._response.content.readany()
        finally:
            self._waiting = False

    def until(self, limit: float) -> None:
        """Move the limit of the reads to come."""
        self._limit = limit
        if limit < self._timer.when():  # a later one is noticed when the timer strikes
            self._timer.cancel()
            self._timer = self._loop.call_at(limit, self._look)

    def stop(self) -> None:
        """Keep silent from now on."""
        self._timer.cancel()

    def _look(self) -> None:
        now = self._loop.time()
        if self._waiting and now >= self._limit:
            self._response.content.set_exception(TimeoutError())
        else:  # the limit was moved, or the consumer is taking its time: not the vendor's silence
            self._timer = self._loop.call_at(max(self._limit, now + LOOK_AGAIN), self._look)
