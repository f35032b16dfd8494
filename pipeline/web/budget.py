"""How often something may happen in an hour: for one reader, and for all together. Kept in memory only."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque
from threading import Lock

HOUR = 3600.0
_MOST_CLIENTS = 20_000


class Budget:
    """Counts what happened in the last hour for each of many clients. Several threads may use one."""

    def __init__(self, per_client: int, in_all: int) -> None:
        self._per_client = per_client
        self._in_all = in_all
        self._clients: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()
        self._lock = Lock()

    def take(self, client: str, moment: float) -> bool:
        """Returns whether `client` may once more; `moment` is in seconds, of a clock that only runs on."""
        with self._lock:
            own = self._clients.setdefault(client, deque())
            self._clients.move_to_end(client)
            for times in (own, self._all):
                while times and times[0] <= moment - HOUR:
                    times.popleft()
            if len(own) >= self._per_client or len(self._all) >= self._in_all:
                return False
            own.append(moment)
            self._all.append(moment)
            while len(self._clients) > _MOST_CLIENTS:
                self._clients.popitem(last=False)
            return True


def client_of(address: str) -> str:
    """Returns who counts as one reader: an IPv4 address, or the /64 that one household has of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "?"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
