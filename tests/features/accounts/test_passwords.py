import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from tests.support.accounts import CHEAP_HASHER

from alwrity.errors import InvalidInputError, UnavailableError
from alwrity.features.accounts.passwords import Passwords, check_password
from alwrity.features.accounts.passwords import default_hasher as real_default_hasher


@pytest.fixture
async def passwords() -> AsyncIterator[Passwords]:
    passwords = Passwords(CHEAP_HASHER)
    yield passwords
    passwords.close()


def test_the_default_is_what_rfc_9106_recommends_at_least() -> None:
    hasher = real_default_hasher()

    assert hasher.type is Type.ID
    assert (hasher.time_cost, hasher.memory_cost) >= (3, 64 * 1024)


async def test_a_hash_fits_its_password_only(passwords: Passwords) -> None:
    stored = await passwords.hash("correct horse")

    assert extract_parameters(stored).type is Type.ID
    assert await passwords.hash("correct horse") != stored  # salted
    assert await passwords.verify("correct horse", stored)
    assert not await passwords.verify("correct hors", stored)
    assert not await passwords.verify("Correct horse", stored)
    assert not await passwords.verify("correct horse", "no hash")


async def test_composed_and_decomposed_characters_are_the_same_password(
    passwords: Passwords,
) -> None:
    stored = await passwords.hash("caf\u00e9 caf\u00e9 caf\u00e9")

    assert await passwords.verify("cafe\u0301 cafe\u0301 cafe\u0301", stored)


async def test_outdated_parameters_are_noticed(passwords: Passwords) -> None:
    older = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("correct horse")

    assert passwords.is_outdated(older)
    assert not passwords.is_outdated(await passwords.hash("correct horse"))
    assert await passwords.verify("correct horse", older)


async def test_nobody_costs_as_much_as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: Any, password: Any) -> bool:  # noqa: A002 - the library's name
            verified.append(hash)
            return super().verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    assert not await passwords.verify("correct horse", None)
    passwords.close()

    (hash_of_nobody,) = verified
    real = extract_parameters(CHEAP_HASHER.hash("correct horse"))
    assert extract_parameters(hash_of_nobody) == real


async def test_two_at_a_time_others_in_line_and_too_many_turned_away(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, running, most = threading.Event(), 0, 0
    lock = threading.Lock()

    def slow(_password: str, _stored: str) -> bool:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        assert gate.wait(10)
        with lock:
            running -= 1
        return True

    monkeypatch.setattr(passwords, "_fits", slow)
    tries = [asyncio.create_task(passwords.verify("correct horse", "x")) for _ in range(40)]
    await asyncio.sleep(0)  # the loop is free meanwhile
    with pytest.raises(UnavailableError):
        await passwords.verify("correct horse", "x")
    gate.set()

    assert all(await asyncio.gather(*tries))
    assert most == 2
    assert await passwords.verify("correct horse", "x")


@pytest.mark.parametrize("password", ["", "a" * 9, "a" * 257, "correct horse\ud800"])
def test_what_cannot_serve_is_refused_without_naming_it(password: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_password(password)
    assert not password or password not in caught.value.detail


@pytest.mark.parametrize("password", ["a" * 10, "a" * 256, "пароль-пароль", "\x00" * 10])
def test_anything_long_enough_serves(password: str) -> None:
    check_password(password)
