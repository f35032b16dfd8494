"""The verbs of the subscribers: what an operator reads after each, and the exit code."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest
import requests

from pipeline.cli import main
from tests.roots import COMMAND, ENVIRONMENT, make_root

BASIS = "Aanmeldformulier van de oude site, november 2026"
JAN = "jan@wijkteam.example"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root").path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lijst.csv"
    path.write_text(f"email\n{JAN}\ngeen-adres\npiet@wijkteam.example\n", encoding="utf-8")
    return path


def nieuwsbrief(root: Path, *words: str) -> int:
    return main(["--root", str(root), *words])


def bring(root: Path, file: Path) -> int:
    return nieuwsbrief(root, "subscribers", "import", str(file), "--basis", BASIS)


def test_an_import_names_each_row_it_refused_with_line_and_reason(
    root: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(root, file) == 1

    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{file}:3: An email address must have an @-sign",
        "2 taken in, 1 refused. The basis is recorded with each one.",
    ]


def test_an_import_without_a_basis_is_wrong_use(root: Path, file: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        nieuwsbrief(root, "subscribers", "import", str(file))

    assert stop.value.code == 2


def test_finding_prints_the_proof_and_says_when_there_is_none(
    root: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(root, file)
    capsys.readouterr()

    assert nieuwsbrief(root, "subscribers", "find", "JAN@wijkteam.example") == 0
    said = capsys.readouterr().out
    assert nieuwsbrief(root, "subscribers", "find", "nooit@wijkteam.example") == 1

    assert [line.split(":", 1)[0] for line in said.splitlines()] == ["address", "state", "basis", "requested"]
    assert BASIS in said


def test_removing_says_what_is_left(root: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring(root, file)
    capsys.readouterr()

    assert nieuwsbrief(root, "subscribers", "remove", JAN) == 0

    said = capsys.readouterr().out
    assert f"{JAN} is erased; the database was rewritten without it." in said
    assert "Left is a keyed hash" in said


def test_exporting_prints_csv_and_counting_prints_no_address(
    root: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(root, file)
    capsys.readouterr()

    assert nieuwsbrief(root, "subscribers", "export") == 0
    exported = capsys.readouterr().out.splitlines()
    assert nieuwsbrief(root, "subscribers", "stats", "--json") == 0
    counted = capsys.readouterr().out

    assert exported[0] == "address,state,requested_at,form,confirmed_at,basis,ended_at"
    assert exported[1].startswith(f"{JAN},actief,")
    assert json.loads(counted)["states"]["actief"] == 2
    assert "@" not in counted


def test_sweeping_and_a_new_key_say_what_they_did(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nieuwsbrief(root, "subscribers", "sweep") == 0
    assert nieuwsbrief(root, "subscribers", "new-key") == 0

    said = capsys.readouterr().out
    assert "Nothing was kept too long." in said
    assert "The newest key is k2; 1 older ones stay" in said


@pytest.mark.slow
def test_the_pages_are_served_until_the_program_is_told_to_stop(root: Path) -> None:
    """A process of its own, with the mail that it still had to do in var/outbox at the end."""
    with subprocess.Popen(
        [*COMMAND, "--root", str(root), "web", "--port", "0"],
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        url = process.stderr.readline().rpartition(" ")[2].strip()
        assert url.startswith("http://127.0.0.1:")
        answer = requests.post(f"{url}/aanmelden", data={"adres": JAN}, allow_redirects=False, timeout=10)
        process.send_signal(signal.SIGTERM)
        process.wait(20)

    assert (answer.status_code, process.returncode) == (303, 0)
    (mail,) = (root / "var" / "outbox").iterdir()
    assert f"To: {JAN}".encode() in mail.read_bytes()
