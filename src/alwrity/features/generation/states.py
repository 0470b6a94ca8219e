"""The states of a generation.

queued → researching → outlining → [awaiting_outline] → drafting → analysing → done
any of them → stopped | failed; those two go back to queued when somebody resumes.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a generation is."""

    QUEUED = "queued"
    RESEARCHING = "researching"
    OUTLINING = "outlining"
    AWAITING_OUTLINE = "awaiting_outline"
    DRAFTING = "drafting"
    ANALYSING = "analysing"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


#: Nobody works on it and nobody waits for a person: the stream ends.
ENDED = frozenset({State.DONE, State.STOPPED, State.FAILED})
RESUMABLE = frozenset({State.STOPPED, State.FAILED})
