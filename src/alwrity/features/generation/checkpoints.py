"""What a worker changes of the generation it holds, in the commits of its log.

A commit may have happened although its connection broke, and then comes once more: each of these
bears it.
"""

from decimal import Decimal
from functools import cache
from typing import cast

from sqlalchemy import Executable, Table, bindparam, update
from sqlalchemy.dialects.postgresql import insert  # SQLite compiles the same clause

from alwrity.features.content import service as content
from alwrity.features.generation.log_writer import LogWriter, Pending, Text
from alwrity.features.generation.takeover import Run
from alwrity.features.usage.service import ledger_row
from alwrity.group_commit import Change
from alwrity.models.base import now
from alwrity.models.generation import Generation, Section
from alwrity.models.usage import UsageEvent
from alwrity.providers.protocol import Usage

_GENERATION = cast("Table", Generation.__table__)
_BOOK = insert(cast("Table", UsageEvent.__table__)).on_conflict_do_nothing()
_FINISH_SECTION = insert(cast("Table", Section.__table__)).on_conflict_do_nothing()


def changes_of(writer: LogWriter, pending: Pending) -> list[Change]:
    """All that a writer has pending beside its events and its ending."""
    changes = [*pending.changes]
    if pending.columns:
        values = {f"new_{name}": value for name, value in pending.columns.items()}
        values |= {"of_workspace": writer.workspace_id, "of_generation": writer.generation_id}
        # In one order, so that those who change the same columns share a statement.
        changes.append((_update(tuple(sorted(pending.columns))), values))
    if (text := pending.text) is not None and pending.ending is None:
        changes.append(
            content.checkpoint(writer.workspace_id, text.content_id, text.title, text.body)
        )
    return changes


@cache
def _update(names: tuple[str, ...]) -> Executable:
    return (
        update(_GENERATION)
        .where(
            _GENERATION.c.workspace_id == bindparam("of_workspace"),
            _GENERATION.c.id == bindparam("of_generation"),
        )
        .values({name: bindparam(f"new_{name}") for name in names})
    )


def book(run: Run, writer: LogWriter) -> None:
    """Put what the models used since the last time into the ledger and the generation's sums."""
    for name, used in run.meter.take().items():
        row = ledger_row(run.workspace_id, run.generation_id, name, used)
        writer.change((_BOOK, row))
        _add(run, used, row["cost_usd"])
    writer.set(
        input_tokens=run.input_tokens, output_tokens=run.output_tokens, cost_usd=run.cost_usd
    )


def _add(run: Run, used: Usage, cost: Decimal | None) -> None:
    run.input_tokens += used.input_tokens or 0
    run.output_tokens += used.output_tokens or 0
    run.cost_usd = None if cost is None or run.cost_usd is None else run.cost_usd + cost


def section_written(run: Run, writer: LogWriter, section: Section, title: str) -> None:
    """Keep a finished section, and the piece as far as it is."""
    columns = {
        "workspace_id": run.workspace_id, "generation_id": run.generation_id,
        "position": section.position, "heading": section.heading, "text": section.text,
        "last_seq": section.last_seq, "cut_off": section.cut_off, "provider": section.provider,
        "finished_at": now(),
    }  # fmt: skip
    writer.change((_FINISH_SECTION, columns))
    writer.set(provider=section.provider)
    writer.keep(Text(run.content_id, title, run.text))
