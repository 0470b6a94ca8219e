"""What a browser gets: until the pages exist, the API's interactive documentation.

Its assets come from a wheel, so that it works on a machine without a network.
"""

from pathlib import Path

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from swagger_ui_bundle import swagger_ui_path

ASSETS_PATH = "/assets/docs"
OPENAPI_PATH = "/api/openapi.json"

router = APIRouter(include_in_schema=False)


def assets() -> StaticFiles:
    """The documentation's scripts and styles."""
    return StaticFiles(directory=Path(str(swagger_ui_path)))


@router.get("/")
async def documentation() -> HTMLResponse:
    """The interactive documentation."""
    return get_swagger_ui_html(
        openapi_url=OPENAPI_PATH,
        title="ALwrity - API",
        swagger_js_url=f"{ASSETS_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{ASSETS_PATH}/favicon-32x32.png",
        swagger_ui_parameters={"displayRequestDuration": True, "tryItOutEnabled": True},
    )
