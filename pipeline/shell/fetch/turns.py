"""Turns at a host: few requests at a time, usually one, and a pause between two of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Host:
    places: threading.Semaphore
    # On `time.monotonic`: when its last request ended.
    ended_at: float | None = None
    pause: float = 0.0


class Turns:
    """Hands out turns at hosts, to any number of threads, `at_once` at each host."""

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = at_once
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()
        self._own = threading.local()

    def slow_down(self, host: str, seconds: float) -> None:
        """Asks for at least so many seconds between two requests at this host from now on."""
        at = self._host(host)
        at.pause = max(at.pause, seconds)

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[float]:
        """Waits for a place at this host and until `pause` is over; yields the seconds it took."""
        at = self._host(host)
        asked_at = time.monotonic()
        with at.places:
            if at.ended_at is not None:
                time.sleep(max(0.0, at.ended_at + max(pause, at.pause) - time.monotonic()))
            waited = time.monotonic() - asked_at
            self._own.waited = self.waited_seconds() + waited
            try:
                yield waited
            finally:
                at.ended_at = time.monotonic()

    def waited_seconds(self) -> float:
        """Returns how long the thread that asks has waited for turns in all."""
        seconds: float = getattr(self._own, "waited", 0.0)
        return seconds

    def _host(self, host: str) -> _Host:
        with self._hosts_lock:
            name = host.lower().rstrip(".")
            if name not in self._hosts:
                self._hosts[name] = _Host(threading.Semaphore(self._at_once))
            return self._hosts[name]
