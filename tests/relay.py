"""A relay on loopback that goes wrong where a test says so, and remembers what it took.

    with Relay({Fault("dot", at=2): "reset"}) as relay: ...

Written on bare sockets, so that it can break off anywhere: in its greeting, in the middle of a message, after
the last dot. It takes commands one by one or many at once (PIPELINING), as real relays do.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

# The points of the dialogue, in their order, and what can happen at each.
POINTS = ("connect", "ehlo", "mail", "rcpt", "data", "body", "dot", "quit")
KINDS = ("4xx", "5xx", "421", "timeout", "reset")

_GOOD = {
    "connect": "220 relay.example ESMTP",
    "mail": "250 2.1.0 Ok",
    "rcpt": "250 2.1.5 Ok",
    "data": "354 End data with <CR><LF>.<CR><LF>",
    "dot": "250 2.0.0 Ok: queued",
    "quit": "221 2.0.0 Bye",
}
_BAD = {
    "4xx": "450 4.3.0 not now",
    "421": "421 4.3.2 closing",
    "5xx": "550 5.1.1 no such user",
}
_BAD_5XX = {"data": "554 5.5.1 no", "body": "554 5.6.0 no", "dot": "554 5.6.0 no"}


@dataclass(frozen=True, slots=True)
class Fault:
    """At the `at`-th message (from 1), or for `connect` and `ehlo` the `at`-th connection."""

    point: str
    at: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A message the relay has: whatever it got to say about that."""

    sender: str
    reader: str
    message: bytes


class _Over(Exception):  # noqa: N818 - not an error: the connection ends here
    """This connection is at its end."""


class Relay:
    """Runs while its `with` block does. `taken` holds what it has, `silent_for` how long a timeout lasts.

    With `log` it writes what Postfix would, `hang_up_after` closes each connection after so many messages.
    """

    def __init__(
        self,
        faults: Mapping[Fault, str] | None = None,
        *,
        pipelining: bool = True,
        hang_up_after: int = 0,
        log: Path | None = None,
        silent_for: float = 1.0,
        port: int = 0,
    ) -> None:
        self.faults = dict(faults or {})
        self.taken: list[Taken] = []
        self.messages = 0
        self.connections = 0
        self._pipelining = pipelining
        self._hang_up_after = hang_up_after
        self._log_path = log
        self._silent_for = silent_for
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Relay:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    @property
    def readers(self) -> list[str]:
        """Who has a message, in the order in which they got it."""
        with self._lock:
            return [one.reader for one in self.taken]

    def log(self, line: str) -> None:
        if self._log_path is not None:
            with self._lock, self._log_path.open("a", encoding="utf-8") as opened:
                opened.write(f"Dec  3 10:00:00 relay postfix/{line}\n")

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                number = self.connections
            thread = threading.Thread(target=self._serve, args=(connection, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        self.log(f"smtpd[{1000 + number}]: connect from localhost[127.0.0.1]")
        with connection, contextlib.suppress(_Over, OSError):
            _Session(self, connection, number).talk()
        self.log(f"smtpd[{1000 + number}]: disconnect from localhost[127.0.0.1]")


class _Session:
    """One connection."""

    def __init__(self, relay: Relay, connection: socket.socket, number: int) -> None:
        self._relay = relay
        self._connection = connection
        self._number = number
        self._here = 0
        self._buffer = b""
        self._message = 0
        self._sender = self._reader = ""

    def talk(self) -> None:
        self._answer("connect", self._number)
        while True:
            line = self._line()
            verb = line[:4].upper()
            if verb == b"EHLO":
                self._say_hello()
            elif verb == b"MAIL":
                self._begin(line)
            elif verb == b"RCPT" and self._sender:
                reader = _address(line)
                self._reader = reader if self._answer("rcpt", self._message) else ""
            elif verb == b"DATA" and self._reader:
                self._take()
            elif verb in (b"RCPT", b"DATA"):
                self._say("503 5.5.1 bad sequence of commands")
            elif verb == b"QUIT":
                self._answer("quit", self._message)
                raise _Over
            else:
                self._say("250 2.0.0 Ok")

    def _say_hello(self) -> None:
        if ("ehlo", self._number) in self._planned():
            self._answer("ehlo", self._number)
            return
        extra = "250-PIPELINING\r\n" if self._relay._pipelining else ""
        self._say(f"250-relay.example\r\n{extra}250 SIZE 50000000")

    def _begin(self, line: bytes) -> None:
        if self._relay._hang_up_after and self._here >= self._relay._hang_up_after:
            raise _Over
        with self._relay._lock:
            self._relay.messages += 1
            self._message = self._relay.messages
        self._here += 1
        self._sender, self._reader = "", ""
        if self._answer("mail", self._message):
            self._sender = _address(line)

    def _take(self) -> None:
        if not self._answer("data", self._message):
            return
        if ("body", self._message) in self._planned():
            self._read(1000)
            self._answer("body", self._message)
            self._until_dot()
            return
        message = self._until_dot()
        queue_id = f"4ABC{self._message:06d}"
        found = [one for one in message.split(b"\r\n") if one.lower().startswith(b"message-id:")]
        mark = found[0].partition(b":")[2].strip().decode() if found else "<>"
        self._relay.log(f"cleanup[2000]: {queue_id}: message-id={mark}")
        fault = self._relay.faults.get(Fault("dot", self._message))
        if fault in (None, "timeout", "reset after"):
            # What it says, or fails to say, about that comes after it has it.
            self._relay.log(f"qmgr[3000]: {queue_id}: from=<{self._sender}>, size=1, nrcpt=1 (queue active)")
            with self._relay._lock:
                self._relay.taken.append(Taken(self._sender, self._reader, message))
        self._answer("dot", self._message)

    def _planned(self) -> set[tuple[str, int]]:
        return {(fault.point, fault.at) for fault in self._relay.faults}

    def _answer(self, point: str, number: int) -> bool:
        """Says what belongs at this point, or what the test planned; returns whether that was good."""
        kind = self._relay.faults.get(Fault(point, number))
        if kind is None:
            self._say(_GOOD[point])
            return True
        if kind == "timeout":
            self._relay._over.wait(self._relay._silent_for)
            raise _Over
        if kind.startswith("reset"):
            # With an RST, as a process that dies with unread data leaves it.
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise _Over
        self._say(_BAD_5XX.get(point, _BAD["5xx"]) if kind == "5xx" else _BAD.get(kind, kind))
        if kind == "421" or point == "connect":
            raise _Over
        return False

    def _until_dot(self) -> bytes:
        while b"\r\n.\r\n" not in b"\r\n" + self._buffer:
            self._read(1)
        message, _, self._buffer = (b"\r\n" + self._buffer).partition(b"\r\n.\r\n")
        message = message.removeprefix(b"\r\n")
        return message.replace(b"\r\n..", b"\r\n.") + b"\r\n"

    def _line(self) -> bytes:
        while b"\r\n" not in self._buffer:
            self._read(1)
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line

    def _read(self, least: int) -> None:
        wanted = len(self._buffer) + least
        while len(self._buffer) < wanted:
            piece = self._connection.recv(65536)
            if not piece:
                raise _Over
            self._buffer += piece

    def _say(self, line: str) -> None:
        self._connection.sendall(f"{line}\r\n".encode())


def _address(line: bytes) -> str:
    return line.partition(b"<")[2].partition(b">")[0].decode()
