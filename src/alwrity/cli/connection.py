"""The server that a command talks to: the one that runs, or else one in this process."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alwrity.cli import server_file
from alwrity.cli.client import Client
from alwrity.settings import Settings


@asynccontextmanager
async def connected() -> AsyncIterator[Client]:
    """A client of the server at `ALWRITY_URL`, of the one over the data folder, or of our own.

    Raises:
        SettingsError: When a setting cannot work.
        UnavailableError: When the database does not answer.
    """
    api_key = os.environ.get("ALWRITY_API_KEY", "")
    url = os.environ.get("ALWRITY_URL")
    if not url:
        settings = Settings.load()
        url = server_file.running(settings.data_dir)
    if url:
        async with Client(url, api_key) as client:
            yield client
        return
    # Costs a second, which a command beside a running server need not pay.
    from alwrity.cli import serving  # noqa: PLC0415

    async with serving.alone(settings) as own, Client(own, api_key) as client:
        yield client
