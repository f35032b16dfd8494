"""From one schema to the next, with Alembic; imported only when a file needs it.

A new revision: change `schema`, add `migrations/versions/<number>_<what>.py` (`script.py.mako` is its form),
and add the number to `schema.REVISIONS`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

_SCRIPTS = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """Returns the settings that an alembic.ini would hold."""
    config = Config()
    # The value is read by configparser, to which % is special.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def upgrade(connection: Connection, revision: str) -> None:
    """Migrates up to `revision` inside the transaction of `connection`: all of it, or nothing."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def copy_before(path: Path, revision: str) -> Path:
    """Copies the database to `<name>.before-<revision>` beside it and returns that path.

    Call it with the write lock held. SQLite makes the copy, since the newest rows may still stand in the
    `-wal` file. It gets its name when it is whole, so an interrupted copy is never taken for a good one.
    """
    target = path.with_name(f"{path.name}.before-{revision}")
    part = path.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target
