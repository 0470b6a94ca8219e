"""The table of contents of the routes under /api."""

from fastapi import APIRouter

from alwrity.features.accounts.endpoints import router as accounts

router = APIRouter(prefix="/api")
router.include_router(accounts)
