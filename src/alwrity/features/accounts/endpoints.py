"""The routes of accounts: the session, oneself, the workspace; the others beside."""

from fastapi import APIRouter, Request, Response

from alwrity.auth import SESSION_COOKIE
from alwrity.deps import CurrentRuntime, CurrentUnit, Reading, SignedIn, Writing
from alwrity.edge import SecretRoute
from alwrity.features.accounts import (
    endpoints_invitations,
    endpoints_keys,
    endpoints_members,
    repository,
    service,
)
from alwrity.features.accounts.dependencies import (
    CurrentIdentification,
    CurrentPasswords,
    count_try,
    require_login,
    session_id_of,
)
from alwrity.features.accounts.schemas import Me, PasswordChange, SignIn, WorkspaceAnswer
from alwrity.features.accounts.signing_in import address_of, signed_in
from alwrity.problems import documented

router = APIRouter(tags=["accounts"], route_class=SecretRoute)
router.include_router(endpoints_members.router)
router.include_router(endpoints_keys.router)
router.include_router(endpoints_invitations.router)


@router.post("/session", status_code=201, responses=documented(401, 403, 409, 422, 429, 503))
async def sign_in(
    *,
    wanted: SignIn,
    request: Request,
    response: Response,
    runtime: CurrentRuntime,
    unit: CurrentUnit,
    passwords: CurrentPasswords,
) -> Me:
    """Sign in: the answer sets the session's cookie."""
    require_login(runtime)
    limits = await count_try(runtime, f"sign-in:{address_of(request)}:{wanted.email}")
    hours = runtime.settings.accounts.session_hours
    return await signed_in(
        service.sign_in(unit, runtime.database, passwords, wanted, hours=hours),
        limits, runtime=runtime, unit=unit, response=response,
    )  # fmt: skip


@router.delete("/session", status_code=204, responses=documented(401, 403, 409))
async def sign_out(
    caller: SignedIn,
    request: Request,
    runtime: CurrentRuntime,
    session: Writing,
    identification: CurrentIdentification,
) -> Response:
    """Sign out: the session ends, and the cookie is taken back."""
    require_login(runtime)
    await service.sign_out(session, identification, caller, session_id_of(request))
    response = Response(status_code=204)
    response.delete_cookie(
        SESSION_COOKIE,
        secure=runtime.settings.accounts.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/me", responses=documented(401))
async def get_me(caller: SignedIn, runtime: CurrentRuntime, session: Reading) -> Me:
    """Who is calling, and what they may do."""
    return await service.describe(session, caller, runtime.settings.accounts.auth)


@router.post("/me/password", status_code=204, responses=documented(401, 403, 409, 422, 429, 503))
async def change_password(
    *,
    caller: SignedIn,
    change: PasswordChange,
    request: Request,
    runtime: CurrentRuntime,
    unit: CurrentUnit,
    passwords: CurrentPasswords,
    identification: CurrentIdentification,
) -> Response:
    """Change one's own password; all other sessions of this person end, API keys do not."""
    require_login(runtime)
    session_id = session_id_of(request)
    headers = await count_try(runtime, f"password:{caller.member_id}")
    await service.change_password(
        unit,
        runtime.database,
        passwords,
        identification=identification,
        caller=caller,
        change=change,
        session_id=session_id,
    )
    return Response(status_code=204, headers=headers)


@router.get("/workspace", responses=documented(401))
async def get_workspace(caller: SignedIn, session: Reading) -> WorkspaceAnswer:
    """The caller's workspace."""
    return WorkspaceAnswer.of(await repository.get_workspace(session, caller.workspace_id))
