"""How a provider has done lately, as this process saw it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class ProviderState(StrEnum):
    """What the last call told."""

    UNTRIED = "untried"
    READY = "ready"
    COOLING = "cooling"
    FAILING = "failing"


@dataclass(slots=True)
class Standing:
    """The last success and the last failure.

    Attributes:
        last_error: The failure's sentence, without secrets; stays after a success.
    """

    last_error: str | None = None
    last_error_at: datetime | None = None
    last_success_at: datetime | None = None
    _ended_well: bool | None = None

    def succeeded(self) -> None:
        """A call came to its end."""
        self.last_success_at, self._ended_well = datetime.now(UTC), True

    def failed(self, sentence: str) -> None:
        """A call did not."""
        self.last_error, self.last_error_at = sentence, datetime.now(UTC)
        self._ended_well = False

    def state(self, *, cooling: bool, shut: bool = False) -> ProviderState:
        """In one word.

        Args:
            cooling: Whether the provider asked for a pause that has not passed.
            shut: Whether its breaker is not closed.
        """
        if cooling:
            return ProviderState.COOLING
        if shut:
            return ProviderState.FAILING
        if self._ended_well is None:
            return ProviderState.UNTRIED
        return ProviderState.READY if self._ended_well else ProviderState.FAILING
