"""What a visit is looked up by, and the validators of robots.txt and of the lists an endpoint is made of.

Publications that are there get their likeness here, as `text.similar` made it when this was written; a
revision does not change with it.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """de het een en of van voor in op bij met door naar over aan uit om te ter tot als is zijn dit dat
        deze die er nu ook online beschikbaar verschenen gepubliceerd klaar uitgebracht gelanceerd aangeboden
        bekend nieuws nieuwsbericht bericht lees download tk bijlage""",
    )
)


def upgrade() -> None:
    op.add_column("publications", sa.Column("likeness", sa.String, nullable=False, server_default=""))
    op.add_column("publications", sa.Column("elsewhere", sa.String))
    op.add_column("robots", sa.Column("etag", sa.String, nullable=False, server_default=""))
    op.add_column("robots", sa.Column("last_modified", sa.String, nullable=False, server_default=""))
    op.create_table(
        "documents",
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("endpoint", sa.String, primary_key=True),
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("etag", sa.String, nullable=False),
        sa.Column("last_modified", sa.String, nullable=False),
        sa.Column("body_hash", sa.String, nullable=False),
        sa.Column("parts", sa.String, nullable=False),
    )
    connection = op.get_bind()
    titles = connection.execute(sa.text("SELECT key, title FROM publications")).all()
    for key, title in titles:
        connection.execute(
            sa.text("UPDATE publications SET likeness = :likeness, elsewhere = :elsewhere WHERE key = :key"),
            {"likeness": _likeness(title), "elsewhere": key.partition(">")[2] or None, "key": key},
        )
    op.create_index("ix_publications_likeness", "publications", ["likeness"])
    op.create_index("ix_publications_elsewhere", "publications", ["elsewhere"])


def _likeness(title: str) -> str:
    whole = re.findall(r"\w+", title.casefold())
    words = [word for word in whole if word not in _EMPTY]
    if len(words) < 3:
        return " ".join(whole)
    return " ".join(sorted(word if re.search(r"\d", word) else word[:3] for word in words))
