"""The first page, until the pages exist: the interactive documentation, from the package alone."""

import re

import httpx

from alwrity import ui


async def test_everything_that_the_page_asks_for_is_served_here(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert page.status_code == 200
    assets = re.findall(r"(?:src|href)=\"([^\"]+)\"", page.text)
    assert len(assets) == 3
    for path in assets:
        assert path.startswith("/"), "nothing comes from another server"
        assert (await client.get(path)).status_code == 200, path


async def test_the_page_understands_the_version_of_our_document(
    client: httpx.AsyncClient,
) -> None:
    document = (await client.get(ui.OPENAPI_PATH)).json()
    script = (await client.get(f"{ui.ASSETS_PATH}/swagger-ui-bundle.js")).text
    # An older script shows "Unable to render this definition" for 3.1.
    assert document["openapi"].startswith("3.1")
    assert "isOAS31" in script
