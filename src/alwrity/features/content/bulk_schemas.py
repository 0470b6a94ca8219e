"""Changes of many pieces at once, over HTTP."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from alwrity.features.content.cleaning import Tag
from alwrity.features.content.schemas import Status

MOST = 200


class BulkAction(StrEnum):
    """What is done to each piece."""

    STATUS = "status"
    TAG = "tag"
    UNTAG = "untag"
    ASSIGN = "assign"
    DELETE = "delete"
    RESTORE = "restore"


#: The field that an action cannot do without; the others have none.
_FIELDS = {
    BulkAction.STATUS: "status",
    BulkAction.TAG: "tag",
    BulkAction.UNTAG: "tag",
    BulkAction.ASSIGN: "author_id",
}


def _once_each(ids: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))


class BulkChange(BaseModel):
    """One change of many pieces: `status` needs `status`, and so on; other fields stay out."""

    model_config = ConfigDict(extra="forbid")

    action: BulkAction
    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST), AfterValidator(_once_each)]
    status: Status | None = Field(None, description="For `status`.")
    tag: Tag | None = Field(None, description="For `tag` and `untag`.")
    author_id: UUID | None = Field(None, description="For `assign`: a member's id.")

    @model_validator(mode="after")
    def _is_one_change(self) -> Self:
        needed = _FIELDS.get(self.action)
        given = {name for name in ("status", "tag", "author_id") if getattr(self, name) is not None}
        if given != ({needed} if needed else set()):
            fields = {"action": self.action.value, "needed": needed or "no further field"}
            raise PydanticCustomError("fields", "the action '{action}' takes {needed}", fields)
        return self


class BulkRow(BaseModel):
    """What became of one piece, in the order of `ids`."""

    id: UUID
    outcome: Literal["changed", "unchanged", "refused"]
    error: str | None = Field(description="Why it was refused, and what to do.")


class BulkOutcome(BaseModel):
    """What became of all."""

    changed: int
    refused: int
    rows: list[BulkRow]
    undo: list[BulkChange] = Field(
        description="What takes back all that changed, to be sent in order; an approval that the "
        "caller could not give again is left out."
    )
