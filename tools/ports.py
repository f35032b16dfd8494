"""Ports of this machine, for servers that tests and measurements start themselves."""

from __future__ import annotations

import contextlib
import socket
import time


def free_port(host: str = "127.0.0.1") -> int:
    """Returns a port that nobody listened on a moment ago."""
    with socket.create_server((host, 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def wait_for(port: int, seconds: float = 20) -> None:
    """Returns as soon as something answers there; raises TimeoutError when nothing does in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")
