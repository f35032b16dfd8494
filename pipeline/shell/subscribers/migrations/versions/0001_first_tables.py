"""Subscribers and what is kept of those who left, the mails of the form, and the deliveries of editions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("address_key", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("requested_at", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("confirmed_at", sa.String),
        sa.Column("basis", sa.String, nullable=False),
        sa.Column("ended_at", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscribers_address_key", "subscribers", ["address_key"], unique=True)
    op.create_index("ix_subscribers_state", "subscribers", ["state"])
    op.create_table(
        "suppressed",
        sa.Column("address_key", sa.String, primary_key=True),
        sa.Column("since", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_table(
        "confirmation_mails",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("address_key", sa.String, nullable=False),
        sa.Column("sent_at", sa.String, nullable=False),
    )
    op.create_index("ix_confirmation_mails_address_key", "confirmation_mails", ["address_key", "sent_at"])
    op.create_index("ix_confirmation_mails_sent_at", "confirmation_mails", ["sent_at"])
    op.create_table(
        "sendings",
        sa.Column("month", sa.String, primary_key=True),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("ended_at", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("archive", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("month", sa.String, primary_key=True),
        sa.Column("subscriber_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("first_at", sa.String),
        sa.Column("next_at", sa.String),
        sa.Column("lease_until", sa.String),
        sa.Column("holder", sa.String, nullable=False, server_default=""),
        sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("message_id", sa.String, nullable=False, server_default=""),
        sa.Column("settled_at", sa.String),
        sa.Column("reply", sa.String, nullable=False, server_default=""),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["month", "next_at", "subscriber_id"],
        sqlite_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_deliveries_message_id", "deliveries", ["message_id"])
    op.create_table(
        "delivery_counts",
        sa.Column("month", sa.String, primary_key=True),
        sa.Column("state", sa.String, primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
    )
    op.create_table(
        "bounces",
        sa.Column("subscriber_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("month", sa.String, primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("moment", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
