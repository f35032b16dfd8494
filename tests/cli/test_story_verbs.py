"""The verbs on stories: what an editor reads after each, in Dutch, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from tests.roots import make_root, write
from tests.word_files import paragraph, run, word_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root").path


def nieuwsbrief(root: Path, *words: str) -> int:
    return main(["--root", str(root), *words])


def test_a_new_story_is_said_to_be_filled_in(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nieuwsbrief(root, "stories", "new", "Bij de deur") == 0

    said = capsys.readouterr().out
    assert f"Geschreven: {root}/stories/bij-de-deur/verhaal.md" in said
    assert "zegt ‘nieuwsbrief stories check bij-de-deur’ wat er nog ontbreekt" in said


def test_a_document_that_must_be_cleaned_first_is_refused_with_the_way_to_do_it(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "verhaal.docx"
    file.write_bytes(word_file(paragraph("x"), f'<w:p><w:ins w:id="1">{run("y")}</w:ins></w:p>'))

    assert nieuwsbrief(root, "stories", "import", str(file)) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"nieuwsbrief: {file}: er staan wijzigingen in")
    assert "Alle wijzigingen accepteren" in said


def test_what_was_accepted_is_said_and_by_whom(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nieuwsbrief(root, "stories", "accept", "de-lege-stoel", "--by", "hoofdredactie") == 0

    assert capsys.readouterr().out.startswith("Geaccepteerd door hoofdredactie; het staat in ")


def test_taking_back_says_that_it_looked_and_what_is_left_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert nieuwsbrief(root, "stories", "withdraw", "de-lege-stoel") == 0

    said = capsys.readouterr().out
    assert "Het stond in geen enkele goedgekeurde editie." in said
    assert "niets meer gevonden." in said
    assert "Gooi nu zelf weg: stories/de-lege-stoel.md" in said


def test_taking_back_fails_while_something_is_left(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "var" / "kladje.txt", "De lege stoel")

    assert nieuwsbrief(root, "stories", "withdraw", "de-lege-stoel") == 1
    assert "HIER STAAT NOG IETS VAN HET VERHAAL:\n  var/kladje.txt" in capsys.readouterr().out


def test_a_key_that_is_too_short_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIEUWSBRIEF_KEY", "kort")

    assert nieuwsbrief(root, "stories", "withdraw", "de-lege-stoel") == 2
    assert "NIEUWSBRIEF_KEY: this key has fewer than 32 signs" in capsys.readouterr().err
