"""One run at a time on a root: a lock that the system drops when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import socket
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import BusyError, WriteError


@contextlib.contextmanager
def hold(path: Path, what: str) -> Iterator[None]:
    """Holds the lock file at `path` meanwhile.

    Raises BusyError at once when another process holds it, `what` naming what that one is doing, and
    WriteError when the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a")
    except OSError as error:
        raise WriteError(path, error) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = f"another {what} is running on this folder ({path}); wait for it and try again"
            raise BusyError(message) from error
        yield


def machine() -> str:
    """Returns the name of this machine: a lock holds on one machine, and says nothing about another."""
    return socket.gethostname().replace(":", "-")
