"""Serves the preview on loopback until somebody stops it."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from waitress import wasyncore  # type: ignore[import-untyped]  # it publishes no types
from waitress.server import create_server  # type: ignore[import-untyped]

from pipeline.errors import UsageError
from pipeline.jobs.preview import Proofs
from pipeline.model import Month
from pipeline.preview.app import make_app
from pipeline.preview.watch import Watcher

HOST = "127.0.0.1"
# Each open page keeps one waiting.
_THREADS = 12
_LOOP_SECONDS = 0.2


class PreviewServer:
    """The preview of one edition, watching and served from threads of its own while it is entered."""

    def __init__(
        self, path: Path, *, month: Month | None, now: Callable[[], datetime], port: int = 0
    ) -> None:
        """Makes the first proof and takes the port; 0 means any. Raises UsageError for one in use."""
        # Pages that load at once wait a moment for a thread; that is nothing to tell who is writing.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._listener = _listen(port)
        try:
            self.proofs = Proofs(path, month=month, now=now)
        except BaseException:
            self._listener.close()
            raise
        self.port = int(self._listener.getsockname()[1])
        self._watcher = Watcher(self.proofs)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="preview", daemon=True)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def __enter__(self) -> PreviewServer:
        self._watcher.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.proofs.close()
        self._watcher.stop()
        self._ending.set()
        self._thread.join()

    def wait(self) -> None:
        """Returns when the server ends, which it does not by itself."""
        self._thread.join()

    def _run(self) -> None:
        """Runs waitress's loop bit by bit, so that it can be ended from another thread."""
        channels: dict[int, Any] = {}
        app = make_app(self.proofs, port=self.port)
        server = create_server(app, map=channels, sockets=[self._listener], threads=_THREADS, ident="")
        while not self._ending.is_set():
            wasyncore.loop(timeout=_LOOP_SECONDS, use_poll=True, map=channels, count=1)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(channels)


def run_preview(
    path: Path,
    *,
    month: Month | None,
    now: Callable[[], datetime],
    port: int,
    say: Callable[[str], None] = print,
) -> None:
    """Serves until Ctrl-C."""
    with PreviewServer(path, month=month, now=now, port=port) as server:
        say(f"The preview is at {server.address} (only on this computer); stop it with Ctrl-C.")
        try:
            server.wait()
        except KeyboardInterrupt:
            say("Stopped.")


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise UsageError(f"port {port} cannot be used ({reason}); choose another with --port") from error
