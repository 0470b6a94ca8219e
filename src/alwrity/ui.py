"""What a browser gets: until the pages exist, the API's interactive documentation.

Its assets come from a wheel, so that it works on a machine without a network.
"""

from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

ASSETS_PATH = "/assets/docs"
OPENAPI_PATH = "/api/openapi.json"

router = APIRouter(include_in_schema=False)


def assets_folder() -> Path:
    """Where the wheel keeps the documentation's scripts and styles; found, not imported."""
    spec = find_spec("fastapi_offline")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package fastapi-offline is missing; install ALwrity anew")
    return Path(spec.origin).parent / "static"


def assets() -> StaticFiles:
    """The documentation's scripts and styles."""
    return StaticFiles(directory=assets_folder())


@router.get("/")
async def documentation() -> HTMLResponse:
    """The interactive documentation."""
    return get_swagger_ui_html(
        openapi_url=OPENAPI_PATH,
        title="ALwrity - API",
        swagger_js_url=f"{ASSETS_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{ASSETS_PATH}/favicon.png",
        swagger_ui_parameters={"displayRequestDuration": True, "tryItOutEnabled": True},
    )
