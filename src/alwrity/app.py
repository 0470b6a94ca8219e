"""The whole web role on one screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import Scope

from alwrity import __version__, limits, logs, ops, overload, problems, ui
from alwrity.api import router as api_router
from alwrity.auth import Caller
from alwrity.dispatch import Dispatch
from alwrity.errors import AlwrityError
from alwrity.features.accounts.identification import Identification, PasswordIdentification
from alwrity.features.accounts.laptop import LaptopIdentification, ensure_owner
from alwrity.features.accounts.passwords import Passwords
from alwrity.features.generation.places import Places
from alwrity.runtime import Runtime
from alwrity.scaling.asgi.bound import BoundBody
from alwrity.scaling.asgi.compress import Compress
from alwrity.scaling.asgi.deadline import Deadline
from alwrity.scaling.asgi.identify import Identify
from alwrity.scaling.asgi.observe import Observe
from alwrity.scaling.asgi.shed import LoopLag, Shed
from alwrity.settings import AuthMode


def create_app(runtime: Runtime) -> FastAPI:
    """The web application over `runtime`; opens nothing until it is started."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.identification = identification = await _identification(runtime)
        app.state.passwords = passwords = Passwords()
        await ui.load_pages(app)
        if runtime.servers is not None:
            runtime.servers.start()
        lag.start()
        yield
        await lag.stop()
        await identification.close()
        passwords.close()

    async def identify(scope: Scope) -> Caller | None:
        identification: Identification = scope["app"].state.identification
        return await identification(scope)

    settings = runtime.settings
    limit, lag = settings.server.max_body_bytes, LoopLag()
    app = FastAPI(
        title="ALwrity",
        summary="From a brief to a streamed, analysed draft in the library.",
        version=__version__,
        openapi_url=ui.OPENAPI_PATH,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        # Costs each request even while nothing collects it; we have our own metrics at the edge.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            Middleware(
                Observe,
                metrics=runtime.metrics,
                bind=logs.bound_request,
                report=logs.report_request,
            ),
            *limits.by_address(runtime),
            Middleware(
                Shed,
                kind=overload.kind_of,
                bulkheads=overload.bulkheads(runtime),
                lag=lag,
                most_lag=overload.MOST_LAG,
                reject=overload.turned_away,
            ),
            Middleware(BoundBody, limit=limit, reject=lambda: problems.too_large(limit)),
            Middleware(Identify, identify=identify, reject=problems.reject, errors=(AlwrityError,)),
            *limits.by_caller(runtime),
            Middleware(
                Deadline,
                seconds=lambda scope: overload.seconds_of(scope, settings.server.request_seconds),
                trusts=lambda _scope: settings.accounts.auth is AuthMode.NONE,  # the laptop's owner
                reject=overload.too_late,
            ),
            Middleware(Compress, below="/api/"),
        ],
    )
    app.state.runtime = runtime
    app.state.idempotent_requests = set()
    app.state.places = Places(runtime.database)
    problems.install(app)
    app.include_router(api_router, responses=problems.documented(429))
    app.include_router(ops.router)
    limits.check_routes(app, runtime)
    app.mount(ui.DOCS_ASSETS_PATH, ui.docs_assets(), name="docs-assets")
    app.include_router(ui.router)  # last: its pages are at every path that is nobody else's
    app.router.middleware_stack = Dispatch(app.router.middleware_stack, lambda: app.routes)
    return app


async def _identification(runtime: Runtime) -> Identification:
    if runtime.settings.accounts.auth is AuthMode.PASSWORD:
        return PasswordIdentification(runtime.database)
    return LaptopIdentification(await ensure_owner(runtime.database))
