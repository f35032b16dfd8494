"""Visit: one endpoint is fetched and read, with the pages it wants next; nothing is stored.

Stands beside `root` as ground for the jobs that visit endpoints.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.errors import CollectError
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
    WantedRole,
)
from pipeline.read.agenda import parse_agenda
from pipeline.read.feed import parse_feed
from pipeline.read.listing import parse_listing, parse_page
from pipeline.read.sitemap import parse_sitemap
from pipeline.shell.clock import monotonic
from pipeline.shell.fetch import Fetcher
from pipeline.stages.collect import complete, key_of

log = logging.getLogger("nieuwsbrief.visit")

READERS: Mapping[Kind, Callable[[bytes, ReadContext], Parsed]] = {
    Kind.FEED: parse_feed,
    Kind.SITEMAP: parse_sitemap,
    Kind.LISTING: parse_listing,
    Kind.AGENDA: parse_agenda,
}
FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=7)
# An item's page that did not answer is asked again this long; then the item stays as its list gave it.
COMPLETE_DAYS = 3


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
class Visitor:
    """Visits endpoints for one run; used by several threads, and changes nothing of its own."""

    fetcher: Fetcher
    limits: CollectLimits
    root: Root
    now: datetime
    owners: Mapping[str, frozenset[str]]
    stored: Mapping[str, Publication]

    def visit(self, task: Task) -> Harvest:
        """Fetches and reads one endpoint; a failure is a harvest with its status and reason."""
        started = monotonic()
        try:
            harvest = self._try(task)
        except CollectError as error:
            harvest = self._failed(task, error)
        except Exception as error:
            # A document nobody foresaw: a fault of ours, but it may cost one line and never the edition.
            log.exception("%s could not be read", task.endpoint.url)
            reason = f"our reader stopped on it ({type(error).__name__}); please report this"
            harvest = self._failed(task, CollectError(Status.NOT_A_FEED, reason))
        return replace(harvest, visit=replace(harvest.visit, seconds=round(monotonic() - started, 3)))

    def _try(self, task: Task) -> Harvest:
        state = task.state
        fetched = self.fetcher.fetch(FetchRequest(task.endpoint.url, state.etag, state.last_modified))
        digest = hashlib.sha256(fetched.body).hexdigest()
        if fetched.is_unchanged or digest == state.body_hash:
            return self._done(task, fetched, Status.UNCHANGED, state.body_hash)
        found, left_open = self._read(task, fetched)
        if not found and not task.endpoint.may_be_empty:
            raise CollectError(Status.EMPTY, "it answered, but no item was found in it")
        # With pages left open the same body must be read again, so nothing says that it was.
        harvest = self._done(task, fetched, Status.OK, "" if left_open else digest, is_open=left_open > 0)
        reason = f"{left_open} item pages are left for the next run" if left_open else ""
        return replace(
            harvest, visit=replace(harvest.visit, seen=len(found), reason=reason), found=tuple(found)
        )

    def _read(self, task: Task, fetched: Fetched) -> tuple[list[PublicationData], int]:
        """Reads a body and what it wants next; returns the publications and how many pages stayed open."""
        read = READERS[task.endpoint.kind]
        parsed = read(fetched.body, self._context(task, fetched))
        found = {
            publication.url or f"#{index}": publication
            for index, publication in enumerate(parsed.publications)
        }
        queue = list(parsed.wanted)
        pages, left_open = 0, 0
        for wanted in queue:
            publication = found.get(wanted.url)
            if wanted.role is WantedRole.ITEM and not self._wants_page(task, publication, wanted.url):
                continue
            if pages >= self.limits.pages_per_endpoint:
                left_open += 1
                continue
            pages += 1
            try:
                answer = self.fetcher.fetch(FetchRequest(wanted.url))
                context = self._context(task, answer)
                if wanted.role is WantedRole.LIST:
                    more = read(answer.body, context)
                    found |= {one.url: one for one in more.publications if one.url and one.url not in found}
                    queue += [further for further in more.wanted if further not in queue]
                else:
                    page = parse_page(answer.body, context)
                    found[wanted.url] = complete(publication, page) if publication else page
            except CollectError as error:
                left_open += error.status not in (Status.NOT_HTML, Status.TOO_LARGE, Status.GONE)
        return [publication for publication in found.values() if publication.title], left_open

    def _wants_page(self, task: Task, publication: PublicationData | None, url: str) -> bool:
        """An item's page is asked once, and again for a few days while summary and date are unknown."""
        data = publication or PublicationData(title="", url=url)
        stored = self.stored.get(key_of(data, task.source.slug, self.owners))
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
        self, task: Task, fetched: Fetched, status: Status, body_hash: str, *, is_open: bool = False
    ) -> Harvest:
        """A visit that worked; validators are kept only now that the body was read whole."""
        old = task.state
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
            ok_at=self.now,
            failures=0,
            not_before=None,
        )
        visit = Visit(task.source.slug, task.endpoint.url, status, moved_to=fetched.moved_to)
        return Harvest(visit, state)

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
        )
        return Harvest(Visit(task.source.slug, task.endpoint.url, error.status, error.reason), state)
