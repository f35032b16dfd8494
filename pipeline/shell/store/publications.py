"""Publications seen. They are added and changed, never deleted, and `first_seen` is for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, or_, select, type_coerce
from sqlalchemy.dialects.sqlite import insert

from pipeline.model import Copy, Publication, PublicationData, PublicationType
from pipeline.shell.store.schema import publications

_FOR_GOOD = ("key", "first_seen")


def load_publications(
    connection: Connection,
    *,
    since: datetime | None,
    source: str | None,
    seen_before: datetime | None,
    include_copies: bool,
) -> tuple[Publication, ...]:
    """Returns what fits all that is given, in the order of `first_seen` and `key`."""
    query = select(publications).order_by(publications.c.first_seen, publications.c.key)
    if since is not None:
        query = query.where(_is_since(since))
    if source is not None:
        query = query.where(publications.c.source == source)
    if seen_before is not None:
        query = query.where(publications.c.first_seen <= seen_before)
    if source is None and not include_copies:
        query = query.where(~_is_copy(seen_before))
    copies = _load_copies(connection, seen_before)
    return tuple(_publication(row, copies.get(row.key, ())) for row in connection.execute(query))


def load_latest(connection: Connection) -> dict[tuple[str, str], datetime]:
    seen = publications.c.first_seen
    moment = func.min(func.coalesce(publications.c.published, seen), seen)
    query = select(
        publications.c.source,
        publications.c.endpoint,
        # SQLite's max of texts; as moments they come back by the type of the column.
        type_coerce(func.max(moment), publications.c.first_seen.type).label("latest"),
    ).group_by(publications.c.source, publications.c.endpoint)
    return {(row.source, row.endpoint): row.latest for row in connection.execute(query)}


def known_keys(connection: Connection, source: str) -> frozenset[str]:
    return frozenset(connection.scalars(select(publications.c.key).where(publications.c.source == source)))


def add_publications(connection: Connection, new: Sequence[Publication]) -> None:
    """Adds what is new; a key that is there already stays as it is."""
    rows = [_row(publication) for publication in new]
    # SQLAlchemy takes an empty list for one row of defaults.
    if rows:
        connection.execute(insert(publications).on_conflict_do_nothing(index_elements=["key"]), rows)


def change_publications(connection: Connection, changed: Sequence[Publication]) -> None:
    """Replaces all of each but its key and when it was first seen."""
    rows = [_row(publication) for publication in changed]
    if not rows:
        return
    statement = insert(publications)
    replaced = {
        column.name: statement.excluded[column.name]
        for column in publications.columns
        if column.name not in _FOR_GOOD
    }
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=replaced), rows)


def _is_since(moment: datetime) -> ColumnElement[bool]:
    return or_(
        publications.c.published >= moment,
        publications.c.event_start >= moment,
        publications.c.first_seen >= moment,
    )


def _is_copy(seen_before: datetime | None) -> ColumnElement[bool]:
    """True where the original is shown as well.

    A copy of something that is absent, not yet seen, or a copy itself counts as an item of its own: better
    named twice than lost.
    """
    original = publications.alias("original")
    found = exists().where(original.c.key == publications.c.copy_of, original.c.copy_of.is_(None))
    return found if seen_before is None else found.where(original.c.first_seen <= seen_before)


def _load_copies(connection: Connection, seen_before: datetime | None) -> Mapping[str, tuple[Copy, ...]]:
    """Returns the copies of each key, the one seen first in front."""
    query = (
        select(publications.c.copy_of, publications.c.source, publications.c.url)
        .where(publications.c.copy_of.is_not(None))
        .order_by(publications.c.first_seen, publications.c.key)
    )
    if seen_before is not None:
        query = query.where(publications.c.first_seen <= seen_before)
    copies: defaultdict[str, tuple[Copy, ...]] = defaultdict(tuple)
    for key, source, url in connection.execute(query):
        copies[key] += (Copy(source=source, url=url or ""),)
    return copies


def _row(publication: Publication) -> dict[str, Any]:
    data = publication.data
    return {
        "key": publication.key,
        "source": publication.source,
        "endpoint": publication.endpoint,
        "type": publication.type.value,
        "first_seen": publication.first_seen,
        "changed_at": publication.changed_at,
        "content_hash": publication.content_hash,
        "title": data.title,
        "url": data.url,
        "guid": data.guid,
        "found_type": None if data.type is None else data.type.value,
        "summary": data.summary,
        "summary_from": data.summary_from,
        "published": data.published,
        "published_from": data.published_from,
        "updated": data.updated,
        "event_start": data.event_start,
        "event_end": data.event_end,
        "all_day": data.all_day,
        "location": data.location,
        "duration": data.duration,
        "credit": data.credit,
        "flags": data.flags,
        "copy_of": publication.copy_of,
        "signup": data.signup,
    }


def _publication(row: Row[Any], also_at: tuple[Copy, ...]) -> Publication:
    return Publication(
        key=row.key,
        source=row.source,
        endpoint=row.endpoint,
        data=_data(row),
        type=PublicationType(row.type),
        first_seen=row.first_seen,
        changed_at=row.changed_at,
        content_hash=row.content_hash,
        copy_of=row.copy_of,
        also_at=also_at,
    )


def _data(row: Row[Any]) -> PublicationData:
    return PublicationData(
        title=row.title,
        url=row.url,
        guid=row.guid,
        type=None if row.found_type is None else PublicationType(row.found_type),
        summary=row.summary,
        summary_from=row.summary_from,
        published=row.published,
        published_from=row.published_from,
        updated=row.updated,
        event_start=row.event_start,
        event_end=row.event_end,
        all_day=row.all_day,
        location=row.location,
        duration=row.duration,
        credit=row.credit,
        flags=row.flags,
        signup=row.signup,
    )
