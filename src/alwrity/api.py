"""The table of contents of the routes under /api."""

from fastapi import APIRouter

from alwrity.features.accounts import endpoints as accounts

router = APIRouter(prefix="/api")
router.include_router(accounts.router)
