"""Which messages a relay took, by its own log: what tells lost from delivered after a crash.

Understood is the log of Postfix. A `cleanup` line ties a Message-ID to a queue id and proves nothing yet:
it is written before the message is whole. The `qmgr` line with `queue active` is written once it is in the
queue, and that is what "accepted" means. While a session is open the last word may still have to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CLEANUP = re.compile(r"/cleanup\[\d+\]: ([0-9A-Za-z]+): message-id=<([^>]+)>")
_ACTIVE = re.compile(r"/qmgr\[\d+\]: ([0-9A-Za-z]+): .*\(queue active\)")
_SESSION = re.compile(r"/smtpd\[(\d+)\]: (connect|disconnect) from ")


@dataclass(frozen=True, slots=True)
class RelayLog:
    """`accepted` has the Message-IDs, without brackets, that are in the relay's hands; `open_sessions` the
    connections that were not closed yet, each under a name of its own."""

    accepted: frozenset[str]
    open_sessions: frozenset[str]


def read_relay_log(lines: Iterable[str], wanted: frozenset[str]) -> RelayLog:
    """Reads the log for the Message-IDs in `wanted`; lines it does not know are passed over."""
    queued: dict[str, str] = {}
    active: set[str] = set()
    sessions: dict[str, str] = {}
    for number, line in enumerate(lines):
        if (found := _CLEANUP.search(line)) and found[2] in wanted:
            queued[found[1]] = found[2]
            active.discard(found[1])
        elif found := _ACTIVE.search(line):
            active.add(found[1])
        elif found := _SESSION.search(line):
            # A process serves one connection after another.
            if found[2] == "connect":
                sessions[found[1]] = f"{found[1]}@{number}"
            else:
                sessions.pop(found[1], None)
    taken = frozenset(message for queue_id, message in queued.items() if queue_id in active)
    return RelayLog(taken, frozenset(sessions.values()))
