"""Start, confirm, stop and resume generations."""

import math
from dataclasses import dataclass
from uuid import UUID

from alwrity.auth import Action, Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.edge import UnitOfWork
from alwrity.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from alwrity.features.content import service as content
from alwrity.features.generation import repository
from alwrity.features.generation.events import topic
from alwrity.features.generation.pipeline import stop_topic
from alwrity.features.generation.places import look
from alwrity.features.generation.schemas import (
    BriefIn,
    BriefOut,
    GenerationOut,
    OutlinePlan,
    StoredBrief,
    UsedPassage,
    UsedSource,
)
from alwrity.features.generation.states import ENDED, RESUMABLE, State
from alwrity.features.generation.takeover import snapshot
from alwrity.features.voices import service as voices
from alwrity.group_commit import apply, inserting
from alwrity.jobs.queue import job_row
from alwrity.models.base import new_id, now
from alwrity.models.content import Brief, Content, Source
from alwrity.models.generation import Generation
from alwrity.models.jobs import Job
from alwrity.providers.protocol import Capabilities
from alwrity.runtime import Runtime

_SHORTEST_RETRY, _LONGEST_RETRY = 5.0, 300.0


@dataclass(frozen=True, slots=True)
class Started:
    """What was made."""

    content_id: UUID
    generation_id: UUID


def check_language(brief: BriefIn, capabilities: Capabilities) -> None:
    """Refuse a language that the model cannot write.

    Raises:
        InvalidInputError: Names the language, what the model writes, and the remedy.
    """
    if capabilities.languages and brief.language not in capabilities.languages:
        known = ", ".join(sorted(capabilities.languages))
        raise InvalidInputError(
            f"The demo model does not write {brief.language!r}, only {known}; "
            "connect another model with ALWRITY_LLM."
        )


async def admit(runtime: Runtime, caller: Caller) -> None:
    """See that there is room in the queue, before anything is begun or counted.

    Above the bound a workspace may still wait with its share of it, so that another one's many
    pieces do not shut it out; above twice the bound nobody may.

    Raises:
        UnavailableError: When too many wait already; `Retry-After` tells when to come back.
    """
    bound = runtime.settings.generation.queue_bound
    if runtime.crowd.has_room(bound):
        return
    async with runtime.database.glance() as session:
        waiting = await repository.waiting(session)
        whole, mine = sum(waiting.values()), waiting.get(caller.workspace_id, 0)
        runtime.crowd.counted(whole)
        share = bound / len({*waiting, caller.workspace_id})
        if whole < bound or (mine < share and whole < 2 * bound):
            return
    async with runtime.database.read() as reading:
        places = (await look(reading)).values()
    last = max((place.expected_wait_seconds or 0 for place in places), default=0)
    retry = math.ceil(min(_LONGEST_RETRY, max(_SHORTEST_RETRY, last / 2)))
    runtime.metrics.shed.labels("generation").inc()
    raise UnavailableError(
        f"{whole} generations are waiting, which is the bound; try again in {retry} s.",
        headers={"Retry-After": str(retry)},
    )


async def start(runtime: Runtime, unit: UnitOfWork, caller: Caller, brief: BriefIn) -> Started:
    """Make the piece, the brief and the generation at once, and put it into the queue.

    A voice that the brief names is copied into it, so that it can be written again as it was.

    Raises:
        InvalidInputError: When the brief names a voice that is not there.
    """
    check_language(brief, runtime.provider.capabilities)
    used = None
    if brief.voice_id is not None:
        async with runtime.database.read() as session:
            used = await voices.copy_for_brief(session, caller, brief.voice_id)
    workspace_id, author_id = caller.workspace_id, caller.member_id
    content_id, generation_id, brief_id = new_id(), new_id(), new_id()
    data = StoredBrief(brief=brief, voice_used=used).data
    unit.insert(
        (Brief, {"workspace_id": workspace_id, "id": brief_id, "author_id": author_id,
                 "topic": brief.topic, "data": data}),
        *((Source, {"workspace_id": workspace_id, "brief_id": brief_id, "position": position,
                    "kind": source.kind, "title": source.title, "url": source.url,
                    "text": source.text}) for position, source in enumerate(brief.sources)),
        content.started_piece(
            workspace_id=workspace_id, author_id=author_id, title=brief.topic,
            language=brief.language, keyphrase=brief.keyphrase, brief_id=brief_id,
            generation_id=generation_id, content_id=content_id,
        ),
        (Generation, {"workspace_id": workspace_id, "id": generation_id,
                      "content_id": content_id, "brief_id": brief_id, "author_id": author_id,
                      "confirm_outline": brief.confirm_outline}),
        (Job, job_row(repository.RUN, workspace_id, {"generation_id": generation_id.hex},
                      queue=repository.QUEUE, run_at=now(), unique_key=_key(generation_id))),
    )  # fmt: skip
    unit.after_commit(runtime.jobs.nudge)
    return Started(content_id, generation_id)


