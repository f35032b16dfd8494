"""Who gets which edition, and what became of it: the face of the deliveries to the jobs.

    start    the rows of an edition, one for each reader, in the transaction that starts the sending
    claim    a batch of what is due, into the hands of one run
    step     one try ended, the next begins: one small transaction for each message
    recover  what a run left in hand whose process is gone

A row that is claimed is not yet tried. `step` marks it as in hand just before the relay can get it: after a
crash these rows, one a connection, are all that may have arrived without our knowing.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Row, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.errors import StoreError
from pipeline.model import Month
from pipeline.model.delivery import Claimed, DeliveryState, Sending, SendingState, Settled
from pipeline.model.subscribers import SubscriberState
from pipeline.shell.sqlite import Database
from pipeline.shell.subscribers.schema import LINEAGE, deliveries, delivery_counts, sendings, subscribers

_AT_ONCE = 1000
_SYNC_EVERY = 0.2
_D = deliveries.c
_OPEN = _D.settled_at.is_(None)

# By hand, since these two run once for each message. The fence keeps a run from speaking for a row that
# another has taken over; a row that is gone, as its reader was erased, matches nothing.
_BEGIN = """
UPDATE deliveries SET state = 'onderweg', attempts = attempts + 1, first_at = coalesce(first_at, :now),
 lease_until = :lease
 WHERE month = :month AND subscriber_id = :subscriber AND fence = :fence AND settled_at IS NULL
