"""Health and metrics, with the guide's names, true.

`/health` answers 503 only when starting, draining or no database is readable, else 200, even when
`degraded`: otherwise losing one optional part would take every server out of rotation.
"""

import asyncio
from typing import Literal

import structlog
from fastapi import APIRouter, Depends, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field

from alwrity.deps import CurrentRuntime
from alwrity.errors import UnavailableError
from alwrity.features.accounts.operators import require_operator
from alwrity.models.base import now
from alwrity.problems import documented
from alwrity.runtime import Runtime
from alwrity.scaling.errors import ScalingError

log = structlog.get_logger(__name__)
router = APIRouter(tags=["operations"])

_PATIENCE_SECONDS = 2.0


class Health(BaseModel):
    """The full report."""

    status: Literal["healthy", "degraded", "unhealthy"]
    database: Literal["healthy", "unhealthy"]
    redis: Literal["healthy", "unhealthy", "not configured"] = Field(
        description="Where servers count limits together; without it each holds its share."
    )
    provider: str = Field(description="The language models in use, first to last.")
    timestamp: str = Field(description="UTC, ISO 8601.")


class Alive(BaseModel):
    """A bare sign of life."""

    status: Literal["alive", "ready", "draining", "unhealthy"]


async def _database_answers(runtime: Runtime) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await runtime.database.ping()
    except (UnavailableError, TimeoutError):
        return False
    return True


async def _redis(runtime: Runtime) -> Literal["healthy", "unhealthy", "not configured"]:
    if runtime.redis is None:
        return "not configured"
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await runtime.redis.ping()
    except (ScalingError, TimeoutError):
        return "unhealthy"
    return "healthy"


@router.get("/health", responses={503: {"model": Health, "description": "Do not send traffic"}})
async def health(runtime: CurrentRuntime, response: Response) -> Health:
    """Report on every part."""
    readable, redis = await asyncio.gather(_database_answers(runtime), _redis(runtime))
    if runtime.draining or not readable:
        response.status_code = 503
    status: Literal["healthy", "unhealthy"] = "healthy" if readable else "unhealthy"
    lacking = runtime.draining or redis == "unhealthy"
    return Health(
        status="degraded" if readable and lacking else status,
        database=status,
        redis=redis,
        provider=runtime.provider.name,
        timestamp=now().isoformat(),
    )


@router.get("/health/live")
async def live() -> Alive:
    """Say that the process answers; asks nothing of any other part."""
    return Alive(status="alive")


@router.get("/health/ready", responses={503: {"model": Alive, "description": "Not now"}})
async def ready(runtime: CurrentRuntime, response: Response) -> Alive:
    """Say whether to send traffic here."""
    if runtime.draining:
        response.status_code = 503
        return Alive(status="draining")
    if not await _database_answers(runtime):
        response.status_code = 503
        return Alive(status="unhealthy")
    return Alive(status="ready")


@router.get(
    "/metrics",
    response_class=Response,
    dependencies=[Depends(require_operator)],
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        **documented(401, 403),
    },
)
async def metrics(runtime: CurrentRuntime) -> Response:
    """Prometheus' text format."""
    return Response(generate_latest(runtime.metrics.registry), media_type=CONTENT_TYPE_LATEST)
