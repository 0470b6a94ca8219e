"""Version tags of rows that have no counter: a hash of the state that a change may change."""

import hashlib


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