"""
_SETTLE = """
UPDATE deliveries SET state = :state, reply = :reply, next_at = :next_at, settled_at = :settled_at,
 lease_until = NULL, holder = '', attempts = CASE WHEN :state = 'wacht' THEN 0 ELSE attempts END,
 first_at = CASE WHEN :state = 'wacht' THEN NULL ELSE first_at END
 WHERE month = :month AND subscriber_id = :subscriber AND fence = :fence AND settled_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Wave:
    """Who goes ahead: the `first` readers, those whose address `is_own` before others; the rest `rest_at`."""

    first: int
    rest_at: datetime
    is_own: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A delivery that a dead run left; without `may_have_arrived` its own mark says that it did not begin."""

    subscriber: int
    message_id: str
    may_have_arrived: bool


def open_deliveries(path: Path) -> Deliveries:
    """Opens var/subscribers.db for sending, for its owner alone. Raises StoreError."""
    return Deliveries.open(path, LINEAGE, private=True)


class Deliveries(Database):
    """The deliveries of all editions; made by `open_deliveries`. Each method is one transaction."""

    def find(self, month: Month) -> Sending | None:
        with self._reading() as connection:
            return next(iter(_load(connection, sendings.c.month == str(month))), None)

    def load_sendings(self) -> tuple[Sending, ...]:
        """Returns all sendings, the newest month first."""
        with self._reading() as connection:
            return _load(connection, text("1"))

    def start(
        self,
        month: Month,
        *,
        archive: str,
        by: str,
        now: datetime,
        wave: Wave,
        message_id: Callable[[int], str],
    ) -> None:
        """Starts the sending with a row for each active reader, all of it or nothing; or takes it up again.

        Taken up again, it keeps its rows: who got the edition does not get it again, also when `archive`, the
        hash of what goes out, is another.
        """
        with self._writing() as connection:
            row = {
                "archive": archive,
                "by": by,
                "state": SendingState.RUNNING.value,
                "note": "",
                "ended_at": None,
            }
            again = update(sendings).where(sendings.c.month == str(month)).values(row)
            if connection.execute(again).rowcount:
                return
            connection.execute(insert(sendings), {"month": str(month), "started_at": now, **row})
            early = _first_readers(connection, wave)
            for numbers in _active(connection):
                rows = [
                    {
                        "month": str(month),
                        "subscriber_id": number,
                        "state": DeliveryState.WAITING.value,
                        "next_at": now if number in early else wave.rest_at,
                        "message_id": message_id(number),
                    }
                    for number in numbers
                ]
                connection.execute(insert(deliveries), rows)

    def hand_over(self, month: Month, *, archive: str, by: str, now: datetime, note: str) -> Sending:
        """Records that another program sends this edition, to readers of its own."""
        state = SendingState.HANDED_OVER.value
        row = {"archive": archive, "by": by, "state": state, "note": note, "ended_at": now}
        with self._writing() as connection:
            again = insert(sendings).values(month=str(month), started_at=now, **row)
            connection.execute(again.on_conflict_do_update(index_elements=["month"], set_=row))
            return _load(connection, sendings.c.month == str(month))[0]

    def mark(
        self, month: Month, state: SendingState, *, note: str = "", ended_at: datetime | None = None
    ) -> None:
        """Records how the sending stands; `note` says in words why it stands still."""
        values = {"state": state.value, "note": note, "ended_at": ended_at}
        with self._writing() as connection:
            connection.execute(update(sendings).where(sendings.c.month == str(month)).values(values))

    def claim(
        self, month: Month, *, now: datetime, lease_until: datetime, holder: str, most: int, uncertain: bool
    ) -> tuple[Claimed, ...]:
        """Takes up to `most` deliveries that are due into the hands of `holder`; with `uncertain` those too.

        A reader who left since the sending began is settled instead: what nobody wants any more is not sent.
        """
        with self._writing() as connection:
            due = (_D.month == str(month)) & _OPEN & (_D.next_at <= now)
            due = due if uncertain else due & (_D.state != DeliveryState.UNCERTAIN.value)
            rows = connection.execute(
                select(deliveries, subscribers.c.address, subscribers.c.state.label("reader"))
                .join_from(deliveries, subscribers, subscribers.c.id == _D.subscriber_id)
                .where(due, _D.lease_until.is_(None))
                .order_by(_D.next_at, _D.subscriber_id)
                .limit(most)
            ).all()
            wanted = [row for row in rows if row.reader == SubscriberState.ACTIVE.value]
            gone = [row.subscriber_id for row in rows if row.reader != SubscriberState.ACTIVE.value]
            dropped = {"state": DeliveryState.DROPPED.value, "settled_at": now, "lease_until": None}
            taken = {"lease_until": lease_until, "holder": holder, "fence": _D.fence + 1}
            _change(connection, month, gone, dropped)
            _change(connection, month, [row.subscriber_id for row in wanted], taken)
            return tuple(_claimed(row) for row in wanted)

    def release(self, month: Month, claimed: Iterable[Claimed]) -> None:
        """Gives back what was claimed and not begun."""
        with self._writing() as connection:
            for one in claimed:
                connection.execute(
                    update(deliveries)
                    .where(
                        _D.month == str(month),
                        _D.subscriber_id == one.subscriber,
                        _D.fence == one.fence,
                        _D.state != DeliveryState.IN_HAND.value,
                    )
                    .values(lease_until=None, holder="")
                )

    def recover(self, month: Month, *, machine: str, now: datetime) -> tuple[Doubtful, ...]:
        """Takes over what dead runs left, and returns all of which it is not sure that it did not arrive.

        The caller holds the lock of the sending, so that no other run on this `machine` is alive; those of
        another count until their lease is over. What was in hand becomes uncertain, and is due now.
        """
        ours = _OPEN & (_D.month == str(month))
        dead = ours & (_D.holder.startswith(f"{machine}:", autoescape=True) | (_D.lease_until < now))
        uncertain = _D.state == DeliveryState.UNCERTAIN.value
        with self._writing() as connection:
            connection.execute(
                update(deliveries)
                .where(dead, _D.state == DeliveryState.IN_HAND.value)
                .values(state=DeliveryState.UNCERTAIN.value, next_at=now)
            )
            # Also what was claimed and not begun: a power cut may have taken the mark that it was.
            query = select(_D.subscriber_id, _D.message_id, _D.state).where(dead | (ours & uncertain))
            rows = connection.execute(query).all()
            free = {"lease_until": None, "holder": "", "fence": _D.fence + 1}
            connection.execute(update(deliveries).where(dead).values(free))
        may_be = DeliveryState.UNCERTAIN.value
        return tuple(Doubtful(row.subscriber_id, row.message_id, row.state == may_be) for row in rows)

    def load_open(self, month: Month) -> dict[str, int]:
        """Returns all that is not settled: Message-ID, and the number of the reader."""
        query = select(_D.message_id, _D.subscriber_id).where(_D.month == str(month), _OPEN)
        with self._reading() as connection:
            return {row.message_id: row.subscriber_id for row in connection.execute(query)}

    def settle_known(
        self, month: Month, *, arrived: Sequence[int], lost: Sequence[int], reply: str, now: datetime
    ) -> None:
        """Records what a relay's log says: who has it, and who surely has not and is due again."""
        with self._writing() as connection:
            done = {"state": DeliveryState.ACCEPTED.value, "settled_at": now, "reply": reply}
            _change(connection, month, arrived, done)
            _change(
                connection, month, lost, {"state": DeliveryState.LATER.value, "next_at": now, "reply": reply}
            )

    def next_due(self, month: Month) -> tuple[datetime | None, datetime | None]:
        """Returns when the next delivery is due, and the next that was never tried; None without one."""
        query = select(func.min(_D.next_at)).where(_D.month == str(month), _OPEN)
        with self._reading() as connection:
            untried = query.where(_D.state == DeliveryState.WAITING.value)
            return connection.scalar(query), connection.scalar(untried)

    def steps(self, month: Month) -> Steps:
        """Returns what records message after message; closed by leaving its `with` block."""
        return Steps(self._path, str(month), self._engine.raw_connection())


