"""A file of any age opens, with its rows whole; one from the future is left alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pipeline.errors import StoreError
from pipeline.model import (
    Approval,
    EndpointState,
    LinkAnswer,
    Month,
    Publication,
    PublicationData,
    PublicationType,
    Run,
    Status,
    Visit,
)
from pipeline.shell.sqlite import connect, writing
from pipeline.shell.sqlite.migrate import alembic_config, upgrade
from pipeline.shell.store import open_store
from pipeline.shell.store.schema import LINEAGE
from pipeline.text.similar import likeness

HEAD = LINEAGE.head
FIRST_VERSION = Path(__file__).parent / "data" / "pipeline-0001.sql"
SECOND_VERSION = FIRST_VERSION.with_name("pipeline-0002.sql")
FEED = "https://wijkteam.example/feed"
LEARNING = "https://wijkteam.example/nieuws/leersessie"


def at(day: int, hour: int = 8, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pipeline.db"


@pytest.fixture(params=[FIRST_VERSION, SECOND_VERSION], ids=["0001", "0002"])
def older_version(request: pytest.FixtureRequest, path: Path) -> Path:
    """A file as an older revision kept it, with rows in every table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(request.param.read_text(encoding="utf-8"))
    return path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_the_revisions_in_the_code_are_those_of_the_migrations() -> None:
    """Opening a file trusts the constant and does not ask Alembic."""
    scripts = ScriptDirectory.from_config(alembic_config(LINEAGE))

    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == LINEAGE.revisions
    assert scripts.get_heads() == [HEAD]


def test_the_migrations_make_the_tables_of_the_schema(path: Path) -> None:
    """A column added to one of the two only would be found by an operator."""
    engine = connect(path)
    with writing(engine).begin() as connection:
        upgrade(connection, LINEAGE, HEAD)
    with engine.begin() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), LINEAGE.tables)
    engine.dispose()

    assert differences == []


