"""The face of the subscribers to the jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from pipeline.model.subscribers import (
    AddressKey,
    Imported,
    MailLimits,
    Subscriber,
    SubscriberCounts,
    SubscriberState,
    SweepTerms,
    Swept,
)
from pipeline.shell.sqlite import Database
from pipeline.shell.subscribers import addresses, leaving
from pipeline.shell.subscribers.schema import LINEAGE, deliveries


def open_subscribers(path: Path) -> Subscribers:
    """Opens the file at `path`, for its owner alone, as `Database.open` does. Raises StoreError."""
    return Subscribers.open(path, LINEAGE, private=True)


class Subscribers(Database):
    """Who gets the newsletter; made by `open_subscribers`. Each method is one transaction."""

    def find(self, key: AddressKey) -> Subscriber | None:
        """Returns the subscriber with this address, in whatever state."""
        with self._reading() as connection:
            return addresses.find(connection, key)

    def find_by_id(self, number: int) -> Subscriber | None:
        with self._reading() as connection:
            return addresses.find_by_id(connection, number)

    def load_all(self) -> tuple[Subscriber, ...]:
        """Returns every subscriber, in the order in which they came."""
        with self._reading() as connection:
            return addresses.load_all(connection)

    def request(self, key: AddressKey, *, form: str, now: datetime, limits: MailLimits) -> Subscriber | None:
        """Records that this address was filled in, and returns whom to write to; None when no mail may go.

        An active subscriber stays as it is. `form` is the version of the text that was read.
        """
        with self._writing() as connection:
            return addresses.request(connection, key, form, now, limits)

    def confirm(self, number: int, *, round: int, key: AddressKey, now: datetime) -> Subscriber | None:
        """Makes a request active and returns it, also when it was; None when that request has passed."""
        with self._writing() as connection:
            return addresses.confirm(connection, number, round, key, now)

    def end(self, number: int, state: SubscriberState, *, key: AddressKey, now: datetime) -> bool:
        """Ends a subscription, and keeps its hash; returns whether it had not ended yet."""
        with self._writing() as connection:
            return addresses.end(connection, number, state, key.hash, now)

    def add_imported(self, keys: Sequence[AddressKey], *, basis: str, now: datetime) -> tuple[Imported, ...]:
        """Takes in addresses on a basis outside this program; returns for each whether, or why not."""
        with self._writing() as connection:
            return addresses.add_imported(connection, keys, basis, now)

    def erase(self, key: AddressKey, *, now: datetime) -> bool:
        """Takes out all that is kept of an address, but its hash, and rewrites the file without it.

        Returns whether there was anything.
        """
        with self._writing() as connection:
            was_there = leaving.erase(connection, key, now)
        self._scrub()
        return was_there

    def sweep(self, now: datetime, terms: SweepTerms, key_of: Callable[[str], AddressKey]) -> Swept:
        """Does what the terms ask, and rewrites the file without what went."""
        with self._writing() as connection:
            swept = leaving.sweep(connection, now, terms, key_of)
        self._scrub()
        return swept

    def count(self) -> SubscriberCounts:
        with self._reading() as connection:
            return SubscriberCounts(
                states=addresses.count_states(connection),
                suppressed=addresses.count_suppressed(connection),
                deliveries=connection.scalar(select(func.count()).select_from(deliveries)) or 0,
            )
