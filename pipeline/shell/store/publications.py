"""Publications seen. They are added and changed, never deleted, and `first_seen` is for good."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.sqlite import dialect, insert

from pipeline.model import Copy, LookUp, Publication, PublicationData, PublicationType, Sighting
from pipeline.shell.sqlite.columns import moment_to_store, text_to_store, words_to_store
from pipeline.shell.store.schema import publications

_FOR_GOOD = ("key", "first_seen")
# Of titles that so many share (a vacancy put up anew each week) the newest tell enough.
_MOST_ALIKE = 200
_ROWID: ColumnElement[int] = literal_column("publications.rowid", Integer)


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


def last_row(connection: Connection) -> int:
    return connection.scalar(select(func.max(_ROWID)).select_from(publications)) or 0


def find_publications(connection: Connection, wanted: LookUp, until: int | None) -> dict[int, Publication]:
    """Returns what answers to any of what is wanted, by its number in the order stored, without `also_at`."""
    ways = _ways(wanted)
    if not ways:
        return {}
    query = select(_ROWID, publications).where(_ROWID.in_(union_all(*ways))).order_by(_ROWID)
    if until is not None:
        query = query.where(until >= _ROWID)
    return {number: _publication(row, ()) for number, *row in connection.execute(query).all()}


def _ways(wanted: LookUp) -> list[Select[int]]:
    columns = (
        (publications.c.key, wanted.keys),
        (publications.c.elsewhere, wanted.addresses),
        (publications.c.copy_of, wanted.copies_of),
    )
    rows = select(_ROWID)
    ways = [rows.where(column.in_(_words(words))) for column, words in columns if words]
    if wanted.guids:
        pair = _table(sorted(wanted.guids))
        pairs = select(func.json_extract(pair, "$[0]"), func.json_extract(pair, "$[1]"))
        ways.append(rows.where(tuple_(publications.c.source, publications.c.guid).in_(pairs)))
    if wanted.likenesses:
        newest = func.row_number().over(partition_by=publications.c.likeness, order_by=_ROWID.desc())
        alike = select(_ROWID.label("id"), newest.label("nth")).where(
            publications.c.likeness.in_(_words(wanted.likenesses))
        )
        ranked = alike.subquery()
        ways.append(select(ranked.c.id).where(ranked.c.nth <= _MOST_ALIKE))
    return ways


def _words(words: Iterable[str]) -> Select[str]:
    return select(_table(sorted(words)))


def _table(values: Sequence[object]) -> ColumnElement[Any]:
    """One parameter for any number of values: SQLite allows so many, and each form is compiled anew."""
    # As `Prose` writes half a character.
    written = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return func.json_each(written).table_valued("value").c.value


def load_sightings(
    connection: Connection, sources: Iterable[str]
) -> dict[tuple[str, str], dict[str, Sighting]]:
    columns = publications.c
    query = select(
        columns.source, columns.endpoint, columns.key, columns.first_seen, columns.published
    ).where(columns.source.in_(_words(sources)))
    found: defaultdict[tuple[str, str], dict[str, Sighting]] = defaultdict(dict)
    for source, endpoint, key, first_seen, published in connection.execute(query).all():
        found[source, endpoint][key] = Sighting(first_seen, published)
    return dict(found)


def add_publications(connection: Connection, new: Sequence[Publication]) -> None:
    """Adds what is new; a key that is there already stays as it is."""
    _write(connection, _adding(), new)


def change_publications(connection: Connection, changed: Sequence[Publication]) -> None:
    """Replaces all of each but its key and when it was first seen."""
    _write(connection, _changing(), changed)


def _write(connection: Connection, statement: str, rows: Sequence[Publication]) -> None:
    """By the driver itself: for so many columns SQLAlchemy takes longer to make them than to store them."""
    if not rows:
        return
    values = [_row(one) for one in rows]
    try:
        connection.exec_driver_sql(statement, values)
    except UnicodeEncodeError:
        # Somewhere half a character. Those before it are written already, and may be once more.
        whole = [tuple(text_to_store(one) if isinstance(one, str) else one for one in row) for row in values]
        connection.exec_driver_sql(statement, whole)


@cache
def _adding() -> str:
    return str(insert(publications).on_conflict_do_nothing(index_elements=["key"]).compile(dialect=dialect()))


@cache
def _changing() -> str:
    statement = insert(publications)
    replaced = {
        column.name: statement.excluded[column.name]
        for column in publications.columns
        if column.name not in _FOR_GOOD
    }
    replacing = statement.on_conflict_do_update(index_elements=["key"], set_=replaced)
    return str(replacing.compile(dialect=dialect()))


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


def _row(publication: Publication) -> tuple[str | bool | None, ...]:
    """Returns the values of a row in the order of the table's columns."""
    data = publication.data
    return (
        publication.key,
        publication.source,
        publication.endpoint,
        publication.type.value,
        moment_to_store(publication.first_seen),
        moment_to_store(publication.changed_at),
        publication.content_hash,
        data.title,
        data.url,
        data.guid,
        None if data.type is None else data.type.value,
        data.summary,
        data.summary_from,
        moment_to_store(data.published),
        data.published_from,
        moment_to_store(data.updated),
        moment_to_store(data.event_start),
        moment_to_store(data.event_end),
        data.all_day,
        data.location,
        data.duration,
        data.credit,
        words_to_store(data.flags),
        publication.copy_of,
        data.signup,
        publication.likeness,
        publication.key.partition(">")[2] or None,
    )


def _publication(row: Iterable[Any], also_at: tuple[Copy, ...]) -> Publication:
    """Reads a row by the order of the table's columns, which takes half the time of reading it by name."""
    key, source, endpoint, kind, first_seen, changed_at, digest, *found, copy_of, signup, likeness, _ = tuple(
        row
    )
    return Publication(
        key=key,
        source=source,
        endpoint=endpoint,
        data=_data(found, signup),
        type=PublicationType(kind),
        first_seen=first_seen,
        changed_at=changed_at,
        content_hash=digest,
        copy_of=copy_of,
        also_at=also_at,
        likeness=likeness,
    )


def _data(found: Sequence[Any], signup: str | None) -> PublicationData:
    title, url, guid, kind, summary, summary_from, published, published_from, updated, *more = found
    event_start, event_end, all_day, location, duration, credit, flags = more
    return PublicationData(
        title=title,
        url=url,
        guid=guid,
        type=None if kind is None else PublicationType(kind),
        summary=summary,
        summary_from=summary_from,
        published=published,
        published_from=published_from,
        updated=updated,
        event_start=event_start,
        event_end=event_end,
        all_day=all_day,
        location=location,
        duration=duration,
        credit=credit,
        flags=flags,
        signup=signup,
    )
