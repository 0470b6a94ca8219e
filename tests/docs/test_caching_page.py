"""Every example of the page about caching is run, and prints what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.redis import RedisServer

PAGE = (Path(__file__).parents[2] / "docs/guide/caching.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_says_what_it_prints() -> None:
    assert len(EXAMPLES) == PAGE.count("```python") == 3


@pytest.mark.parametrize(("code", "output"), EXAMPLES, ids=["function", "processes", "answers"])
def test_an_example_prints_what_the_page_says(
    code: str, output: str, redis_server: RedisServer
) -> None:
    environment = {**os.environ, "REDIS_URL": redis_server.url}
    environment["REDIS_CACHE_URLS"] = redis_server.url
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False,
        env=environment,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (output, "")
