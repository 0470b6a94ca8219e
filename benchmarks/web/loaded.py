"""What a filled page has loaded when it has come to rest: scripts and styles, by brotli.

`sizes` counts what a page begins with; here is what comes behind it too, such as the chart.
"""

from pathlib import Path
from urllib.parse import urlsplit

from tests.support.browser import chromium, visit

from alwrity.web_pages import FOLDER
from benchmarks.web.site import filled

BUDGETS = {"library": 85, "analytics": 95, "write": 165}

#: The sheets that the page carries within itself stand in it as disabled links.
_LOADED = """() => [
  ...performance.getEntriesByType("resource").map((entry) => entry.name),
  ...Array.from(document.querySelectorAll("link[rel=stylesheet][disabled]"), (link) => link.href),
]"""


async def main() -> list[str]:
    missed = []
    async with filled(500) as (url, places), chromium() as browser:
        for name, place in places.items():
            async with visit(browser, url + place) as tab:
                await tab.page.wait_for_timeout(500)
                addresses: list[str] = await tab.page.evaluate(_LOADED)
            files = {urlsplit(address).path for address in addresses}
            size = sum(
                _weight(FOLDER / file[1:]) for file in files if file.endswith((".js", ".css"))
            )
            budget = BUDGETS.get(name)
            verdict = "" if budget is None else f"of {budget}"
            if budget is not None and size / 1000 > budget:
                verdict += "  TOO MUCH"
                missed.append(f"loaded {name}")
            print(f"  {name:12}{size / 1000:8.1f} kB  {verdict}")
    return missed


def _weight(file: Path) -> int:
    smaller = file.with_name(f"{file.name}.br")
    return (smaller if smaller.exists() else file).stat().st_size
