"""The example sites of `demo`: a folder of virtual hosts, served over real HTTP on loopback.

    <folder>/<host>/<path>      what http://<host>/<path> answers

A path is a file; a folder answers with its index.html or index.xml; a path that is no file is tried with
".html" behind it. What stands behind "?" chooses the file of that name in the folder that the path is, with
".json", ".xml" or ".html" behind it; without one it chooses nothing. `Fetcher` reaches the hosts through
`connect_to`.
"""

from __future__ import annotations

import hashlib
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

_CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/json",
    ".ics": "text/calendar; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".gz": "application/gzip",
}

_NOT_FOUND = (
    b'<!doctype html>\n<html lang="nl"><title>Pagina niet gevonden</title>'
    b"<h1>Deze pagina bestaat niet</h1></html>\n"
)


@dataclass(frozen=True, slots=True)
class SiteBehaviour:
    """How one host differs from a site that simply answers.

    A `down` host refuses every connection. `content_types` maps a path ("/feed") or a suffix (".xml") to
    the Content-Type to send; the path wins. `redirects` maps a path to the address it moved to for good.
    """

    host: str
    delay_seconds: float = 0.0
    down: bool = False
    content_types: Mapping[str, str] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)


class ExampleSites:
    """Serves a folder of hosts in a thread, from `__enter__` to `__exit__`; each folder in it is a host.

    Raises NotADirectoryError when there is no such folder.
    """

    def __init__(self, folder: Path, behaviours: tuple[SiteBehaviour, ...] = ()) -> None:
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder}: the example sites should be here")
        self._behaviours = {behaviour.host.lower(): behaviour for behaviour in behaviours}
        self._roots = {entry.name.lower(): entry.resolve() for entry in folder.iterdir() if entry.is_dir()}
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._closed_door: socket.socket | None = None

    def __enter__(self) -> ExampleSites:
        # Bound, but nobody listens: the system refuses every connection, and no other program gets the port.
        self._closed_door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._closed_door.bind(("127.0.0.1", 0))
        self._server = _Server(self._roots, self._behaviours)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="example sites",
            daemon=True,
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server and self._thread and self._closed_door:
            self._server.stop()
            self._thread.join()
            self._closed_door.close()

    @property
    def address(self) -> str:
        """Where the sites are served: "127.0.0.1:PORT"."""
        return f"127.0.0.1:{self._running.server_port}"

    @property
    def connect_to(self) -> Mapping[str, str]:
        """For each host the "host:port" that stands in for it; that of a host that is down refuses."""
        if self._closed_door is None:
            raise RuntimeError("the example sites are not running")
        refused = f"127.0.0.1:{self._closed_door.getsockname()[1]}"
        hosts = sorted({*self._roots, *self._behaviours})
        return {host: refused if self._is_down(host) else self.address for host in hosts}

    @property
    def requests(self) -> tuple[str, ...]:
        """What was asked so far, oldest first, as "METHOD host path status"."""
        return self._running.log()

    @property
    def _running(self) -> _Server:
        if self._server is None:
            raise RuntimeError("the example sites are not running")
        return self._server

    def _is_down(self, host: str) -> bool:
        return host in self._behaviours and self._behaviours[host].down


class _Server(ThreadingHTTPServer):
    # Stopping joins the threads, so none outlives the `with`.
    daemon_threads = False

    def __init__(self, roots: Mapping[str, Path], behaviours: Mapping[str, SiteBehaviour]) -> None:
        self.roots = roots
        self.behaviours = behaviours
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._log: list[str] = []
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def stop(self) -> None:
        """Ends delays and kept connections, which would keep their threads waiting, and then the server."""
        self.stopping.set()
        self.shutdown()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def note(self, line: str) -> None:
        with self._lock:
            self._log.append(line)

    def log(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._log)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up is no fault of ours, and a traceback on the screen helps no one in a demo.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "ExampleSites"
    sys_version = ""
    disable_nagle_algorithm = True
    # Headers and body leave in one piece.
    wbufsize = -1

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        host = host.lower()
        behaviour = self.server.behaviours.get(host, SiteBehaviour(host))
        if behaviour.delay_seconds:
            self.server.stopping.wait(behaviour.delay_seconds)
        parts = urlsplit(self.path)
        path = parts.path
        if path in behaviour.redirects:
            self._send(host, 301, b"", {"Location": behaviour.redirects[path]})
            return
        root = self.server.roots.get(host)
        found = find_file(root, path, parts.query) if root else None
        if found is None:
            self._send(host, 404, _NOT_FOUND, {"Content-Type": _CONTENT_TYPES[".html"]})
            return
        body = found.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if _names(self.headers.get("If-None-Match", ""), etag):
            self._send(host, 304, b"", {"ETag": etag})
            return
        self._send(host, 200, body, {"Content-Type": _content_type(behaviour, path, found), "ETag": etag})

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, host: str, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.server.note(f"{self.command} {host} {self.path} {status}")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


def find_file(root: Path, path: str, query: str = "") -> Path | None:
    """Returns the file under `root` that answers to a URL's path, or None; never one outside `root`."""
    segments = [unquote(segment) for segment in path.split("/") if segment]
    asked = unquote(query)
    if any(segment in (".", "..") or set(segment) & set("/\\\0") for segment in segments):
        return None
    place = root.joinpath(*segments)
    candidates = [place / "index.html", place / "index.xml"] if place.is_dir() else [place]
    if asked and place.is_dir() and not set(asked) & set("/\\\0"):
        candidates = [place / f"{asked}{suffix}" for suffix in (".json", ".xml", ".html")] + candidates
    if segments:
        candidates.append(place.with_name(f"{place.name}.html"))
    for candidate in candidates:
        # A symbolic link may lead outside; what counts is where the file really is.
        if candidate.is_file() and candidate.resolve().is_relative_to(root):
            return candidate
    return None


def _names(if_none_match: str, etag: str) -> bool:
    asked = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return bool(asked & {etag, "*"})


def _content_type(behaviour: SiteBehaviour, path: str, found: Path) -> str:
    suffix = found.suffix.lower()
    standard = _CONTENT_TYPES.get(suffix, "application/octet-stream")
    return behaviour.content_types.get(path) or behaviour.content_types.get(suffix, standard)
