"""Collect: every due endpoint is fetched, read, reconciled and stored, one transaction an endpoint.

    fetch ─> read ─> what it wants next (item pages, further lists) ─> reconcile ─> store
    └────────── hosts at once, in threads ──────────────────────┘      └─ in one fixed order ─┘

The order of reconciling is fixed, so that of two sites that carry one report the same one is the original
on every run. What was stored stays, also after Ctrl-C.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

from pipeline.jobs.root import Root
from pipeline.jobs.visit import Harvest, Task, Visitor
from pipeline.model import EndpointState, Visit
from pipeline.shell.fetch import Fetcher
from pipeline.shell.store import Store
from pipeline.stages.collect import Known, collect, owners_of

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

    Naming a source asks its endpoints even while they rest after a failure. `progress` is called with
    each visit and the number of endpoints in all.
    """
    tasks = due_tasks(root, store.load_states(), now=now, slugs=slugs)
    owners = owners_of(root.sources)
    known = Known.of(store.load_publications(include_copies=True))
    limits = replace(root.config.collect, connect_to=connect_to or {})
    visits = []
    with Fetcher(limits) as fetcher:
        visitor = Visitor(fetcher, limits, root, now, owners, dict(known.by_key))
        with closing(_in_order(tasks, visitor, limits.hosts_at_once)) as harvests:
            for task, harvest in harvests:
                collected = collect(
                    harvest.found,
                    source=task.source,
                    endpoint=task.endpoint,
                    known=known,
                    owners=owners,
                    now=now,
                )
                known.add((*collected.new, *collected.changed))
                visit = replace(harvest.visit, new=len(collected.new), updated=len(collected.changed))
                state = harvest.state
                if collected.new:
                    state = replace(state, last_new_at=now)
                store.save_visit(visit, state, collected.new, collected.changed)
                visits.append(visit)
                progress(visit, len(tasks))
    return tuple(visits)


def due_tasks(
    root: Root, states: Iterable[EndpointState], *, now: datetime, slugs: Sequence[str] = ()
) -> tuple[Task, ...]:
    """Returns the enabled endpoints that are due. Raises UsageError for a slug that is no source."""
    remembered = {(state.source, state.url): state for state in states}
    sources = [root.source(slug) for slug in dict.fromkeys(slugs)] or root.sources
    tasks = (
        Task(
            source,
            endpoint,
            remembered.get((source.slug, endpoint.url), EndpointState(source.slug, endpoint.url)),
        )
        for source in sources
        for endpoint in source.endpoints
        if endpoint.enabled
    )
    return tuple(
        task for task in tasks if slugs or task.state.not_before is None or task.state.not_before <= now
    )


def _in_order(tasks: Sequence[Task], visitor: Visitor, hosts_at_once: int) -> Generator[tuple[Task, Harvest]]:
    """Yields the harvests in the order of `tasks`, while hosts are visited at once, each by one thread."""
    hosts: dict[str, list[Task]] = {}
    for task in tasks:
        hosts.setdefault(urlsplit(task.endpoint.url).netloc.lower(), []).append(task)
    queues: SimpleQueue[list[Task]] = SimpleQueue()
    for host in hosts.values():
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
            yield task, waiting[task].result()
    finally:
        stopped.set()


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
