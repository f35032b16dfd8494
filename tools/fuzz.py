"""Fuzzes every reader, the addresses and the dates, by atheris: make fuzz

    python -m tools.fuzz                  all targets, FUZZ_SECONDS in all (600 unless told)
    python -m tools.fuzz TARGET FILE      one finding again

A finding is written to build/fuzz/<target>/, once for each place it comes from: the bytes, and beside them
the traceback. What was learned of the readers stays in build/fuzz/corpus/, for the next run. It runs in a
.venv of its own, since nothing of ours needs atheris.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tools.fuzz_targets import PLACE, TARGETS

SECONDS = 600


def main(words: list[str]) -> int:
    if words:
        name, file = words
        TARGETS[name](Path(file).read_bytes())
        return 0
    return fuzz_all(int(os.environ.get("FUZZ_SECONDS", "") or SECONDS))


def fuzz_all(seconds: int) -> int:
    """Fuzzes each target for its share of the time, in a process of its own; returns 1 with findings."""
    share = max(seconds // len(TARGETS), 2)
    print(f"{len(TARGETS)} targets, {share} seconds each", flush=True)
    began, found = time.time(), 0
    for name in TARGETS:
        ended, runs = time.monotonic() + share, 0
        while (left := int(ended - time.monotonic())) > 0:
            # It ends at a document that takes too long or too much memory; another goes on from there.
            command = [sys.executable, "-m", "tools.fuzz_one", name, str(left)]
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own words
            said = done.stderr.decode("utf-8", errors="replace")
            if "INITED" not in said:
                print(said, file=sys.stderr)
                return 2
            runs += _runs(said)
        findings = sorted(path for path in (PLACE / name).iterdir() if path.stat().st_mtime >= began)
        found += len(findings)
        print(f"{name:<18}{runs:>9} documents{len(findings):>4} files of findings", flush=True)
        for path in findings:
            print(f"    {path}")
    return 1 if found else 0


def _runs(said: str) -> int:
    """How many documents a process came to, by the number that begins its last line of progress."""
    numbers = [line[1:].split("\t")[0] for line in said.splitlines() if line.startswith("#")]
    return max((int(number) for number in numbers if number.isdigit()), default=0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
