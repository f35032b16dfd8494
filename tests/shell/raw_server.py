"""A server on loopback that says exactly the bytes it is told, for what no decent server would send."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from types import TracebackType

# The text of a request in, the pieces of the answer out; None hangs up without a word.
Answer = Callable[[str], Iterable[bytes] | None]


def http(status: str, *headers: str, body: bytes = b"") -> list[bytes]:
    """One whole answer, with its length unless the headers say how the body ends."""
    sized = any(
        header.lower().startswith(("content-length", "transfer-", "connection")) for header in headers
    )
    lines = [f"HTTP/1.1 {status}", *headers, *([] if sized else [f"Content-Length: {len(body)}"])]
    return ["\r\n".join([*lines, "", ""]).encode(), body]


class RawServer:
    """Keeps connections open until the client or an answer of None closes them."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None, listen: str = "127.0.0.1") -> None:
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server((listen, 0))
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.port: int = self._listener.getsockname()[1]
        self.address = f"{listen}:{self.port}"
        self.requests: list[str] = []
        self.connections = 0

    def __enter__(self) -> RawServer:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._listener.close()
        for connection in list(self._open):
            try:
                # Not SSLSocket.shutdown, which takes TLS away under a thread that is still reading.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                continue
        for thread in self._threads[1:]:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(connection,), daemon=True))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._open.add(connection)
            while self._serve_one(connection):
                pass
        except OSError:
            return
        finally:
            self._open.discard(connection)
            connection.close()

    def _serve_one(self, connection: socket.socket) -> bool:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            piece = connection.recv(4096)
            if not piece:
                return False
            request += piece
        self.requests.append(request.decode("latin-1"))
        pieces = self._answer(self.requests[-1])
        for piece in pieces or ():
            connection.sendall(piece)
        return pieces is not None
