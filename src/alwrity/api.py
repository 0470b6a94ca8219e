"""The table of contents of the routes under /api."""

from fastapi import APIRouter

from alwrity.features.content import endpoints as content
from alwrity.features.content import revision_endpoints as content_revisions

router = APIRouter(prefix="/api")
router.include_router(content.router)
router.include_router(content_revisions.router)
