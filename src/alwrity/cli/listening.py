"""Taking the port, before anything slow is done, so that a port in use is told at once."""

import errno
import os
import socket
from pathlib import Path

from alwrity.cli import server_file
from alwrity.errors import SettingsError


def listen(host: str, port: int, data_dir: Path | None = None) -> socket.socket:
    """A bound socket; connections are accepted once the server starts on it.

    Args:
        host: Name or address.
        port: 0 takes any free one.
        data_dir: Where to look whether it is ALwrity itself that holds the port.

    Raises:
        SettingsError: When the address cannot be had; names it and the remedy.
    """
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )  # fmt: skip
    except OSError as error:
        raise SettingsError(
            f"The address {host!r} is not known here ({error}); set --host to one of this machine."
        ) from None
    # Both families often answer to one name; programs expect the older one there.
    family, kind, protocol, _, address = min(found, key=lambda row: row[0] != socket.AF_INET)
    sock = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere this option would share the port with a stranger
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
    except (OSError, OverflowError) as error:
        sock.close()
        raise _refusal(host, port, error, data_dir) from None
    sock.setblocking(False)
    return sock


def url_of(sock: socket.socket) -> str:
    """The address that a program on this machine opens."""
    host, port = sock.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound: everywhere includes loopback
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _refusal(
    host: str, port: int, error: OSError | OverflowError, data_dir: Path | None
) -> SettingsError:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        ours = server_file.running(data_dir) if data_dir is not None else None
        who = "ALwrity already serves there" if ours and ours.endswith(f":{port}") else "in use"
        return SettingsError(
            f"Port {port} on {host!r} is taken ({who}); stop what listens there, or choose "
            f"another: alwrity serve --port {_next_free(host, port)}"
        )
    if number == errno.EACCES:
        return SettingsError(
            f"Port {port} on {host!r} is for the system's own services; choose one above 1023, "
            "such as: alwrity serve --port 8000"
        )
    return SettingsError(
        f"Cannot listen on {host!r}, port {port} ({error}); set --host to an address of this "
        "machine, such as 127.0.0.1."
    )


def _next_free(host: str, port: int) -> int:
    for candidate in range(port + 1, min(port + 50, 65536)):
        with socket.socket() as probe:
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return 0
