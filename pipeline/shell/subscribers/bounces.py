"""What came back, kept once for each edition and kind, and who it came back from too often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.model import Month
from pipeline.model.delivery import DeliveryState
from pipeline.model.returned import Bounce, ReturnKind
from pipeline.model.subscribers import SubscriberState
from pipeline.shell.sqlite import Database
from pipeline.shell.subscribers.schema import LINEAGE, bounces, deliveries, subscribers

_PROBE = "probe"
_B = bounces.c


def open_bounces(path: Path) -> Bounces:
    """Opens var/subscribers.db for what came back. Raises StoreError."""
    return Bounces.open(path, LINEAGE, private=True)


class Bounces(Database):
    """What came back; made by `open_bounces`. Each method is one transaction."""

    def record(self, found: Sequence[Bounce], *, now: datetime) -> None:
        """Keeps what came back; a second report of the same adds nothing. Counts what a relay refused too."""
        rows = [
            {
                "subscriber_id": one.subscriber,
                "month": str(one.month),
                "kind": one.kind.value,
                "moment": now,
            }
            for one in found
        ]
        refused = select(
            deliveries.c.subscriber_id,
            deliveries.c.month,
            literal(ReturnKind.HARD.value),
            deliveries.c.settled_at,
        ).where(deliveries.c.state == DeliveryState.NO_SUCH_ADDRESS.value)
        columns = ["subscriber_id", "month", "kind", "moment"]
        with self._writing() as connection:
            connection.execute(insert(bounces).from_select(columns, refused).prefix_with("OR IGNORE"))
            if rows:
                connection.execute(insert(bounces).prefix_with("OR IGNORE"), rows)

    def load_failing(self, *, since: Month, editions: int) -> tuple[int, ...]:
        """Returns the active readers of whom so many editions, from `since` on, came back for good.

        Not those who were asked by a probe already.
        """
        asked = select(_B.subscriber_id).where(_B.kind == _PROBE)
        query = (
            select(_B.subscriber_id)
            .join(subscribers, subscribers.c.id == _B.subscriber_id)
            .where(
                _B.kind == ReturnKind.HARD.value,
                _B.month >= str(since),
                subscribers.c.state == SubscriberState.ACTIVE.value,
                _B.subscriber_id.not_in(asked),
            )
            .group_by(_B.subscriber_id)
            .having(func.count() >= editions)
            .order_by(_B.subscriber_id)
        )
        with self._reading() as connection:
            return tuple(connection.scalars(query))

    def mark_probed(self, subscriber: int, *, month: Month, now: datetime) -> None:
        """Records that a probe goes out, before it does: one is enough."""
        row = {"subscriber_id": subscriber, "month": str(month), "kind": _PROBE, "moment": now}
        with self._writing() as connection:
            connection.execute(insert(bounces).prefix_with("OR IGNORE"), row)

    def clear_answered(self, *, before: datetime) -> int:
        """Begins anew with readers whose probe of before then did not come back; returns how many."""
        quiet = select(_B.subscriber_id).where(_B.kind == _PROBE, _B.moment < before)
        with self._writing() as connection:
            numbers = list(connection.scalars(quiet))
            connection.execute(delete(bounces).where(_B.subscriber_id.in_(numbers)))
            return len(numbers)
