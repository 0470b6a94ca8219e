"""The routes of the connected models, for editors."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from alwrity.deps import CanTestProviders, CurrentRuntime
from alwrity.edge import EdgeRoute
from alwrity.errors import RateLimitedError
from alwrity.features.providers import service
from alwrity.features.providers.schemas import ProbeOut, ProvidersOut
from alwrity.problems import documented
from alwrity.scaling.rate_limit.policy import Policy

router = APIRouter(prefix="/providers", route_class=EdgeRoute, tags=["providers"])

#: Tests of models by one caller: each is a call that may cost money.
PROBE_LIMIT = Policy.parse("5/minute")


@router.get("", responses=documented(401, 403))
async def describe(_caller: CanTestProviders, runtime: CurrentRuntime) -> ProvidersOut:
    """The chain of models with how they have done lately, and what to set to connect another."""
    return service.describe(runtime)


@router.post("/{position}/test", responses=documented(401, 403, 404, 409, 422, 429, 503))
async def probe(
    caller: CanTestProviders,
    runtime: CurrentRuntime,
    position: Annotated[int, Path(ge=1, le=100)],
    response: Response,
) -> ProbeOut:
    """Make one tiny real call: how long it took, or why it failed. Five a minute."""
    decision = await runtime.limits.hit(f"probe:{caller.subject}", PROBE_LIMIT)
    if not decision.allowed:
        raise RateLimitedError(
            f"More than {PROBE_LIMIT.limits[0].amount} tests a minute; try again in "
            f"{decision.headers['Retry-After']} s.",
            headers=decision.headers,
        )
    response.headers.update(decision.headers)
    return await service.probe(runtime, position, caller.workspace_id, caller.member_id)
