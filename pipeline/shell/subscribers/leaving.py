"""What goes, and what is left of it: erasure on request, and the sweep. All functions take a Connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.model.subscribers import DROPPED, AddressKey, SubscriberState, Suppressed, SweepTerms, Swept
from pipeline.shell.subscribers import addresses
from pipeline.shell.subscribers.schema import (
    bounces,
    confirmation_mails,
    deliveries,
    delivery_counts,
    sendings,
    subscribers,
    suppressed,
)

_ENDED = [state.value for state in SubscriberState if state.has_ended]
# As many as SQLite takes in one statement, with room for others.
_AT_ONCE = 500


def erase(connection: Connection, key: AddressKey, now: datetime) -> bool:
    """Takes out all that is kept of an address, but its hash; returns whether there was anything."""
    query = select(subscribers.c.id).where(subscribers.c.address_key.in_(key.hashes))
    numbers = list(connection.scalars(query))
    _forget(connection, numbers)
    mails = delete(confirmation_mails).where(confirmation_mails.c.address_key.in_(key.hashes))
    connection.execute(mails)
    connection.execute(delete(suppressed).where(suppressed.c.address_key.in_(key.hashes)))
    addresses.suppress(connection, key.hash, Suppressed.REMOVED, now)
    return bool(numbers)


def sweep(
    connection: Connection, now: datetime, terms: SweepTerms, key_of: Callable[[str], AddressKey]
) -> Swept:
    """Does what the terms ask and says how much it was; `key_of` hashes an address under the newest key."""
    state, asked = subscribers.c.state, subscribers.c.requested_at
    unconfirmed = list(
        connection.scalars(
            select(subscribers.c.id).where(
                state == SubscriberState.REQUESTED.value, asked <= now - terms.unconfirmed
            )
        )
    )
    ended = list(
        connection.scalars(
            select(subscribers.c.id).where(state.in_(_ENDED), subscribers.c.ended_at <= now - terms.ended)
        )
    )
    _forget(connection, [*unconfirmed, *ended])
    mails = connection.execute(
        delete(confirmation_mails).where(confirmation_mails.c.sent_at <= now - timedelta(days=30))
    )
    return Swept(
        unconfirmed=len(unconfirmed),
        ended=len(ended),
        deliveries=_fold_old(connection, now - terms.deliveries),
        mails=mails.rowcount,
        rehashed=_rehash(connection, key_of),
    )


def _forget(connection: Connection, numbers: Sequence[int]) -> None:
    """Takes these subscribers out; what was delivered to them becomes a number in the counts."""
    months = list(connection.scalars(select(sendings.c.month)))
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        # By month, since that is how the rows lie.
        for month in months:
            _fold(connection, month, part)
        connection.execute(delete(bounces).where(bounces.c.subscriber_id.in_(part)))
        connection.execute(delete(subscribers).where(subscribers.c.id.in_(part)))


def _fold_old(connection: Connection, before: datetime) -> int:
    """Makes counts of the editions whose sending began before then; returns how many rows that were."""
    months = list(connection.scalars(select(sendings.c.month).where(sendings.c.started_at <= before)))
    connection.execute(delete(bounces).where(bounces.c.moment <= before))
    return sum(_fold(connection, month, None) for month in months)


def _fold(connection: Connection, month: str, numbers: Sequence[int] | None) -> int:
    """Adds the rows of a month, or those of some subscribers, to its counts and deletes them."""
    which = deliveries.c.month == month
    if numbers is not None:
        which &= deliveries.c.subscriber_id.in_(numbers)
    kind = case((deliveries.c.settled_at.is_(None), literal(DROPPED)), else_=deliveries.c.state)
    counted = select(kind.label("outcome"), func.count().label("n")).where(which).group_by("outcome")
    for row in connection.execute(counted).all():
        added = insert(delivery_counts).values(month=month, state=row.outcome, n=row.n)
        more = {"n": delivery_counts.c.n + added.excluded.n}
        connection.execute(added.on_conflict_do_update(index_elements=["month", "state"], set_=more))
    return connection.execute(delete(deliveries).where(which)).rowcount


def _rehash(connection: Connection, key_of: Callable[[str], AddressKey]) -> int:
    """Brings the hashes beside the addresses under the newest key; those without one keep theirs."""
    newest = key_of("").hash.partition(":")[0]
    query = select(subscribers.c.id, subscribers.c.address).where(
        ~subscribers.c.address_key.startswith(f"{newest}:")
    )
    rows = connection.execute(query).all()
    for number, address in rows:
        values = {"address_key": key_of(address).hash}
        connection.execute(update(subscribers).where(subscribers.c.id == number).values(values))
    return len(rows)
