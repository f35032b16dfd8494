"""A sender in a process of its own, to be killed: `python -m tests.send_once ROOT`. Says how it ended.

It imports no more than sending takes, since the soak starts hundreds of them.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import BusyError
from pipeline.jobs.root import load_root
from pipeline.jobs.send import Edges, run_send
from pipeline.model import Month

# As in tests.ready: two hours after the edition of tests.roots closes.
SENT, MONTH = datetime(2026, 12, 3, 10, 0, tzinfo=UTC), Month(2026, 12)

if __name__ == "__main__":
    root = load_root(Path(sys.argv[1]))
    try:
        with root.open_store() as store:
            print(
                run_send(
                    root, store, month=MONTH, edges=Edges(lambda: SENT, reconnect=(0.01, 0.01))
                ).state.value
            )
    except BusyError:
        print("busy")
