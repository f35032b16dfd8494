"""What the check on stories prints, where, and what it keeps off a log."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.roots import COMMAND, ENVIRONMENT, STORY, make_root

NAMED = STORY.replace("Niemand ging erop zitten", "Mijn dochter Sanne ging erop zitten")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root", stories={"de-lege-stoel.md": NAMED}).path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**ENVIRONMENT, "XDG_DATA_HOME": str(folder.parent / "data")}
    return subprocess.run(
        [*COMMAND, "--root", str(folder), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def on_terminal(folder: Path, *words: str) -> str:
    """What the command prints when a person looks at it."""
    ours, theirs = pty.openpty()
    environment = {**ENVIRONMENT, "XDG_DATA_HOME": str(folder.parent / "data")}
    with subprocess.Popen(
        [*COMMAND, "--root", str(folder), *words], env=environment, stdout=theirs, stderr=subprocess.DEVNULL
    ):
        os.close(theirs)
        said = b""
        # On Linux a terminal without a writer ends with an error, not with nothing.
        try:
            while more := os.read(ours, 65536):
                said += more
        except OSError:
            pass
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("words", [(), ("--json",), ("--show",), ("--show", "--json")])
def test_what_was_found_never_reaches_a_log(folder: Path, words: tuple[str, ...]) -> None:
    done = run(folder, "stories", "check", *words)

    assert done.returncode == 1
    assert "identifying-name" in done.stdout
    assert "Sanne" not in done.stdout + done.stderr


def test_on_a_terminal_show_shows_it(folder: Path) -> None:
    assert "    gevonden: Sanne\n" in on_terminal(folder, "stories", "check", "--show")
    assert "Sanne" not in on_terminal(folder, "stories", "check")


def test_show_without_a_terminal_says_that_it_does_nothing(folder: Path) -> None:
    assert run(folder, "stories", "check", "--show").stderr == (
        "--show works on a terminal only; what was found is not printed here.\n"
    )


def test_aliases_are_listed_on_a_terminal_and_nowhere_else(folder: Path) -> None:
    refused = run(folder, "stories", "alias", "de-lege-stoel")
    assert (refused.returncode, refused.stdout) == (2, "")

    listed = on_terminal(folder, "stories", "alias", "de-lege-stoel")
    assert listed.startswith("Sanne  →  ")
    assert "; of: mijn dochter  [naam, 1×]\n1 voorstel.\n" in listed

    written = run(folder, "stories", "alias", "de-lege-stoel", "--write")
    assert (written.returncode, "Sanne" in written.stdout) == (0, False)
    assert "Sanne" not in (folder / "stories" / "de-lege-stoel.md").read_text(encoding="utf-8")
