"""One generation's pen: what it wrote and changed, until the log has committed it."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from alwrity.features.generation.endings import Ending
from alwrity.features.generation.events import Event, dump
from alwrity.group_commit import Change, WithdrawnError


class FenceLostError(WithdrawnError):
    """The generation was stopped, or another worker has it; this one must write no more."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece as far as it is written."""

    content_id: UUID
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for its commit.

    Attributes:
        changes: Rows that are added beside the log.
        columns: Of the generation's row; of several values for one, the last.
        text: What the piece becomes; of several, the last.
        ending: How the generation ends; its text replaces `text`.
    """

    events: Sequence[Event] = ()
    changes: Sequence[Change] = ()
    columns: Mapping[str, Any] = field(default_factory=dict)
    text: Text | None = None
    ending: Ending | None = None

    @property
    def alters(self) -> bool:
        """Whether something changes beside the log."""
        return bool(self.changes or self.columns or self.text or self.ending)

    def __bool__(self) -> bool:
        return bool(self.events) or self.alters


class LogWriter:
    """Appends to one generation's log. Tokens that come within one commit become one event.

    Args:
        mark: Told whenever something waits for its commit, and whether somebody waits for it: the
            first characters of a text are missed more than the next ones.
        seq: The last number that is taken.
    """

    def __init__(
        self,
        mark: Callable[["LogWriter", bool], None],
        workspace_id: UUID,
        generation_id: UUID,
        fence: int,
        seq: int,
    ) -> None:
        self._mark = mark
        self.workspace_id = workspace_id
        self.generation_id = generation_id
        self.fence = fence
        self.seq = seq
        self.key = (workspace_id.hex, generation_id.hex)
        self._reason: Exception | None = None
        self.confirmed = time.monotonic()
        self._events: list[Event] = []
        self._changes: list[Change] = []
        self._columns: dict[str, Any] = {}
        self._text: Text | None = None
        self._ending: Ending | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tokens: list[str] = []
        self._told = False

    def token(self, piece: str) -> None:
        """Append a piece of text.

        Raises:
            FenceLostError: When the generation is not ours any more.
        """
        self._require_held()
        self._tokens.append(piece)
        self._mark(self, not self._told)
        self._told = True

    def append(self, event_type: str, **data: Any) -> None:
        """Append an event.

        Raises:
            FenceLostError: When the generation is not ours any more.
        """
        self._require_held()
        self._close_token()
        self._add(event_type, dump(data))
        self._mark(self, False)

    def change(self, *changes: Change) -> None:
        """Have rows added in the commit that takes the events appended so far.

        Raises:
            FenceLostError: When the generation is not ours any more.
        """
        self._require_held()
        self._changes.extend(changes)
        self._mark(self, False)

    def set(self, **columns: Any) -> None:
        """Have columns of the generation's row set in the same commit.

        Raises:
            FenceLostError: When the generation is not ours any more.
        """
        self._require_held()
        self._columns |= columns
        self._mark(self, False)

    def keep(self, text: Text) -> None:
        """Have the piece kept as it is, in the same commit.

        Raises:
            FenceLostError: When the generation is not ours any more.
        """
        self._require_held()
        self._text = text
        self._mark(self, False)

    async def end(self, ending: Ending) -> None:
        """End the generation, and return once that is committed.

        Nothing may be appended behind it. It takes as long as the database is away; when the
        caller is cancelled meanwhile, the generation does not end, or has ended already.

        Raises:
            FenceLostError: When the generation is not ours any more; nothing was changed.
        """
        self._require_held()
        self._ending = ending
        self._mark(self, False)
        await self.ended

    def number(self) -> int:
        """The number of the last event, with the text so far as one."""
        self._close_token()
        return self.seq

    @property
    def lost(self) -> bool:
        """Whether nothing can be written any more."""
        return self._reason is not None

    @property
    def backlog(self) -> int:
        """How much waits for its commit, in events and pieces of text."""
        return len(self._events) + len(self._tokens)

    def take(self) -> Pending:
        """What is pending; the caller commits it or gives it back."""
        self._close_token()
        pending = Pending(
            self._events, self._changes, self._columns, self._text, self._ending
        )  # fmt: skip
        self._forget()
        return pending

    def give_back(self, pending: Pending) -> None:
        """Put back what was not committed, before what came since."""
        if self.lost:
            return
        self._events = [*pending.events, *self._events]
        self._changes = [*pending.changes, *self._changes]
        self._columns = {**pending.columns, **self._columns}
        self._text = self._text or pending.text
        self._ending = self._ending or pending.ending
        if pending or self._events or self._changes:
            self._mark(self, False)

    def undo(self, pending: Pending, seq: int) -> None:
        """Put back what was not committed, and forget what was appended behind `seq`."""
        self._forget()
        self._tokens, self.seq = [], seq
        self.give_back(pending)

    def confirm(self, *, ended: bool = False) -> None:
        """Note that the database has just taken what is ours, and whether that was the end."""
        self.confirmed = time.monotonic()
        if ended and not self.ended.done():
            self.ended.set_result(None)

    def lose(self, reason: Exception | None = None) -> None:
        """Note that the fence is not ours, or what else is the reason; every append raises it."""
        self._forget()
        self._tokens = []
        self._reason = reason or FenceLostError()
        if not self.ended.done():
            self.ended.set_exception(self._reason)
            self.ended.exception()  # nobody need wait for it

    def _forget(self) -> None:
        self._events, self._changes, self._columns = [], [], {}
        self._text = self._ending = None

    def _require_held(self) -> None:
        if self._reason is not None:
            raise self._reason

    def _close_token(self) -> None:
        if self._tokens:
            piece = "".join(self._tokens)
            self._tokens = []
            self._add("token", dump({"text": piece}))

    def _add(self, event_type: str, data: str) -> None:
        self.seq += 1
        self._events.append(Event(self.seq, event_type, data))
