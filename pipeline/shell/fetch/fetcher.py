"""One fetch, from address to answer: turns per host, redirects one by one, a cap on bytes and on time."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
import urllib3
from requests.utils import requote_uri

from pipeline.errors import CollectError
from pipeline.model import CollectLimits, Fetched, FetchRequest, Status
from pipeline.shell.fetch import answers
from pipeline.shell.fetch.answers import Answer, Journey
from pipeline.shell.fetch.dial import Dialer, Resolve, resolve_with_system
from pipeline.shell.fetch.turns import Turns
from pipeline.shell.fetch.wire import Adapter

_PIECE = 64 * 1024

# What we ask for in Accept-Encoding. Anything else would reach the readers undecoded.
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})

_TROUBLE = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)


class _Deadline:
    """Seconds of wall clock for one fetch; waiting for a turn at a host does not count."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise CollectError(Status.TIMEOUT, "no complete answer before the deadline")
        return seconds

    def extend(self, seconds: float) -> None:
        self._ends += seconds


class Fetcher:
    """Fetches under `limits`; any number of threads may use one, and each host sees one connection at a time,
    with a pause between two requests, unless `limits` names it as trusted.

    `resolve` gives the IP addresses of a name (raising OSError when there are none); `ca_file` holds the
    certificates to trust instead of the bundled ones. Use it in a `with`, which closes the connections kept.
    """

    def __init__(
        self,
        limits: CollectLimits,
        *,
        resolve: Resolve = resolve_with_system,
        ca_file: str | None = None,
    ) -> None:
        self._limits = limits
        self._dialer = Dialer(limits, resolve)
        self._adapter = Adapter(self._dialer, ca_file, limits.connections_per_host)
        self._turns = Turns(limits.connections_per_host)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._adapter.close()

    def fetch(self, request: FetchRequest) -> Fetched:
        """Returns a 200 with its decoded body, or a 304 to a request that named an ETag or a date.

        Raises CollectError, and nothing else, for all that an address or a server can do wrong.
        """
        journey = self._follow("GET", request.url, _conditions(request))
        was_conditional = bool(request.etag or request.last_modified)
        return answers.judge(journey, was_conditional=was_conditional, now=datetime.now(UTC))

    def ask(self, url: str) -> tuple[int, str]:
        """Returns what a link answers: its final status code and its permanent new address, or "".

        The code is 0 when nothing answered or the way there is refused (see `CollectError`), and 404 when
        a redirect led to an error page that calls itself 200. Never raises for what the network does.
        """
        try:
            journey = self._follow("HEAD", url, {})
            # Many servers do not know HEAD, and say so in many ways; only GET tells whether a link is dead.
            if journey.answer.status_code >= 400 and journey.answer.status_code != 429:
                journey = self._follow("GET", url, {}, with_body=False)
        except CollectError:
            return 0, ""
        status_code = 404 if journey.ended_on_error_page else journey.answer.status_code
        return status_code, journey.moved_to

    def slow_down(self, host: str, seconds: float) -> None:
        """Leaves at least so many seconds between two requests at this host, as its owner asked."""
        self._turns.slow_down(host, seconds)

    def waited_seconds(self) -> float:
        """Returns how long the thread that asks has waited for its turns and for pauses, in all."""
        return self._turns.waited_seconds()

    def _follow(
        self, method: str, url: str, headers: Mapping[str, str], *, with_body: bool = True
    ) -> Journey:
        deadline = _Deadline(self._limits.deadline_seconds)
        here, moved_to, all_permanent = url, "", True
        _check(url, coming_from="")
        for _ in range(self._limits.max_redirects + 1):
            sent, answer = self._exchange(method, here, headers, deadline, with_body)
            if not answer.is_redirect:
                return Journey(url, here, answer, moved_to)
            there = _target(sent, here, answer.headers["location"])
            _check(there, coming_from=here)
            all_permanent = all_permanent and answer.status_code in answers.PERMANENT
            moved_to = there if all_permanent else moved_to
            here = there
        raise CollectError(
            Status.HTTP_ERROR,
            f"more than {self._limits.max_redirects} redirects",
            http_code=answer.status_code,
        )

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], deadline: _Deadline, with_body: bool
    ) -> tuple[str, Answer]:
        with self._turn(url, deadline):
            try:
                try:
                    return self._exchange_once(method, url, headers, deadline, with_body)
                except _TROUBLE as error:
                    # A server may close a kept connection just as we ask again; that says nothing about
                    # the page.
                    if not answers.is_hang_up(error):
                        raise
                    return self._exchange_once(method, url, headers, deadline, with_body)
            except _TROUBLE as error:
                raise answers.explain(error) from error

    def _exchange_once(
        self, method: str, url: str, headers: Mapping[str, str], deadline: _Deadline, with_body: bool
    ) -> tuple[str, Answer]:
        sent, raw = self._adapter.ask(method, url, self._headers(headers), deadline.left())
        is_read = with_body and raw.status == 200 and method == "GET"
        try:
            body = self._body(raw, deadline) if is_read else b""
            if raw.status == 304:
                raw.read1(1)  # finds the end that is there already, and so keeps the connection
        finally:
            # An answer to HEAD ends its connection too: a server that wrongly sends the page after it would
            # have that read as the start of the next answer.
            if not raw.isclosed():
                raw.close()
            raw.release_conn()
        return sent, Answer(raw.status, raw.headers, body)

    def _body(self, raw: urllib3.HTTPResponse, deadline: _Deadline) -> bytes:
        """Reads what comes in piece by piece and counts what is decoded, so a gzip bomb ends at the cap."""
        encodings = {word.strip().lower() for word in raw.headers.get("content-encoding", "").split(",")}
        if not encodings <= _ENCODINGS:
            unknown = answers.printable(", ".join(sorted(encodings - _ENCODINGS)))
            raise CollectError(Status.HTTP_ERROR, f"sent an encoding that was not asked for: {unknown}")
        most = self._limits.max_bytes
        if (raw.length_remaining or 0) > most:
            raise CollectError(Status.TOO_LARGE, f"larger than {most} bytes")
        body = bytearray()
        while piece := raw.read1(_PIECE, decode_content=True):
            body += piece
            if len(body) > most:
                raise CollectError(Status.TOO_LARGE, f"larger than {most} bytes")
            deadline.left()
        return bytes(body)

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {
            "User-Agent": self._limits.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            **more,
        }

    @contextmanager
    def _turn(self, url: str, deadline: _Deadline) -> Iterator[None]:
        """Waits until no other thread is busy with this host, and the pause there is over."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        pause = 0.0 if self._dialer.is_trusted(host, port) else self._limits.pause_seconds
        with self._turns.turn(host, pause) as waited:
            deadline.extend(waited)
            yield


def _conditions(request: FetchRequest) -> dict[str, str]:
    conditions = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _check(url: str, *, coming_from: str) -> None:
    """Refuses an address for what it says; where it leads is checked when it is dialled."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError when it is not a number of a port
    except ValueError as error:
        raise CollectError(Status.HTTP_ERROR, f"not a usable address: {error}") from error
    whence = "redirected to" if coming_from else "is"
    if parts.scheme not in ("http", "https"):
        raise CollectError(
            Status.BLOCKED, f"{whence} a {parts.scheme or 'relative'}: address; only http(s) is asked"
        )
    if not parts.hostname:
        raise CollectError(Status.HTTP_ERROR, "not a usable address: it names no host")
    if parts.username is not None or parts.password is not None:
        raise CollectError(Status.BLOCKED, f"{whence} an address with a name or password in it")
    if coming_from and urlsplit(coming_from).scheme == "https" and parts.scheme == "http":
        raise CollectError(Status.BLOCKED, f"redirected from https to the unsafe {url}")


def _target(sent: str, here: str, location: str) -> str:
    """Returns the address a Location header means, percent-encoded.

    Without a fragment of its own it keeps that of `here` (RFC 9110, 10.2.2).
    """
    # http.client reads headers as Latin-1; a Location that is not ASCII is UTF-8 in practice.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        target, fragment = urldefrag(requote_uri(urljoin(sent, location.strip())))
    except ValueError as error:
        raise CollectError(Status.HTTP_ERROR, f"redirected to an unusable address: {error}") from error
    fragment = fragment or urldefrag(here).fragment
    return f"{target}#{fragment}" if fragment else target
