"""Routes of the analytics."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from alwrity.deps import CanReadAnalytics, Reading
from alwrity.features.analytics import service
from alwrity.features.analytics.schemas import DailyFigures, Movement
from alwrity.problems import documented

router = APIRouter(prefix="/analytics", tags=["analytics"])

First = Annotated[
    date | None, Query(alias="from", description="First day, UTC; 30 days ago if left out.")
]
Last = Annotated[
    date | None, Query(alias="to", description="Last day, included; today if left out.")
]


@router.get("/daily", responses=documented(401, 403, 422, 503))
async def daily(
    caller: CanReadAnalytics,
    session: Reading,
    first: First = None,
    last: Last = None,
    limit: Annotated[int, Query(ge=1, le=366, description="Most days, newest first.")] = 100,
) -> DailyFigures:
    """Pieces and mean quality per day, newest first; deleted ones are left out."""
    return await service.daily(session, caller.workspace_id, first, last, limit)


@router.get("/movement", responses=documented(401, 403, 422, 503))
async def movement(
    caller: CanReadAnalytics, session: Reading, first: First = None, last: Last = None
) -> Movement:
    """A range beside the one of the same length before it: output, mean quality, what moved it."""
    return await service.movement(session, caller.workspace_id, first, last)
