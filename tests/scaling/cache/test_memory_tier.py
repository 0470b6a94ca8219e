import random

from alwrity.scaling.cache.entry import OVERHEAD_BYTES, Entry
from alwrity.scaling.cache.memory import MemoryTier


def entry(key: str, size: int) -> Entry:
    return Entry(
        key, b"x" * size, tags=(), versions=(), position=None, born=0, checked=0,
        loaded_here=True, fresh_until=1, swr=0, sie=0,
    )  # fmt: skip


def test_its_bytes_never_exceed_the_bound_and_always_add_up() -> None:
    chance = random.Random(7)
    tier = MemoryTier(40_000)
    for _ in range(5000):
        key = f"k{chance.randrange(200)}"
        match chance.randrange(4):
            case 0:
                tier.drop(key)
            case 1 if (found := tier.get(key)) is not None:
                tier.grow(found, chance.randrange(500))
            case _:
                tier.put(entry(key, chance.randrange(3000)))
        assert tier.bytes_used <= 40_000
        assert tier.bytes_used == sum(kept.size for kept in tier._entries.values())
    assert tier.evicted > 1000


def test_what_was_used_since_stays_and_the_newest_is_never_the_one_to_go() -> None:
    size = OVERHEAD_BYTES + 100 + 1
    tier = MemoryTier(size * 4, entry_bound=size)
    for key in "abcd":
        tier.put(entry(key, 100))
    for key in "abcd":
        found = tier.get(key)
        assert found is not None
        found.used = key in "ac"
    tier.put(entry("e", 100))
    assert [key for key in "abcde" if tier.get(key)] == ["a", "c", "d", "e"]
    for key in "acde":
        tier.get(key).used = True  # type: ignore[union-attr]
    tier.put(entry("f", 100))
    assert tier.get("f") is not None


def test_one_that_is_too_large_is_not_kept_and_replaces_nothing_newer() -> None:
    tier = MemoryTier(10_000, entry_bound=1000)
    assert tier.put(entry("a", 100))
    assert not tier.put(entry("a", 2000))
    assert tier.get("a") is None, "the older value must not outlive the newer one"
    assert tier.bytes_used == 0
