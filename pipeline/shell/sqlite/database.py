"""The file: how it is opened, and what is kept in force on every connection."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.errors import StoreError
from pipeline.shell.sqlite.faults import BUSY_SECONDS, explained
from pipeline.shell.sqlite.lineage import Lineage

_BEGIN = "begin"  # the execution option that says how a transaction begins
_OWNER_ONLY = 0o600


class Database:
    """An open database; made by `open`, closed by leaving its `with` block.

    Each transaction has a connection of its own, so several threads may use one Database. All methods raise
    StoreError when the file cannot be read or written. All moments are handed in aware, and come back in UTC.
    """

    def __init__(self, path: Path, engine: Engine, loss: str) -> None:
        self._path = path
        self._engine = engine
        self._writing_engine = writing(engine)
        self._loss = loss

    @classmethod
    def open(cls, path: Path, lineage: Lineage, *, private: bool = False) -> Self:
        """Opens the file at `path`, which is made, with its folder, when it is not there.

        An older schema is migrated, after a copy of the file to `<name>.before-<revision>`. With `private`
        only its owner may read it, what stands beside it and its copies, and what is deleted is overwritten.
        Raises StoreError when the file cannot be used, with what to do about it.
        """
        engine = connect(path, private=private)
        try:
            with explained(path, lineage.loss):
                path.parent.mkdir(parents=True, exist_ok=True)
                if private:
                    _close_to_others(path)
                ensure_current(path, engine, lineage)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, engine, lineage.loss)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections. After the last one the file stands alone, without `-wal` beside it."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._path, self._loss), self._engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self._path, self._loss), self._writing_engine.begin() as connection:
            yield connection

    def _scrub(self) -> None:
        """Rewrites the file without what was deleted or replaced in it, also in its write-ahead log.

        Raises StoreError when somebody goes on reading the older state, so that it could not be taken away.
        """
        with explained(self._path, self._loss):
            is_gone = scrub(self._engine)
        if not is_gone:
            raise StoreError(
                f"{self._path}: what was deleted still stands in the file beside it "
                f"({self._path.name}-wal), since another program has been reading for more than "
                f"{BUSY_SECONDS} seconds; run the command again"
            )


def connect(path: Path, *, private: bool = False) -> Engine:
    """Returns an engine for `path` whose transactions read; `writing` gives the one that writes.

    Each transaction takes a connection of its own from the pool, so threads never share one and never wait
    for one. With `private`, what is deleted is overwritten.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        max_overflow=-1,
        # Python's own transaction handling starts them late and not around DDL: we begin them ourselves.
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_private if private else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """Returns the same engine for transactions that write.

    They take the write lock at the start. One that reads first and then wants to write cannot wait for its
    turn: SQLite refuses it at once when another wrote in between.
    """
    return engine.execution_options(**{_BEGIN: "IMMEDIATE"})


def scrub(engine: Engine) -> bool:
    """Rewrites the file without what was deleted or replaced in it; returns whether its log is empty too.

    In memory, for a file that the rewriting puts aside elsewhere on the disk would hold it all again.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement in (
            "PRAGMA secure_delete = ON",
            "PRAGMA temp_store = MEMORY",
            "VACUUM",
        ):
            cursor.execute(statement)
            cursor.fetchall()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _in_log, _moved = cursor.fetchall()[0]
        cursor.close()
        return not is_busy
    finally:
        connection.close()


def ensure_current(path: Path, engine: Engine, lineage: Lineage) -> None:
    """Brings the schema to the newest revision, with a copy of the file first if it held an older one.

    Raises StoreError when the file belongs to a newer version of this program, or to another program.
    """
    with engine.begin() as connection:
        if _known_revision(path, connection, lineage) == lineage.head:
            return
    with writing(engine).begin() as connection:
        # Asked again under the lock: another process may have done it while this one waited.
        revision = _known_revision(path, connection, lineage)
        if revision == lineage.head:
            return
        if revision is None:
            _make(connection, lineage)
            return
        # Alembic costs 0.1 s to import, and is needed once in a file's life.
        from pipeline.shell.sqlite.migrate import copy_before, upgrade  # noqa: PLC0415

        copy_before(path, lineage.head)
        upgrade(connection, lineage, lineage.head)


def _make(connection: Connection, lineage: Lineage) -> None:
    """Makes the schema as it is now in an empty file: a test keeps it the same as all migrations together."""
    lineage.tables.create_all(connection)
    version = "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)"
    connection.execute(text(f"CREATE TABLE alembic_version ({version})"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": lineage.head})


def _known_revision(path: Path, connection: Connection, lineage: Lineage) -> str | None:
    """Returns the revision of the schema, None for an empty file; raises StoreError for one unknown to us."""
    tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    if not tables:
        return None
    if "alembic_version" not in tables or not tables & set(lineage.tables.tables):
        raise StoreError(
            f"{path}: this is a database of another program; move it away and the next run makes a new one"
        )
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision not in lineage.revisions:
        raise StoreError(
            f"{path}: its schema is {revision}, and this version of the program knows them up to "
            f"{lineage.head}; install the newer version that wrote it, or put back the copy that version "
            f"made beside it ({path.name}.before-{revision})"
        )
    return str(revision)


def _close_to_others(path: Path) -> None:
    """Makes an empty file that only its owner reads, or closes the one there is to others.

    SQLite gives what it writes beside a file the file's own mode. A file that is there is not opened: closing
    it again would drop the locks that this process holds on it elsewhere.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
    for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if one.exists() and one.stat().st_mode & 0o777 != _OWNER_ONLY:
            one.chmod(_OWNER_ONLY)


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _prepare_private(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    _prepare(connection, entry)
    connection.execute("PRAGMA secure_delete = ON")


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
