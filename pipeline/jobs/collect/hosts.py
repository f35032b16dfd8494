"""Many hosts at once, each by one thread at a time; what they bring comes back in one fixed order."""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from urllib.parse import urlsplit

from pipeline.jobs.visit import Harvest, Task

# What is handed over together, and how long somebody waits for so much before less will do.
LEAST_TOGETHER = 8
MOST_TOGETHER = 50
SECONDS_TOGETHER = 0.5
# Publications read and not yet handed over. A slow site in front must not let those behind it pile up: with
# so many waiting nothing further is begun but what is next in the order.
MOST_HELD = 5_000


class Visits:
    """Visits `tasks` in threads; an iteration gives the harvests in the order of `tasks`, some at a time.

    An iteration may give none: then half a second has passed without the next one coming in. At most
    `hosts_at_once` hosts are visited together, each over so many `connections`. Leaving the `with` ends it:
    visits that are under way are not waited for.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        visit: Callable[[Task], Harvest],
        *,
        hosts_at_once: int,
        connections: int,
        most_held: int = MOST_HELD,
    ) -> None:
        self._tasks = tasks
        self._visit = visit
        self._most_held = most_held
        self._changed = threading.Condition()
        # All under `_changed`. The shares that no thread has, by the number of the next task in each.
        self._idle = [(share[0], share) for share in _shares(tasks, connections)]
        heapq.heapify(self._idle)
        self._not_begun = len(tasks)
        self._next = 0
        self._held = 0
        self._done: dict[int, Harvest | BaseException] = {}
        self._is_stopped = False
        self._threads = min(hosts_at_once, len(self._idle))

    def __enter__(self) -> Visits:
        for number in range(self._threads):
            # Daemons, and not an executor, which the interpreter waits for at its end: after Ctrl-C nobody
            # wants to wait for the deadline of a slow site.
            threading.Thread(target=self._work, name=f"collect {number}", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[list[tuple[Task, Harvest]]]:
        while self._next < len(self._tasks):
            yield self._take()

    def _take(self) -> list[tuple[Task, Harvest]]:
        until = monotonic() + SECONDS_TOGETHER
        with self._changed:
            wanted = min(LEAST_TOGETHER, len(self._tasks) - self._next)
            while self._ready(wanted) < wanted and (seconds := until - monotonic()) > 0:
                self._changed.wait(seconds)
            taken: list[tuple[Task, Harvest]] = []
            for number in range(self._next, self._next + self._ready(MOST_TOGETHER)):
                harvest = self._done[number]
                if isinstance(harvest, BaseException):
                    # What came before it is handed over first.
                    if taken:
                        break
                    raise harvest
                del self._done[number]
                taken.append((self._tasks[number], harvest))
            self._next += len(taken)
            self._held -= sum(len(harvest.found) for _, harvest in taken)
            self._changed.notify_all()
        return taken

    def _ready(self, most: int) -> int:
        """Counts the harvests that are in, from the next on."""
        count = 0
        while count < most and self._next + count in self._done:
            count += 1
        return count

    def _work(self) -> None:
        while (share := self._begin()) is not None:
            number = share.popleft()
            harvest: Harvest | BaseException
            try:
                harvest = self._visit(self._tasks[number])
            except BaseException as error:
                harvest = error
            self._end(number, harvest, share)

    def _begin(self) -> deque[int] | None:
        """Returns the share whose next task comes first; None when nothing is left to begin."""
        with self._changed:
            while self._not_begun and not self._is_stopped:
                if self._idle and (self._held < self._most_held or self._idle[0][0] == self._next):
                    self._not_begun -= 1
                    return heapq.heappop(self._idle)[1]
                self._changed.wait()
        return None

    def _end(self, number: int, harvest: Harvest | BaseException, share: deque[int]) -> None:
        with self._changed:
            self._done[number] = harvest
            self._held += 0 if isinstance(harvest, BaseException) else len(harvest.found)
            if share:
                heapq.heappush(self._idle, (share[0], share))
            self._changed.notify_all()


def _shares(tasks: Sequence[Task], connections: int) -> list[deque[int]]:
    """Returns what is visited one after another: the endpoints of a host, shared out over its connections."""
    hosts: dict[str, list[int]] = {}
    for number, task in enumerate(tasks):
        hosts.setdefault(urlsplit(task.endpoint.url).netloc.lower(), []).append(number)
    shares = (host[first::connections] for host in hosts.values() for first in range(connections))
    return [deque(share) for share in shares if share]
