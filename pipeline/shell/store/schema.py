"""The tables, as they are after the last migration (a test compares the two)."""

# ruff: noqa: ARG002 - SQLAlchemy hands every column type a dialect; ours need none.

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

# Every revision this program knows, oldest first. Written here as well, so that opening an up-to-date
# file needs no import of Alembic; a test keeps it equal to `migrations/versions`.
REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as ISO 8601 text in UTC and read back in UTC.

    The text always has microseconds, so that the order of the texts is the order of the moments.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be stored: {value}")
        return _in_utc(value).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        # Some sites write "no date" as 0001-01-01, which lies before year 1 once it is in UTC.
        return value.replace(tzinfo=UTC)


class Prose(TypeDecorator[str]):
    """Text from elsewhere. It may hold half a character (a lone surrogate, as in JSON's "\\ud83d"), which
    UTF-8 cannot write; that becomes "?", so that one bad title does not lose the whole visit."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.encode("utf-8", "replace").decode("utf-8")


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of words, as a JSON array."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class Hashes(TypeDecorator[Mapping[str, str]]):
    """The hash of each file of an edition, as a JSON object."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(dict(value), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, str] | None:
        if value is None:
            return None
        hashes: dict[str, str] = json.loads(value)
        return hashes


metadata = MetaData()

publications = Table(
    "publications",
    metadata,
    Column("key", Prose, primary_key=True),
    Column("source", String, nullable=False),
    Column("endpoint", Prose, nullable=False),
    Column("type", String, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("content_hash", String, nullable=False),
    # From here on what the reader found, as in PublicationData; `found_type` is its `type`.
    Column("title", Prose, nullable=False),
    Column("url", Prose),
    Column("guid", Prose, nullable=False),
    Column("found_type", String),
    Column("summary", Prose, nullable=False),
    Column("summary_from", Prose, nullable=False),
    Column("published", Moment),
    Column("published_from", Prose, nullable=False),
    Column("updated", Moment),
    Column("event_start", Moment),
    Column("event_end", Moment),
    Column("all_day", Boolean, nullable=False),
    Column("location", Prose, nullable=False),
    Column("duration", Prose, nullable=False),
    Column("credit", Prose, nullable=False),
    Column("flags", Words, nullable=False),
    # Added by 0002. No foreign key: the endpoints of one run are saved one by one, and a copy may come
    # before what it is a copy of. Until that is there, the copy counts as an item of its own.
    Column("copy_of", Prose),
    # Added by 0003.
    Column("signup", Prose),
    Index("ix_publications_source_guid", "source", "guid"),
    Index("ix_publications_first_seen", "first_seen"),
    Index("ix_publications_copy_of", "copy_of"),
)

endpoints = Table(
    "endpoints",
    metadata,
    Column("source", String, primary_key=True),
    Column("url", Prose, primary_key=True),
    Column("etag", Prose, nullable=False),
    Column("last_modified", Prose, nullable=False),
    Column("body_hash", String, nullable=False),
    Column("status", String),
    Column("reason", Prose, nullable=False),
    Column("moved_to", Prose, nullable=False),
    Column("checked_at", Moment),
    Column("ok_at", Moment),
    Column("last_new_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("not_before", Moment),
    # Added by 0003; a column that is added to rows must say what they hold.
    Column("fresh_until", Moment),
    Column("ttl_minutes", Integer, nullable=False, server_default="0"),
    Column("failing_since", Moment),
    Column("quiet_since", Moment),
    Column("quiet_reported_at", Moment),
)

# Added by 0003. A site without a robots.txt has a row with no text.
robots = Table(
    "robots",
    metadata,
    Column("origin", Prose, primary_key=True),
    Column("text", Prose, nullable=False),
    Column("checked_at", Moment, nullable=False),
)

# The last visit to each endpoint, so that a build that collects nothing can still report on its sources.
visits = Table(
    "visits",
    metadata,
    Column("source", String, primary_key=True),
    Column("endpoint", Prose, primary_key=True),
    Column("status", String, nullable=False),
    Column("reason", Prose, nullable=False),
    Column("new", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("moved_to", Prose, nullable=False),
    # Added by 0003.
    Column("paused_seconds", Float, nullable=False, server_default="0"),
    Column("quiet_since", Moment),
)

runs = Table(
    "runs",
    metadata,
    Column("job", String, primary_key=True),
    Column("due_at", Moment, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", Prose, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("month", String, primary_key=True),
    Column("cut_off", Moment, nullable=False),
    Column("approved_at", Moment, nullable=False),
    Column("by", String, nullable=False),
    Column("hashes", Hashes, nullable=False),
)

# What was shown, and when. The month is part of the key: a story may come back after two years and an
# editor may pin an item again, and a rebuild of the first month must not be changed by the second.
spent = Table(
    "spent",
    metadata,
    Column("kind", String, primary_key=True),  # "item" or "story"
    Column("key", Prose, primary_key=True),
    Column("month", String, ForeignKey("editions.month"), primary_key=True),
    Column("position", Integer, nullable=False),
)

# Added by 0002.
links = Table(
    "links",
    metadata,
    Column("url", Prose, primary_key=True),
    Column("status_code", Integer, nullable=False),
    Column("moved_to", Prose, nullable=False),
    Column("asked_at", Moment, nullable=False),
)
