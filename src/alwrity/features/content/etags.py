"""The ETag of a piece: `"revision.analysis"`.

`If-Match` looks at the revision alone, so that an analysis that comes in late never makes a save
stale. A weak tag is accepted: proxies weaken tags when they compress.
"""

import re

from alwrity.errors import InvalidInputError

_TAG = re.compile(r'\s*(?:W/)?"(?P<revision>[0-9]{1,9})(?:\.[0-9]{1,9})?"\s*')


def etag(revision: int, analysis: int) -> str:
    """The tag of a piece in this state."""
    return f'"{revision}.{analysis}"'


def expected_revision(if_match: str) -> int:
    """The revision that the caller changed.

    Raises:
        InvalidInputError: When it is not the ETag of a piece.
    """
    found = _TAG.fullmatch(if_match)
    if found is None:
        raise InvalidInputError(
            f"If-Match is {if_match!r}; send the ETag of the version you read, such as "
            f"{etag(7, 2)!r}."
        )
    return int(found["revision"])


def is_current(if_none_match: str | None, tag: str) -> bool:
    """Whether the caller has this version already (RFC 9110, 13.1.2: weak comparison)."""
    if if_none_match is None:
        return False
    known = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in known or tag in known
