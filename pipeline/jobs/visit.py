"""Visit: one endpoint is fetched and read, with the pages it wants next; nothing is stored.

Whatever came from elsewhere is read in a worker, so that a document that is too much for a reader costs one
line. A body that is known already is not read again, and needs none.

Stands beside `root` as ground for the jobs that visit endpoints.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.errors import CollectError
from pipeline.jobs.asking import Asker
from pipeline.jobs.root import Root
from pipeline.model import (
    CollectLimits,
    Endpoint,
    EndpointState,
    Fetched,
    FetchRequest,
    Kind,
    Parsed,
    Publication,
    PublicationData,
    ReadContext,
    Source,
    Status,
    Visit,
    Wanted,
    WantedRole,
)
from pipeline.read.agenda import is_calendar, parse_agenda
from pipeline.read.answer import parse_json
from pipeline.read.feed import parse_feed
from pipeline.read.listing import parse_listing, parse_page
from pipeline.read.sitemap import parse_sitemap
from pipeline.shell.clock import monotonic
from pipeline.shell.workers import Workers
from pipeline.stages.collect import complete, key_of
from pipeline.text import periods

log = logging.getLogger("nieuwsbrief.visit")


Reader = Callable[[bytes, ReadContext], Parsed]

READERS: Mapping[Kind, Reader] = {
    Kind.FEED: parse_feed,
    Kind.SITEMAP: parse_sitemap,
    Kind.LISTING: parse_listing,
    Kind.AGENDA: parse_agenda,
    Kind.JSON: parse_json,
}
FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=7)
# An item's page that did not answer is asked again this long; then the item stays as its list gave it.
COMPLETE_DAYS = 3
# Further lists of one endpoint in one visit: sitemaps, next pages, and the halves of periods.
LISTS_AT_MOST = 100
# However long a document says it stays as it is, we look once a day.
LONGEST_FRESH = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """One endpoint to visit and what is remembered of it."""

    source: Source
    endpoint: Endpoint
    state: EndpointState


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one visit brought: the visit and state to store, and the publications to reconcile."""

    visit: Visit
    state: EndpointState
    found: tuple[PublicationData, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a body and what it wanted next came to; so many pages stay open, or are closed to programs."""

    found: tuple[PublicationData, ...]
    left_open: int = 0
    closed: int = 0
    ttl_minutes: int = 0

    @property
    def reason(self) -> str:
        said = []
        if self.left_open:
            said.append(f"{self.left_open} item pages are left for the next run")
        if self.closed:
            said.append(f"robots.txt asks programs not to read {self.closed} item pages")
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Visits endpoints for one run; used by several threads, and changes nothing of its own."""

    asker: Asker
    workers: Workers
    limits: CollectLimits
    root: Root
    now: datetime
    owners: Mapping[str, frozenset[str]]
    stored: Callable[[str], Publication | None]

    def visit(self, task: Task) -> Harvest:
        """Fetches and reads one endpoint; a failure is a harvest with its status and reason."""
        started, waited = monotonic(), self.asker.waited_seconds()
        try:
            harvest = self._try(task)
        except CollectError as error:
            harvest = self._failed(task, error)
        except Exception as error:
            if self.workers.is_closed:
                # The run was stopped under us, and nobody waits for this visit any more.
                raise
            # A document nobody foresaw: a fault of ours, but it may cost one line and never the edition.
            log.exception("%s could not be read", task.endpoint.url)
            reason = f"our reader stopped on it ({type(error).__name__}); please report this"
            harvest = self._failed(task, CollectError(Status.NOT_A_FEED, reason))
        paused = self.asker.waited_seconds() - waited
        seconds = max(monotonic() - started - paused, 0)
        timed = replace(harvest.visit, seconds=round(seconds, 3), paused_seconds=round(paused, 3))
        return replace(harvest, visit=timed)

    def _try(self, task: Task) -> Harvest:
        state = task.state
        fetched = self.asker.fetch(self._request(task))
        if fetched.is_unchanged and not state.body_hash:
            raise CollectError(
                Status.HTTP_ERROR, "answered 304, and nothing of it was kept; it is asked in full next time"
            )
        digest = hashlib.sha256(fetched.body).hexdigest()
        # Of a period the same twenty items say nothing of those that were cut off.
        is_known = digest == state.body_hash and not periods.has_period(task.endpoint.url)
        if fetched.is_unchanged or is_known:
            unchanged = _Reading((), ttl_minutes=state.ttl_minutes)
            return self._done(task, fetched, Status.UNCHANGED, state.body_hash, unchanged)
        reading = self._read(task, fetched)
        if not reading.found and not task.endpoint.may_be_empty:
            raise CollectError(Status.EMPTY, "it answered, but no item was found in it")
        # With pages left open the same body must be read again, so nothing says that it was.
        return self._done(task, fetched, Status.OK, "" if reading.left_open else digest, reading)

    def _read(self, task: Task, fetched: Fetched) -> _Reading:
        """Reads a body and what it wants next."""
        parsed = self._parse(task, fetched)
        found = {
            publication.url or f"#{index}": publication
            for index, publication in enumerate(parsed.publications)
        }
        lists, items = self._lists_of(task, parsed), _items_of(parsed)
        asked, nexts, left_open, closed = 0, 0, 0, 0
        while lists:
            wanted = lists.pop(0)
            nexts += wanted.role is WantedRole.NEXT
            if wanted.role is WantedRole.NEXT and nexts >= task.endpoint.max_pages:
                continue
            if asked >= LISTS_AT_MOST:
                left_open += 1
                continue
            asked += 1
            try:
                answer = self.asker.fetch(FetchRequest(wanted.url))
                more = self._parse(task, answer)
            except CollectError as error:
                # Behind the last page of a list there is nothing, which sites say in many ways.
                left_open += wanted.role is WantedRole.LIST and _may_answer_later(error)
                closed += error.status is Status.ROBOTS
                continue
            for number, one in enumerate(more.publications):
                found.setdefault(one.url or f"{wanted.url}#{number}", one)
            lists += [one for one in self._lists_of(task, more) if one not in lists]
            items += [one for one in _items_of(more) if one not in items]
        start = _Reading((), left_open, closed, parsed.ttl_minutes)
        return self._with_pages(task, found, items, start)

    def _with_pages(
        self, task: Task, found: dict[str, PublicationData], items: list[Wanted], reading: _Reading
    ) -> _Reading:
        pages, left_open, closed = 0, reading.left_open, reading.closed
        for wanted in items:
            publication = found.get(wanted.url)
            if not self._wants_page(task, publication, wanted.url):
                continue
            if pages >= self.limits.pages_per_endpoint:
                left_open += 1
                continue
            pages += 1
            try:
                answer = self.asker.fetch(FetchRequest(wanted.url))
                page = self.workers.run(parse_page, answer.body, self._context(task, answer))
                found[wanted.url] = complete(publication, page) if publication else page
            except CollectError as error:
                left_open += _may_answer_later(error)
                closed += error.status is Status.ROBOTS
        titled = tuple(publication for publication in found.values() if publication.title)
        return replace(reading, found=titled, left_open=left_open, closed=closed)

    def _parse(self, task: Task, fetched: Fetched) -> Parsed:
        read = READERS[task.endpoint.kind]
        if task.endpoint.kind is Kind.AGENDA and not is_calendar(fetched.body):
            # Not a calendar file but a page that lists meetings.
            read = parse_listing
        return self.workers.run(read, fetched.body, self._context(task, fetched))

    def _request(self, task: Task) -> FetchRequest:
        """A period is filled in anew each day, so what was said of another address does not hold for it."""
        state, endpoint = task.state, task.endpoint
        if not periods.has_period(endpoint.url):
            return FetchRequest(endpoint.url, state.etag, state.last_modified)
        zone = self.root.config.newsletter.zone
        period = periods.next_period(
            last=state.ok_at, now=self.now, rhythm_days=endpoint.rhythm_days, zone=zone
        )
        return FetchRequest(periods.fill(endpoint.url, period, zone))

    def _lists_of(self, task: Task, parsed: Parsed) -> list[Wanted]:
        """Returns the lists that are wanted; a next, older page only when this one held something new."""
        has_news = any(
            self.stored(key_of(one, task.source.slug, self.owners)) is None for one in parsed.publications
        )
        return [
            one
            for one in parsed.wanted
            if one.role is WantedRole.LIST or (one.role is WantedRole.NEXT and has_news)
        ]

    def _wants_page(self, task: Task, publication: PublicationData | None, url: str) -> bool:
        """An item's page is asked once, and again for a few days while summary and date are unknown."""
        data = publication or PublicationData(title="", url=url)
        stored = self.stored(key_of(data, task.source.slug, self.owners))
        if stored is None:
            return True
        is_complete = bool(stored.data.summary and (stored.data.published or stored.data.event_start))
        return not is_complete and self.now - stored.first_seen < timedelta(days=COMPLETE_DAYS)

    def _context(self, task: Task, fetched: Fetched) -> ReadContext:
        return ReadContext(
            url=fetched.url,
            endpoint=task.endpoint,
            now=self.now,
            zone=self.root.config.newsletter.zone,
            content_type=fetched.content_type,
            limit=self.limits.entries_per_document,
        )

    def _done(
        self, task: Task, fetched: Fetched, status: Status, body_hash: str, reading: _Reading
    ) -> Harvest:
        """A visit that worked; validators are kept only now that the body was read whole."""
        old, is_open = task.state, reading.left_open > 0
        state = replace(
            old,
            etag="" if is_open else fetched.etag or (old.etag if fetched.is_unchanged else ""),
            last_modified=(
                ""
                if is_open
                else fetched.last_modified or (old.last_modified if fetched.is_unchanged else "")
            ),
            body_hash=body_hash,
            status=status,
            reason="",
            moved_to=fetched.moved_to,
            checked_at=self.now,
            # What was left open of a period is asked again, so the next one begins where this one did.
            ok_at=old.ok_at if is_open and periods.has_period(task.endpoint.url) else self.now,
            failures=0,
            not_before=None,
            fresh_until=None if is_open else self._fresh_until(fetched, reading.ttl_minutes),
            ttl_minutes=reading.ttl_minutes,
            failing_since=None,
        )
        visit = Visit(
            task.source.slug,
            task.endpoint.url,
            status,
            reading.reason,
            seen=len(reading.found),
            moved_to=fetched.moved_to,
        )
        return Harvest(visit, state, reading.found)

    def _fresh_until(self, fetched: Fetched, ttl_minutes: int) -> datetime | None:
        """Until when the answer, or the document itself, says that it stays as it is; None without that."""
        fresh = min(timedelta(seconds=max(fetched.fresh_seconds, ttl_minutes * 60)), LONGEST_FRESH)
        return self.now + fresh if fresh else None

    def _failed(self, task: Task, error: CollectError) -> Harvest:
        """A visit that failed: asked again after a pause that doubles, from an hour to a week."""
        failures = task.state.failures + 1
        pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
        if error.retry_after is not None:
            pause = min(max(pause, timedelta(seconds=error.retry_after)), LONGEST_PAUSE)
        state = replace(
            task.state,
            etag="",
            last_modified="",
            status=error.status,
            reason=error.reason,
            checked_at=self.now,
            failures=failures,
            not_before=self.now + pause,
            fresh_until=None,
            # In a store from before this was kept, the last good visit is the nearest to it.
            failing_since=task.state.failing_since
            or (task.state.ok_at if task.state.failures else None)
            or self.now,
        )
        return Harvest(Visit(task.source.slug, task.endpoint.url, error.status, error.reason), state)


def modules_of(tasks: Iterable[Task]) -> tuple[str, ...]:
    """Returns the modules of the readers these tasks need first, for workers to import at their start."""
    kinds = {task.endpoint.kind for task in tasks}
    return tuple(sorted({READERS[kind].__module__ for kind in kinds}))


def _items_of(parsed: Parsed) -> list[Wanted]:
    return [one for one in parsed.wanted if one.role is WantedRole.ITEM]


def _may_answer_later(error: CollectError) -> bool:
    return error.status not in (Status.NOT_HTML, Status.TOO_LARGE, Status.GONE, Status.ROBOTS)
