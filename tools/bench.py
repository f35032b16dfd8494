"""Measures what docs/benchmarks.md promises, and prints medians: python -m tools.bench

Each figure is of whole processes, as a person waits for them: wall-clock seconds and the peak memory of
the process, from the operating system's own account. Runs are taken in turn, so that a machine that slows
down slows all figures alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 7
PUBLICATIONS = 5_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command; `megabytes` is its peak resident memory."""

    seconds: float
    megabytes: float


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="nieuwsbrief-bench-") as folder:
        root = Path(folder) / "root"
        # In a process of its own: a child counts its parent's memory as its own until it begins.
        fill = [
            sys.executable,
            "-c",
            f"from tools.bench_root import fill; fill({str(root)!r}, {PUBLICATIONS})",
        ]
        subprocess.run(fill, check=True)  # noqa: S603 - our own words
        python = [sys.executable, "-m", "pipeline"]
        build = [
            *python,
            "--root",
            str(root),
            "build",
            "2026-12",
            "--no-screenshots",
            "--as-of",
            "2026-12-03T09:00",
        ]
        figures: dict[str, list[Measured]] = {"bare": [], "help": [], "build": []}
        for _ in range(ROUNDS):
            figures["bare"].append(_measure([sys.executable, "-c", "pass"]))
            figures["help"].append(_measure([*python, "--help"]))
            figures["build"].append(_measure(build))
    print(
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {ROUNDS} rounds (least-most)\n"
    )
    print(f"{'':48}{'seconds':>22}{'MB':>8}{'target':>20}")
    _print("bare interpreter", figures["bare"], "")
    _print("nieuwsbrief --help", figures["help"], "< 0.3 s")
    _print(f"an edition from {PUBLICATIONS:,} publications", figures["build"], "< 3 s, < 200 MB")
    return 0


def _print(what: str, runs: Sequence[Measured], target: str) -> None:
    seconds = [run.seconds for run in runs]
    spread = f"{statistics.median(seconds):.2f} ({min(seconds):.2f}-{max(seconds):.2f})"
    megabytes = statistics.median(run.megabytes for run in runs)
    print(f"{what:48}{spread:>22}{megabytes:>8.0f}{target:>20}")


def _measure(command: Sequence[str]) -> Measured:
    """Runs a command to its end, its output thrown away."""
    started = time.perf_counter()
    null = os.open(os.devnull, os.O_WRONLY)
    to_null = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    process = os.posix_spawn(command[0], list(command), dict(os.environ), file_actions=to_null)
    _, _, usage = os.wait4(process, 0)
    os.close(null)
    return Measured(time.perf_counter() - started, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    raise SystemExit(main())
