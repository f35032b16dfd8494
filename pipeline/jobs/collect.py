"""Collect: every due endpoint is fetched, read, reconciled and stored, whole endpoints at a time.

    fetch ─> read ─> what it wants next (item pages, further lists) ─> reconcile ─> store
    └────────── hosts at once, in threads ──────────────────────┘      └─ in one fixed order ─┘

The order of reconciling is fixed, so that of two sites that carry one report the same one is the original
on every run. What was stored stays, also after Ctrl-C.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

from pipeline.jobs.asking import Asker
from pipeline.jobs.root import Root
from pipeline.jobs.visit import Harvest, Task, Visitor, modules_of
from pipeline.model import EndpointState, Publication, Rest, Visit, VisitRecord
from pipeline.shell import clock
from pipeline.shell.fetch import Fetcher
from pipeline.shell.store import Store
from pipeline.shell.workers import Workers
from pipeline.stages.collect import Collected, Known, collect, owners_of
from pipeline.stages.health import Silence, rest_of, shortest_silence, silence

MOST_RECORDS = 50
SAVE_SECONDS = 0.5

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
    tasks = due_tasks(root, store.load_states(), now=now, slugs=slugs)
    owners = owners_of(root.sources)
    stored = Stored(store)
    limits = replace(root.config.collect, connect_to=connect_to or {})
    visits: list[Visit] = []
    with (
        Fetcher(limits) as fetcher,
        Workers(preload=modules_of(tasks)) as workers,
        closing(Records(store)) as records,
    ):
        if any(task.state.ok_at is None for task in tasks):
            workers.warm()
        asker = Asker(fetcher, limits.user_agent, now, store.load_robots())
        visitor = Visitor(asker, workers, limits, root, now, owners, stored.before)
        with closing(_in_order(tasks, visitor, limits.hosts_at_once, records.close)) as harvests:
            for task, harvest in harvests:
                collected = _reconcile(task, harvest, stored, owners, now)
                visit = replace(harvest.visit, new=len(collected.new), updated=len(collected.changed))
                state = replace(harvest.state, last_new_at=now) if collected.new else harvest.state
                if visit.status.is_healthy and _may_be_silent(task, state, stored, now):
                    brought = stored.brought_by(task.source.slug, task.endpoint.url)
                    visit, state = _listen(visit, state, silence(task.endpoint, brought, now), now)
                records.add(VisitRecord(visit, state, collected.new, collected.changed))
                visits.append(visit)
                progress(visit, len(tasks))
        store.save_robots(asker.learned)
    return tuple(visits)


def _reconcile(
    task: Task, harvest: Harvest, stored: Stored, owners: Mapping[str, frozenset[str]], now: datetime
) -> Collected:
    if not harvest.found:
        return Collected((), ())
    collected = collect(
        harvest.found,
        source=task.source,
        endpoint=task.endpoint,
        known=stored.known,
        owners=owners,
        now=now,
    )
    stored.add((*collected.new, *collected.changed))
    return collected


class Stored:
    """What the store holds, read when something first asks: most runs bring nothing new, and read nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: Known | None = None
        self._before: dict[str, Publication] = {}
        self._by_endpoint: defaultdict[tuple[str, str], dict[str, Publication]] | None = None

    @property
    def known(self) -> Known:
        """All publications, this run's too; for the thread that reconciles."""
        with self._lock:
            if self._known is None:
                self._known = Known.of(self._store.load_publications(include_copies=True))
                self._before = dict(self._known.by_key)
            return self._known

    def before(self, key: str) -> Publication | None:
        """Returns a publication as it stood before this run; for any thread."""
        _ = self.known
        return self._before.get(key)

    def add(self, publications: Iterable[Publication]) -> None:
        added = tuple(publications)
        self.known.add(added)
        if self._by_endpoint is not None:
            _note_endpoints(self._by_endpoint, added)

    @cached_property
    def latest(self) -> Mapping[tuple[str, str], datetime]:
        """The date of the newest that each endpoint had brought before this run."""
        return self._store.load_latest()

    def brought_by(self, source: str, endpoint: str) -> tuple[Publication, ...]:
        """Returns all that an endpoint ever brought."""
        if self._known is None:
            found = self._store.load_publications(source=source)
            return tuple(one for one in found if one.endpoint == endpoint)
        if self._by_endpoint is None:
            self._by_endpoint = defaultdict(dict)
            _note_endpoints(self._by_endpoint, self.known.by_key.values())
        return tuple(self._by_endpoint[source, endpoint].values())


