"""`cached`: an async function whose results are kept."""

import functools
import inspect
from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeVar, cast

import orjson

from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.entry import Lifetime, Loaded
from alwrity.scaling.position import Position

# Of the function alone: what the others take and give cannot be inferred before it is known.
Function = TypeVar("Function", bound=Callable[..., Awaitable[Any]])


def cached(
    cache: Cache,
    lifetime: Lifetime,
    *,
    scope: str | Callable[..., str],
    tags: Collection[str] | Callable[..., Collection[str]] = (),
    ignore: Collection[str] = (),
    after: Callable[..., Position | None] | None = None,
    position: Callable[[Any], Position | None] | None = None,
    encode: Callable[[Any], bytes] = orjson.dumps,
    decode: Callable[[bytes], Any] = orjson.loads,
    name: str = "",
) -> Callable[[Function], Function]:
    """Keep what an async function returns, by its arguments.

    Without a `decode` of your own you get what JSON has: a dataclass comes back as a dict, a UUID
    as a string - on the first call, too, so that a hit and a miss never differ.

    Args:
        cache: Where.
        lifetime: For how long.
        scope: Whose results these are, or a function of the arguments that tells it; results are
            never shared between two scopes. `""` says that they are everybody's.
        tags: Names whose invalidation makes the result a miss, or a function of the arguments.
        ignore: Arguments that do not change the result, such as a session or `self`.
        after: Where the caller's last write stands, from the arguments.
        position: Of the snapshot behind a result.
        encode: Makes bytes of a result; never pickle, for who can write to Redis could run code.
        decode: Makes a result of bytes; each call gets its own.
        name: In place of the function's module and name, to keep entries through a renaming.

    Raises:
        TypeError: On decorating, when the function is not async or has no argument that `ignore`
            names; on a call, when an argument cannot be part of a key.
    """

    def decorate(function: Function) -> Function:
        if not inspect.iscoroutinefunction(function):
            raise TypeError(f"{function!r} is not async; only `async def` functions are cached")
        title = name or f"{function.__module__}.{function.__qualname__}"
        signature = inspect.signature(function)
        strange = set(ignore) - set(signature.parameters)
        if strange:
            raise TypeError(f"{title} has no argument {min(strange)!r} to ignore")

        @functools.wraps(function)
        async def call(*args: Any, **kwargs: Any) -> Any:
            async def load() -> Loaded:
                result = await function(*args, **kwargs)
                return Loaded(encode(result), position(result) if position else None)

            entry = await cache.get(
                _key(title, scope if isinstance(scope, str) else scope(*args, **kwargs),
                     signature, ignore, args, kwargs),
                load,
                lifetime,
                tags=tuple(tags(*args, **kwargs) if callable(tags) else tags),
                after=after(*args, **kwargs) if after else None,
            )  # fmt: skip
            return decode(entry.value)

        return cast("Function", call)

    return decorate


def _key(
    title: str,
    scope: str,
    signature: inspect.Signature,
    ignore: Collection[str],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> str:
    bound = signature.bind(*args, **kwargs)
    bound.apply_defaults()
    values = {key: value for key, value in bound.arguments.items() if key not in ignore}
    try:
        told = orjson.dumps([scope, values], option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise TypeError(
            f"the arguments of {title} make no key: {error}; leave out with `ignore` what does not "
            "change the result"
        ) from error
    return f"{title}:{told.decode()}"
