"""A mail server on loopback that catches one message, to see what a relay makes of it.

It speaks as much SMTP (RFC 5321) as a relay needs, offers no extension, and stops after the first message.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from io import BufferedReader
from types import TracebackType

from pipeline.errors import RelayError

_MOST_BYTES = 10_000_000
_PATIENCE = 30.0


class Catcher:
    """Listens on 127.0.0.1 while its `with` block lasts. Raises RelayError when the port is taken."""

    def __init__(self, port: int) -> None:
        try:
            self._listener = socket.create_server(("127.0.0.1", port))
        except OSError as error:
            raise RelayError(f"127.0.0.1:{port} cannot be listened on ({error.strerror or error})") from error
        self.port: int = self._listener.getsockname()[1]
        self._caught = b""
        self._over = threading.Event()
        # A relay may hand on while it still speaks with us, so both go on at once.
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Catcher:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def catch(self, seconds: float) -> bytes:
        """Returns the first message that comes, with Return-Path before it. Raises RelayError."""
        if not self._over.wait(seconds) or not self._caught:
            raise RelayError(
                f"nothing came to 127.0.0.1:{self.port} in {seconds:.0f} seconds; "
                "let the relay deliver that address there (a transport), and look in its log"
            )
        return self._caught

    def _listen(self) -> None:
        while not self._caught:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                # Closed: nobody waits any more.
                break
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_PATIENCE)
                self._caught = _talk(connection)
        self._over.set()


def _talk(connection: socket.socket) -> bytes:
    """Returns the message, b"" when the other side went without one."""
    lines = connection.makefile("rb")
    sender = b""

    def say(text: str) -> None:
        connection.sendall(f"{text}\r\n".encode())

    say("220 localhost ESMTP")
    while line := lines.readline(2_000):
        verb = line[:4].upper()
        if verb == b"MAIL":
            sender = line.partition(b"<")[2].partition(b">")[0]
        if verb == b"DATA":
            say("354 go on")
            message = _body(lines)
            say("250 2.0.0 caught")
            return b"Return-Path: <%s>\r\n%s" % (sender, message)
        if verb == b"QUIT":
            say("221 2.0.0 bye")
            break
        say("250 localhost" if verb in (b"EHLO", b"HELO") else "250 2.0.0 ok")
    return b""


def _body(lines: BufferedReader) -> bytes:
    taken: list[bytes] = []
    size = 0
    while (line := lines.readline(_MOST_BYTES)) and line != b".\r\n":
        # A dot that was doubled on the wire (RFC 5321, 4.5.2).
        taken.append(line[1:] if line.startswith(b".") else line)
        size += len(line)
        if size > _MOST_BYTES:
            raise OSError("too large")
    return b"".join(taken)
