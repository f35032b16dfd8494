"""A nameserver on loopback that answers from a zone a test gives it.

    with FakeNameserver({"example.nl": {"TXT": ["v=spf1 -all"]}}) as server: ...

What is not in the zone does not exist (NXDOMAIN); a name in the zone without that type has no such record.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = Mapping[str, Mapping[str, Sequence[str]]]


class FakeNameserver:
    """Runs while its `with` block does; `asked` has what was asked, as "TYPE name"."""

    def __init__(self, zone: Zone, *, is_silent: bool = False) -> None:
        self.zone = zone
        self.asked: list[str] = []
        self._is_silent = is_silent
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.port: int = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> FakeNameserver:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                packet, client = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            if not self._is_silent:
                self._socket.sendto(self._answer(packet), client)

    def _answer(self, packet: bytes) -> bytes:
        query = dns.message.from_wire(packet)
        (question,) = query.question
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{kind} {name}")
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        records = self.zone.get(name)
        if records is None:
            # An empty name above one that exists does exist (RFC 8020).
            below = any(other.endswith(f".{name}") for other in self.zone)
            answer.set_rcode(dns.rcode.NOERROR if below else dns.rcode.NXDOMAIN)
        elif records.get(kind):
            texts = [_quoted(one) if kind == "TXT" else one for one in records[kind]]
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *texts))
        return answer.to_wire(max_size=65_535)


def _quoted(text: str) -> str:
    """In strings of at most 255 signs, as a TXT record has them."""
    pieces = [text[start : start + 250] for start in range(0, len(text), 250)] or [""]
    return " ".join('"{}"'.format(piece.replace("\\", "\\\\").replace('"', '\\"')) for piece in pieces)
