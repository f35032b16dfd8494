"""Measures `collect` beside the `reader` library on the same feeds: python -m tools.bench_collect

Three runs each: all new, all unchanged (304), each with one new entry. 40 feeds are timed inside a process,
without its start; 1,000 as a whole command. The two take turns, round by round, so that a machine that
slows down slows both. Memory is the peak of all processes of a command together, by what they have to
themselves and their share of the rest (PSS). Politeness pauses are off, as for any loopback host that
config allows.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SIZES = (40, 1_000)
ROUNDS = {40: 7, 1_000: 3}
RUNS = ("first", "unchanged", "one new")
TARGETS = {"first": 0.35, "unchanged": 0.5, "one new": 0.5}
MOST_MB = 200
SAMPLE_SECONDS = 0.05
# The anchor has a .venv of its own: it pins what it likes, and nothing of ours needs it.
READER_PYTHON = Path(".venv-bench/bin/python")

CONFIG = """\
[newsletter]
title = "Meting"
sender = "Meting"
reply_to = "meting@example.nl"
base_url = "https://meting.example.nl"

[[section]]
slug = "nieuws"
name = "Nieuws"
max_items = 5

[collect]
allow_hosts = ["{host}"]
hosts_at_once = 10
connections_per_host = 10
"""


@dataclass
class Figures:
    """What one run of one collector came to, over the rounds."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def main() -> int:
    if not READER_PYTHON.is_file():
        print(f"{READER_PYTHON} is not there; type: make bench-collect", file=sys.stderr)
        return 2
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians, and the ratio round by round\n")
    titles = f"{'feeds':>6}  {'run':<10}{'collect s':>11}{'MB':>6}{'reader s':>11}{'MB':>6}"
    print(f"{titles}{'ratio':>8}{'target':>8}")
    missed = 0
    for size in SIZES:
        ours = {run: Figures() for run in RUNS}
        theirs = {run: Figures() for run in RUNS}
        with serve(size) as address:
            for _ in range(ROUNDS[size]):
                with tempfile.TemporaryDirectory(prefix="nieuwsbrief-bench-") as folder:
                    measure_round(Path(folder), address, size, ours, theirs)
        for run in RUNS:
            missed += report(size, run, ours[run], theirs[run])
    return 1 if missed else 0


def report(size: int, run: str, ours: Figures, theirs: Figures) -> int:
    """Prints one line; returns 1 when it misses its target."""
    ratio = statistics.median(a / b for a, b in zip(ours.seconds, theirs.seconds, strict=True))
    megabytes = statistics.median(ours.megabytes)
    is_missed = ratio > TARGETS[run] or megabytes > MOST_MB
    print(
        f"{size:>6}  {run:<10}{statistics.median(ours.seconds):>11.2f}{megabytes:>6.0f}"
        f"{statistics.median(theirs.seconds):>11.2f}{statistics.median(theirs.megabytes):>6.0f}"
        f"{ratio:>8.2f}{TARGETS[run]:>8.2f}{'  missed' if is_missed else ''}",
        flush=True,
    )
    return int(is_missed)


def measure_round(
    folder: Path, address: str, size: int, ours: dict[str, Figures], theirs: dict[str, Figures]
) -> None:
    make_root(folder / "root", address, size)
    collect = [sys.executable, "-m", "tools.bench_ours", str(folder / "root")]
    reader = [str(READER_PYTHON), "tools/bench_reader.py", str(folder / "reader.db"), address, str(size)]
    for run in RUNS:
        version = 2 if run == "one new" else 1
        urllib.request.urlopen(f"{address}/version/{version}").close()  # noqa: S310 - loopback
        for command, figures in ((collect, ours[run]), (reader, theirs[run])):
            whole, inside, megabytes = measure(command)
            figures.seconds.append(inside if size == SIZES[0] else whole)
            figures.megabytes.append(megabytes)


def make_root(folder: Path, address: str, size: int) -> None:
    """Writes a root with one source a feed."""
    (folder / "feeds").mkdir(parents=True)
    host = address.removeprefix("http://")
    (folder / "config.toml").write_text(CONFIG.format(host=host), encoding="utf-8")
    for number in range(size):
        text = (
            f'name = "Bron {number}"\norganisation = "Bron {number}"\nhomepage = "https://bron{number}.example/"\n'
            f'[[endpoint]]\nurl = "{address}/feed/{number}"\nkind = "feed"\n'
        )
        (folder / "feeds" / f"bron-{number:05d}.toml").write_text(text, encoding="utf-8")


def measure(command: Sequence[str]) -> tuple[float, float, float]:
    """Runs a command that prints the seconds of its own work; returns whole seconds, those, and peak MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    printed, _ = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, float(printed.split()[-1]), peak[0]


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_pss(pid) for pid in _tree(process.pid)))
        time.sleep(SAMPLE_SECONDS)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _pss(pid: int) -> float:
    """Returns the megabytes of a process: its own, and its share of what it has with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


@contextmanager
def serve(count: int) -> Iterator[str]:
    """Serves the feeds meanwhile, from a process of their own; yields its address."""
    command = [sys.executable, "-m", "tools.bench_server", str(count)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert server.stdout is not None and server.stdin is not None  # noqa: S101 - both are pipes
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.stdin.close()
        server.wait(timeout=10)
        server.stdout.close()


if __name__ == "__main__":
    raise SystemExit(main())