async def view(session: ReadSession, caller: Caller, generation_id: UUID) -> GenerationOut:
    """A generation with its place in the queue."""
    row = await repository.get(session, caller.workspace_id, generation_id)
    out = GenerationOut.model_validate(row)
    out.cut_off = await repository.cut_off(session, caller.workspace_id, generation_id)
    place = (await look(session)).get(row.id) if row.state == State.QUEUED else None
    if place is not None:
        out.position, out.expected_wait_seconds = place.position, place.expected_wait_seconds
    return out


async def show_brief(session: ReadSession, caller: Caller, content_id: UUID) -> BriefOut:
    """What a piece was written from.

    Raises:
        NotFoundError: When there is no such piece, or it was written without a brief.
    """
    piece = await content.get_piece(
        session, workspace_id=caller.workspace_id, content_id=content_id
    )
    if piece.brief_id is None:
        raise NotFoundError(f"The piece {str(content_id)!r} was written without a brief.")
    brief, sources = await repository.brief_with_sources(
        session, caller.workspace_id, piece.brief_id
    )
    newest = await repository.newest_of(session, caller.workspace_id, content_id)
    kept = StoredBrief.of(brief.data)
    return BriefOut(
        brief_id=brief.id,
        generation_id=newest.id if newest else None,
        brief=kept.brief,
        voice_used=kept.voice_used,
        sources=[
            UsedSource(kind=s.kind, title=s.title, url=s.url, characters=len(s.text))
            for s in sources
        ],
        passages=[UsedPassage.model_validate(p) for p in (newest and newest.passages) or []],
        created_at=brief.created_at,
    )


async def confirm_outline(
    runtime: Runtime, session: WriteSession, caller: Caller, generation_id: UUID, plan: OutlinePlan
) -> None:
    """Go on with an outline that a person has read.

    Raises:
        ConflictError: When the generation does not wait for it.
    """
    row = await _own(session, caller, generation_id)
    if row.state != State.AWAITING_OUTLINE:
        raise ConflictError(
            f"The generation is {row.state!r} and waits for no outline; start one with "
            "confirm_outline to edit it first."
        )
    row.outline = plan.model_dump()
    row.fence += 1
    row.state = State.QUEUED
    row.confirm_outline = False
    event = await repository.append(session, row, "outline", **plan.model_dump())
    session.after_commit(lambda: runtime.broker.publish(topic(row.id), event))
    await _enqueue(runtime, session, caller.workspace_id, row.id)


async def stop(
    runtime: Runtime, session: WriteSession, caller: Caller, generation_id: UUID
) -> None:
    """Stop for good, at once; what was written stays. Stopping what has ended changes nothing."""
    row = await _own(session, caller, generation_id)
    if State(row.state) in ENDED:
        return
    await _end(runtime, session, row, State.STOPPED)


async def fail(runtime: Runtime, workspace_id: UUID, generation_id: UUID, error: str) -> None:
    """End a generation that cannot go on; what was written stays."""
    async with runtime.database.write() as session:
        row = await repository.get(session, workspace_id, generation_id, lock=True)
        if State(row.state) not in ENDED:
            row.error = error[:2000]
            await _end(runtime, session, row, State.FAILED)


