"""Opaque cursors: where a page ended, signed over the list that it belongs to.

A cursor of other filters, of another workspace or made by hand does not verify, so positions that
come back are always our own.
"""

import base64
import binascii
import hashlib
import hmac
from typing import Any
from uuid import UUID

import orjson

from alwrity.errors import InvalidInputError

_MAC_BYTES = 16
MAX_LENGTH = 4000

Value = str | int | float | None
Position = tuple[Value, UUID]
"""The sort value and the id of a page's last row."""


def scope_of(workspace_id: UUID, listing: str, filters: dict[str, Any]) -> bytes:
    """The name of one list: what is listed, whose, and how it is filtered and sorted."""
    return orjson.dumps([str(workspace_id), listing, filters], option=orjson.OPT_SORT_KEYS)


def seal(secret: str, scope: bytes, position: Position) -> str:
    """A cursor that goes on after `position`.

    Args:
        secret: The workspace's secret.
        scope: As `scope_of` gives it.
        position: The last row of the page.
    """
    value, row_id = position
    payload = orjson.dumps([value, str(row_id)])
    return base64.urlsafe_b64encode(_mac(secret, scope, payload) + payload).decode().rstrip("=")


def unseal(secret: str, scope: bytes, cursor: str) -> Position:
    """The position in a cursor.

    Raises:
        InvalidInputError: When it was not made for this list.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(secret, scope, payload)):
        shown = cursor if len(cursor) <= 40 else f"{cursor[:40]}..."
        raise InvalidInputError(
            f"The cursor {shown!r} does not belong to this list; begin again without a cursor."
        )
    value, row_id = orjson.loads(payload)
    return value, UUID(row_id)


def _mac(secret: str, scope: bytes, payload: bytes) -> bytes:
    # JSON never holds a raw NUL, so the two parts cannot be confused.
    message = scope + b"\x00" + payload
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()[:_MAC_BYTES]
