"""Drives `collect` for the benchmark: python -m tools.bench_ours ROOT prints the seconds of its work alone.

The work is what `nieuwsbrief collect` does after its imports; as a whole command this program does the
same as that one, but for its table.
"""

import sys
import time
from pathlib import Path

from pipeline.jobs.collect import run_collect
from pipeline.jobs.root import load_root
from pipeline.shell import clock

started = time.perf_counter()
root = load_root(Path(sys.argv[1]))
with root.open_store() as store:
    visits = run_collect(root, store, now=clock.now())
seconds = time.perf_counter() - started
failed = [visit for visit in visits if not visit.status.is_healthy]
if failed:
    raise SystemExit(f"{len(failed)} endpoints failed, among them {failed[0]}")
print(seconds)
