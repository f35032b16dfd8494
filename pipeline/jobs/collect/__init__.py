"""Collect: every due endpoint is fetched, read, reconciled and stored, whole endpoints at a time.

    fetch ─> read ─> what it wants next (item pages, further lists) ─> look up ─> reconcile ─> store
    └────────── hosts at once, in threads ──────────────────────┘     └─ in one fixed order, some at a time ─┘

hosts     which host is visited when, and what it brought in order
stored    what the visits meet in the store, and saving them

The order of reconciling is fixed, so that of two sites that carry one report the same one is the original
on every run. What was stored stays, also after Ctrl-C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from pipeline.jobs.asking import Asker
from pipeline.jobs.collect.hosts import Visits
from pipeline.jobs.collect.stored import Stored
from pipeline.jobs.root import Root
from pipeline.jobs.visit import Harvest, Task, Visitor, modules_of
from pipeline.model import Document, EndpointState, Rest, Visit, VisitRecord
from pipeline.shell.fetch import Fetcher
from pipeline.shell.store import Store
from pipeline.shell.workers import Workers
from pipeline.stages.collect import Collected, collect, owners_of
from pipeline.stages.health import Silence, rest_of, shortest_silence, silence

__all__ = ["due_tasks", "resting", "run_collect"]

Progress = Callable[[Visit, int], None]


def run_collect(
    root: Root,
    store: Store,
    *,
    now: datetime,
    slugs: Sequence[str] = (),
    connect_to: Mapping[str, str] | None = None,
    progress: Progress = lambda _visit, _total: None,
) -> tuple[Visit, ...]:
    """Visits the due endpoints of `slugs` (all sources without any), and returns a line for each.

    Naming a source asks its endpoints even while they rest. `progress` is called with each visit and the
    number of endpoints in all.
    """
    tasks = due_tasks(root, store, now=now, slugs=slugs)
    owners = owners_of(root.sources)
    limits = replace(root.config.collect, connect_to=connect_to or {})
    visits: list[Visit] = []
    with (
        Fetcher(limits) as fetcher,
        Workers(preload=modules_of(tasks)) as workers,
        closing(Stored(store, owners)) as stored,
    ):
        if any(task.state.ok_at is None for task in tasks):
            workers.warm()
        asker = Asker(fetcher, limits.user_agent, now, store.load_robots())
        visitor = Visitor(asker, workers, limits, root, now, owners, stored.before)
        with Visits(
            tasks,
            visitor.visit,
            hosts_at_once=limits.hosts_at_once,
            connections=limits.connections_per_host,
        ) as harvests:
            for some in harvests:
                stored.meet(some)
                for task, harvest in some:
                    record = _record(task, harvest, stored, owners, now)
                    stored.add(record)
                    visits.append(record.visit)
                    progress(record.visit, len(tasks))
                stored.save_soon()
        store.save_robots(asker.learned)
    return tuple(visits)


def _record(
    task: Task, harvest: Harvest, stored: Stored, owners: Mapping[str, frozenset[str]], now: datetime
) -> VisitRecord:
    """Reconciles what a visit brought, and returns what it leaves in the store."""
    collected = Collected((), ())
    if harvest.found:
        collected = collect(
            harvest.found,
            source=task.source,
            endpoint=task.endpoint,
            known=stored.known,
            owners=owners,
            now=now,
        )
    visit = replace(harvest.visit, new=len(collected.new), updated=len(collected.changed))
    state = replace(harvest.state, last_new_at=now) if collected.new else harvest.state
    if visit.status.is_healthy and _may_be_silent(task, state, stored, now):
        heard = silence(task.endpoint, stored.sightings(task, collected), now)
        visit, state = _listen(visit, state, heard, now)
    return VisitRecord(visit, state, collected.new, collected.changed, harvest.documents)


def due_tasks(root: Root, store: Store, *, now: datetime, slugs: Sequence[str] = ()) -> tuple[Task, ...]:
    """Returns the enabled endpoints that are due. Raises UsageError for a slug that is no source."""
    tasks = _tasks(root, store.load_states(), store.load_documents(), slugs)
    return tuple(task for task in tasks if slugs or rest_of(task.state, now) is None)


def resting(root: Root, store: Store, *, now: datetime) -> tuple[Rest, ...]:
    """Returns the enabled endpoints that a run at `now` would not ask, and why."""
    rests = (rest_of(task.state, now) for task in _tasks(root, store.load_states()))
    return tuple(rest for rest in rests if rest is not None)


def _tasks(
    root: Root,
    states: Iterable[EndpointState],
    documents: Mapping[tuple[str, str], tuple[Document, ...]] | None = None,
    slugs: Sequence[str] = (),
) -> tuple[Task, ...]:
    remembered = {(state.source, state.url): state for state in states}
    return tuple(
        Task(
            source,
            endpoint,
            remembered.get((source.slug, endpoint.url), EndpointState(source.slug, endpoint.url)),
            (documents or {}).get((source.slug, endpoint.url), ()),
        )
        for source in [root.source(slug) for slug in dict.fromkeys(slugs)] or root.sources
        for endpoint in source.endpoints
        if endpoint.enabled
    )


def _may_be_silent(task: Task, state: EndpointState, stored: Stored, now: datetime) -> bool:
    """Tells, without reading all that the store holds, whether an endpoint needs listening to.

    Its first visit does, and every one that brought something, since what it brought may be years old.
    """
    if state.last_new_at is None or state.last_new_at == now:
        return True
    latest = stored.latest.get((task.source.slug, task.endpoint.url), state.last_new_at)
    return state.quiet_reported_at is None and now - latest > shortest_silence(task.endpoint)


def _listen(
    visit: Visit, state: EndpointState, silence: Silence | None, now: datetime
) -> tuple[Visit, EndpointState]:
    """Reports a silence in the first visit that hears it, and not again until something new came."""
    if silence is None:
        return visit, replace(state, quiet_since=None, quiet_reported_at=None)
    if state.quiet_reported_at is not None:
        return visit, state
    heard = replace(state, quiet_since=silence.since, quiet_reported_at=now)
    return replace(visit, quiet_since=silence.since), heard
