"""The store, as one run of collecting meets it: what it asks, and what it saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pipeline.jobs.visit import Harvest, Task
from pipeline.model import LookUp, Publication, Sighting, VisitRecord
from pipeline.shell import clock
from pipeline.shell.store import Store
from pipeline.stages.collect import Collected, Known, identities, relatives, resemblances

# A commit waits for the disk, and a thousand of them for seconds. What a sudden end loses is asked again in
# the next run, for its validators are lost with it.
MOST_RECORDS = 50
SAVE_SECONDS = 0.5


class Stored:
    """What visits meet in the store, looked up for those at hand, and the records that wait to be saved.

    `known` holds no more than that, so a run takes as much memory with 10,000 publications stored as with a
    million. Only `before` may be called by several threads.
    """

    def __init__(self, store: Store, owners: Mapping[str, frozenset[str]]) -> None:
        self._store = store
        self._owners = owners
        self._mark = store.mark()
        self._waiting: list[VisitRecord] = []
        self._seen: dict[tuple[str, str], dict[str, Sighting]] = {}
        self._saved_at = clock.monotonic()
        # The date of the newest that each endpoint had brought before this run. Read here, in a moment:
        # beside the threads that fetch it takes fifty times as long, for each row waits for its turn.
        self.latest: Mapping[tuple[str, str], datetime] = store.load_latest()
        self.known = Known()

    def meet(self, harvests: Sequence[tuple[Task, Harvest]]) -> None:
        """Looks up what these harvests meet, for `known`."""
        visits = [(task.source.slug, harvest.found) for task, harvest in harvests if harvest.found]
        # Before its first good visit an endpoint brought nothing.
        old = [task.source.slug for task, harvest in harvests if harvest.found and task.state.ok_at]
        self._seen = self._store.load_sightings(old) if old else {}
        if visits:
            self._find(identities(visits, self._owners))
            resembling = self._find(resemblances(visits, self._owners, self.known))
            self._find(relatives(resembling))

    def before(self, keys: Iterable[str]) -> Mapping[str, Publication]:
        """Returns, by key, which of these were stored before this run."""
        found = self._store.find_publications(LookUp(keys=frozenset(keys)), until=self._mark)
        return {one.key: one for one in found.values()}

    def sightings(self, task: Task, collected: Collected) -> tuple[Sighting, ...]:
        """Returns the dates of all that an endpoint ever brought, with what it brought just now."""
        source, url = task.source.slug, task.endpoint.url
        if (source, url) not in self._seen and task.state.ok_at is not None:
            self._seen |= self._store.load_sightings([source])
        ever = dict(self._seen.get((source, url), {}))
        for one in (*collected.new, *collected.changed):
            if (one.source, one.endpoint) == (source, url):
                ever[one.key] = Sighting(one.first_seen, one.published)
        return tuple(ever.values())

    def add(self, record: VisitRecord) -> None:
        """Takes what a visit came to; it is saved with the next ones."""
        self.known.add((*record.new, *record.changed))
        self._waiting.append(record)

    def save_soon(self) -> None:
        """Saves when enough is waiting, or for long enough."""
        if len(self._waiting) >= MOST_RECORDS or clock.monotonic() - self._saved_at >= SAVE_SECONDS:
            self.close()

    def close(self) -> None:
        """Saves the rest, also after Ctrl-C."""
        self._store.save_visits(self._waiting)
        # What was saved is found by looking it up, like all else.
        self.known = Known()
        self._waiting = []
        self._saved_at = clock.monotonic()

    def _find(self, wanted: LookUp) -> list[Publication]:
        """Looks up, and returns as `known` has it: what waits to be saved counts before what is stored."""
        found = self._store.find_publications(wanted)
        self.known.add_stored(found)
        return [self.known.by_key[one.key] for one in found.values()]
