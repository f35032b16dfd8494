"""The workers, and the threads that borrow them."""

from __future__ import annotations

import contextlib
import os
import pickle
import threading
from collections.abc import Callable, Sequence
from time import monotonic
from types import TracebackType
from typing import Any, TypeVar, TypeVarTuple

from pipeline.shell.workers.process import Word
from pipeline.shell.workers.worker import Answer, Limits, Worker

_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")

_MOST_WORKERS = 4
_FAREWELL_SECONDS = 2.0
# The least that starting one takes. Who waits less than that is served sooner by those there are: one reads
# forty feeds in the time that a second takes to start.
_LEAST_PATIENCE_SECONDS = 0.1
_CLOSED = "the workers were closed"


class Workers:
    """Up to `count` processes that do one job each at a time; any number of threads may use one pool.

    A job may take `cpu_seconds` of CPU time (the kernel counts in whole seconds: up to one more),
    `memory_mb` above what a worker holds when it starts, and `wall_seconds` in all once it has a worker;
    waiting for one does not count. The first starts with the first job, so a pool that is not used costs
    nothing; another when a job has waited as long as that took. Each imports the modules named in `preload`.

    Use it in a `with`, which ends the processes.
    """

    def __init__(
        self,
        count: int | None = None,
        *,
        cpu_seconds: float = 15,
        memory_mb: int = 512,
        wall_seconds: float = 30,
        preload: Sequence[str] = (),
    ) -> None:
        self._count = count or min(len(os.sched_getaffinity(0)), _MOST_WORKERS)
        self._limits = Limits(cpu_seconds, memory_mb, wall_seconds)
        self._preload = tuple(preload)
        self._changed = threading.Condition()
        # All under `_changed`. Of the free ones the last is taken first: its memory is warm.
        self._free: list[Worker] = []
        self._alive: set[Worker] = set()
        self._starting = 0
        self._started_at = 0.0
        self._patience_seconds = _LEAST_PATIENCE_SECONDS
        self._is_closed = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, function: Callable[[*_Arguments], _Result], *arguments: *_Arguments) -> _Result:
        """Returns what `function(*arguments)` returns in a worker; all of them must be picklable.

        What the function raises is raised here, with its traceback as a note; an error that cannot be
        pickled as a RuntimeError with its words. Raises CollectError where the document was too much:
        TIMEOUT past the CPU or the wall limit, TOO_LARGE past the memory limit or for a result over 64 MB,
        NOT_A_FEED when the process died of it. Raises RuntimeError after `close`.
        """
        job = pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL)
        worker = self._borrow()
        try:
            answer = worker.do(job)
        except BaseException:
            # Also after Ctrl-C in the middle: whatever it still says would answer the next job.
            self._end(worker)
            raise
        if answer.leaves:
            self._end(worker)
        else:
            self._give_back(worker)
        result: _Result = _result_of(answer)
        return result

    def warm(self) -> None:
        """Starts the first worker in the background, where there will surely be work for it."""
        threading.Thread(target=self._start_ahead, name="warm", daemon=True).start()

    def _start_ahead(self) -> None:
        with self._changed:
            if self._is_closed or self._starting or self._alive:
                return
            self._starting += 1
        # What cannot be started now is tried again, and said, by the first job that needs it.
        with contextlib.suppress(Exception):
            self._give_back(self._start())

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        """Ends all workers: free ones at once, others after their job, or after 2 s without mercy."""
        with self._changed:
            self._is_closed = True
            ending = list(self._alive)
            self._alive.clear()
            self._free.clear()
            self._changed.notify_all()
        until = monotonic() + _FAREWELL_SECONDS
        for worker in ending:
            worker.say_farewell()
        for worker in ending:
            worker.end(until - monotonic())

    def _borrow(self) -> Worker:
        with self._changed:
            since = monotonic()
            while not self._is_closed:
                if (worker := self._take_free()) is not None:
                    return worker
                has_waited = monotonic() - max(since, self._started_at) >= self._patience_seconds
                if not self._starting and (not self._alive or (has_waited and self._may_start())):
                    self._starting += 1
                    break
                self._changed.wait(self._patience_seconds if self._may_start() else None)
            else:
                raise RuntimeError(_CLOSED)
        return self._start()

    def _take_free(self) -> Worker | None:
        while self._free:
            worker = self._free.pop()
            if worker.is_alive():
                return worker
            # Nobody's document: it was killed from outside while it had none.
            self._alive.discard(worker)
            worker.end(0)
        return None

    def _may_start(self) -> bool:
        return len(self._alive) + self._starting < self._count

    def _start(self) -> Worker:
        """Starts a worker outside the lock, so that several start at once."""
        began_at = monotonic()
        try:
            worker = Worker(self._limits, self._preload)
        except BaseException:
            with self._changed:
                self._starting -= 1
                self._changed.notify()
            raise
        with self._changed:
            self._starting -= 1
            self._started_at = monotonic()
            self._patience_seconds = max(self._started_at - began_at, _LEAST_PATIENCE_SECONDS)
            if not self._is_closed:
                self._alive.add(worker)
                return worker
        worker.end(0)
        raise RuntimeError(_CLOSED)

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            if worker in self._alive:
                self._free.append(worker)
                self._changed.notify()

    def _end(self, worker: Worker) -> None:
        worker.end(0)
        with self._changed:
            self._alive.discard(worker)
            self._changed.notify()


def _result_of(answer: Answer) -> Any:
    value = pickle.loads(answer.payload)  # noqa: S301 -- from our own process
    if answer.word is Word.ERROR:
        raise value
    return value