def _note_endpoints(
    index: defaultdict[tuple[str, str], dict[str, Publication]], publications: Iterable[Publication]
) -> None:
    for one in publications:
        index[one.source, one.endpoint][one.key] = one


class Records:
    """Saves visits a few at a time: a commit waits for the disk, and a thousand of them for seconds.

    What a sudden end loses is asked again in the next run, for its validators are lost with it. `close`
    saves the rest, also after Ctrl-C.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[VisitRecord] = []
        self._saved_at = clock.monotonic()

    def add(self, record: VisitRecord) -> None:
        self._waiting.append(record)
        if len(self._waiting) >= MOST_RECORDS or clock.monotonic() - self._saved_at >= SAVE_SECONDS:
            self.close()

    def close(self) -> None:
        self._store.save_visits(self._waiting)
        self._waiting = []
        self._saved_at = clock.monotonic()


def due_tasks(
    root: Root, states: Iterable[EndpointState], *, now: datetime, slugs: Sequence[str] = ()
) -> tuple[Task, ...]:
    """Returns the enabled endpoints that are due. Raises UsageError for a slug that is no source."""
    tasks = _tasks(root, states, slugs)
    return tuple(task for task in tasks if slugs or rest_of(task.state, now) is None)


def resting(root: Root, store: Store, *, now: datetime) -> tuple[Rest, ...]:
    """Returns the enabled endpoints that a run at `now` would not ask, and why."""
    rests = (rest_of(task.state, now) for task in _tasks(root, store.load_states()))
    return tuple(rest for rest in rests if rest is not None)


def _tasks(root: Root, states: Iterable[EndpointState], slugs: Sequence[str] = ()) -> tuple[Task, ...]:
    remembered = {(state.source, state.url): state for state in states}
    return tuple(
        Task(
            source,
            endpoint,
            remembered.get((source.slug, endpoint.url), EndpointState(source.slug, endpoint.url)),
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


def _in_order(
    tasks: Sequence[Task], visitor: Visitor, hosts_at_once: int, idle: Callable[[], None]
) -> Generator[tuple[Task, Harvest]]:
    """Yields the harvests in the order of `tasks`, while hosts are visited at once, each by one thread.

    `idle` is called whenever the next one takes long to come.
    """
    hosts = _queues(tasks, visitor.limits.connections_per_host)
    queues: SimpleQueue[list[Task]] = SimpleQueue()
    for host in hosts:
        queues.put(host)
    waiting: dict[Task, Future[Harvest]] = {task: Future() for task in tasks}
    stopped = threading.Event()
    try:
        for number in range(min(hosts_at_once, len(hosts))):
            # Daemons, and not an executor, which the interpreter waits for at its end: after Ctrl-C nobody
            # wants to wait for the deadline of a slow site.
            threading.Thread(
                target=_visit_hosts,
                args=(queues, visitor, waiting, stopped),
                name=f"collect {number}",
                daemon=True,
            ).start()
        for task in tasks:
            if not _is_ready(waiting[task]):
                idle()
            yield task, waiting[task].result()
    finally:
        stopped.set()


def _is_ready(harvest: Future[Harvest]) -> bool:
    """Waits a moment and tells whether a harvest is in."""
    try:
        harvest.exception(timeout=SAVE_SECONDS)
    except TimeoutError:
        return False
    return True


def _queues(tasks: Sequence[Task], connections: int) -> list[list[Task]]:
    """Returns what is visited one after another: the endpoints of a host, shared out over its connections."""
    hosts: dict[str, list[Task]] = {}
    for task in tasks:
        hosts.setdefault(urlsplit(task.endpoint.url).netloc.lower(), []).append(task)
    shares = (host[first::connections] for host in hosts.values() for first in range(connections))
    return [share for share in shares if share]


def _visit_hosts(
    queues: SimpleQueue[list[Task]],
    visitor: Visitor,
    waiting: Mapping[Task, Future[Harvest]],
    stopped: threading.Event,
) -> None:
    """Takes one host after another and visits its endpoints in turn, until none is left or it is stopped."""
    while True:
        try:
            host = queues.get_nowait()
        except Empty:
            return
        for task in host:
            if stopped.is_set():
                return
            try:
                waiting[task].set_result(visitor.visit(task))
            except BaseException as error:
                waiting[task].set_exception(error)
