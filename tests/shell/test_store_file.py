"""The file of the store: made when it is not there, quick to open, and its troubles are explained."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.model import LinkAnswer
from pipeline.shell.sqlite.faults import explain
from pipeline.shell.store import Store, open_store
from pipeline.shell.store.schema import LINEAGE

ANSWER = LinkAnswer("https://wijkteam.example/a", 200, "", datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "pipeline.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def test_a_new_file_is_made_with_its_folder(path: Path) -> None:
    """A root that was never used needs no preparation."""
    with open_store(path) as store:
        assert store.load_publications() == ()

    assert [file.name for file in path.parent.iterdir()] == ["pipeline.db"]


def test_the_file_keeps_a_log_of_its_own_so_that_readers_never_wait(store: Store, path: Path) -> None:
    """WAL is a property of the file, for other programs that open it too."""
    assert store.load_publications() == ()
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_open_file_is_opened_again_at_once(store: Store, path: Path) -> None:
    """Every command opens the store, so an up-to-date file may cost next to nothing."""
    assert store.load_publications() == ()

    def seconds() -> float:
        begin = time.perf_counter()
        open_store(path).close()
        return time.perf_counter() - begin

    assert min(seconds() for _ in range(5)) < 0.06


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """A parent that is a file stands for any folder that refuses; file modes do not stop root."""
    (tmp_path / "var").write_text("not a folder", encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "var" / "pipeline.db")

    assert str(caught.value) == (
        f"{tmp_path}/var/pipeline.db: cannot be made or opened (File exists); its folder must be one that "
        "this user may write in"
    )


def test_a_folder_in_the_place_of_the_file_is_explained(path: Path) -> None:
    """SQLite itself refuses this one."""
    path.mkdir(parents=True)

    with pytest.raises(StoreError) as caught:
        open_store(path)

    assert str(caught.value) == (
        f"{path}: cannot be opened; it must be a file in a folder that this user may write in "
        "(unable to open database file)"
    )


def test_a_file_that_is_no_database_is_explained_and_left_alone(path: Path) -> None:
    """Whatever it is, it may be somebody's."""
    path.parent.mkdir()
    path.write_text("notulen van de redactie\n" * 100, encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        open_store(path)

    assert str(caught.value) == (
        f"{path}: this is not a database; put back your last copy of it. Without one, move the file away and "
        "the next run makes a new one, which does not know what earlier editions showed "
        "(file is not a database)"
    )
    assert path.read_text(encoding="utf-8") == "notulen van de redactie\n" * 100


@contextmanager
def locked_for_a_moment(path: Path) -> Iterator[None]:
    """Another program holds the write lock when the block begins, and lets go 0.3 s later."""

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(0.3)
            other.execute("ROLLBACK")

    held = threading.Event()
    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    yield
    thread.join()


def test_saving_waits_for_another_program_that_writes(store: Store, path: Path) -> None:
    """SQLite waits up to five seconds for its turn."""
    with locked_for_a_moment(path):
        store.save_link_answers((ANSWER,))

    assert store.load_link_answers((ANSWER.url,), since=ANSWER.asked_at) == (ANSWER,)


def test_opening_waits_for_another_program_that_makes_the_file(path: Path) -> None:
    """Here SQLite does not wait by itself."""
    path.parent.mkdir()
    with locked_for_a_moment(path), open_store(path) as store:
        assert store.load_publications() == ()


def test_a_database_that_stays_locked_is_explained(path: Path) -> None:
    """A real error of a real SQLite, which does not wait here."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with closing(sqlite3.connect(path, timeout=0)) as other, pytest.raises(sqlite3.Error) as caught:
            other.execute("CREATE TABLE a (b)")

    assert str(explain(path, caught.value, LINEAGE.loss)) == (
        f"{path}: another program has been writing to it for more than 5 seconds; nothing was recorded. Wait "
        "for that run to end, then run the command again (database is locked)"
    )


def test_a_database_that_somebody_emptied_is_explained(store: Store, path: Path) -> None:
    """What has no explanation of its own still gets path, cause and a way out."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE runs")

    with pytest.raises(StoreError) as caught:
        store.load_runs()

    assert str(caught.value).startswith(
        f"{path}: the database does not answer as expected (no such table: runs); put back your last copy"
    )


@pytest.mark.parametrize(
    ("pragma", "start"),
    [
        ("query_only = ON", "pipeline.db: cannot be written; make the file and its folder writable"),
        ("max_page_count = 1", "pipeline.db: the disk is full; nothing was recorded. Free some space"),
    ],
)
def test_what_sqlite_says_is_explained(tmp_path: Path, pragma: str, start: str) -> None:
    """Real errors of a real SQLite, which a limit on the connection brings about."""
    with closing(sqlite3.connect(tmp_path / "small.db")) as connection:
        connection.execute("CREATE TABLE full (text)")
        connection.execute(f"PRAGMA {pragma}")
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute("INSERT INTO full VALUES (zeroblob(100000))")

    assert str(explain(Path("pipeline.db"), caught.value, LINEAGE.loss)).startswith(start)
