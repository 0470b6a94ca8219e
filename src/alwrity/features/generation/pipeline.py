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
from alwrity.features.content import service as content
from alwrity.features.generation import repository
from alwrity.features.generation.citations import cited_numbers, footnotes
from alwrity.features.generation.drafting import Drafter, Outline, SectionTask
from alwrity.features.generation.event_log import EventLog, FenceLostError, LogWriter
from alwrity.features.generation.reading import read_sources
from alwrity.features.generation.schemas import OutlinePlan
from alwrity.features.generation.states import State
from alwrity.features.generation.takeover import Run, take_over
from alwrity.features.seo import service as seo
from alwrity.features.usage import service as usage
from alwrity.fetch.policy import FetchPolicy
from alwrity.jobs.queue import ClaimedJob, JobQueue
from alwrity.models.base import now
from alwrity.models.generation import Generation, Section
from alwrity.providers.errors import ProviderConfigError, ProviderStreamError
from alwrity.providers.metering import Metered
from alwrity.providers.protocol import Drafting, Finish, Provider, Restart, StreamItem, Text, Usage
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
    jobs: JobQueue
    broker: MemoryBroker
    log: EventLog
    provider: Provider
    drafter_for: Callable[[Provider], Drafter]
    fetch_policy: FetchPolicy
    metrics: Metrics

    async def run(self, job: ClaimedJob) -> None:
        """Write the job's generation; safe to call again after a crash at any moment.

        Raises:
            ProviderError: When no model answered; the text so far is kept and the job tried again.
        """
        run = await take_over(self.database, job, Metered(self.provider), time.monotonic())
        if run is None:
            return
        writer = self.log.writer(run.workspace_id, run.generation_id, run.fence, run.seq)
        work = asyncio.create_task(self._advance(run, writer))
        watch = asyncio.create_task(self._until_stopped(run))
        try:
            await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (work, watch):
                task.cancel()
            await asyncio.gather(work, watch, return_exceptions=True)
        if work.cancelled():
            return
        try:
            work.result()
        except FenceLostError:
            return  # stopped, or taken over: what was committed until then stays
        except ProviderError as error:
            with suppress(FenceLostError):
                writer.append("state", state=run.state, detail=error.detail)
                await writer.transaction(partial(self._book, run))
            raise

    async def _until_stopped(self, run: Run) -> None:
        with self.broker.subscribe(stop_topic(run.generation_id)) as stops:
            while True:
                if await stops.next(_STOP_POLL_SECONDS) is not None:
                    return
                with suppress(UnavailableError):
                    async with self.database.read() as session:
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
                return
        await self._draft(run, writer)
        await self._finish(run, writer)

    async def _enter(self, run: Run, writer: LogWriter, state: State, **columns: Any) -> None:
        async def work(session: WriteSession) -> None:
            row = await self._book(run, session)
            row.state = state
            for name, value in columns.items():
                setattr(row, name, value)
            await self.jobs.progress(session, run.job)

        if run.state != state:
            writer.append("state", state=state)
        await writer.transaction(work)
        run.state = state

    async def _research(self, run: Run, writer: LogWriter) -> None:
        if run.sources:
            await self._enter(run, writer, State.RESEARCHING)
        passages = await read_sources(self.database, run, self.fetch_policy)
        await self._enter(
            run, writer, State.OUTLINING, passages=[asdict(passage) for passage in passages]
        )
        run.passages = passages

    async def _plan(self, run: Run, writer: LogWriter) -> None:
        if run.state != State.OUTLINING:
            await self._enter(run, writer, State.OUTLINING)
        drafter = self.drafter_for(run.meter)
        plan = OutlinePlan.of(await drafter.outline(run.assignment, run.passages or []))
        run.outline = plan.outline()
        writer.append("outline", **plan.model_dump())
        state = State.AWAITING_OUTLINE if run.confirm_outline else State.DRAFTING
        await self._enter(run, writer, state, outline=plan.model_dump())

    async def _draft(self, run: Run, writer: LogWriter) -> None:
        outline = _known(run.outline)
        if run.state not in {State.DRAFTING, State.ANALYSING}:
            await self._enter(run, writer, State.DRAFTING)
        for position in range(len(run.finished), len(outline.sections)):
            await self._section(run, writer, outline, position)
        if len(run.finished) == len(outline.sections):
            await self._close(run, writer, outline)

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
        await self._checkpoint(run, writer, position, heading + body, finish)

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
                        tokens += 1
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

    async def _checkpoint(
        self, run: Run, writer: LogWriter, position: int, text: str, finish: Finish
    ) -> None:
        outline = _known(run.outline)
        section = Section(
            workspace_id=run.workspace_id, generation_id=run.generation_id, position=position,
            heading=outline.sections[position].heading if position < len(outline.sections) else "",
            text=text, last_seq=0, cut_off=finish.reason == "length", provider=finish.provider,
        )  # fmt: skip

        async def work(session: WriteSession) -> None:
            section.last_seq = writer.seq
            session.add(section)
            row = await self._book(run, session)
            row.provider = finish.provider
            await content.checkpoint(
                session, workspace_id=run.workspace_id, content_id=run.content_id,
                title=outline.title, body=run.text,
            )  # fmt: skip
            await self.jobs.progress(session, run.job)

        await writer.transaction(work)
        run.finished.append(section)
        run.section_text = ""

    async def _close(self, run: Run, writer: LogWriter, outline: Outline) -> None:
        """End the piece with the passages that it cites."""
        notes = footnotes(run.text, run.passages or []) if cited_numbers(run.text) else ""
        tail = f"\n\n{notes}\n" if notes else "\n"
        if not run.section_text:
            writer.append("section", position=len(outline.sections), heading="", text=tail)
            run.text += tail
        finish = Finish("stop", Usage(), run.finished[-1].provider)
        await self._checkpoint(run, writer, len(outline.sections), tail, finish)

    def _stream(self, run: Run, task: SectionTask) -> AsyncGenerator[StreamItem, None]:
        stream = self.drafter_for(run.meter).section(task)
        return cast("AsyncGenerator[StreamItem, None]", stream)

    async def _book(self, run: Run, session: WriteSession) -> Generation:
        """Put what the models used into the ledger and the generation's sums."""
        row = await repository.get(session, run.workspace_id, run.generation_id)
        for provider, used in run.meter.take().items():
            cost = await usage.record(session, run.workspace_id, run.generation_id, provider, used)
            row.input_tokens += used.input_tokens or 0
            row.output_tokens += used.output_tokens or 0
            row.cost_usd = None if cost is None or row.cost_usd is None else row.cost_usd + cost
        return row

    async def _finish(self, run: Run, writer: LogWriter) -> None:
        await self._enter(run, writer, State.ANALYSING)
        outline = _known(run.outline)
        analysis = await seo.analyse_draft(
            run.text, run.assignment.keyphrase, outline.title, run.assignment.language,
            audience=run.assignment.audience, points=run.assignment.points,
            words=run.assignment.words,
            passages={passage.number: passage.text for passage in run.passages or []},
        )  # fmt: skip
        for finding in analysis.findings[:_SHOWN_FINDINGS]:
            writer.append("finding", **seo.finding_data(finding))

        async def work(session: WriteSession) -> None:
            revision = await content.complete(
                session, workspace_id=run.workspace_id, content_id=run.content_id,
                author_id=run.author_id, title=outline.title, body=run.text,
            )  # fmt: skip
            await seo.keep(session, run.workspace_id, run.content_id, revision, analysis)
            row = await repository.get(session, run.workspace_id, run.generation_id)
            row.state = State.DONE
            row.ended_at = now()
            row.error = None
            await repository.schedule_compaction(
                self.jobs, session, run.workspace_id, run.generation_id
            )
            writer.append(
                "done", state=State.DONE, content_id=str(run.content_id), revision=revision,
                seo_score=analysis.seo_score, quality_score=analysis.quality_score,
                cut_off=run.cut_off, provider=row.provider,
                demo=self.provider.capabilities.drafting is Drafting.SMALL,
            )  # fmt: skip

        await writer.transaction(work)
        self.metrics.generation.labels("done").observe(time.monotonic() - run.started)
        log.info("generation_done", generation=str(run.generation_id), words=len(run.text.split()))


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
