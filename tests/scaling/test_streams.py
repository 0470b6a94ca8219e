from alwrity.scaling.streams.memory import MemoryBroker


async def test_all_who_listen_hear_and_nobody_else() -> None:
    broker = MemoryBroker()
    broker.publish("a", 0)
    with broker.subscribe("a") as one, broker.subscribe("a") as two, broker.subscribe("b") as other:
        broker.publish("a", 1)
        assert await one.next(1) == 1
        assert await two.next(1) == 1
        assert await other.next(0.01) is None
    assert broker._topics == {}


async def test_a_slow_listener_learns_that_it_lost_something() -> None:
    broker = MemoryBroker(bound=2)
    with broker.subscribe("a") as slow:
        for number in range(5):
            broker.publish("a", number)
        assert await slow.next(1) is None
        broker.publish("a", 9)
        assert await slow.next(1) == 9
