"""What links answered, and which publication is another site's copy.

What was there counts as no copy: only collecting can tell.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("publications", sa.Column("copy_of", sa.String))
    op.create_index("ix_publications_copy_of", "publications", ["copy_of"])
    op.create_table(
        "links",
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("status_code", sa.Integer, nullable=False),
        sa.Column("moved_to", sa.String, nullable=False),
        sa.Column("asked_at", sa.String, nullable=False),
    )
