"""Version tags of rows that have no counter: a hash of the state that a change may change."""

import hashlib
from typing import Any

from alwrity.errors import StaleRevisionError


def etag_of(*state: object) -> str:
    """A strong entity tag of `state`."""
    text = "\x1f".join(str(part) for part in state)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


def matches(if_match: str, etag: str) -> bool:
    """Whether an `If-Match` field names this version.

    A leading `W/` is let pass: proxies that compress put it there, and the state is the same.
    """
    tags = {tag.strip().removeprefix("W/") for tag in if_match.split(",")}
    return "*" in tags or etag in tags


def require_current(
    what: str, if_match: str, etag: str, *, current: dict[str, Any], yours: dict[str, Any]
) -> None:
    """Let a change of this version through.

    Args:
        what: What is changed, for the sentence.
        if_match: The version that the caller changed.
        etag: The version that there is.
        current: It, as the API shows it.
        yours: What the caller would have made of it.

    Raises:
        StaleRevisionError: When somebody changed it in between; `extra` holds both.
    """
    if not matches(if_match, etag):
        raise StaleRevisionError(
            f"This {what} was changed in between, to {etag}; read it again.",
            extra={"current": current, "yours": {**yours, "etag": if_match}},
            headers={"ETag": etag},
        )
