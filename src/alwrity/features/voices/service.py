"""Keep voices, and give briefs a copy of one."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from alwrity.auth import Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.errors import ConflictError, InvalidInputError, NotFoundError
from alwrity.features.accounts.locks import lock_workspace
from alwrity.features.accounts.versions import require_current
from alwrity.features.voices import repository
from alwrity.features.voices.schemas import MOST, VoiceCopy, VoiceOut, VoiceSave
from alwrity.models.base import now
from alwrity.models.content import Voice


async def browse(session: ReadSession, caller: Caller) -> list[VoiceOut]:
    """The voices, by name."""
    return [VoiceOut.of(row) for row in await repository.list_all(session, caller.workspace_id)]


async def show(session: ReadSession, caller: Caller, voice_id: UUID) -> VoiceOut:
    """One voice.

    Raises:
        NotFoundError: When there is none, or not here.
    """
    return VoiceOut.of(await _find(session, caller, voice_id))


async def create(session: WriteSession, caller: Caller, new: VoiceSave) -> VoiceOut:
    """Keep a voice.

    Raises:
        ConflictError: When there is one of this name, or too many.
    """
    await lock_workspace(session, caller.workspace_id)
    if (count := await repository.count(session, caller.workspace_id)) >= MOST:
        raise ConflictError(f"The workspace has {count} voices, the most there can be; delete one.")
    moment = now()
    row = Voice(
        workspace_id=caller.workspace_id,
        version=1,
        created_at=moment,
        updated_at=moment,
        **new.model_dump(),
    )
    session.add(row)
    await _flush(session, new.name)
    return VoiceOut.of(row)


async def save(
    session: WriteSession, caller: Caller, voice_id: UUID, new: VoiceSave, *, if_match: str
) -> VoiceOut:
    """Change a voice; what was written with it stays as it is.

    Raises:
        NotFoundError: When there is none, or not here.
        StaleRevisionError: When it was changed since.
        ConflictError: When there is another of this name.
    """
    row = await _hold(session, caller, voice_id, if_match, new.model_dump())
    for name, value in new.model_dump().items():
        setattr(row, name, value)
    row.version += 1
    row.updated_at = now()
    await _flush(session, new.name)
    return VoiceOut.of(row)


async def delete(session: WriteSession, caller: Caller, voice_id: UUID, *, if_match: str) -> None:
    """Forget a voice; briefs that used it keep their copy.

    Raises:
        NotFoundError: When there is none, or not here.
        StaleRevisionError: When it was changed since.
    """
    row = await _hold(session, caller, voice_id, if_match, {"deleted": True})
    await session.delete(row)
    await session.flush()


async def copy_for_brief(session: ReadSession, caller: Caller, voice_id: UUID) -> VoiceCopy:
    """What a brief that names this voice keeps of it.

    Raises:
        InvalidInputError: When there is none here.
    """
    row = await repository.find(session, caller.workspace_id, voice_id)
    if row is None:
        raise InvalidInputError(
            f"The brief names the voice {str(voice_id)!r}, which is not there; GET /api/voices "
            "lists them."
        )
    return VoiceCopy.of(row)


async def _find(session: ReadSession, caller: Caller, voice_id: UUID) -> Voice:
    row = await repository.find(session, caller.workspace_id, voice_id)
    if row is None:
        raise NotFoundError(f"There is no voice {str(voice_id)!r}; GET /api/voices lists them.")
    return row


async def _hold(
    session: WriteSession, caller: Caller, voice_id: UUID, if_match: str, yours: dict[str, object]
) -> Voice:
    await lock_workspace(session, caller.workspace_id)
    row = await _find(session, caller, voice_id)
    current = VoiceOut.of(row)
    require_current(
        "voice", if_match, current.etag, current=current.model_dump(mode="json"), yours=yours
    )
    return row


async def _flush(session: WriteSession, name: str) -> None:
    try:
        await session.flush()
    except IntegrityError:
        raise ConflictError(
            f"There is a voice {name!r} already; change that one, or choose another name."
        ) from None
