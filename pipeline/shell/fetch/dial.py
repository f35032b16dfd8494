"""Decides which addresses may be called, and calls the very one that was checked.

The check sits where the socket is made. Whatever an address looked like before, in whichever spelling and
after however many redirects, the host that arrives here is the one that would be connected to; a name
is looked up once, so it cannot point elsewhere between the check and the call (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from pipeline.errors import CollectError
from pipeline.model import CollectLimits, Status

Resolve = Callable[[str, int], list[str]]

# Only 2000::/3 is handed out as global unicast; 6to4 wraps an IPv4 address that would escape the check.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")

# The C library reads 2130706433, 0x7f.1 and 127.1 as addresses; the URL standard calls such a host one
# that "ends in a number".
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)


class ExpiringSocket(socket.socket):
    """A socket whose reads end at `until` (on `time.monotonic`), however slowly the bytes drip in.

    A plain timeout starts anew with every byte.
    """

    until: float | None = None

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        if self.until is not None:
            self.settimeout(seconds_until(self.until))
        return super().recv_into(buffer, nbytes, flags)


class Dialer:
    """Makes the socket to a host, or refuses.

    A host in `allow_hosts` (as `host` or `host:port`) and one in `connect_to` is trusted; any other must have
    a public address.
    """

    def __init__(self, limits: CollectLimits, resolve: Resolve) -> None:
        self._allowed = frozenset(entry.lower() for entry in limits.allow_hosts)
        self._stand_ins = {host.lower(): address for host, address in limits.connect_to.items()}
        self._resolve = resolve

    def dial(self, host: str, port: int, seconds: float) -> ExpiringSocket:
        """Returns a connected socket that has what is left of `seconds` as its timeout.

        Raises CollectError: BLOCKED, DNS, TIMEOUT, or HTTP_ERROR where nothing answers.
        """
        until = time.monotonic() + seconds
        stand_in = self._stand_ins.get(host.lower())
        if stand_in is not None:
            there, _, there_port = stand_in.rpartition(":")
            addresses = self._look_up(there.strip("[]"), int(there_port), until)
            return _connect(addresses, int(there_port), until, _place(host, port))
        if self._is_allowed(host, port):
            return _connect(self._look_up(host, port, until), port, until, _place(host, port))
        if _is_odd_spelling(host):
            raise CollectError(Status.BLOCKED, f"{host} is an odd spelling of an address; refused")
        public = _public_only(host, self._look_up(host, port, until))
        return _connect(public, port, until, _place(host, port))

    def is_trusted(self, host: str, port: int) -> bool:
        """Says whether config allows this very host, or stands something in for it."""
        return host.lower() in self._stand_ins or self._is_allowed(host, port)

    def _is_allowed(self, host: str, port: int) -> bool:
        name = f"[{host}]" if ":" in host else host
        return not self._allowed.isdisjoint({host.lower(), name.lower(), f"{name}:{port}".lower()})

    def _look_up(self, host: str, port: int, until: float) -> list[str]:
        if _is_address(host):
            return [host]
        return _resolve_by(self._resolve, host, port, until)


def resolve_with_system(host: str, port: int) -> list[str]:
    """Returns the addresses the operating system gives for a name, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Says whether an IP address is one of the open internet, reachable and meant for one machine.

    Refused are private, loopback, link-local, shared (100.64/10), reserved and multicast addresses, and
    the IPv6 forms that carry an IPv4 address inside: mapped, NAT64 and 6to4.
    """
    ip = ipaddress.ip_address(address)
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    return isinstance(ip, ipaddress.IPv4Address) or (ip in _GLOBAL_UNICAST and ip not in _SIX_TO_FOUR)


def seconds_until(moment: float) -> float:
    """Returns the seconds left to a moment on `time.monotonic`; raises TimeoutError when it has passed."""
    left = moment - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_odd_spelling(host: str) -> bool:
    return not _is_address(host) and _ENDS_IN_NUMBER.search(host) is not None


def _public_only(host: str, addresses: list[str]) -> list[str]:
    public = [address for address in addresses if is_public(address)]
    if public:
        return public
    meaning = host if addresses == [host] else f"{host} ({', '.join(addresses)})"
    raise CollectError(
        Status.BLOCKED, f"{meaning} is not an address of the open internet; allow_hosts can name it"
    )


def _resolve_by(resolve: Resolve, host: str, port: int, until: float) -> list[str]:
    """Looks a name up in a thread of its own: the operating system's look-up knows no deadline."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(host, port))
        except Exception as error:  # handed over to the thread that waits, whatever it is
            answers.put(error)

    threading.Thread(target=look_up, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds_until(until))
    except (queue.Empty, TimeoutError):
        raise CollectError(Status.TIMEOUT, f"looking up {host} took too long") from None
    if isinstance(answer, (OSError, UnicodeError)):
        reason = getattr(answer, "strerror", None) or str(answer)
        raise CollectError(Status.DNS, f"{host} cannot be found: {reason}") from answer
    if isinstance(answer, Exception):
        raise answer
    if not answer:
        raise CollectError(Status.DNS, f"{host} cannot be found: it has no address")
    return answer


def _place(host: str, port: int) -> str:
    """The host as its address names it: the one people know, whatever is dialled for it."""
    name = f"[{host}]" if ":" in host else host
    return name if port in (80, 443) else f"{name}:{port}"


def _connect(addresses: list[str], port: int, until: float, place: str) -> ExpiringSocket:
    """Tries the addresses in their order, each for its share of the time, so that a dead one does no harm.

    `place` is what an error calls the host.
    """
    for index, address in enumerate(addresses):
        try:
            return _connect_to(address, port, until, len(addresses) - index)
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise CollectError(Status.TIMEOUT, f"nothing answers at {place}: no connection in time") from failure
    reason = (failure.strerror or str(failure)).lower()
    raise CollectError(Status.HTTP_ERROR, f"nothing answers at {place}: {reason}") from failure


def _connect_to(address: str, port: int, until: float, shares: int) -> ExpiringSocket:
    made = ExpiringSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.settimeout(seconds_until(until) / shares)
        made.connect((address, port))
        made.settimeout(seconds_until(until))
    except OSError:
        made.close()
        raise
    return made
