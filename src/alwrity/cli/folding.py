"""The text is the fold of the events: what a client has seen equals what the server has stored."""

from dataclasses import dataclass

from alwrity.cli.event_parser import Event
from alwrity.errors import InvalidInputError, UnavailableError
from alwrity.text import cut_utf16


@dataclass(frozen=True, slots=True)
class Step:
    """What one event did to the text.

    Attributes:
        added: What now stands at the end.
        withdrawn: Whether something that was shown before was taken back first.
    """

    added: str = ""
    withdrawn: bool = False


_NOTHING = Step()


class Fold:
    """Puts a piece's text together.

    Attributes:
        seq: The number of the last event that is in the text: where to go on after a lost
            connection.
    """

    def __init__(self) -> None:
        self.seq = 0
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        """The text as far as it is known."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def apply(self, event: Event) -> Step:
        """Take an event in; one that was taken in before changes nothing.

        Raises:
            UnavailableError: When it does not fit the text, which is a fault of the server.
        """
        if event.type == "snapshot":
            return self._restart(event)
        known = event.seq is not None and event.seq <= self.seq
        if event.seq is not None:
            self.seq = max(self.seq, event.seq)
        if known:
            return _NOTHING
        match event.type:
            case "token" | "section":
                added = str(event.data["text"])
                self._parts.append(added)
                return Step(added)
            case "rewind":
                return self._cut(int(event.data["offset"]))
            case _:
                return _NOTHING

    def _restart(self, event: Event) -> Step:
        before, after = self.text, str(event.data["text"])
        self._parts = [after]
        self.seq = int(event.data["seq"])
        if after.startswith(before):
            return Step(after[len(before) :])
        return Step(after, withdrawn=True)

    def _cut(self, offset: int) -> Step:
        before = self.text
        try:
            after = cut_utf16(before, offset)
        except InvalidInputError:
            raise UnavailableError(
                f"The server took the text back to {offset!r}, behind its end, which cannot be; "
                "open the piece in the library instead."
            ) from None
        self._parts = [after]
        return Step(withdrawn=after != before)
