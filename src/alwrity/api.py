"""The table of contents of the routes under /api."""

from fastapi import APIRouter

router = APIRouter(prefix="/api")
