"""The robots.txt of each site, as it was when it was last asked."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.model import RobotsFile
from pipeline.shell.store.schema import robots


def load_robots(connection: Connection) -> tuple[RobotsFile, ...]:
    query = select(robots).order_by(robots.c.origin)
    return tuple(
        RobotsFile(row.origin, row.text, row.checked_at, row.etag, row.last_modified)
        for row in connection.execute(query)
    )


def save_robots(connection: Connection, files: Iterable[RobotsFile]) -> None:
    rows = [
        {
            "origin": one.origin,
            "text": one.text,
            "checked_at": one.checked_at,
            "etag": one.etag,
            "last_modified": one.last_modified,
        }
        for one in files
    ]
    if rows:
        connection.execute(insert(robots).prefix_with("OR REPLACE"), rows)
