"""A bound on how fast mail goes out, shared by all connections of a run."""

from __future__ import annotations

import threading
from time import monotonic


class Pace:
    """Gives each message its moment, `per_minute` a minute and evenly; 0 never waits.

    By a clock that only runs forward: one that is set back an hour must not hold a sending up.
    """

    def __init__(self, per_minute: int, stop: threading.Event) -> None:
        self._gap = 60.0 / per_minute if per_minute else 0.0
        self._stop = stop
        self._lock = threading.Lock()
        self._next = monotonic()

    def wait(self) -> None:
        """Waits for the next moment, or until the run is told to stop."""
        if not self._gap:
            return
        with self._lock:
            turn = max(self._next, monotonic())
            self._next = turn + self._gap
        self._stop.wait(max(0.0, turn - monotonic()))
