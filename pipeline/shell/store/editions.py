"""Approved editions and what they spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.errors import ApprovalError
from pipeline.model import Approval, Month
from pipeline.shell.store.schema import editions, spent

_ITEM = "item"
_STORY = "story"


def approve(connection: Connection, approval: Approval) -> None:
    """Records the edition, its items and its story; raises ApprovalError when the month is approved."""
    _refuse_second_approval(connection, approval.month)
    month = str(approval.month)
    row = {
        "month": month,
        "cut_off": approval.cut_off,
        "approved_at": approval.approved_at,
        "by": approval.by,
        "hashes": approval.hashes,
    }
    connection.execute(insert(editions), row)
    rows = [
        {"kind": _ITEM, "key": key, "month": month, "position": position}
        for position, key in enumerate(approval.keys)
    ]
    if approval.story:
        rows.append({"kind": _STORY, "key": approval.story, "month": month, "position": 0})
    # SQLAlchemy takes an empty list for one row of defaults.
    if rows:
        connection.execute(insert(spent).on_conflict_do_nothing(), rows)


def _refuse_second_approval(connection: Connection, month: Month) -> None:
    query = select(editions.c.approved_at, editions.c.by).where(editions.c.month == str(month))
    earlier = connection.execute(query).one_or_none()
    if earlier is not None:
        raise ApprovalError(
            f"edition {month} was approved on {earlier.approved_at:%Y-%m-%d %H:%M} UTC by {earlier.by}, and "
            "an approved edition does not change; put what is new in the next one"
        )


def load_approvals(connection: Connection) -> tuple[Approval, ...]:
    """Returns all of them, the oldest month first."""
    keys: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    stories: defaultdict[str, str] = defaultdict(str)
    for row in connection.execute(select(spent).order_by(spent.c.month, spent.c.position)):
        if row.kind == _STORY:
            stories[row.month] = row.key
        else:
            keys[row.month] += (row.key,)
    return tuple(
        Approval(
            month=Month.parse(row.month),
            cut_off=row.cut_off,
            approved_at=row.approved_at,
            by=row.by,
            keys=keys[row.month],
            story=stories[row.month],
            hashes=row.hashes,
        )
        for row in connection.execute(select(editions).order_by(editions.c.month))
    )


def load_spent(connection: Connection, before: Month | None) -> frozenset[str]:
    """Returns the keys of the items shown in months earlier than `before`, or in all."""
    query = select(spent.c.key).where(spent.c.kind == _ITEM)
    if before is not None:
        query = query.where(spent.c.month < str(before))
    return frozenset(connection.scalars(query))


def load_spent_stories(connection: Connection) -> tuple[tuple[str, Month], ...]:
    """Returns the slug and month of each time a story was shown, the oldest month first."""
    query = select(spent.c.key, spent.c.month).where(spent.c.kind == _STORY).order_by(spent.c.month)
    return tuple((key, Month.parse(month)) for key, month in connection.execute(query))


def previous_cut_off(connection: Connection, month: Month) -> datetime | None:
    """Returns the cut-off of the newest approved edition of an earlier month."""
    query = (
        select(editions.c.cut_off)
        .where(editions.c.month < str(month))
        .order_by(editions.c.month.desc())
        .limit(1)
    )
    return connection.scalar(query)


def forget_story(
    connection: Connection, slug: str, stand_in: str, hashes: Mapping[Month, Mapping[str, str]]
) -> None:
    """Puts `stand_in` where the story's slug stood, and records the files that editions have now."""
    is_story = (spent.c.kind == _STORY) & (spent.c.key == slug)
    connection.execute(update(spent).where(is_story).values(key=stand_in))
    for month, files in hashes.items():
        connection.execute(update(editions).where(editions.c.month == str(month)).values(hashes=files))
