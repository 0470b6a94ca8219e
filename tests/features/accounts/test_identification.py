from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update
from tests.support.accounts import Team, bearer

from alwrity.auth import SESSION_COOKIE, Action, Credential, Role
from alwrity.database import Database
from alwrity.errors import ForbiddenError, UnauthenticatedError
from alwrity.features.accounts.identification import LIFETIME, PasswordIdentification
from alwrity.models.accounts import ApiKey, Member, Session
from alwrity.models.base import now


class Clock:
    """Both clocks at once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.began = now()

    def monotonic(self) -> float:
        return self.seconds

    def wall(self) -> datetime:
        return self.began + timedelta(seconds=self.seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def identification(database: Database, clock: Clock) -> AsyncIterator[PasswordIdentification]:
    identification = PasswordIdentification(database, clock=clock.monotonic, now=clock.wall, size=3)
    yield identification
    await identification.close()


def scope(
    headers: Mapping[str, str] | None = None, method: str = "GET", path: str = "/api/me"
) -> dict[str, Any]:
    fields = {"Host": "team.example", **(headers or {})}
    raw = [(k.lower().encode(), v.encode("latin-1")) for k, v in fields.items()]
    return {"type": "http", "method": method, "path": path, "headers": raw}


async def test_a_cookie_stands_for_its_member(
    identification: PasswordIdentification, team: Team
) -> None:
    caller = await identification(scope(await team.cookie(Role.WRITER)))

    assert caller is not None
    assert caller.workspace_id == team.workspace_id
    assert caller.member_id == team.members[Role.WRITER].member_id
    assert caller.role is Role.WRITER
    assert (caller.scopes, caller.key_id, caller.plan) == (None, "", "standard")


@pytest.mark.parametrize("field", ["Authorization", "X-API-Key"])
async def test_a_key_stands_for_its_member_within_its_scopes(
    identification: PasswordIdentification, team: Team, field: str
) -> None:
    key = await team.key(Role.EDITOR, scopes={Action.CONTENT_READ, Action.MEMBERS_MANAGE})
    value = f"bearer {key.token}" if field == "Authorization" else key.token

    caller = await identification(scope({field: value}, method="POST"))

    assert caller is not None
    assert caller.key_id == str(key.row_id)
    assert caller.may(Action.CONTENT_READ)
    assert not caller.may(Action.CONTENT_WRITE)  # not in the scopes
    assert not caller.may(Action.MEMBERS_MANAGE)  # not in the role


async def test_nothing_shown_is_nobody(identification: PasswordIdentification) -> None:
    assert await identification(scope()) is None
    assert await identification(scope({"Authorization": "Basic dTpw"}, method="POST")) is None
    assert await identification(scope({"Cookie": "theme=dark"}, method="POST")) is None


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/health"), ("GET", "/assets/docs/x.js"), ("GET", "/api/openapi.json"),
     ("POST", "/api/session")],
)  # fmt: skip
async def test_public_paths_ask_nobody_even_with_a_stale_cookie(
    identification: PasswordIdentification, method: str, path: str
) -> None:
    stale = {"Cookie": f"{SESSION_COOKIE}=gone"}

    assert await identification(scope(stale, method, path)) is None
    with pytest.raises(UnauthenticatedError):
        await identification(scope(stale))


def wrong_credentials(team: Team, key: Credential, cookie: dict[str, str]) -> dict[str, Any]:
    session = cookie["Cookie"].partition("=")[2]
    flipped = key.token[:-1] + ("0" if key.token[-1] != "0" else "1")
    foreign = Credential("k", uuid4(), key.row_id, key.secret)
    return {
        "garbage": {"Authorization": "Bearer x"},
        "empty": {"X-API-Key": ""},
        "wrong secret": {"X-API-Key": flipped},
        "unknown key": {"X-API-Key": Credential.issue("k", team.workspace_id, uuid4()).token},
        "another workspace": {"X-API-Key": foreign.token},
        "session as key": {"Authorization": f"Bearer {session}"},
        "key as session": {"Cookie": f"{SESSION_COOKIE}={key.token}"},
        "not ASCII": {"X-API-Key": key.token[:-1] + "é"},
    }


async def test_wrong_credentials_are_refused_and_never_remembered(
    identification: PasswordIdentification, team: Team
) -> None:
    key, cookie = await team.key(), await team.cookie()
    for what, headers in wrong_credentials(team, key, cookie).items():
        for _again in range(2):
            with pytest.raises(UnauthenticatedError) as caught:
                await identification(scope(headers))
            assert key.secret not in caught.value.detail, what
            assert caught.value.headers["WWW-Authenticate"] == "Bearer"
    assert len(identification._cache) == 0


async def test_a_credential_that_ends_in_another_process_dies_within_ten_seconds(
    identification: PasswordIdentification, team: Team, clock: Clock, database: Database
) -> None:
    credentials = {"revoked": bearer(await team.key()), "gone": await team.cookie()}
    removed = await team.cookie(Role.WRITER)
    for headers in (*credentials.values(), removed):
        assert await identification(scope(headers))
    async with database.write() as session:
        await session.execute(update(ApiKey).values(revoked_at=now()))
        await session.execute(delete(Session).where(Session.member_id == team.owner.member_id))
        await session.execute(
            update(Member)
            .where(Member.id == team.members[Role.WRITER].member_id)
            .values(removed_at=now())
        )

    clock.seconds += LIFETIME - 0.01
    for headers in (*credentials.values(), removed):
        assert await identification(scope(headers))  # remembered: the look-up is not repeated
    clock.seconds += 0.02
    assert clock.seconds < 10

    expected = {"revoked": "was revoked", "gone": "not known"}
    for what, headers in credentials.items():
        with pytest.raises(UnauthenticatedError, match=expected[what]):
            await identification(scope(headers))
    with pytest.raises(UnauthenticatedError, match="was removed"):
        await identification(scope(removed))


async def test_what_is_forgotten_is_looked_up_at_once(
    identification: PasswordIdentification, team: Team, database: Database
) -> None:
    key, cookie = await team.key(Role.EDITOR), await team.cookie(Role.EDITOR)
    for headers in (bearer(key), cookie):
        assert (await identification(scope(headers))).role is Role.EDITOR
    async with database.write() as session:
        await session.execute(update(ApiKey).values(revoked_at=now()))
        await session.execute(update(Member).values(role=Role.READER))

    identification.forget_credential(key.row_id)
    with pytest.raises(UnauthenticatedError):
        await identification(scope(bearer(key)))
    assert (await identification(scope(cookie))).role is Role.EDITOR
    identification.forget_member(team.members[Role.EDITOR].member_id)
    assert (await identification(scope(cookie))).role is Role.READER


async def test_what_was_looked_up_while_something_was_forgotten_is_not_remembered(
    identification: PasswordIdentification, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alwrity.features.accounts import repository

    key = await team.key()
    find = repository.find_key

    async def find_then_revoke(*arguments: Any) -> Any:
        grant = await find(*arguments)
        identification.forget_credential(key.row_id)
        return grant

    monkeypatch.setattr(repository, "find_key", find_then_revoke)
    await identification(scope(bearer(key)))
    assert len(identification._cache) == 0


@pytest.mark.parametrize("kind", ["key", "session"])
async def test_an_expiry_is_kept_to_the_second_even_when_remembered(
    identification: PasswordIdentification, team: Team, clock: Clock, kind: str
) -> None:
    soon = 3 / 3600
    if kind == "key":
        headers = bearer(await team.key(hours=soon))
    else:
        headers = await team.cookie(hours=soon)
    assert await identification(scope(headers))

    clock.seconds = 2
    assert await identification(scope(headers))
    clock.seconds = 4
    with pytest.raises(UnauthenticatedError, match="has expired"):
        await identification(scope(headers))


async def test_the_cache_is_bounded(identification: PasswordIdentification, team: Team) -> None:
    for _ in range(6):
        await identification(scope(bearer(await team.key())))

    assert len(identification._cache) == 3


async def last_used(database: Database) -> datetime | None:
    async with database.read() as session:
        return await session.scalar(select(ApiKey.last_used_at))


async def test_use_of_a_key_is_noted_at_most_once_a_minute(
    identification: PasswordIdentification, team: Team, clock: Clock, database: Database
) -> None:
    headers = bearer(await team.key())
    noted = []
    for seconds in (0, 30, 58, 64, 90):
        clock.seconds = seconds
        await identification(scope(headers))
        await identification.close()
        used = await last_used(database)
        assert used is not None
        noted.append(round((used - clock.began).total_seconds()))

    assert noted == [0, 0, 0, 64, 64]


async def test_a_use_that_cannot_be_noted_fails_no_request(
    identification: PasswordIdentification, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from alwrity.features.accounts import repository

    async def fail(*_arguments: Any, **_more: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("no"))

    monkeypatch.setattr(repository, "note_used", fail)
    assert await identification(scope(bearer(await team.key())))
    await identification.close()


SAME, OTHER = "http://team.example", "http://evil.example"
# Header fields of a change by cookie → whether it is let through.
CSRF = [
    ({}, False),
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": SAME}, False),
    ({"Sec-Fetch-Site": "same-origin", "Origin": OTHER}, True),  # a proxy that rewrites Host
    ({"Origin": SAME}, True),
    ({"Origin": "https://team.example"}, True),  # a proxy that ends TLS
    ({"Origin": "HTTP://Team.Example"}, True),
    ({"Origin": "http://team.example:80"}, True),
    ({"Origin": "http://team.example:8080"}, False),
    ({"Origin": "http://team.example:8080", "Host": "team.example:8080"}, True),
    ({"Origin": "http://team.example", "Host": "team.example:8080"}, False),
    ({"Origin": OTHER}, False),
    ({"Origin": "http://team.example.evil.example"}, False),
    ({"Origin": "http://eviltEam.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": ""}, False),
    ({"Origin": "http://[broken"}, False),
    ({"Origin": "http://team.example:port"}, False),
    ({"Origin": "file://team.example"}, False),
    ({"Origin": OTHER, "Referer": SAME + "/"}, False),
    ({"Referer": SAME + "/library?x=1"}, True),
    ({"Referer": OTHER + "/team.example"}, False),
    ({"Referer": "http://team.example@evil.example/"}, False),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_change_by_cookie_must_come_from_a_page_of_ours(
    identification: PasswordIdentification, team: Team
) -> None:
    cookie = {"Cookie": (await team.cookie())["Cookie"]}
    key = bearer(await team.key())
    for fields, let_through in CSRF:
        for method in ("POST", "PUT", "PATCH", "DELETE", "WEIRD"):
            asked = scope({**cookie, **fields}, method)
            if let_through:
                assert await identification(asked), (fields, method)
            else:
                with pytest.raises(ForbiddenError):
                    await identification(asked)
            # A key is not attached by browsers, so pages cannot borrow it.
            assert await identification(scope({**key, **fields}, method))
            assert await identification(scope({**key, **cookie, **fields}, method))
        for method in ("GET", "HEAD", "OPTIONS"):
            assert await identification(scope({**cookie, **fields}, method))


async def test_another_site_cannot_sign_a_browser_in(
    identification: PasswordIdentification,
) -> None:
    with pytest.raises(ForbiddenError):
        await identification(scope({"Origin": OTHER}, "POST", "/api/session"))
    for fields in ({}, {"Origin": SAME}):  # a program, our page
        assert await identification(scope(fields, "POST", "/api/session")) is None
