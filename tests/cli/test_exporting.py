"""`export` and `gallery`: what is said, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from tests.jobs.test_export import EDITION
from tests.roots import MONTH, build_edition, make_root, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with a draft."""
    root = make_root(tmp_path / "root")
    write(root.edition_file(MONTH), EDITION)
    build_edition(root)
    return root.path


def nieuwsbrief(root: Path, *words: str) -> int:
    return main(["--root", str(root), *words])


def test_an_edition_that_nobody_approved_is_not_exported(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert nieuwsbrief(root, "export", "2026-12", "--for", "listmonk") == 1

    assert capsys.readouterr().err == (
        "nieuwsbrief: the edition of 2026-12 is not approved; approve it first, or look at it with --draft\n"
    )


def test_a_draft_says_that_it_is_one_and_that_its_codes_were_not_confirmed(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "uit"
    words = ("export", "2026-12", "--for", "spotler", "--draft", "--out", str(out))

    assert nieuwsbrief(root, *words) == 0
    assert capsys.readouterr().out == (
        f"Geschreven: {out}/nieuwsbrief.html\n"
        f"Geschreven: {out}/nieuwsbrief.txt\n"
        f"Geschreven: {out}/onderwerp.txt\n"
        "In onderwerp.txt staat wat je waar invult in spotler.\n"
        "Dit is een proef, en zo staat het er ook in: verstuur hem niet.\n"
        "De codes van spotler konden we niet nakijken: probeer beide links in een proef.\n"
    )


def test_a_program_that_nobody_knows_is_wrong_use(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nieuwsbrief(root, "export", "2026-12", "--for", "duif", "--draft") == 2

    assert "known are: laposta, listmonk, mailchimp, plain, spotler" in capsys.readouterr().err


def test_the_gallery_is_written_where_it_was_asked_for(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert nieuwsbrief(root, "gallery") == 0
    assert nieuwsbrief(root, "gallery", "--out", str(tmp_path / "g.html")) == 0

    usual = root / "build" / "galerij.html"
    said = [f"Open in a browser: {path.as_uri()}\n" for path in (usual, tmp_path / "g.html")]
    assert capsys.readouterr().out == "".join(said)
    assert usual.read_bytes() == (tmp_path / "g.html").read_bytes()
