"""The first tables: publications, endpoints and their last visit, runs, editions and what they spent.

A migration spells its types out (text, not `schema.Moment`): it must go on making what it made then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_publications()
    op.create_table(
        "endpoints",
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("etag", sa.String, nullable=False),
        sa.Column("last_modified", sa.String, nullable=False),
        sa.Column("body_hash", sa.String, nullable=False),
        sa.Column("status", sa.String),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("moved_to", sa.String, nullable=False),
        sa.Column("checked_at", sa.String),
        sa.Column("ok_at", sa.String),
        sa.Column("last_new_at", sa.String),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("not_before", sa.String),
    )
    op.create_table(
        "visits",
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("endpoint", sa.String, primary_key=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
        sa.Column("updated", sa.Integer, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("moved_to", sa.String, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("job", sa.String, primary_key=True),
        sa.Column("due_at", sa.String, primary_key=True),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("ended_at", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
    )
    op.create_table(
        "editions",
        sa.Column("month", sa.String, primary_key=True),
        sa.Column("cut_off", sa.String, nullable=False),
        sa.Column("approved_at", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("hashes", sa.String, nullable=False),
    )
    op.create_table(
        "spent",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("month", sa.String, sa.ForeignKey("editions.month"), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
    )


def _create_publications() -> None:
    op.create_table(
        "publications",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("endpoint", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("first_seen", sa.String, nullable=False),
        sa.Column("changed_at", sa.String, nullable=False),
        sa.Column("content_hash", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("guid", sa.String, nullable=False),
        sa.Column("found_type", sa.String),
        sa.Column("summary", sa.String, nullable=False),
        sa.Column("summary_from", sa.String, nullable=False),
        sa.Column("published", sa.String),
        sa.Column("published_from", sa.String, nullable=False),
        sa.Column("updated", sa.String),
        sa.Column("event_start", sa.String),
        sa.Column("event_end", sa.String),
        sa.Column("all_day", sa.Boolean, nullable=False),
        sa.Column("location", sa.String, nullable=False),
        sa.Column("duration", sa.String, nullable=False),
        sa.Column("credit", sa.String, nullable=False),
        sa.Column("flags", sa.String, nullable=False),
    )
    op.create_index("ix_publications_source_guid", "publications", ["source", "guid"])
    op.create_index("ix_publications_first_seen", "publications", ["first_seen"])
