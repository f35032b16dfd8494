"""The file: how it is opened, and what is kept in force on every connection."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.errors import StoreError
from pipeline.shell.store.faults import BUSY_SECONDS
from pipeline.shell.store.schema import HEAD, REVISIONS, metadata

_BEGIN = "begin"  # the execution option that says how a transaction begins


def connect(path: Path) -> Engine:
    """Returns an engine for `path` whose transactions read; `writing` gives the one that writes.

    Each transaction takes a connection of its own from the pool, so threads never share one and never wait
    for one.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        max_overflow=-1,
        # Python's own transaction handling starts them late and not around DDL: we begin them ourselves.
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """Returns the same engine for transactions that write.

    They take the write lock at the start. One that reads first and then wants to write cannot wait for its
    turn: SQLite refuses it at once when another wrote in between.
    """
    return engine.execution_options(**{_BEGIN: "IMMEDIATE"})


def scrub(engine: Engine) -> None:
    """Rewrites the file without what was deleted or replaced in it, also in its write-ahead log."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement in ("PRAGMA secure_delete = ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(statement)
            cursor.fetchall()
        cursor.close()
    finally:
        connection.close()


def ensure_current(path: Path, engine: Engine) -> None:
    """Brings the schema to HEAD, with a copy of the file beside it first if it held an older one.

    Raises StoreError when the file belongs to a newer version of this program, or to another program.
    """
    with engine.begin() as connection:
        if _known_revision(path, connection) == HEAD:
            return
    with writing(engine).begin() as connection:
        # Asked again under the lock: another process may have done it while this one waited.
        revision = _known_revision(path, connection)
        if revision == HEAD:
            return
        if revision is None:
            _make(connection)
            return
        # Alembic costs 0.1 s to import, and is needed once in a file's life.
        from pipeline.shell.store.migrate import copy_before, upgrade  # noqa: PLC0415

        copy_before(path, HEAD)
        upgrade(connection, HEAD)


def _make(connection: Connection) -> None:
    """Makes the schema as it is now in an empty file: a test keeps it the same as all migrations together."""
    metadata.create_all(connection)
    version = "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)"
    connection.execute(text(f"CREATE TABLE alembic_version ({version})"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _known_revision(path: Path, connection: Connection) -> str | None:
    """Returns the revision of the schema, None for an empty file; raises StoreError for one unknown to us."""
    tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreError(
            f"{path}: this is a database of another program; move it away and the next run makes a new one"
        )
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision not in REVISIONS:
        raise StoreError(
            f"{path}: its schema is {revision}, and this version of the program knows them up to {HEAD}; "
            "install the newer version that wrote it, or put back the copy that version made beside it "
            f"({path.name}.before-{revision})"
        )
    return str(revision)


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    try:
        _turn_on_wal(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        # FULL, where WAL would allow NORMAL: after a power cut an edition that was frozen and sent must still
        # be recorded as approved. It costs one fsync a transaction, about a hundred in a run.
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        # The pool never saw this connection, so nobody else would close it.
        connection.close()
        raise


def _turn_on_wal(connection: sqlite3.Connection) -> None:
    """Lets readers go on while another writes. The file remembers it, so this does its work once.

    The busy timeout does not cover all of this switch: while another connection holds the write lock of a
    file that is not in WAL yet, as when two processes make it together, SQLite answers "locked" at once.
    """
    give_up_at = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > give_up_at:
                raise
            time.sleep(0.02)
        else:
            return
