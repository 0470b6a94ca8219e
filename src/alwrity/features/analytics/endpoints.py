"""Routes of the analytics."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from alwrity.deps import CanReadAnalytics, Reading
from alwrity.features.analytics import service
from alwrity.features.analytics.schemas import DailyFigures
from alwrity.problems import documented

router = APIRouter(prefix="/analytics", tags=["analytics"])


@router.get("/daily", responses=documented(401, 403, 422, 503))
async def daily(
    caller: CanReadAnalytics,
    session: Reading,
    first: Annotated[
        date | None, Query(alias="from", description="First day, UTC; 30 days ago if left out.")
    ] = None,
    last: Annotated[
        date | None, Query(alias="to", description="Last day, included; today if left out.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=366, description="Most days, newest first.")] = 100,
) -> DailyFigures:
    """Pieces and mean quality per day, newest first; deleted ones are left out."""
    return await service.daily(session, caller.workspace_id, first, last, limit)
