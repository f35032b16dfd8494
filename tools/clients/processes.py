"""Starts programs with a deadline and a home of their own, and ends each by the id it was started with."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

Answer = TypeVar("Answer")

# Nobody listens on the discard port: what would look outside is refused at once.
NOWHERE = "http://127.0.0.1:9"
# How long a program may take to end, and what it started after it, in seconds.
_GRACE, _LAST = 3.0, 0.3


class ClientError(Exception):
    """A program did not do what was asked; the message is one line for the table."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ended by itself; texts are UTF-8, with what is none replaced."""

    out: str
    err: str
    code: int


def environment(home: Path, **more: str) -> Mapping[str, str]:
    """What a program may know of this machine: a PATH, a language, and a home that is thrown away."""
    for name in ("run", "tmp"):
        (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "PATH": os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin",
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_DATA_HOME": str(home / ".local"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Amsterdam",
        "NO_AT_BRIDGE": "1",
        "GSETTINGS_BACKEND": "memory",
        "GIO_USE_VFS": "local",
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "no_proxy": "127.0.0.1,localhost",
        **more,
    }


def run(
    words: Sequence[str],
    *,
    env: Mapping[str, str],
    seconds: float,
    given: bytes = b"",
    cwd: Path | None = None,
) -> Ran:
    """Runs a program to its end, `given` on its standard input; any exit code is returned.

    Raises ClientError when it does not start, or is not done after `seconds`: then it has been stopped.
    """
    child = _start(words, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cwd)
    try:
        out, err = child.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ClientError(f"{words[0]} was not done in {seconds:g} s") from None
    finally:
        stop(child)
    return Ran(out.decode(errors="replace"), err.decode(errors="replace"), child.returncode)


@contextmanager
def running(
    words: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path | None = None,
    pass_fds: tuple[int, ...] = (),
    grace: float = _GRACE,
) -> Iterator[subprocess.Popen[bytes]]:
    """Keeps a program running for as long as the block lasts; its output goes to `HOME/NAME.log`.

    `grace` is how long it may take to end when asked, in seconds; then it is killed.
    """
    log = Path(env["HOME"]) / f"{Path(words[0]).name}.log"
    with log.open("ab") as file:
        child = _start(words, env=env, stdin=subprocess.DEVNULL, stdout=file, cwd=cwd, pass_fds=pass_fds)
        try:
            yield child
        finally:
            stop(child, grace=grace)


def stop(child: subprocess.Popen[bytes], *, grace: float = _GRACE) -> None:
    """Ends a child and what it started, politely first. Its group is its own: `_start` made it so."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, sign)
            child.wait(grace)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
        if not _group_lives(child.pid, _LAST):
            break
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            pipe.close()


def wait_until(ask: Callable[[], Answer | None], *, seconds: float, what: str, pause: float = 0.2) -> Answer:
    """Returns the first true answer; raises ClientError("WHAT was not there in … s") when none comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(pause)
    raise ClientError(f"{what} was not there in {seconds:g} s")


def is_open(port: int) -> bool:
    """Whether somebody listens there, on this machine."""
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", port)) == 0


def _start(
    words: Sequence[str],
    *,
    env: Mapping[str, str],
    stdin: int,
    stdout: int | IO[bytes],
    cwd: Path | None,
    pass_fds: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  # words of our own, and no shell
            list(words),
            env=dict(env),
            cwd=cwd or env["HOME"],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE if stdout == subprocess.PIPE else stdout,
            start_new_session=True,
            pass_fds=pass_fds,
        )
    except OSError as error:
        raise ClientError(f"{words[0]} does not start: {error.strerror}") from error


def _group_lives(group: int, seconds: float) -> bool:
    """Whether anything of a group still runs after `seconds`; what it started may take longer to end."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True
