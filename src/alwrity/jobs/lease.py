"""Who holds a lease, and whether that process still lives."""

import os
import socket
from dataclasses import dataclass
from functools import cache

import psutil


@dataclass(frozen=True, slots=True)
class Holder:
    """A process, named so that a later one with the same pid is not taken for it.

    Attributes:
        process_start: Seconds since the epoch at which it started.
    """

    host: str
    pid: int
    process_start: float

    def is_dead(self) -> bool:
        """Whether the process is certainly gone; False when it lives or cannot be known."""
        if self.host != socket.gethostname():
            return False
        try:
            started = psutil.Process(self.pid).create_time()
        except psutil.NoSuchProcess:
            return True
        except psutil.Error:
            return False
        return abs(started - self.process_start) > 1


@cache
def this_process() -> Holder:
    """The process that runs this code."""
    pid = os.getpid()
    return Holder(socket.gethostname(), pid, psutil.Process(pid).create_time())
