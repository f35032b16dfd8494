"""Asks are taken in at once and done one after another, in a thread of their own.

So an answer takes as long for an address that we know as for one that we do not, however long the mail takes.
What still waits when the process is killed is lost; the reader then gets no mail, and asks again.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from datetime import datetime

from pipeline.jobs.subscribing import Desk, Post, ask

log = logging.getLogger("nieuwsbrief.web")

_MOST_WAITING = 1_000


class AskingDesk:
    """Takes addresses in with `take`, until `close`."""

    def __init__(self, desk: Desk, post: Post, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._post = post
        self._now = now
        self._waiting: queue.Queue[str | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._work, name="asking desk", daemon=True)
        self._thread.start()

    def take(self, address: str) -> bool:
        """Returns whether there was room."""
        try:
            self._waiting.put_nowait(address)
        except queue.Full:
            return False
        return True

    def wait(self) -> None:
        """Returns when all that was taken in is done."""
        self._waiting.join()

    def close(self) -> None:
        """Does what waits, and ends."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (address := self._waiting.get()) is not None:
            try:
                ask(self._desk, address, now=self._now(), post=self._post)
            except Exception as error:  # one mail that cannot go must not end the desk
                # The type alone: the message may hold the address.
                log.error("a request could not be done: %s", type(error).__name__)
            finally:
                self._waiting.task_done()
        self._waiting.task_done()
