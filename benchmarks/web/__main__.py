"""`python -m benchmarks.web [NAME ...]`: measure the pages; fails when a budget is missed."""

import asyncio
import inspect
import os
import sys
from importlib import import_module

#: Modules of this package; `main` gives what missed its budget.
NAMES = ("sizes", "loaded", "scroll", "streamed", "keystrokes", "lighthouse")


def main() -> int:
    wanted = sys.argv[1:] or list(NAMES)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r} of the pages; there are: {', '.join(NAMES)}.")
        return 2
    missed: list[str] = []
    for name in wanted:
        load = " ".join(f"{value:.2f}" for value in os.getloadavg())
        print(f"\n== {name} (load average {load}, {os.cpu_count()} cores)", flush=True)
        result = import_module(f"benchmarks.web.{name}").main()
        missed += asyncio.run(result) if inspect.iscoroutine(result) else result
    if missed:
        print(f"\nMissed: {', '.join(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