def test_a_new_file_is_one_that_was_migrated_all_the_way(path: Path, tmp_path: Path) -> None:
    """A new file is made without Alembic, which takes longer to import than all the rest."""
    open_store(path).close()
    migrated = tmp_path / "migrated.db"
    engine = connect(migrated)
    with writing(engine).begin() as connection:
        upgrade(connection, LINEAGE, HEAD)
    engine.dispose()

    def columns(file: Path) -> dict[str, list[tuple[object, ...]]]:
        with closing(sqlite3.connect(file)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
            facts = {
                f"{what} {name}": connection.execute(f"PRAGMA {what}({name})").fetchall()
                for name in names
                for what in ("table_info", "index_info", "index_list")
            }
            facts["version"] = connection.execute("SELECT * FROM alembic_version").fetchall()
            return {name: sorted(rows, key=str) for name, rows in facts.items()}

    made, expected = columns(path), columns(migrated)
    assert {name: len(rows) for name, rows in made.items()} == {
        name: len(rows) for name, rows in expected.items()
    }
    assert {n: r for n, r in made.items() if n == "version"} == {"version": [(HEAD,)]}


def test_the_first_migration_makes_what_the_first_version_had(path: Path, tmp_path: Path) -> None:
    """A migration that was released does not change any more."""
    engine = connect(path)
    with writing(engine).begin() as connection:
        upgrade(connection, LINEAGE, "0001")
    engine.dispose()
    stored = tmp_path / "stored.db"
    with closing(sqlite3.connect(stored)) as other:
        other.executescript(FIRST_VERSION.read_text(encoding="utf-8"))

    def tables(file: Path) -> list[str]:
        return [line for line in dump(file) if line.startswith("CREATE")]

    assert tables(path) == tables(stored)


def test_a_file_of_an_older_version_opens_with_its_rows_whole(older_version: Path) -> None:
    """Every noun that it held, and the place for the new ones."""
    answer = LinkAnswer(LEARNING, 200, "", at(24))
    with open_store(older_version) as store:
        assert store.load_publications() == (
            Publication(
                key=LEARNING,
                source="wijkteam",
                endpoint=FEED,
                data=PublicationData(
                    title="Leersessie over ‘samen beslissen’",
                    url=LEARNING,
                    guid="wijkteam-17",
                    type=PublicationType.NIEUWS,
                    summary="Wat leerden de deelnemers?",
                    summary_from="description",
                    published=at(2),
                    published_from="pubDate",
                    updated=at(4),
                    flags=("no-summary",),
                ),
                type=PublicationType.NIEUWS,
                first_seen=at(3),
                changed_at=at(4),
                content_hash="c0ffee",
                likeness=likeness("Leersessie over ‘samen beslissen’"),
            ),
            Publication(
                key="agenda:a-1",
                source="agenda",
                endpoint="https://agenda.example/agenda.ics",
                data=PublicationData(
                    title="Intervisie in de wijk",
                    url=None,
                    guid="a-1",
                    event_start=at(10, 12, 30, month=12),
                    event_end=at(10, 15, month=12),
                    location="Utrecht",
                    flags=("no-link", "no-date"),
                ),
                type=PublicationType.BIJEENKOMST,
                first_seen=at(5),
                changed_at=at(5),
                content_hash="beef",
                likeness=likeness("Intervisie in de wijk"),
            ),
        )
        assert store.load_states() == (
            EndpointState(
                source="wijkteam",
                url=FEED,
                etag='"v1"',
                body_hash="d00d",
                status=Status.OK,
                checked_at=at(5),
                ok_at=at(5),
                last_new_at=at(3),
            ),
        )
        assert store.load_visits() == (Visit("wijkteam", FEED, Status.OK, new=1, seen=10, seconds=0.4),)
        assert store.load_runs() == (Run("collect", at(5), at(5), at(5, 8, 1), "ok"),)
        assert store.load_approvals() == (
            Approval(
                month=Month(2026, 11),
                cut_off=at(5),
                approved_at=at(6),
                by="redactie",
                keys=(LEARNING,),
                story="had-eerder-moeten-vragen",
                hashes={"newsletter.html": "aa"},
            ),
        )
        store.save_link_answers((answer,))
        assert store.load_link_answers((LEARNING,), since=at(1)) == (answer,)


def test_a_copy_of_the_old_file_stands_beside_the_new_one(older_version: Path) -> None:
    """Whole, so that it can be put back for the older program."""
    before = dump(older_version)

    open_store(older_version).close()

    assert sorted(file.name for file in older_version.parent.iterdir()) == [
        "pipeline.db",
        "pipeline.db.before-0005",
    ]
    assert dump(older_version.with_name("pipeline.db.before-0005")) == before


def test_a_new_or_current_file_needs_no_copy(path: Path) -> None:
    """There is nothing to keep, and nothing that changes."""
    open_store(path).close()
    open_store(path).close()

    assert [file.name for file in path.parent.iterdir()] == ["pipeline.db"]


def test_a_migration_that_fails_leaves_the_file_as_it_was(older_version: Path) -> None:
    """A table in the way stands for any trouble halfway: the columns added before it are taken back."""
    with closing(sqlite3.connect(older_version)) as connection:
        connection.execute("CREATE TABLE robots (mine)")
    before = dump(older_version)

    with pytest.raises(StoreError) as caught:
        open_store(older_version)

    assert str(caught.value).startswith(
        f"{older_version}: the database does not answer as expected (table robots already exists); put back"
    )
    assert dump(older_version) == before


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    """We do not know what its columns mean."""
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.commit()
    before = dump(path)

    with pytest.raises(StoreError) as caught:
        open_store(path)

    assert str(caught.value) == (
        f"{path}: its schema is 0099, and this version of the program knows them up to {HEAD}; install the "
        "newer version that wrote it, or put back the copy that version made beside it "
        "(pipeline.db.before-0099)"
    )
    assert dump(path) == before


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    """Somebody gave the wrong path."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE orders (number)")
    before = dump(path)

    with pytest.raises(StoreError) as caught:
        open_store(path)

    assert str(caught.value) == (
        f"{path}: this is a database of another program; move it away and the next run makes a new one"
    )
    assert dump(path) == before


def test_a_folder_with_a_percent_sign_can_be_migrated(tmp_path: Path) -> None:
    """Characters that mean something in an address or in settings are plain here."""
    folder = tmp_path / "100% mijn?bestand#1"

    with open_store(folder / "pipeline.db") as store:
        assert store.load_publications() == ()

    assert [file.name for file in folder.iterdir()] == ["pipeline.db"]


def test_opening_a_current_file_does_not_import_alembic(path: Path) -> None:
    """It would double the time every command takes to start."""
    open_store(path).close()
    script = (
        "import sys; from pathlib import Path; from pipeline.shell.store import open_store; "
        "open_store(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )

    printed = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )

    assert printed.stdout == "False\n"
