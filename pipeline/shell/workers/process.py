"""What runs in a worker process: takes jobs from a socket, does them under limits, and answers.

Started by its path, not by its name, and told by the first frame where our modules lie: hence nothing but
the standard library here. A frame is `HEADER`, which holds a `Word`, whether the worker leaves after it, and
the number of bytes that follow: a pickle.
"""

from __future__ import annotations

import math
import os
import pickle
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

HEADER = struct.Struct("!B?Q")
# 200 publications are 0.2 MB.
MOST_RESULT_BYTES = 64 * 1024 * 1024


class Word(IntEnum):
    """What a frame says."""

    SETUP = 0
    JOB = 1
    READY = 2
    RESULT = 3
    ERROR = 4
    NO_MEMORY = 5
    RESULT_TOO_LARGE = 6


# Where our modules lie, what to import before the first job, CPU seconds, bytes, wall seconds.
Setup = tuple[list[str], tuple[str, ...], float, int, float]


@dataclass(frozen=True, slots=True)
class _Limits:
    """What one job may cost, and from how many bytes of address space on the worker leaves after a job."""

    cpu_seconds: float
    wall_seconds: float
    spent_bytes: int


def main(descriptor: int) -> None:
    """Does jobs until the other side closes the socket."""
    # Ctrl-C is for the pipeline to understand; it closes our socket when it has.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(descriptor, "r+b", buffering=0) as jobs:
        setup = _read(jobs)
        if setup is None:
            return
        try:
            limits = _set_up(setup)
        except Exception as error:
            _write(jobs, Word.ERROR, _dumped(error), leaves=True)
            return
        _write(jobs, Word.READY, b"", leaves=False)
        while _serve(jobs, limits):
            pass


def _serve(jobs: BinaryIO, limits: _Limits) -> bool:
    """Does one job; returns whether there may be another."""
    _grant_cpu(limits.cpu_seconds)
    job = _read(jobs)
    if job is None:
        return False
    # The other side keeps the wall clock. This is for when it is gone: we must not outlive it for long.
    signal.alarm(math.ceil(limits.wall_seconds) + 1)
    word, answer = _done(job)
    del job
    leaves = word is Word.NO_MEMORY or _address_space() > limits.spent_bytes
    _write(jobs, word, answer, leaves=leaves)
    signal.alarm(0)
    return not leaves


def _set_up(setup: bytes) -> _Limits:
    path: list[str]
    preload: tuple[str, ...]
    path, preload, cpu_seconds, memory_bytes, wall_seconds = pickle.loads(setup)  # noqa: S301 -- from us
    sys.path[:] = path
    for name in preload:
        import_module(name)
    size = _address_space()
    _limit(resource.RLIMIT_AS, size + memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    # Memory is counted for the life of a process, and not all is given back after a large document. With
    # half of it gone we leave, so that every document has at least half.
    return _Limits(cpu_seconds, wall_seconds, size + memory_bytes // 2)


def _grant_cpu(seconds: float) -> None:
    # The limit counts for the life of a process, in whole seconds; past the soft one the kernel sends
    # SIGXCPU. The hard one stays, or the soft one could not be raised again.
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(usage.ru_utime + usage.ru_stime + seconds)
    _limit(resource.RLIMIT_CPU, soft)


def _limit(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    return pages * resource.getpagesize()


def _done(job: bytes) -> tuple[Word, bytes]:
    try:
        function, arguments = pickle.loads(job)  # noqa: S301 -- from us
        result = pickle.dumps(function(*arguments), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        # A reader may have made its own error of it.
        if any(isinstance(one, MemoryError) for one in _with_causes(error)):
            return Word.NO_MEMORY, b""
        return Word.ERROR, _dumped(error)
    if len(result) > MOST_RESULT_BYTES:
        return Word.RESULT_TOO_LARGE, b""
    return Word.RESULT, result


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or error.__context__


def _dumped(error: Exception) -> bytes:
    """Pickles an error, its traceback as a note; one that would not arrive as itself goes as its words."""
    error.add_note("In the worker:\n" + "".join(traceback.format_exception(error)))
    try:
        dumped = pickle.dumps(error, pickle.HIGHEST_PROTOCOL)
        pickle.loads(dumped)  # noqa: S301 -- our own, a line ago
    except Exception:
        said = RuntimeError(f"{type(error).__name__}: {error}")
        said.__notes__ = error.__notes__
        return pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    return dumped


def _read(jobs: BinaryIO) -> bytes | None:
    """Returns what the next frame holds; None when there will be none."""
    header = _read_bytes(jobs, HEADER.size)
    if header is None:
        return None
    return _read_bytes(jobs, HEADER.unpack(header)[2])


def _read_bytes(jobs: BinaryIO, count: int) -> bytes | None:
    pieces: list[bytes] = []
    while count:
        piece = jobs.read(count)
        if not piece:
            return None
        pieces.append(piece)
        count -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _write(jobs: BinaryIO, word: Word, payload: bytes, *, leaves: bool) -> None:
    rest = memoryview(HEADER.pack(word, leaves, len(payload)) + payload)
    while rest:
        rest = rest[jobs.write(rest) :]


if __name__ == "__main__":
    # The other side may be gone before our answer.
    with suppress(BrokenPipeError, ConnectionResetError):
        main(int(sys.argv[1]))
    # Nothing is left to tidy, and taking the modules down one by one takes 20 ms.
    os._exit(0)
