"""What robots.txt says, until when an endpoint rests, since when it fails or is silent, where one signs up.

What was there says nothing of these: the next visit tells.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "robots",
        sa.Column("origin", sa.String, primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("checked_at", sa.String, nullable=False),
    )
    op.add_column("endpoints", sa.Column("fresh_until", sa.String))
    op.add_column("endpoints", sa.Column("ttl_minutes", sa.Integer, nullable=False, server_default="0"))
    op.add_column("endpoints", sa.Column("failing_since", sa.String))
    op.add_column("endpoints", sa.Column("quiet_since", sa.String))
    op.add_column("endpoints", sa.Column("quiet_reported_at", sa.String))
    op.add_column("visits", sa.Column("paused_seconds", sa.Float, nullable=False, server_default="0"))
    op.add_column("visits", sa.Column("quiet_since", sa.String))
    op.add_column("publications", sa.Column("signup", sa.String))
