"""Whether a queue is far from its bound, without counting it for each who comes."""

import time

_GOOD_SECONDS = 0.25


class Crowd:
    """How many wait, as somebody counted them a moment ago, and who came here since.

    Those who come to other servers in that moment are not known: so it vouches for the lower half
    of a bound only.
    """

    def __init__(self) -> None:
        self._counted = -_GOOD_SECONDS
        self._waiting = 0

    def counted(self, waiting: int) -> None:
        """Take note of a count."""
        self._counted, self._waiting = time.monotonic(), waiting

    def has_room(self, bound: int) -> bool:
        """Whether one more may come, who is counted then; False when somebody has to look."""
        fresh = time.monotonic() - self._counted < _GOOD_SECONDS
        if not fresh or 2 * (self._waiting + 1) > bound:
            return False
        self._waiting += 1
        return True
