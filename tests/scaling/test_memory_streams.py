import asyncio

import pytest

from alwrity.scaling.streams.memory import MemoryBroker


async def test_who_is_cancelled_in_the_moment_of_a_message_is_cancelled() -> None:
    broker = MemoryBroker()
    with broker.subscribe("t") as subscription:
        waiting = asyncio.create_task(subscription.next(10))
        await asyncio.sleep(0.01)
        broker.publish("t", "message")
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
