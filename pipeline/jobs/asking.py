"""Asking: a fetch that does what the site's robots.txt says (RFC 9309).

Stands beside `root` as ground for the jobs that ask sites.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.errors import CollectError
from pipeline.model import Fetched, FetchRequest, RobotsFile, Status
from pipeline.read.robots import MOST_CHARACTERS, Robots, parse_robots
from pipeline.shell.fetch import Fetcher

# How long a robots.txt is taken to say what it said; RFC 9309, 2.4, allows no more.
GOOD_FOR = timedelta(days=1)


@dataclass(slots=True)
class _Site:
    lock: threading.Lock = field(default_factory=threading.Lock)
    robots: Robots | None = None
    failure: CollectError | None = None


class Asker:
    """Fetches for one run; any number of threads may use one.

    `remembered` holds each robots.txt as it was read before; what this run read is in `learned`.
    """

    def __init__(
        self, fetcher: Fetcher, user_agent: str, now: datetime, remembered: Iterable[RobotsFile] = ()
    ) -> None:
        self._fetcher = fetcher
        self._user_agent = user_agent
        self._now = now
        self._remembered = {one.origin: one for one in remembered}
        self._sites: dict[str, _Site] = {}
        self._sites_lock = threading.Lock()
        self._learned: list[RobotsFile] = []

    @property
    def learned(self) -> tuple[RobotsFile, ...]:
        return tuple(self._learned)

    def fetch(self, request: FetchRequest) -> Fetched:
        """Fetches as `Fetcher.fetch` does. Raises CollectError ROBOTS where robots.txt does not want us."""
        if not self.robots(request.url).allows(request.url):
            raise CollectError(Status.ROBOTS, "its robots.txt asks programs not to read this address")
        return self._fetcher.fetch(request)

    def robots(self, url: str) -> Robots:
        """Returns what the site of `url` asks of programs; asked once a day.

        A site that answers 4xx has none. While it cannot be asked, what was known holds; with nothing known
        we stay away for this run: raises CollectError, the same for every address of the site.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        with self._sites_lock:
            site = self._sites.setdefault(origin, _Site())
        with site.lock:
            if site.robots is None and site.failure is None:
                try:
                    site.robots = self._read(origin)
                except CollectError as error:
                    site.failure = error
                else:
                    self._fetcher.slow_down(parts.hostname or "", site.robots.delay)
            if site.robots is None:
                raise _again(site.failure)
            return site.robots

    def waited_seconds(self) -> float:
        """Returns how long the thread that asks has waited for its turns and for pauses, in all."""
        return self._fetcher.waited_seconds()

    def _read(self, origin: str) -> Robots:
        known = self._remembered.get(origin)
        if known is not None and self._now - known.checked_at < GOOD_FOR:
            return parse_robots(known.text, self._user_agent)
        try:
            file = self._ask(origin, known)
        except CollectError:
            if known is None:
                raise
            return parse_robots(known.text, self._user_agent)
        robots = parse_robots(file.text, self._user_agent)
        # Its validators are kept only now that it could be read.
        self._learned.append(file)
        return robots

    def _ask(self, origin: str, known: RobotsFile | None) -> RobotsFile:
        url = f"{origin}/robots.txt"
        request = FetchRequest(url, known.etag, known.last_modified) if known else FetchRequest(url)
        try:
            fetched = self._fetcher.fetch(request)
        except CollectError as error:
            if _has_none(error):
                return RobotsFile(origin, "", self._now)
            if error.http_code is None:
                raise
            reason = f"its robots.txt {error.reason}; we stay away until it can be read"
            raise CollectError(error.status, reason, error.retry_after, error.http_code) from error
        # Without anything known a 304 is an error already.
        if known is not None and fetched.is_unchanged:
            return replace(
                known,
                checked_at=self._now,
                etag=fetched.etag or known.etag,
                last_modified=fetched.last_modified or known.last_modified,
            )
        text = fetched.body.decode("utf-8-sig", errors="replace")[:MOST_CHARACTERS]
        return RobotsFile(origin, text, self._now, fetched.etag, fetched.last_modified)


def _has_none(error: CollectError) -> bool:
    """Whether there is no robots.txt, and so nothing that it forbids.

    429 is a 4xx by number only: it asks us to stay away for a while.
    """
    code = error.http_code or 0
    is_absent = 300 <= code < 500 and code != 429
    return is_absent or error.status in (Status.EMPTY, Status.REDIRECTED_TO_ERROR)


def _again(error: CollectError | None) -> CollectError:
    """A fresh one for each address: an exception keeps the traces of those who raised it."""
    if error is None:
        return CollectError(Status.ROBOTS, "its robots.txt could not be read")
    return CollectError(error.status, error.reason, error.retry_after, error.http_code)
