"""Addresses: asked for, confirmed, imported, ended and erased. All functions take a Connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.model.subscribers import (
    AddressKey,
    Imported,
    MailLimits,
    Subscriber,
    SubscriberState,
    Suppressed,
)
from pipeline.shell.subscribers.schema import confirmation_mails, subscribers, suppressed

_DAY = timedelta(days=1)
_REASONS = {
    SubscriberState.UNSUBSCRIBED: Suppressed.UNSUBSCRIBED,
    SubscriberState.UNREACHABLE: Suppressed.UNREACHABLE,
    SubscriberState.COMPLAINED: Suppressed.COMPLAINED,
}
_KNOWN = {SubscriberState.REQUESTED: Imported.WAITS, SubscriberState.ACTIVE: Imported.ALREADY}
_AWAY = {
    Suppressed.UNSUBSCRIBED: Imported.UNSUBSCRIBED,
    Suppressed.UNREACHABLE: Imported.UNREACHABLE,
    Suppressed.COMPLAINED: Imported.COMPLAINED,
    Suppressed.REMOVED: Imported.REMOVED,
}


def find(connection: Connection, key: AddressKey) -> Subscriber | None:
    query = select(subscribers).where(subscribers.c.address_key.in_(key.hashes))
    row = connection.execute(query).first()
    return None if row is None else _subscriber(row)


def find_by_id(connection: Connection, number: int) -> Subscriber | None:
    row = connection.execute(select(subscribers).where(subscribers.c.id == number)).one_or_none()
    return None if row is None else _subscriber(row)


def load_all(connection: Connection) -> tuple[Subscriber, ...]:
    """Returns every subscriber, in the order in which they came."""
    rows = connection.execute(select(subscribers).order_by(subscribers.c.id))
    return tuple(_subscriber(row) for row in rows)


def request(
    connection: Connection, key: AddressKey, form: str, now: datetime, limits: MailLimits
) -> Subscriber | None:
    """Returns the subscriber to write to, asked for again where that had ended; None when no mail may go.

    Then nothing is changed: a form that anybody can fill in must not fill somebody's mailbox, and what was
    asked within the day was answered already.
    """
    if not _may_mail(connection, key, now, limits):
        return None
    known = find(connection, key)
    if known is None:
        row = _row(key, SubscriberState.REQUESTED, now, form=form)
        number = connection.execute(insert(subscribers).returning(subscribers.c.id), row).scalar_one()
    else:
        number = known.id
        if known.state is not SubscriberState.ACTIVE:
            _ask_again(connection, known, form, now)
    connection.execute(insert(confirmation_mails), {"address_key": key.hash, "sent_at": now})
    return find_by_id(connection, number)


def confirm(
    connection: Connection, number: int, round: int, key: AddressKey, now: datetime
) -> Subscriber | None:
    """Returns the subscriber, active from now on or already; None when it asked for something else since.

    Whoever confirms is let in, whatever was kept of an earlier time.
    """
    known = find_by_id(connection, number)
    if known is None or known.round != round or known.state.has_ended:
        return None
    if known.state is SubscriberState.REQUESTED:
        values = {"state": SubscriberState.ACTIVE.value, "confirmed_at": now}
        connection.execute(update(subscribers).where(subscribers.c.id == number).values(values))
        connection.execute(delete(suppressed).where(suppressed.c.address_key.in_(key.hashes)))
    return find_by_id(connection, number)


def end(connection: Connection, number: int, state: SubscriberState, key_hash: str, now: datetime) -> bool:
    """Ends a subscription as `state` and keeps the hash; returns whether it had not ended yet."""
    going_on = (SubscriberState.REQUESTED.value, SubscriberState.ACTIVE.value)
    ended = connection.execute(
        update(subscribers)
        .where(subscribers.c.id == number, subscribers.c.state.in_(going_on))
        .values(state=state.value, ended_at=now)
    )
    if ended.rowcount:
        suppress(connection, key_hash, _REASONS[state], now)
    return bool(ended.rowcount)


def suppress(connection: Connection, key_hash: str, reason: Suppressed, now: datetime) -> None:
    """Keeps the hash, with the newest reason."""
    row = {"address_key": key_hash, "since": now, "reason": reason.value}
    connection.execute(insert(suppressed).prefix_with("OR REPLACE"), row)


def add_imported(
    connection: Connection, keys: Sequence[AddressKey], basis: str, now: datetime
) -> tuple[Imported, ...]:
    """Returns for each address, in their order, whether it was taken in, or why not.

    What is known is looked up once for all: the file is locked meanwhile, and readers want to sign up.
    """
    states = {row.address_key: SubscriberState(row.state) for row in connection.execute(select(subscribers))}
    gone = {row.address_key: Suppressed(row.reason) for row in connection.execute(select(suppressed))}
    outcomes = []
    rows = []
    for key in keys:
        outcome = _imported(key, states, gone)
        outcomes.append(outcome)
        if outcome is Imported.ADDED:
            rows.append(_row(key, SubscriberState.ACTIVE, now, basis=basis))
            states[key.hash] = SubscriberState.ACTIVE
    # SQLAlchemy takes an empty list for one row of defaults.
    if rows:
        connection.execute(insert(subscribers), rows)
    return tuple(outcomes)


def _imported(
    key: AddressKey, states: Mapping[str, SubscriberState], gone: Mapping[str, Suppressed]
) -> Imported:
    state = next((states[one] for one in key.hashes if one in states), None)
    if state in _KNOWN:
        return _KNOWN[state]
    reason = next((gone[one] for one in key.hashes if one in gone), None)
    if reason is None and state is not None:
        reason = _REASONS[state]
    return Imported.ADDED if reason is None else _AWAY[reason]


def count_states(connection: Connection) -> dict[SubscriberState, int]:
    query = select(subscribers.c.state, func.count()).group_by(subscribers.c.state)
    counted = {row.state: row[1] for row in connection.execute(query)}
    return {state: counted.get(state.value, 0) for state in SubscriberState}


def count_suppressed(connection: Connection) -> dict[Suppressed, int]:
    query = select(suppressed.c.reason, func.count()).group_by(suppressed.c.reason)
    counted = {row.reason: row[1] for row in connection.execute(query)}
    return {reason: counted.get(reason.value, 0) for reason in Suppressed}


def _may_mail(connection: Connection, key: AddressKey, now: datetime, limits: MailLimits) -> bool:
    sent, own = confirmation_mails.c.sent_at, confirmation_mails.c.address_key.in_(key.hashes)

    def number(*conditions: Any) -> int:
        return connection.scalar(select(func.count()).select_from(confirmation_mails).where(*conditions)) or 0

    return (
        number(own, sent > now - _DAY) < limits.per_day
        and number(own, sent > now - 30 * _DAY) < limits.per_month
        and number(sent > now - timedelta(hours=1)) < limits.in_all_per_hour
    )


def _row(
    key: AddressKey, state: SubscriberState, now: datetime, *, form: str = "", basis: str = ""
) -> dict[str, Any]:
    return {
        "address": key.address,
        "address_key": key.hash,
        "state": state.value,
        "round": 1,
        "requested_at": now,
        "form": form,
        "basis": basis,
    }


def _ask_again(connection: Connection, known: Subscriber, form: str, now: datetime) -> None:
    """Begins a new round for what had ended; what waits keeps its round, so that each of its mails works."""
    values = {
        "state": SubscriberState.REQUESTED.value,
        "requested_at": now,
        "form": form,
        "basis": "",
        "confirmed_at": None,
        "ended_at": None,
        "round": known.round + (1 if known.state.has_ended else 0),
    }
    connection.execute(update(subscribers).where(subscribers.c.id == known.id).values(values))


def _subscriber(row: Row[Any]) -> Subscriber:
    return Subscriber(
        id=row.id,
        address=row.address,
        state=SubscriberState(row.state),
        requested_at=row.requested_at,
        round=row.round,
        form=row.form,
        basis=row.basis,
        confirmed_at=row.confirmed_at,
        ended_at=row.ended_at,
    )
