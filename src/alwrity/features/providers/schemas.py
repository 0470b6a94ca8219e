"""The connected models over HTTP."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from alwrity.providers.standing import ProviderState


class KeyState(StrEnum):
    """Whether a credential is sent along; the credential itself is never shown."""

    SET = "set"
    NOT_SET = "not_set"
    NOT_NEEDED = "not_needed"


class ProviderOut(BaseModel):
    """One model of the chain, as this server's process saw it."""

    position: int = Field(description="Place in the chain, from 1; the first that can, writes.")
    name: str = Field(description="`provider:model`, as in `ALWRITY_LLM`.")
    provider: str
    model: str
    base_url: str | None = Field(description="Without credentials and query; null in the package.")
    key: KeyState
    key_variables: list[str] = Field(description="Where its key is looked for.")
    demo: bool = Field(description="The small model in the package, to try ALwrity with.")
    state: ProviderState
    last_error: str | None = Field(description="One sentence; stays after a success.")
    last_error_at: datetime | None
    last_success_at: datetime | None


class Connectable(BaseModel):
    """A kind of model that can be connected."""

    provider: str
    base_url: str | None = Field(description="Null where the address has to be told.")
    key_variables: list[str] = Field(description="Empty where no key is needed.")
    example: str = Field(description="What to set `ALWRITY_LLM` to.")


class ProvidersOut(BaseModel):
    """The chain, and what to set to connect another."""

    items: list[ProviderOut]
    connect: str = Field(description="One sentence.")
    connectable: list[Connectable]


class ProbeOut(BaseModel):
    """What a tiny real call told."""

    ok: bool
    reason: str | None = Field(description="Why not, in one sentence.")
    first_token_ms: int | None = Field(description="Null when no text came.")
    total_ms: int
