"""One visit: an endpoint is fetched and read, and what came of it is remembered."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.errors import CollectError
from pipeline.jobs.asking import Asker
from pipeline.jobs.root import Root
from pipeline.jobs.visit.reading import Answer, Reading, Result, Stored, Task
from pipeline.model import (
    CollectLimits,
    Document,
    EndpointState,
    Fetched,
    PublicationData,
    Status,
    Visit,
)
from pipeline.shell.clock import monotonic
from pipeline.shell.workers import Workers
from pipeline.stages.health import pause_after
from pipeline.text import periods

log = logging.getLogger("nieuwsbrief.visit")

# However long a document says it stays as it is, we look once a day.
LONGEST_FRESH = timedelta(days=1)
# Lists that are remembered for an endpoint, those asked last first.
DOCUMENTS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one visit brought: what to store of it, and the publications to reconcile.

    `documents` are the lists it was made of, None when those of the visit before still hold.
    """

    visit: Visit
    state: EndpointState
    found: tuple[PublicationData, ...] = ()
    documents: tuple[Document, ...] | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Visits endpoints for one run; used by several threads, and changes nothing of its own."""

    asker: Asker
    workers: Workers
    limits: CollectLimits
    root: Root
    now: datetime
    owners: Mapping[str, frozenset[str]]
    stored: Stored

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
        reading = Reading(
            self.asker,
            self.workers,
            self.limits,
            self.now,
            self.root.config.newsletter.zone,
            self.owners,
            self.stored,
            task,
        )
        url = self._url_of(task)
        answer = reading.ask(url, _remembered(task, url))
        result = reading.follow(answer)
        if answer.parsed is not None and not (
            result.found or result.has_unchanged or task.endpoint.may_be_empty
        ):
            raise CollectError(Status.EMPTY, "it answered, but no item was found in it")
        return self._done(task, answer, result)

    def _url_of(self, task: Task) -> str:
        """Returns the address to ask; a period is filled in anew each day."""
        endpoint = task.endpoint
        if not periods.has_period(endpoint.url):
            return endpoint.url
        zone = self.root.config.newsletter.zone
        period = periods.next_period(
            last=task.state.ok_at, now=self.now, rhythm_days=endpoint.rhythm_days, zone=zone
        )
        return periods.fill(endpoint.url, period, zone)

    def _done(self, task: Task, answer: Answer, result: Result) -> Harvest:
        """A visit that worked; validators are kept only now that all was read whole."""
        old, fetched, is_open = task.state, answer.fetched, result.left_open > 0
        has_period = periods.has_period(task.endpoint.url)
        is_unchanged = answer.parsed is None and not result.found
        kept = Document(task.endpoint.url, "", "", "") if is_open else answer.document
        ttl_minutes = old.ttl_minutes if answer.parsed is None else answer.parsed.ttl_minutes
        state = replace(
            old,
            # Of a period, what was said holds for one address and stands with its document.
            etag="" if has_period else kept.etag,
            last_modified="" if has_period else kept.last_modified,
            body_hash="" if has_period else kept.body_hash,
            status=Status.UNCHANGED if is_unchanged else Status.OK,
            reason="",
            moved_to=fetched.moved_to,
            checked_at=self.now,
            # What was left open of a period is asked again, so the next one begins where this one did.
            ok_at=old.ok_at if is_open and has_period else self.now,
            failures=0,
            not_before=None,
            fresh_until=None if is_open else self._fresh_until(fetched, ttl_minutes),
            ttl_minutes=ttl_minutes,
            failing_since=None,
        )
        visit = Visit(
            task.source.slug,
            task.endpoint.url,
            Status.UNCHANGED if is_unchanged else Status.OK,
            result.reason,
            seen=len(result.found),
            moved_to=fetched.moved_to,
        )
        return Harvest(visit, state, result.found, _documents(task, answer, result))

    def _fresh_until(self, fetched: Fetched, ttl_minutes: int) -> datetime | None:
        """Until when the answer, or the document itself, says that it stays as it is; None without that."""
        fresh = min(timedelta(seconds=max(fetched.fresh_seconds, ttl_minutes * 60)), LONGEST_FRESH)
        return self.now + fresh if fresh else None

    def _failed(self, task: Task, error: CollectError) -> Harvest:
        """A visit that failed: asked again after a pause that grows."""
        failures = task.state.failures + 1
        asked_for = None if error.retry_after is None else timedelta(seconds=error.retry_after)
        pause = pause_after(failures, task.endpoint.kind, asked_for)
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


def _remembered(task: Task, url: str) -> Document | None:
    """Returns what is known of the endpoint's own document, for a period only of this very one."""
    document = next((one for one in task.documents if one.url == url), None)
    if periods.has_period(task.endpoint.url):
        return document
    state = task.state
    parts = document.parts if document else ()
    return Document(url, state.etag, state.last_modified, state.body_hash, parts)


def _documents(task: Task, answer: Answer, result: Result) -> tuple[Document, ...] | None:
    """Returns the lists to remember; None when those remembered still hold, as with most: a feed has none."""
    # With pages left open all is read again, so nothing may say that it is as it was.
    documents = () if result.left_open else _last_read(task, answer, result)
    return None if documents == task.documents else documents


def _last_read(task: Task, answer: Answer, result: Result) -> tuple[Document, ...]:
    has_period = periods.has_period(task.endpoint.url)
    own = (answer.document,) if has_period or answer.document.parts else ()
    # What was not asked now may be again: an older page when there is news, a part of a period in a week.
    by_url: dict[str, Document] = {}
    for one in (*own, *result.lists, *task.documents):
        by_url.setdefault(one.url, one)
    return tuple(by_url.values())[:DOCUMENTS_AT_MOST]