class Steps:
    """One connection for all threads of a run, which record each message on it in turn.

    It waits for the disk five times a second, and not for each message: after `kill -9` nothing is lost, for
    the system has it; a power cut can take the last fifth of a second. All methods raise StoreError.
    """

    def __init__(self, path: Path, month: str, connection: Any) -> None:
        self._path = path
        self._month = month
        self._connection = connection
        self._cursor: sqlite3.Cursor = connection.cursor()
        self._cursor.execute("PRAGMA synchronous = NORMAL")
        self._synced = monotonic()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            # It goes back to the pool, whose connections wait for the disk.
            self._cursor.execute("PRAGMA synchronous = FULL")
            self._cursor.close()
            self._connection.close()

    def step(
        self, ended: Settled | None, begun: Claimed | None, *, now: datetime, lease_until: datetime
    ) -> bool:
        """Records what became of one message and that the next is in hand; returns whether that may be sent.

        It may not when another run took it over, or when its reader was erased since.
        """
        with self._lock:
            cursor = self._cursor
            try:
                is_time = monotonic() - self._synced > _SYNC_EVERY
                if is_time:
                    # This commit then waits for all that came before it as well.
                    cursor.execute("PRAGMA synchronous = FULL")
                cursor.execute("BEGIN IMMEDIATE")
                if ended is not None:
                    cursor.execute(_SETTLE, self._settled(ended))
                if begun is not None:
                    cursor.execute(_BEGIN, self._begun(begun, now, lease_until))
                may_send = begun is not None and cursor.rowcount == 1
                cursor.execute("COMMIT")
                if is_time:
                    cursor.execute("PRAGMA synchronous = NORMAL")
                    self._synced = monotonic()
            except sqlite3.Error as error:
                if cursor.connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise StoreError(f"{self._path}: what was sent could not be recorded ({error})") from error
            return may_send

    def _settled(self, ended: Settled) -> dict[str, object]:
        return {
            "month": self._month,
            "subscriber": ended.subscriber,
            "fence": ended.fence,
            "state": ended.state.value,
            "reply": ended.reply.encode("utf-8", "replace").decode("utf-8"),
            "next_at": _moment(ended.next_at or ended.at),
            "settled_at": None if ended.next_at else _moment(ended.at),
        }

    def _begun(self, begun: Claimed, now: datetime, lease_until: datetime) -> dict[str, object]:
        return {
            "month": self._month,
            "subscriber": begun.subscriber,
            "fence": begun.fence,
            "now": _moment(now),
            "lease": _moment(lease_until),
        }


def _moment(moment: datetime) -> str:
    # The form of the column type `Moment`.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _active(connection: Connection) -> Iterable[Sequence[int]]:
    """Yields the numbers of the active readers in batches, so that memory does not grow with the list."""
    last = 0
    while True:
        query = (
            select(subscribers.c.id)
            .where(subscribers.c.state == SubscriberState.ACTIVE.value, subscribers.c.id > last)
            .order_by(subscribers.c.id)
            .limit(_AT_ONCE)
        )
        numbers = connection.scalars(query).all()
        if not numbers:
            return
        yield numbers
        last = numbers[-1]


def _first_readers(connection: Connection, wave: Wave) -> frozenset[int]:
    """Returns who go first: our own people, and then those who came first."""
    own: list[int] = []
    others: list[int] = []
    query = (
        select(subscribers.c.id, subscribers.c.address)
        .where(subscribers.c.state == SubscriberState.ACTIVE.value)
        .order_by(subscribers.c.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for number, address in connection.execute(query):
        kept = own if wave.is_own(address) else others
        if len(kept) < wave.first:
            kept.append(number)
    return frozenset([*own, *others][: wave.first])


def _change(connection: Connection, month: Month, numbers: Sequence[int], values: dict[str, Any]) -> None:
    # In parts: SQLite takes a bounded number of values in one statement.
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        which = (_D.month == str(month)) & _D.subscriber_id.in_(part)
        connection.execute(update(deliveries).where(which).values(values))


def _claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        subscriber=row.subscriber_id,
        address=row.address,
        message_id=row.message_id,
        fence=row.fence + 1,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        first_at=row.first_at,
    )


def _load(connection: Connection, which: Any) -> tuple[Sending, ...]:
    rows = connection.execute(select(sendings).where(which).order_by(sendings.c.month.desc())).all()
    return tuple(_sending(connection, row) for row in rows)


def _sending(connection: Connection, row: Row[Any]) -> Sending:
    counts: dict[DeliveryState, int] = {}
    live = select(_D.state, func.count().label("n")).where(_D.month == row.month).group_by(_D.state)
    kept = select(delivery_counts.c.state, delivery_counts.c.n).where(delivery_counts.c.month == row.month)
    for query in (live, kept):
        for state, number in connection.execute(query):
            counts[DeliveryState(state)] = counts.get(DeliveryState(state), 0) + number
    due = select(func.min(_D.next_at)).where(_D.month == row.month, _OPEN)
    return Sending(
        month=Month.parse(row.month),
        state=SendingState(row.state),
        started_at=row.started_at,
        by=row.by,
        archive=row.archive,
        note=row.note,
        ended_at=row.ended_at,
        counts=counts,
        next_at=connection.scalar(due),
    )
