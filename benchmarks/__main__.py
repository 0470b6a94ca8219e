"""`python -m benchmarks [NAME ...]`: run all benchmarks, or the named ones."""

import asyncio
import inspect
import os
import sys
from importlib import import_module

NAMES = (
    "start",
    "seo_analysis",
    "sqlite_hops",
    "dispatch",
    "prepared",
    "rewrites",
    "streams",
    "limits",
    "cache",
    "overload",
    "embedded",
)


def main() -> int:
    wanted = sys.argv[1:] or list(NAMES)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; there are: {', '.join(NAMES)}.")
        return 2
    for name in wanted:
        load = " ".join(f"{value:.2f}" for value in os.getloadavg())
        print(f"\n== {name} (load average {load}, {os.cpu_count()} cores)")
        result = import_module(f"benchmarks.{name}").main()
        if inspect.isawaitable(result):
            asyncio.run(_wait(result))
    return 0


async def _wait(result: object) -> None:
    await result  # type: ignore[misc]


if __name__ == "__main__":
    sys.exit(main())
