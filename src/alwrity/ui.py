"""What a browser gets: the pages and their files, and the API's interactive documentation."""

import asyncio
from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from alwrity.errors import UnavailableError
from alwrity.web_pages import SECURITY_HEADERS, WebPages, inline_script_hashes

DOCS_PATH = "/api/docs"
DOCS_ASSETS_PATH = "/assets/docs"
OPENAPI_PATH = "/api/openapi.json"


class _PlaceConvertor(Convertor[str]):
    """Paths that no program asks for; the API's own answers (404, 405) stay what they are."""

    regex = "(?!(?:api|health|metrics)(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("place", _PlaceConvertor())
router = APIRouter(include_in_schema=False)


async def load_pages(app: FastAPI) -> None:
    """Read the built pages into memory, once."""
    app.state.pages = await asyncio.to_thread(WebPages.load)


def docs_folder() -> Path:
    """Where the wheel keeps the documentation's scripts and styles; found, not imported."""
    spec = find_spec("fastapi_offline")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package fastapi-offline is missing; install ALwrity anew")
    return Path(spec.origin).parent / "static"


def docs_assets() -> StaticFiles:
    """The documentation's scripts and styles."""
    return StaticFiles(directory=docs_folder())


@router.get(DOCS_PATH)
async def documentation() -> HTMLResponse:
    """The API's interactive documentation; its assets come from a wheel, not from a network."""
    page = get_swagger_ui_html(
        openapi_url=OPENAPI_PATH,
        title="ALwrity - API",
        swagger_js_url=f"{DOCS_ASSETS_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{DOCS_ASSETS_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{DOCS_ASSETS_PATH}/favicon.png",
        swagger_ui_parameters={"displayRequestDuration": True, "tryItOutEnabled": True},
    )
    page.headers.update(SECURITY_HEADERS)
    # Swagger's own program writes style attributes.
    page.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'self' {inline_script_hashes(bytes(page.body).decode())}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; "
        "base-uri 'none'"
    )
    return page


@router.get("/{place:place}")
@router.head("/{place:place}")
async def page(request: Request, place: str) -> Response:
    """A file of the build, or the page at a place."""
    pages: WebPages | None = request.app.state.pages
    if pages is None:
        raise UnavailableError(
            "The pages were not built; run `make setup` in the checkout, or install the package."
        )
    file = pages.file(place, request.headers)
    if file is not None:
        return file
    # A person who is lost gets a page that says so, a program the problem document.
    wants_page = "text/html" in request.headers.get("accept", "") and "." not in place
    if place.startswith("assets/") or not (pages.has(place) or wants_page):
        raise HTTPException(404)
    return pages.page(place, request.url.query, request.headers)
