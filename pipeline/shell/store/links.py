"""What links answered when they were last asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.model import LinkAnswer
from pipeline.shell.store.schema import links


def save_link_answers(connection: Connection, answers: Iterable[LinkAnswer]) -> None:
    """Keeps the last answer of each url."""
    rows = [
        {
            "url": answer.url,
            "status_code": answer.status_code,
            "moved_to": answer.moved_to,
            "asked_at": answer.asked_at,
        }
        for answer in answers
    ]
    # SQLAlchemy takes an empty list for one row of defaults.
    if rows:
        connection.execute(insert(links).prefix_with("OR REPLACE"), rows)


def load_link_answers(connection: Connection, urls: Iterable[str], since: datetime) -> tuple[LinkAnswer, ...]:
    """Returns the answers of `urls` that are not older than `since`, in the order of the urls' texts."""
    query = (
        select(links)
        .where(links.c.url.in_(sorted(set(urls))), links.c.asked_at >= since)
        .order_by(links.c.url)
    )
    return tuple(
        LinkAnswer(url=row.url, status_code=row.status_code, moved_to=row.moved_to, asked_at=row.asked_at)
        for row in connection.execute(query)
    )
