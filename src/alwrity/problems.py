"""Every failure as a problem document (RFC 9457)."""

from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from alwrity.edge import JsonResponse
from alwrity.errors import AlwrityError, InvalidInputError
from alwrity.scaling.asgi.bound import BodyTooLargeError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """A problem document."""

    type: str = Field(description="Which kind of problem, for programs.")
    title: str
    status: int
    detail: str = Field(description="One sentence that names the value and the remedy.")


class ProblemResponse(JsonResponse):
    """A problem document on its way out."""

    media_type = MEDIA_TYPE


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route, for OpenAPI."""
    return {
        status: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": "Problem"}
        for status in statuses
    }


def answer(error: AlwrityError) -> ProblemResponse:
    """The answer to an error of ours."""
    return ProblemResponse(error.problem(), error.status, error.headers)


def reject(error: Exception) -> ASGIApp:
    """The same for middleware."""
    if isinstance(error, AlwrityError):
        return answer(error)
    raise error


def too_large(limit: int) -> ASGIApp:
    """The answer to a body above `limit` bytes."""
    return ProblemResponse(
        {
            "type": "urn:alwrity:problem:too-large",
            "title": "Request too large",
            "status": 413,
            "detail": f"The request's body is larger than {limit} bytes; send less.",
        },
        413,
    )


def install(app: FastAPI) -> None:
    """Answer all failures of `app` with problem documents."""

    @app.exception_handler(AlwrityError)
    async def _ours(_request: Request, error: AlwrityError) -> Response:
        if error.status >= 500:
            log.error("request_failed", error=type(error).__name__, detail=error.detail)
        return answer(error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> Response:
        errors = [
            {"where": ".".join(str(part) for part in e["loc"]), "message": e["msg"]}
            for e in error.errors()[:20]
        ]
        first = errors[0] if errors else {"where": "body", "message": "invalid"}
        return ProblemResponse(
            {
                "type": "urn:alwrity:problem:invalid-input",
                "title": "Invalid input",
                "status": 422,
                "detail": f"{first['where']}: {first['message']}.",
                "errors": errors,
            },
            422,
        )

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        detail = str(error.detail)
        # Not `request.url`: a Host header that is no host name cannot be made into a URL.
        path = request.scope["path"]
        if isinstance(error.__cause__, BodyTooLargeError):
            raise error.__cause__  # for the middleware that counted
        if error.status_code == 400:
            # What the framework says of all that its JSON parser trips over but broken syntax.
            return answer(InvalidInputError("The body cannot be read; send JSON in UTF-8."))
        if error.status_code == 404:
            detail = f"There is nothing at {path!r}; /api/openapi.json lists what is."
        elif error.status_code == 405:
            detail = f"{request.method} does not work on {path!r}."
        return ProblemResponse(
            {"type": "about:blank", "title": str(error.detail), "status": error.status_code,
             "detail": detail},
            error.status_code,
            dict(error.headers or {}),
        )  # fmt: skip

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> Response:
        log.error("request_crashed", path=request.scope["path"], exc_info=error)
        request_id = request.scope.get("state", {}).get("request_id", "")
        return ProblemResponse(
            {
                "type": "urn:alwrity:problem:alwrity",
                "title": "Internal error",
                "status": 500,
                "detail": f"Something broke on our side; the log has it under {request_id!r}.",
            },
            500,
        )
