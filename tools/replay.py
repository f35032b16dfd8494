"""Prints a replayed month: python -m tools.replay [HOURS BETWEEN RUNS, 24 unless told]

The sites are those of tests/jobs/replayed.py, over real HTTP on loopback; the clock is handed in.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.jobs.replayed import DAYS, HOUR, START, SimulatedMonth
from tests.roots import collect_from, make_root


def main(hours: int) -> int:
    visits = []
    with SimulatedMonth() as month, tempfile.TemporaryDirectory(prefix="nieuwsbrief-replay-") as folder:
        root = make_root(Path(folder), feeds=month.feeds)
        for number in range(0, DAYS * 24 + 1, hours):
            month.now = START + number * HOUR
            visits += list(collect_from(root, month.stand_ins, now=month.now))
        with root.open_store() as store:
            publications = store.load_publications(include_copies=True)
    stored = Counter((one.source, one.data.title) for one in publications)
    told = month.online(month.now)
    print(f"{DAYS} days, every {hours} hours; 'read' and 'unchanged' count requests\n")
    names = ("visits", "failed", "requests", "read", "unchanged", "new", "updated", "missed", "doubled")
    print(f"{'site':<12}" + "".join(f"{name:>11}" for name in names))
    for host in month.sites:
        source = host.partition(".")[0]
        own = [one for one in visits if one.source == source]
        asked = Counter(one.status for one in month.asked if one.host == host and one.path != "/robots.txt")
        figures = (
            *(len(own), sum(not one.status.is_healthy for one in own), sum(asked.values())),
            *(asked[200], asked[304], sum(one.new for one in own), sum(one.updated for one in own)),
            sum((told - stored)[key] for key in told if key[0] == source),
            sum((stored - told)[key] for key in stored if key[0] == source),
        )
        print(f"{source:<12}" + "".join(f"{figure:>11}" for figure in figures))
    robots = sum(one.path == "/robots.txt" for one in month.asked)
    print(f"\n{len(month.asked)} requests in all, {robots} of them for robots.txt")
    return 0 if stored == told else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 24))
