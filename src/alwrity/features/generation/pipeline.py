"""One generation from its last checkpoint to its end: research, outline, sections, analysis."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, cast

import structlog

from alwrity.database import Database, WriteSession
from alwrity.errors import ProviderError, UnavailableError
from alwrity.features.generation import checkpoints, repository
from alwrity.features.generation.citations import cited_numbers, footnotes
from alwrity.features.generation.drafting import Drafter, Outline, SectionTask
from alwrity.features.generation.endings import Ending
from alwrity.features.generation.event_log import EventLog
from alwrity.features.generation.log_writer import FenceLostError, LogWriter
from alwrity.features.generation.reading import read_sources
from alwrity.features.generation.schemas import OutlinePlan
from alwrity.features.generation.states import State
from alwrity.features.generation.takeover import Run, TakeOvers
from alwrity.features.seo import service as seo
from alwrity.fetch.policy import FetchPolicy
from alwrity.group_commit import apply
from alwrity.jobs.queue import ClaimedJob, finishing, progressing
from alwrity.models.generation import Section
from alwrity.providers.errors import ProviderBusyError, ProviderConfigError, ProviderStreamError
from alwrity.providers.metering import Metered
from alwrity.providers.protocol import Drafting, Finish, Provider, Restart, StreamItem, Text, Usage
from alwrity.scaling.bulkhead import count_for
from alwrity.scaling.metrics import Metrics
from alwrity.scaling.streams.memory import MemoryBroker
from alwrity.text import TextCleaner, utf16_length

log = structlog.get_logger(__name__)

_PROGRESS_SECONDS = 1.0
_STOP_POLL_SECONDS = 2.0
_SHOWN_FINDINGS = 200
_BACKLOG = 5_000


def stop_topic(generation_id: object) -> str:
    """Where a stop is told to the worker of this process."""
    return f"stop:{generation_id}"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Writes generations.

    Attributes:
        provider: The chain of models.
        drafter_for: The strategy that suits a provider.
        fetch_policy: What a source's address may be.
    """

    database: Database
    take_overs: TakeOvers
    broker: MemoryBroker
    log: EventLog
    provider: Provider
    drafter_for: Callable[[Provider], Drafter]
    fetch_policy: FetchPolicy
    metrics: Metrics

    async def run(self, job: ClaimedJob) -> bool:
        """Write the job's generation; safe to call again after a crash at any moment.

        Returns:
            Whether the job was removed together with the generation's last step.

        Raises:
            ProviderError: When no model answered; the text so far is kept and the job tried again.
                When none could even be called (`ProviderBusyError`) it is queued once more.
        """
        count_for(job.workspace_id)  # the calls below are admitted fairly between workspaces
        run = await self.take_overs.take(job, Metered(self.provider), time.monotonic())
        if run is None:
            return False
        writer = self.log.writer(run.workspace_id, run.generation_id, run.fence, run.seq)
        writer.append("state", state=run.state)
        work = asyncio.create_task(self._advance(run, writer))
        watch = asyncio.create_task(self._until_stopped(run, writer))
        try:
            await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (work, watch):
                task.cancel()
            await asyncio.gather(work, watch, return_exceptions=True)
        if work.cancelled():
            return False
        try:
            work.result()
        except FenceLostError:
            return False  # stopped, or taken over: what was committed until then stays
        except ProviderError as error:
            if isinstance(error, ProviderBusyError):
                run.state = State.QUEUED
            with suppress(FenceLostError):
                writer.append("state", state=run.state, detail=error.detail)
                writer.set(state=run.state)
                checkpoints.book(run, writer)
                await self.log.flush()
            raise
        return True

    async def _until_stopped(self, run: Run, writer: LogWriter) -> None:
        with self.broker.subscribe(stop_topic(run.generation_id)) as stops:
            while True:
                if await stops.next(_STOP_POLL_SECONDS) is not None:
                    return
                if time.monotonic() - writer.confirmed < _STOP_POLL_SECONDS:
                    continue  # a commit has just looked after the fence
                with suppress(UnavailableError):
                    async with self.database.glance() as session:
                        fence = await repository.fence_of(
                            session, run.workspace_id, run.generation_id
                        )
                    if fence != run.fence:
                        return

    async def _advance(self, run: Run, writer: LogWriter) -> None:
        if run.passages is None:
            await self._research(run, writer)
        if run.outline is None:
            await self._plan(run, writer)
            if run.confirm_outline:
                await self.log.transaction(writer, partial(_leave, run))
                return
        await self._draft(run, writer)
        await self._finish(run, writer)

    def _enter(self, run: Run, writer: LogWriter, state: State, **columns: Any) -> None:
        """Go into a state; committed, and then shown, with the next commit of the log."""
        run.state = state
        writer.append("state", state=state)
        writer.set(state=state, **columns)
        checkpoints.book(run, writer)
        writer.change(*progressing(run.job))

    async def _research(self, run: Run, writer: LogWriter) -> None:
        run.passages = await read_sources(self.database, run, self.fetch_policy)
        found = [asdict(passage) for passage in run.passages]
        self._enter(run, writer, State.OUTLINING, passages=found)

    async def _plan(self, run: Run, writer: LogWriter) -> None:
        drafter = self.drafter_for(run.meter)
        plan = OutlinePlan.of(await drafter.outline(run.assignment, run.passages or []))
        run.outline = plan.outline()
        data = plan.model_dump()
        writer.append("outline", **data)
        state = State.AWAITING_OUTLINE if run.confirm_outline else State.DRAFTING
        found = [asdict(passage) for passage in run.passages or []]
        self._enter(run, writer, state, outline=data, passages=found)

    async def _draft(self, run: Run, writer: LogWriter) -> None:
        outline = _known(run.outline)
        for position in range(len(run.finished), len(outline.sections)):
            await self._section(run, writer, outline, position)
        if len(run.finished) == len(outline.sections):
            self._close(run, writer, outline)

    async def _section(self, run: Run, writer: LogWriter, outline: Outline, position: int) -> None:
        heading = _heading(outline, position)
        before = run.text[: len(run.text) - len(run.section_text)]
        partial = run.section_text[len(heading) :]
        if partial and not self.provider.capabilities.continues:
            # What is there cannot be gone on from: back to the section's start.
            writer.append("rewind", offset=utf16_length(before + heading))
            partial = ""
        if not run.section_text:
            writer.append(
                "section", position=position, heading=outline.sections[position].heading,
                text=heading,
            )  # fmt: skip
        run.text = before + heading + partial
        task = SectionTask(
            run.assignment, outline, position, before + heading, partial, run.passages or []
        )
        body, finish = await self._write(run, writer, task)
        if not body.strip():
            raise ProviderStreamError(
                f"{finish.provider} wrote nothing for section {position + 1}; it is tried again."
            )
        run.text = before + heading + body
        self._checkpoint(run, writer, position, heading + body, finish)

    async def _write(self, run: Run, writer: LogWriter, task: SectionTask) -> tuple[str, Finish]:
        body, start = task.partial, utf16_length(task.before) + utf16_length(task.partial)
        cleaner = TextCleaner()
        began, tokens, told = time.monotonic(), 0, time.monotonic()
        async with aclosing(self._stream(run, task)) as stream:
            async for item in stream:
                match item:
                    case Text():
                        piece = cleaner.feed(item.text)
                        body += piece
                        tokens += item.tokens
                        if piece:
                            writer.token(piece)
                    case Restart():
                        # A vendor broke off in the middle: void what this call has written.
                        cleaner, body = TextCleaner(), task.partial
                        writer.append("rewind", offset=start, reason=item.reason)
                    case Finish():
                        rest = cleaner.flush()
                        body += rest
                        if rest:
                            writer.token(rest)
                        return body, item
                if writer.backlog > _BACKLOG:
                    # The database has been away for a while: wait for it, or give the job back.
                    await self.log.flush()
                moment = time.monotonic()
                if moment - told >= _PROGRESS_SECONDS:
                    told = moment
                    _tell_progress(run, writer, task, tokens, moment - began)
        raise ProviderStreamError(
            f"{self.provider.name} ended section {task.index + 1} without a finish reason."
        )

    def _checkpoint(
        self, run: Run, writer: LogWriter, position: int, text: str, finish: Finish
    ) -> None:
        outline = _known(run.outline)
        section = Section(
            workspace_id=run.workspace_id, generation_id=run.generation_id, position=position,
            heading=outline.sections[position].heading if position < len(outline.sections) else "",
            text=text, last_seq=writer.number(), cut_off=finish.reason == "length",
            provider=finish.provider,
        )  # fmt: skip
        checkpoints.section_written(run, writer, section, outline.title)
        checkpoints.book(run, writer)
        writer.change(*progressing(run.job))
        run.finished.append(section)
        run.section_text = ""

    def _close(self, run: Run, writer: LogWriter, outline: Outline) -> None:
        """End the piece with the passages that it cites."""
        notes = footnotes(run.text, run.passages or []) if cited_numbers(run.text) else ""
        tail = f"\n\n{notes}\n" if notes else "\n"
        if not run.section_text:
            writer.append("section", position=len(outline.sections), heading="", text=tail)
            run.text += tail
        finish = Finish("stop", Usage(), run.finished[-1].provider)
        self._checkpoint(run, writer, len(outline.sections), tail, finish)

    def _stream(self, run: Run, task: SectionTask) -> AsyncGenerator[StreamItem, None]:
        stream = self.drafter_for(run.meter).section(task)
        return cast("AsyncGenerator[StreamItem, None]", stream)

    async def _finish(self, run: Run, writer: LogWriter) -> None:
        if run.state is not State.ANALYSING:
            self._enter(run, writer, State.ANALYSING)
        outline = _known(run.outline)
        analysis = await seo.analyse_draft(
            run.text, run.assignment.keyphrase, outline.title, run.assignment.language,
            audience=run.assignment.audience, points=run.assignment.points,
            words=run.assignment.words,
            passages={passage.number: passage.text for passage in run.passages or []},
        )  # fmt: skip
        for finding in analysis.findings[:_SHOWN_FINDINGS]:
            writer.append("finding", **seo.finding_data(finding))

        demo = self.provider.capabilities.drafting is Drafting.SMALL
        await writer.end(Ending(run, outline.title, analysis, demo))
        self.metrics.generation.labels("done").observe(time.monotonic() - run.started)
        log.info("generation_done", generation=str(run.generation_id), words=len(run.text.split()))


async def _leave(run: Run, session: WriteSession) -> None:
    """Let go of the job: a person has the turn."""
    await apply(session, [finishing(run.job)])


def is_hopeless(error: Exception) -> bool:
    """Whether another attempt with the same settings must fail the same way."""
    return isinstance(error, ProviderConfigError)


def _known(outline: Outline | None) -> Outline:
    if outline is None:
        raise RuntimeError("drafting began without an outline")
    return outline


def _heading(outline: Outline, position: int) -> str:
    heading = outline.sections[position].heading
    if position == 0:
        return f"# {outline.title}\n\n" + (f"## {heading}\n\n" if heading else "")
    return f"\n\n## {heading}\n\n"


def _tell_progress(
    run: Run, writer: LogWriter, task: SectionTask, tokens: int, seconds: float
) -> None:
    writer.append(
        "progress", tokens=tokens, tokens_per_second=round(tokens / seconds, 1),
        elapsed_seconds=round(time.monotonic() - run.started, 1),
        section=task.index + 1, sections=len(task.outline.sections),
    )  # fmt: skip
