"""The store's face to the jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.model import (
    Approval,
    Document,
    EndpointState,
    LinkAnswer,
    LookUp,
    Month,
    Publication,
    RobotsFile,
    Run,
    Sighting,
    Visit,
    VisitRecord,
)
from pipeline.shell.sqlite import Database
from pipeline.shell.store import editions, endpoints, links, publications, robots, runs
from pipeline.shell.store.schema import LINEAGE


def open_store(path: Path) -> Store:
    """Opens the database at `path`, as `Database.open` does. Raises StoreError."""
    return Store.open(path, LINEAGE)


class Store(Database):
    """What the pipeline remembers; made by `open_store`. Each method is one transaction."""

    # Publications and endpoints

    def load_publications(
        self,
        *,
        since: datetime | None = None,
        source: str | None = None,
        seen_before: datetime | None = None,
        include_copies: bool = False,
    ) -> tuple[Publication, ...]:
        """Returns publications in the order of `first_seen` and `key`, each with its copies in `also_at`.

        `since`: published, starting or first seen at that moment or later. `seen_before`: first seen at that
        moment or earlier, for copies too. Copies are items of their own only with `include_copies` or with a
        `source`, or when what they are a copy of is not there.
        """
        with self._reading() as connection:
            return publications.load_publications(
                connection,
                since=since,
                source=source,
                seen_before=seen_before,
                include_copies=include_copies,
            )

    def load_latest(self) -> dict[tuple[str, str], datetime]:
        """Returns for each (source, endpoint) the date of its newest publication.

        That is when it was published, or first seen where that was earlier or no date is known.
        """
        with self._reading() as connection:
            return publications.load_latest(connection)

    def find_publications(self, wanted: LookUp, *, until: int | None = None) -> dict[int, Publication]:
        """Returns all that answers to any of what is wanted, copies too, by number in the order stored.

        `also_at` is left out. Of a likeness that many share, the 200 stored last. `until` is a `mark`: what
        was stored after it is left out.
        """
        with self._reading() as connection:
            return publications.find_publications(connection, wanted, until)

    def mark(self) -> int:
        """Returns a mark behind which all publications come that are stored from now on."""
        with self._reading() as connection:
            return publications.last_row(connection)

    def load_sightings(self, sources: Iterable[str]) -> dict[tuple[str, str], dict[str, Sighting]]:
        """Returns for each (source, endpoint) of these sources the dates of all it ever brought, by key."""
        with self._reading() as connection:
            return publications.load_sightings(connection, sources)

    def save_visit(
        self,
        visit: Visit,
        state: EndpointState,
        new: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
    ) -> None:
        """Records one visit, as `save_visits` does."""
        self.save_visits([VisitRecord(visit, state, tuple(new), tuple(changed))])

    def save_visits(self, visits: Sequence[VisitRecord]) -> None:
        """Records visits to endpoints, all of them or nothing, in their order.

        A key in `new` that is there already stays as it is; `changed` replaces all but `first_seen`.
        `also_at` is not stored: it follows from the copies.
        """
        if not visits:
            return
        with self._writing() as connection:
            endpoints.save_last_visits(connection, [one.visit for one in visits])
            endpoints.save_states(connection, [one.state for one in visits])
            for one in visits:
                if one.documents is not None:
                    endpoints.save_documents(connection, one.state.source, one.state.url, one.documents)
            publications.add_publications(connection, [new for one in visits for new in one.new])
            publications.change_publications(
                connection, [changed for one in visits for changed in one.changed]
            )

    def load_states(self) -> tuple[EndpointState, ...]:
        """Returns what is remembered of every endpoint ever visited, also of one no longer in `feeds/`."""
        with self._reading() as connection:
            return endpoints.load_states(connection)

    def load_documents(self) -> dict[tuple[str, str], tuple[Document, ...]]:
        """Returns the lists that each (source, endpoint) was made of at its last visit, if any."""
        with self._reading() as connection:
            return endpoints.load_documents(connection)

    def load_visits(self) -> tuple[Visit, ...]:
        """Returns the last visit to every endpoint, in the order of source and url."""
        with self._reading() as connection:
            return endpoints.load_visits(connection)

    def load_robots(self) -> tuple[RobotsFile, ...]:
        """Returns every robots.txt that was ever read, in the order of origin."""
        with self._reading() as connection:
            return robots.load_robots(connection)

    def save_robots(self, files: Sequence[RobotsFile]) -> None:
        """Keeps the last robots.txt of each origin."""
        if files:
            with self._writing() as connection:
                robots.save_robots(connection, files)

    # Runs

    def claim_run(
        self, job: str, due_at: datetime, now: datetime, *, dead_before: datetime | None = None
    ) -> bool:
        """Returns True for the one caller that may do this run; False when it was claimed before.

        A run whose process died stays unfinished. To take such a run up again, hold the lock of the root and
        pass the moment you got it as `dead_before`: what was started earlier and has not ended cannot be
        alive. Of several callers one gets it.
        """
        with self._writing() as connection:
            return runs.claim_run(connection, job, due_at, now, dead_before=dead_before)

    def finish_run(self, job: str, due_at: datetime, ended_at: datetime, outcome: str) -> None:
        """Records how a claimed run ended; raises StoreError when it was not claimed, or ended before."""
        with self._writing() as connection:
            if not runs.finish_run(connection, job, due_at, ended_at, outcome):
                raise StoreError(f"{self._path}: no unfinished run of {job} due at {due_at.isoformat()}")

    def release_run(self, job: str, due_at: datetime) -> None:
        """Gives back a claimed run that did nothing yet, so that it can be claimed again."""
        with self._writing() as connection:
            runs.release_run(connection, job, due_at)

    def load_runs(self, job: str | None = None, limit: int = 20) -> tuple[Run, ...]:
        """Returns the last runs, of one job or of all, the newest due moment first."""
        with self._reading() as connection:
            return runs.load_runs(connection, job, limit)

    def load_first_due(self) -> datetime | None:
        """Returns the earliest due moment of any run: since when this root is kept by a schedule."""
        with self._reading() as connection:
            return runs.load_first_due(connection)

    # Editions

    def approve(self, approval: Approval) -> None:
        """Records an edition and spends its items and its story ("" is none), all of it or nothing.

        Raises ApprovalError when the month is approved already; then nothing is changed.
        """
        with self._writing() as connection:
            editions.approve(connection, approval)

    def forget_story(
        self, slug: str, stand_in: str, hashes: Mapping[Month, Mapping[str, str]] | None = None
    ) -> None:
        """Replaces a story's slug by `stand_in`, so that the month stays spent, and leaves no trace of it.

        `hashes` are those of the files that approved editions have from now on. The file is overwritten and
        rewritten (secure_delete, VACUUM), and its write-ahead log emptied.
        """
        with self._writing() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            editions.forget_story(connection, slug, stand_in, hashes or {})
        self._scrub()

    def load_approvals(self) -> tuple[Approval, ...]:
        """Returns every approved edition, the oldest month first."""
        with self._reading() as connection:
            return editions.load_approvals(connection)

    def load_spent(self, before: Month | None = None) -> frozenset[str]:
        """Returns the keys of the items of editions earlier than `before`, or of all.

        An edition does not count its own items as spent, so building it again shows them again.
        """
        with self._reading() as connection:
            return editions.load_spent(connection, before)

    def load_spent_stories(self) -> tuple[tuple[str, Month], ...]:
        """Returns slug and month of each time a story was shown, the oldest first; a slug may recur."""
        with self._reading() as connection:
            return editions.load_spent_stories(connection)

    def previous_cut_off(self, month: Month) -> datetime | None:
        """Returns the cut-off of the newest approved edition before `month`, None when there is none."""
        with self._reading() as connection:
            return editions.previous_cut_off(connection, month)

    # Links

    def save_link_answers(self, answers: Iterable[LinkAnswer]) -> None:
        """Keeps the last answer of each url."""
        with self._writing() as connection:
            links.save_link_answers(connection, answers)

    def load_link_answers(self, urls: Iterable[str], since: datetime) -> tuple[LinkAnswer, ...]:
        """Returns the answers of these urls that were given at `since` or later, in the order of url."""
        with self._reading() as connection:
            return links.load_link_answers(connection, urls, since)
