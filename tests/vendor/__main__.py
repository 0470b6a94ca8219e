"""`python -m tests.vendor --port 9000`: the fake vendor as a process of its own."""

import argparse
import asyncio
import json
import sys

from tests.vendor.server import Vendor, running_vendor


async def serve(vendor: Vendor, port: int) -> None:
    """Serve until the process is ended; the first line printed tells the address."""
    async with running_vendor(vendor=vendor, port=port):
        sys.stdout.write(json.dumps({"url": vendor.url, "openai": vendor.openai_url}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.vendor", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--tokens", type=int, default=200, help="tokens of an answer")
    parser.add_argument("--pace", type=float, default=0, help="tokens/s, 0 = all at once")
    parser.add_argument("--first-token", type=float, default=0, help="seconds to the first token")
    parser.add_argument("--slots", type=int, default=0, help="answers at once, 0 = no bound")
    parser.add_argument("--key", default="", help="the API key to insist on")
    parser.add_argument("--model", action="append", help="a model that exists (repeatable)")
    given = parser.parse_args()
    vendor = Vendor(
        tokens=given.tokens,
        pace=given.pace,
        first_token=given.first_token,
        key=given.key,
        slots=given.slots,
        models=given.model or ("fake",),
    )
    try:
        import uvloop
    except ImportError:
        run = asyncio.run
    else:
        run = uvloop.run
    try:
        run(serve(vendor, given.port))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
