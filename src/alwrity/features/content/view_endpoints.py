"""Saved views of the library over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from alwrity.deps import CanReadContent, CanWriteOwn, IfMatch, Reading, Writing
from alwrity.edge import EdgeRoute, JsonResponse
from alwrity.features.content import views
from alwrity.features.content.view_schemas import View, Views, ViewSave
from alwrity.problems import documented

router = APIRouter(
    prefix="/views", route_class=EdgeRoute, tags=["library"], default_response_class=JsonResponse
)

_CHANGE = documented(401, 403, 404, 409, 412, 422, 428)


@router.get("", response_model=Views, responses=documented(401, 403))
async def browse(caller: CanReadContent, session: Reading) -> Response:
    """List the caller's own saved views, then those shared with the workspace."""
    return JsonResponse(await views.browse(session, caller))


@router.post("", status_code=201, response_model=View, responses=documented(401, 403, 409, 422))
async def create(caller: CanWriteOwn, session: Writing, new: ViewSave) -> Response:
    """Keep a view; sharing it takes an editor. Takes an `Idempotency-Key`."""
    view = await views.create(session, caller, new)
    response = _answer(view, 201)
    response.headers["Location"] = f"/api/views/{view['id']}"
    return response


@router.get("/{view_id}", response_model=View, responses=documented(401, 403, 404, 422))
async def show(caller: CanReadContent, session: Reading, view_id: UUID) -> Response:
    """Give one view."""
    return _answer(await views.show(session, caller, view_id))


@router.put("/{view_id}", response_model=View, responses=_CHANGE)
async def save(
    caller: CanWriteOwn, session: Writing, *, view_id: UUID, if_match: IfMatch, new: ViewSave
) -> Response:
    """Change a view, or its place; a shared one takes an editor."""
    return _answer(await views.save(session, caller, view_id, new, if_match=if_match))


@router.delete("/{view_id}", status_code=204, response_class=Response, responses=_CHANGE)
async def delete(
    caller: CanWriteOwn, session: Writing, view_id: UUID, if_match: IfMatch
) -> Response:
    """Forget a view; a shared one takes an editor."""
    await views.delete(session, caller, view_id, if_match=if_match)
    return Response(status_code=204)


def _answer(view: dict[str, Any], status: int = 200) -> Response:
    return JsonResponse(view, status, headers={"ETag": view["etag"]})
