"""The table of contents of the routes under /api."""

from fastapi import APIRouter

from alwrity.features.accounts import endpoints as accounts
from alwrity.features.analytics import endpoints as analytics
from alwrity.features.content import endpoints as content
from alwrity.features.content import revision_endpoints as content_revisions
from alwrity.features.content import view_endpoints as views
from alwrity.features.desk import endpoints as desk
from alwrity.features.generation import endpoints as generation
from alwrity.features.generation import rewrite_endpoints as rewrites
from alwrity.features.providers import endpoints as providers
from alwrity.features.seo import endpoints as seo
from alwrity.features.voices import endpoints as voices

router = APIRouter(prefix="/api")
# First, since its fixed paths stand under /content/{content_id} too.
router.include_router(generation.router)
router.include_router(rewrites.router)
router.include_router(seo.router)
router.include_router(content.router)
router.include_router(content_revisions.router)
router.include_router(views.router)
router.include_router(voices.router)
router.include_router(providers.router)
router.include_router(analytics.router)
router.include_router(desk.router)
router.include_router(accounts.router)
