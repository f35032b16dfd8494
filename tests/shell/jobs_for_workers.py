"""What the tests have workers do: a worker must be able to import it, so it stands in a module of its own."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import NoReturn


class StubbornError(Exception):
    """Can be pickled, and not be unpickled: its words are not its arguments."""

    def __init__(self, place: str, line: int) -> None:
        super().__init__(f"{place}:{line}")


def double(number: int) -> int:
    return 2 * number


def own_process() -> int:
    return os.getpid()


def use_cpu(seconds: float) -> float:
    """Returns after so many seconds of CPU time, which on a busy machine is later."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def match_without_end() -> None:
    """Stays inside one call of C, as a parser may, where no Python signal handler would ever run."""
    re.fullmatch("(?:a|a)*b", "a" * 100)


def use_memory(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def use_memory_and_excuse(megabytes: int) -> NoReturn:
    """Does as the readers do, which make their own error of whatever a parser raises."""
    try:
        use_memory(megabytes)
    except Exception as error:
        raise ValueError("cannot be read") from error
    raise AssertionError("there was memory enough")


def keep_memory(megabytes: int, kept: list[bytearray] = []) -> int:  # noqa: B006 -- kept, as a leak would be
    kept.append(bytearray(megabytes * 1024 * 1024))
    return os.getpid()


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def sleep_long_after_saying_so(told: Path) -> None:
    told.write_text(str(os.getpid()))
    time.sleep(60)


def stop_at_once(code: int) -> None:
    os._exit(code)


def kill_itself(number: int) -> None:
    os.kill(os.getpid(), number)


def interrupt_itself() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    return "went on"


def fail(error: Exception) -> NoReturn:
    raise error


def fail_stubbornly() -> NoReturn:
    raise StubbornError("feed.xml", 3)


def return_a_function() -> object:
    return lambda: None


def return_much(megabytes: int) -> bytes:
    return bytes(megabytes * 1024 * 1024)


def open_sockets() -> list[str]:
    """What of this process is a socket: the one to the pipeline, and nothing else."""
    open_files = (str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return [name for name in open_files if name.startswith("socket:")]
