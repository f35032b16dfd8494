"""Measures how the cost of `collect` grows with the number of sources: python -m tools.scale [COUNT…]

For 100, 1,000 and 10,000 local feeds of 20 to 50 entries: a first run, a run in which all answer 304, and
one in which each has one new entry. Seconds and peak memory are those of the whole command, as in
`make bench-collect`; beside them what they come to for each feed. Politeness pauses are off.
"""

from __future__ import annotations

import os
import sys
import tempfile
import urllib.request
from pathlib import Path

from tools.bench_collect import make_root, measure, serve

COUNTS = (100, 1_000, 10_000)
# Version 1 is served first; version 2 has one entry more in each feed.
RUNS = (("first", 1), ("unchanged", 1), ("one new", 2))


def main(counts: tuple[int, ...]) -> int:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print(
        f"{'feeds':>6}  {'run':<10}{'seconds':>9}{'ms a feed':>11}{'peak MB':>9}{'store MB':>10}", flush=True
    )
    for count in counts:
        with serve(count) as address, tempfile.TemporaryDirectory(prefix="nieuwsbrief-scale-") as folder:
            root = Path(folder) / "root"
            make_root(root, address, count)
            for run, version in RUNS:
                urllib.request.urlopen(f"{address}/version/{version}").close()  # noqa: S310 - loopback
                seconds, _, megabytes = measure([sys.executable, "-m", "tools.bench_ours", str(root)])
                stored = sum(file.stat().st_size for file in (root / "var").glob("*.db")) / 1e6
                print(
                    f"{count:>6}  {run:<10}{seconds:>9.1f}{seconds / count * 1000:>11.1f}{megabytes:>9.0f}"
                    f"{stored:>10.0f}",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(tuple(int(word) for word in sys.argv[1:]) or COUNTS))