async def resume(
    runtime: Runtime, session: WriteSession, caller: Caller, generation_id: UUID
) -> None:
    """Go on with a stopped or failed generation from where it is.

    Raises:
        ConflictError: When it is neither, or the piece has been edited since.
    """
    row = await _own(session, caller, generation_id)
    if State(row.state) not in RESUMABLE:
        raise ConflictError(
            f"The generation is {row.state!r}; only a stopped or failed one can be resumed."
        )
    piece = await content.get_piece(
        session, workspace_id=caller.workspace_id, content_id=row.content_id
    )
    text, _ = await snapshot(session, row.workspace_id, row.id)
    if piece.body != text:
        raise ConflictError(
            "The piece has been edited since the generation ended; going on would overwrite that. "
            "Select its end and use 'continue' instead."
        )
    piece.generation_id = row.id
    piece.analysis += 1  # the piece tells that it is written again: another ETag
    row.fence += 1
    row.state = State.QUEUED
    row.error = None
    row.ended_at = None
    event = await repository.append(session, row, "state", state=State.QUEUED)
    session.after_commit(lambda: runtime.broker.publish(topic(row.id), event))
    await _enqueue(runtime, session, caller.workspace_id, row.id)


async def compact(runtime: Runtime, workspace_id: UUID, generation_id: UUID) -> None:
    """Shorten the log of a generation that ended a while ago."""
    async with runtime.database.write() as session:
        row = await repository.get(session, workspace_id, generation_id, lock=True)
        if State(row.state) in ENDED:
            await repository.compact(session, row)


async def _own(session: WriteSession, caller: Caller, generation_id: UUID) -> Generation:
    caller.require(Action.CONTENT_GENERATE)
    row = await repository.get(session, caller.workspace_id, generation_id, lock=True)
    caller.require_author(row.author_id)
    return row


async def _enqueue(
    runtime: Runtime, session: WriteSession, workspace_id: UUID, generation_id: UUID
) -> None:
    await runtime.jobs.enqueue(
        session, repository.RUN, workspace_id, {"generation_id": generation_id.hex},
        queue=repository.QUEUE, unique_key=_key(generation_id),
    )  # fmt: skip


def _key(generation_id: UUID) -> str:
    return f"{repository.RUN}:{generation_id}"


async def _end(runtime: Runtime, session: WriteSession, row: Generation, state: State) -> None:
    # From here on the worker's fence is void: nothing that it has not committed can follow.
    row.fence += 1
    row.state = state
    await session.flush()
    text, _ = await snapshot(session, row.workspace_id, row.id)
    # The row itself: the piece may have been put into the bin meanwhile, and still keeps its text.
    piece = await session.get_one(Content, (row.workspace_id, row.content_id))
    revision = await content.complete(
        session, workspace_id=row.workspace_id, content_id=row.content_id,
        author_id=row.author_id, title=piece.title, body=text,
    )  # fmt: skip
    # Behind the piece's own time: a piece that is newer than its generation's end was edited since.
    row.ended_at = now()
    await runtime.jobs.enqueue(
        session, "seo.analyse", row.workspace_id,
        {"content_id": row.content_id.hex, "revision": revision},
    )  # fmt: skip
    if state is State.FAILED:
        event = await repository.append(session, row, "error", detail=row.error, state=state)
    else:
        event = await repository.append(
            session, row, "done", state=state, content_id=str(row.content_id), revision=revision,
            seo_score=None, quality_score=None, cut_off=[], provider=row.provider, demo=False,
        )  # fmt: skip
    await apply(session, [inserting(*repository.compaction(row.workspace_id, row.id))])
    generation_id = row.id
    started = row.started_at

    def show() -> None:
        runtime.broker.publish(stop_topic(generation_id), state)
        runtime.broker.publish(topic(generation_id), event)
        if started is not None:
            seconds = (now() - started).total_seconds()
            runtime.metrics.generation.labels(state.value).observe(seconds)

    session.after_commit(show)
