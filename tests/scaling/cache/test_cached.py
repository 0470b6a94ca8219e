from dataclasses import dataclass
from uuid import UUID

import orjson
import pytest

from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.cached import cached
from alwrity.scaling.cache.entry import Lifetime

HOUR = Lifetime(3600)


async def test_results_are_kept_by_argument_however_they_are_given(cache: Cache) -> None:
    calls = []

    @cached(cache, HOUR, scope="")
    async def add(a: int, b: int = 2) -> int:
        calls.append((a, b))
        return a + b

    assert [await add(1), await add(1, 2), await add(b=2, a=1), await add(2)] == [3, 3, 3, 4]
    assert calls == [(1, 2), (2, 2)]


async def test_arguments_that_merely_look_alike_are_different(cache: Cache) -> None:
    @cached(cache, HOUR, scope="")
    async def name(a: object, b: object = "") -> str:
        return f"{a!r}{b!r}"

    tries: list[tuple[object, ...]] = [
        (1,), ("1",), (True,), (1.0,), (None,), ("None",), ([],), ('a","b',), ("a", "b"), ("", 1),
    ]  # fmt: skip
    assert [await name(*one) for one in tries] == [await name.__wrapped__(*one) for one in tries]  # type: ignore[attr-defined]
    assert cache.stats.loads == len(tries)


async def test_two_scopes_never_share_a_result(cache: Cache) -> None:
    @cached(cache, HOUR, scope=lambda workspace, _: workspace, ignore=("workspace",))
    async def read(workspace: str, slug: str) -> str:
        return f"{slug} of {workspace}"

    assert await read("a", "x") == "x of a"
    assert await read("b", "x") == "x of b"


async def test_tags_are_told_by_the_arguments(cache: Cache) -> None:
    stored = {"x": 1}

    @cached(cache, HOUR, scope="", tags=lambda slug: [f"piece:{slug}"])
    async def read(slug: str) -> int:
        return stored[slug]

    assert await read("x") == 1
    stored["x"] = 2
    assert await read("x") == 1
    await cache.invalidate("piece:x")
    assert await read("x") == 2


async def test_what_is_ignored_changes_nothing(cache: Cache) -> None:
    class Repository:
        calls = 0

        @cached(cache, HOUR, scope="", ignore=("self", "session"))
        async def read(self, session: object, key: UUID) -> str:
            Repository.calls += 1
            return str(key)

    key = UUID(int=5)
    assert await Repository().read(object(), key) == await Repository().read(object(), key)
    assert Repository.calls == 1


async def test_a_result_comes_back_as_its_own_type_and_each_caller_has_its_own(
    cache: Cache,
) -> None:
    @dataclass
    class Piece:
        title: str

    @cached(cache, HOUR, scope="", decode=lambda told: Piece(**orjson.loads(told)))
    async def read() -> Piece:
        return Piece("A")

    first = await read()
    first.title = "changed"
    assert (await read()) == Piece("A")


async def test_what_cannot_work_is_told_in_a_sentence(cache: Cache) -> None:
    with pytest.raises(TypeError, match="is not async"):
        cached(cache, HOUR, scope="")(lambda: None)  # type: ignore[arg-type,return-value]
    with pytest.raises(TypeError, match="has no argument 'b' to ignore"):

        @cached(cache, HOUR, scope="", ignore=("b",))
        async def one(a: int) -> int:
            return a

    @cached(cache, HOUR, scope="")
    async def read(session: object) -> int:
        return 1

    with pytest.raises(TypeError, match="leave out with `ignore`"):
        await read(object())
