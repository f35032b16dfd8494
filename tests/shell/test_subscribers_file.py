"""var/subscribers.db is for its owner alone, and what was deleted in it is nowhere any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pipeline.errors import StoreError
from pipeline.model.keys import Key, Keys
from pipeline.model.subscribers import (
    AddressKey,
    MailLimits,
    SubscriberState,
    SweepTerms,
    Swept,
)
from pipeline.shell.sqlite import connect, writing
from pipeline.shell.sqlite.migrate import alembic_config, upgrade
from pipeline.shell.store import open_store
from pipeline.shell.subscribers import LINEAGE, Subscribers, open_subscribers

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEYS = Keys((Key("k1", b"a key for tests only, of no other use"),))
LIMITS = MailLimits()
TERMS = SweepTerms()


def key_of(address: str, keys: Keys = KEYS) -> AddressKey:
    return AddressKey(address, keys.hashes(address.lower()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "subscribers.db"


def active(store: Subscribers, address: str, now: datetime = NOW) -> int:
    asked = store.request(key_of(address), form="1", now=now, limits=LIMITS)
    assert asked is not None
    assert store.confirm(asked.id, round=asked.round, key=key_of(address), now=now) is not None
    return asked.id


def files_with(folder: Path, text: str) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if text.encode() in file.read_bytes())


def rows_in(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in ("alembic_version", "sqlite_sequence")
        ]
        tables = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608
    return {name: rows for name, rows in tables.items() if rows}


def test_the_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    engine = connect(tmp_path / "migrated.db")
    with writing(engine).begin() as connection:
        upgrade(connection, LINEAGE, LINEAGE.head)
    with engine.begin() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), LINEAGE.tables)
    engine.dispose()

    assert differences == []


def test_a_new_file_is_one_that_was_migrated_all_the_way(path: Path, tmp_path: Path) -> None:
    open_subscribers(path).close()
    engine = connect(tmp_path / "migrated.db")
    with writing(engine).begin() as connection:
        upgrade(connection, LINEAGE, LINEAGE.head)
    engine.dispose()

    def columns(file: Path) -> dict[str, list[tuple[object, ...]]]:
        with closing(sqlite3.connect(file)) as connection:
            names = sorted(name for (name,) in connection.execute("SELECT name FROM sqlite_master"))
            return {
                f"{what} {name}": connection.execute(f"PRAGMA {what}({name})").fetchall()
                for name in names
                for what in ("table_info", "index_xinfo")
            }

    assert columns(path) == columns(tmp_path / "migrated.db")


def test_the_revisions_in_the_code_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory.from_config(alembic_config(LINEAGE))

    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == LINEAGE.revisions


def test_only_its_owner_reads_the_file_and_what_stands_beside_it(path: Path) -> None:
    with open_subscribers(path) as store:
        active(store, "jan@wijkteam.example")
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()}

    assert modes == {
        "subscribers.db": "0o600",
        "subscribers.db-shm": "0o600",
        "subscribers.db-wal": "0o600",
    }


def test_a_file_that_came_open_to_others_is_closed_to_them(path: Path) -> None:
    open_subscribers(path).close()
    path.chmod(0o644)

    open_subscribers(path).close()

    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_the_other_database_is_not_taken_for_it(path: Path) -> None:
    open_store(path).close()

    with pytest.raises(StoreError, match="this is a database of another program"):
        open_subscribers(path)


def test_an_erased_address_is_in_no_byte_of_the_files_and_only_its_hash_is_left(path: Path) -> None:
    with open_subscribers(path) as store:
        active(store, "weg@wijkteam.example")
        assert files_with(path.parent, "weg@wijkteam") != []

        assert store.erase(key_of("weg@wijkteam.example"), now=NOW)

        assert files_with(path.parent, "weg@wijkteam") == []
    assert files_with(path.parent, "weg@wijkteam") == []
    assert rows_in(path) == {
        "suppressed": [
            (KEYS.hashes("weg@wijkteam.example")[0], "2026-11-01T09:00:00.000000+00:00", "verwijderd")
        ]
    }


def test_the_sweep_leaves_what_may_stay_and_nothing_of_the_rest(path: Path) -> None:
    """Before it: a request of a week, one of a day, one who left a month ago, one who left yesterday, one
    who stays; and the deliveries of an edition of thirteen months ago and of the last."""
    with open_subscribers(path) as store:
        stays = active(store, "blijft@wijkteam.example", NOW - 400 * DAY)
        for address, days in (("vertrok@wijkteam.example", 28), ("gisteren@wijkteam.example", 1)):
            number = active(store, address, NOW - 100 * DAY)
            left = NOW - days * DAY
            assert store.end(number, SubscriberState.UNSUBSCRIBED, key=key_of(address), now=left)
        for address, days in (("nooit@wijkteam.example", 7), ("straks@wijkteam.example", 1)):
            asked = store.request(key_of(address), form="1", now=NOW - days * DAY, limits=LIMITS)
            assert asked is not None
        fill_deliveries(path, stays=stays, left=2)

        swept = store.sweep(NOW, TERMS, key_of)

        assert [files_with(path.parent, name) for name in ("vertrok@wijkteam", "nooit@wijkteam")] == [[], []]
    assert swept == Swept(unconfirmed=1, ended=1, deliveries=1, mails=3)
    assert [files_with(path.parent, name) for name in ("vertrok@wijkteam", "nooit@wijkteam")] == [[], []]
    rows = rows_in(path)
    assert [(row[1], row[3]) for row in rows["subscribers"]] == [
        ("blijft@wijkteam.example", "actief"),
        ("gisteren@wijkteam.example", "afgemeld"),
        ("straks@wijkteam.example", "aangevraagd"),
    ]
    assert sorted((row[0], row[2]) for row in rows["suppressed"]) == sorted(
        (KEYS.hashes(address)[0], "afgemeld")
        for address in ("vertrok@wijkteam.example", "gisteren@wijkteam.example")
    )
    assert [row[1] for row in rows["confirmation_mails"]] == [
        KEYS.hashes("nooit@wijkteam.example")[0],
        KEYS.hashes("straks@wijkteam.example")[0],
    ]
    assert [row[:3] for row in rows["deliveries"]] == [("2026-11", stays, "aangenomen")]
    assert sorted(rows["delivery_counts"]) == [
        ("2025-09", "aangenomen", 1),
        ("2025-09", "geweigerd", 1),
        ("2026-11", "vervallen", 1),
    ]
    assert [row[0] for row in rows["sendings"]] == ["2025-09", "2026-11"]
    assert "bounces" not in rows


def fill_deliveries(path: Path, *, stays: int, left: int) -> None:
    """An edition of long ago, all settled; and one of now, of which the second was not settled yet."""
    with closing(sqlite3.connect(path)) as connection:
        for month, moment in (("2025-09", "2025-09-03"), ("2026-11", "2026-10-30")):
            began = f"{moment}T09:00:00.000000+00:00"
            connection.execute(
                "INSERT INTO sendings VALUES (?, ?, NULL, 'klaar', 'redactie', 'aa', '')", (month, began)
            )
        rows = [
            ("2025-09", stays, "aangenomen", "2025-09-03"),
            ("2025-09", left, "geweigerd", "2025-09-03"),
            ("2026-11", stays, "aangenomen", "2026-10-30"),
            ("2026-11", left, "later", None),
        ]
        connection.executemany(
            "INSERT INTO deliveries (month, subscriber_id, state, settled_at) VALUES (?, ?, ?, ?)", rows
        )
        connection.execute("INSERT INTO bounces VALUES (?, '2026-11', 'soft', '2026-10-31')", (left,))
        connection.commit()


def test_what_was_asked_again_under_a_new_key_is_still_one_subscriber(path: Path) -> None:
    """After a rotation the old hashes are recognised, and the sweep brings those beside addresses along."""
    both = Keys((Key("k2", b"the newer key, also for tests only"), *KEYS.all))
    with open_subscribers(path) as store:
        number = active(store, "jan@wijkteam.example")
        again = store.request(
            key_of("Jan@wijkteam.example", both), form="1", now=NOW + 2 * DAY, limits=LIMITS
        )

        swept = store.sweep(NOW + 3 * DAY, TERMS, lambda address: key_of(address, both))

        assert again is not None
        assert (again.id, again.state) == (number, SubscriberState.ACTIVE)
        assert swept == Swept(rehashed=1)
        assert store.find(key_of("jan@wijkteam.example", Keys(both.all[:1]))) is not None


def test_a_number_is_never_given_twice(path: Path) -> None:
    """A link in an old mail holds it, and must never unsubscribe somebody else."""
    with open_subscribers(path) as store:
        first = active(store, "weg@wijkteam.example")
        store.erase(key_of("weg@wijkteam.example"), now=NOW)

        assert active(store, "nieuw@wijkteam.example") == first + 1


@pytest.mark.slow
def test_an_erasure_that_a_reader_keeps_from_being_whole_says_so(path: Path) -> None:
    """The row is gone; what the reader still looks at stands in the log until it is done."""
    with open_subscribers(path) as store:
        active(store, "weg@wijkteam.example")
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM subscribers").fetchall()
            with pytest.raises(StoreError, match="what was deleted still stands in the file beside it"):
                store.erase(key_of("weg@wijkteam.example"), now=NOW)

        assert store.load_all() == ()
        store.erase(key_of("weg@wijkteam.example"), now=NOW)
        assert files_with(path.parent, "weg@wijkteam") == []
