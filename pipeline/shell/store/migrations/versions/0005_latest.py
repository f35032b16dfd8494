"""An index that answers by itself what the newest of each endpoint is."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    columns = ["source", "endpoint", "published", "first_seen"]
    op.create_index("ix_publications_latest", "publications", columns)
