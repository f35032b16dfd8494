"""One worker, seen from the pipeline: its process, the socket to it, and what its end means."""

from __future__ import annotations

import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from pipeline.errors import CollectError
from pipeline.model import Status
from pipeline.shell.workers import process
from pipeline.shell.workers.process import HEADER, MOST_RESULT_BYTES, Word

# Importing the readers takes 0.1 s; a machine that swaps may need a hundred times that.
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may cost: seconds of CPU, megabytes above the worker's own, and seconds by the wall."""

    cpu_seconds: float
    memory_mb: int
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a pickled result, or a pickled error; `leaves` says that the worker ends after it."""

    word: Word
    payload: bytes
    leaves: bool


class Worker:
    """A process that does one job at a time; used by one thread at a time, save `end`."""

    def __init__(self, limits: Limits, preload: Sequence[str]) -> None:
        """Starts it and waits until it is ready. Raises what its imports raised."""
        self._limits = limits
        self._socket, theirs = socket.socketpair()
        try:
            # A new interpreter and not a fork: there are threads here, and nothing open is passed on but the
            # socket. In a process group of its own, so that Ctrl-C does not reach it while it starts.
            # -I -S: nothing from its own folder, the environment or a site file; it is told where ours lies.
            self._process = subprocess.Popen(  # noqa: S603 -- our own file
                [sys.executable, "-I", "-S", process.__file__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        except BaseException:
            self._socket.close()
            raise
        finally:
            theirs.close()
        try:
            self._set_up(limits, preload)
        except BaseException:
            self.end(0)
            raise

    def _set_up(self, limits: Limits, preload: Sequence[str]) -> None:
        memory = limits.memory_mb * 1024 * 1024
        setup: process.Setup = (
            sys.path,
            tuple(preload),
            limits.cpu_seconds,
            memory,
            limits.wall_seconds,
        )
        answer = self._ask(Word.SETUP, pickle.dumps(setup), _START_SECONDS)
        if answer.word is Word.ERROR:
            error: Exception = pickle.loads(answer.payload)  # noqa: S301 -- from our own process
            raise error

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def do(self, job: bytes) -> Answer:
        """Returns the answer to a pickled `(function, arguments)`.

        Raises CollectError when the limits or the process ended first; the worker is then of no more use.
        """
        answer = self._ask(Word.JOB, job, self._limits.wall_seconds)
        if answer.word is Word.NO_MEMORY:
            raise self._too_large()
        if answer.word is Word.RESULT_TOO_LARGE:
            megabytes = MOST_RESULT_BYTES // 1024 // 1024
            raise CollectError(Status.TOO_LARGE, f"what was read from it is larger than {megabytes} MB")
        return answer

    def say_farewell(self) -> None:
        """Says that there will be no more jobs, which the process takes as its end; waits for nothing."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def end(self, seconds: float) -> None:
        """Says farewell, and kills the process when it is not gone in so many seconds."""
        self.say_farewell()
        with suppress(OSError):
            self._wait_until_gone(monotonic() + seconds)
        # One that has gone is not harmed: its number is ours until it is waited for.
        self._process.kill()
        self._process.wait()
        self._socket.close()

    def _wait_until_gone(self, until: float) -> None:
        """Returns when the other end of the socket is closed; raises TimeoutError, an OSError, at `until`."""
        while True:
            self._allow(until)
            if not self._socket.recv(64 * 1024):
                return

    def _ask(self, word: Word, payload: bytes, seconds: float) -> Answer:
        until = monotonic() + seconds
        try:
            self._allow(until)
            self._socket.sendall(HEADER.pack(word, False, len(payload)) + payload)
            said, leaves, count = HEADER.unpack(self._receive(HEADER.size, until))
            return Answer(Word(said), self._receive(count, until), leaves)
        except TimeoutError as error:
            raise CollectError(Status.TIMEOUT, f"reading it took more than {seconds:g} s") from error
        except OSError as error:
            raise self._died() from error

    def _receive(self, count: int, until: float) -> bytes:
        received = bytearray(count)
        rest = memoryview(received)
        while rest:
            self._allow(until)
            got = self._socket.recv_into(rest)
            if not got:
                raise ConnectionResetError("the worker closed its socket")
            rest = rest[got:]
        return bytes(received)

    def _allow(self, until: float) -> None:
        seconds = until - monotonic()
        if seconds <= 0:
            raise TimeoutError
        self._socket.settimeout(seconds)

    def _died(self) -> CollectError:
        """What became of a process that closed its socket without an answer."""
        try:
            # Closing the socket is the last thing that happens to a process before it can be waited for.
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return _stopped("closed its socket")
        if code == -signal.SIGXCPU:
            seconds = self._limits.cpu_seconds
            return CollectError(Status.TIMEOUT, f"reading it took more than {seconds:g} s of CPU time")
        if code == -signal.SIGKILL:
            # Not by us, who would not have waited for it: by the kernel, which was out of memory itself.
            return CollectError(Status.TOO_LARGE, "there was not enough memory to read it")
        return _stopped(f"was ended by {signal.Signals(-code).name}" if code < 0 else f"exited with {code}")

    def _too_large(self) -> CollectError:
        return CollectError(Status.TOO_LARGE, f"reading it took more than {self._limits.memory_mb} MB")


def _stopped(how: str) -> CollectError:
    return CollectError(Status.NOT_A_FEED, f"our reader stopped on it (its process {how})")
