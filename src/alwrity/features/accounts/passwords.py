"""Passwords by Argon2id, in threads of their own, so that nobody else waits for a slow hash."""

import asyncio
import base64
import os
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from alwrity.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_LENGTH = 10
MAX_LENGTH = 256
# One hash takes 64 MiB and most of a core.
_AT_ONCE = 2
_WAITING = 40
_T = TypeVar("_T")


def default_hasher() -> "PasswordHasher":
    """The library's profile: Argon2id for machines with little memory (RFC 9106, 64 MiB)."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - a laptop without login never needs it

    return PasswordHasher()


def check_password(password: str) -> None:
    """Refuse what cannot serve as a new password.

    Raises:
        InvalidInputError: When it is too short or long, or no text; without naming it.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise InvalidInputError(
            f"The password has {len(password)} characters; use {MIN_LENGTH} to {MAX_LENGTH}."
        )
    if any("\ud800" <= character <= "\udfff" for character in password):
        raise InvalidInputError("The password holds half a character; type it anew.")


class Passwords:
    """Hashes and verifies, two at a time; more wait in line, and too many are turned away.

    Args:
        hasher: Its parameters; `default_hasher()` when None. Stored hashes with others are made
            anew at the next sign-in.
    """

    def __init__(self, hasher: "PasswordHasher | None" = None) -> None:
        self._given = hasher
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords")
        self._waiting = 0

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        return self._given or default_hasher()

    @cached_property
    def _nobodys(self) -> str:
        return _nobodys_hash(self._hasher)

    async def hash(self, password: str) -> str:
        """The hash to store, with its salt and parameters; see `check_password` for new ones.

        Raises:
            UnavailableError: When too many wait.
        """
        return await self._run(lambda: self._hasher.hash(_normal(password)))

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether this is the password; takes as long when there is none stored.

        Raises:
            UnavailableError: When too many wait.
        """
        fits = await self._run(lambda: self._fits(password, stored or self._nobodys))
        return fits and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _fits(self, password: str, stored: str) -> bool:
        from argon2.exceptions import (  # noqa: PLC0415 - as above
            InvalidHashError,
            VerificationError,
        )

        try:
            return self._hasher.verify(stored, _normal(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], _T]) -> _T:
        if self._waiting >= _WAITING:
            raise UnavailableError(
                "Too many people are signing in at this moment; try again shortly.",
                headers={"Retry-After": "2"},
            )
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def _normal(password: str) -> bytes:
    # The same keys give composed characters on one system and decomposed ones on another.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


def _nobodys_hash(hasher: "PasswordHasher") -> str:
    """A hash with today's parameters that no password has: random bytes instead of a digest."""

    def encode(length: int) -> str:
        return base64.b64encode(os.urandom(length)).decode("ascii").rstrip("=")

    return (
        f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
        f"${encode(hasher.salt_len)}${encode(hasher.hash_len)}"
    )
