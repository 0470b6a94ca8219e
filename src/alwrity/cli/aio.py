"""Running a coroutine as a command does."""

import asyncio
import importlib.util
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from alwrity import logs

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T], *, quiet: bool = True) -> T:
    """Run `main` on the fastest event loop there is; Ctrl-C cancels it.

    Args:
        main: What the command does.
        quiet: Log errors only, so that the terminal belongs to the command's own words; a server
            has set up its logs before.
    """
    if quiet:
        logs.configure("error", "auto")
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(main)


@contextmanager
def on_signals(numbers: tuple[signal.Signals, ...], call: Callable[[], None]) -> Iterator[None]:
    """Call `call` in the running loop instead of what the signals do otherwise."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        try:
            loop.add_signal_handler(number, call)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(call))
    try:
        yield
    finally:
        for number, handler in before.items():
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
            signal.signal(number, handler)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if importlib.util.find_spec("uvloop") is None:  # there is none for Windows
        return None
    import uvloop  # noqa: PLC0415 - where it exists

    return uvloop.new_event_loop
