"""The tables, as they are after the last migration (a test compares the two)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from pipeline.shell.sqlite import Lineage
from pipeline.shell.sqlite.columns import Hashes, Moment, Prose, Words

REVISIONS = ("0001", "0002", "0003", "0004", "0005")

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
    # Added by 0004: what its title has in common with those that are nearly the same, and of a key
    # "source>address" that address. By these a visit finds what it meets without reading all.
    Column("likeness", Prose, nullable=False, server_default=""),
    Column("elsewhere", Prose),
    Index("ix_publications_source_guid", "source", "guid"),
    Index("ix_publications_first_seen", "first_seen"),
    Index("ix_publications_copy_of", "copy_of"),
    Index("ix_publications_likeness", "likeness"),
    Index("ix_publications_elsewhere", "elsewhere"),
    # All that is asked of each endpoint's newest, so that a run without news reads none of the rows.
    Index("ix_publications_latest", "source", "endpoint", "published", "first_seen"),
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
    # Added by 0004.
    Column("etag", Prose, nullable=False, server_default=""),
    Column("last_modified", Prose, nullable=False, server_default=""),
)

# Added by 0004: the lists an endpoint is made of beside its own address, as when each was last read.
documents = Table(
    "documents",
    metadata,
    Column("source", String, primary_key=True),
    Column("endpoint", Prose, primary_key=True),
    Column("url", Prose, primary_key=True),
    Column("etag", Prose, nullable=False),
    Column("last_modified", Prose, nullable=False),
    Column("body_hash", String, nullable=False),
    Column("parts", Words, nullable=False),
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

LINEAGE = Lineage(
    tables=metadata,
    revisions=REVISIONS,
    versions=Path(__file__).parent / "migrations" / "versions",
    loss="does not know what earlier editions showed",
)
