"""After a crash: what may have arrived is looked up in the relay's log, where that can be read.

Without a log, what is uncertain is sent once more, with the same Message-ID, by which many mail programs show
it once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from pipeline.jobs.root import Root
from pipeline.model import Month
from pipeline.shell.lock import machine
from pipeline.shell.relay_log import is_readable, read_lines
from pipeline.stages.deliver import RelayLog, read_relay_log

if TYPE_CHECKING:
    from pipeline.shell.subscribers.deliveries import Deliveries

# How long the relay gets to close the connections that a crash broke, in looks of half a second.
_LOOKS, _BETWEEN = 60, 0.5
_BY_LOG = "by the log of the relay"


def log_path(root: Root) -> Path | None:
    """Returns the log of the relay, None where we may not read one."""
    told = root.config.delivery.relay_log
    path = root.path / told
    return path if told and is_readable(path) else None


def recover(
    root: Root, deliveries: Deliveries, month: Month, *, now: Callable[[], datetime], stop: Event
) -> None:
    """Takes over what earlier runs left, and settles by the log what can be settled.

    The caller holds the lock of the sending.
    """
    doubtful = deliveries.recover(month, machine=machine(), now=now())
    path = log_path(root)
    if path is None:
        return
    # All that is open, and not what is in doubt alone: a power cut may have taken the mark of that as well.
    waiting = deliveries.load_open(month)
    log = _settled_log(path, frozenset(waiting), stop)
    lost = [one.subscriber for one in doubtful if one.may_have_arrived and one.message_id not in log.accepted]
    arrived = [number for message_id, number in waiting.items() if message_id in log.accepted]
    deliveries.settle_known(month, arrived=arrived, lost=lost, reply=_BY_LOG, now=now())


def _settled_log(path: Path, wanted: frozenset[str], stop: Event) -> RelayLog:
    """Reads the log once the connections are closed that were open at the first look."""
    first = log = read_relay_log(read_lines(path), wanted)
    for _ in range(_LOOKS):
        if not first.open_sessions & log.open_sessions or stop.wait(_BETWEEN):
            break
        log = read_relay_log(read_lines(path), wanted)
    return log
