"""From one schema to the next, with Alembic; imported only when a file needs it.

A new revision: change the tables, add `<number>_<what>.py` to the database's folder of revisions
(`migrations/script.py.mako` is its form), and add the number to its Lineage.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from pipeline.shell.sqlite.lineage import Lineage

_SCRIPTS = Path(__file__).parent / "migrations"


def alembic_config(lineage: Lineage) -> Config:
    """Returns the settings that an alembic.ini would hold."""
    config = Config()
    # The values are read by configparser, to which % is special, and paths may hold blanks and colons.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(lineage.versions).replace("%", "%%"))
    config.attributes["tables"] = lineage.tables
    return config


def upgrade(connection: Connection, lineage: Lineage, revision: str) -> None:
    """Migrates up to `revision` inside the transaction of `connection`: all of it, or nothing."""
    config = alembic_config(lineage)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def copy_before(path: Path, revision: str) -> Path:
    """Copies the database to `<name>.before-<revision>` beside it and returns that path.

    Call it with the write lock held. SQLite makes the copy, since the newest rows may still stand in the
    `-wal` file. It gets its name when it is whole, so an interrupted copy is never taken for a good one, and
    those who may not read the file may not read the copy either.
    """
    target = path.with_name(f"{path.name}.before-{revision}")
    part = path.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, path.stat().st_mode & 0o777))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target
