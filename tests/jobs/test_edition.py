"""The editor's file: written with the candidates, and changed without touching a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.jobs.edition import run_edition_add, run_edition_new
from pipeline.jobs.root import Root
from pipeline.model import EditionPlan, PlannedItem
from tests.roots import (
    CUT_OFF,
    MONTH,
    Site,
    build_edition,
    collect_from,
    entry,
    feed_file,
    make_root,
    rss,
    write,
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        dated = entry("Een wijkteam gaat terug naar een gezin", "/een")
        undated = entry("Een bericht zonder datum", "http://bron.example/zonder", day="")
        running.serve("/feed", rss(dated, undated))
        yield running


@pytest.fixture
def root(tmp_path: Path, site: Site) -> Root:
    root = make_root(tmp_path, feeds={"bron": feed_file("http://bron.example/feed")})
    collect_from(root, {"bron.example": site})
    return root


def run(root: Root, *words: str) -> int:
    return main(["--root", str(root.path), "edition", *words])


def text(root: Root) -> str:
    return root.edition_file(MONTH).read_text(encoding="utf-8")


def comments(lines: str) -> list[str]:
    return [line for line in lines.splitlines() if line.startswith("#")]


def test_a_new_file_decides_nothing_and_holds_the_candidates_as_comments(root: Root) -> None:
    before = build_edition(root)
    assert run(root, "new", "2026-12", "--as-of", "2026-12-03T09:00") == 0

    assert root.plan(MONTH) == EditionPlan(MONTH, path="editions/2026-12.toml")
    about = "\n".join(comments(text(root)))
    for word in ("Een wijkteam gaat terug naar een gezin", "https://bron.example/een", "Nieuws uit het veld"):
        assert word in about
    assert "Een bericht zonder datum" in about
    assert build_edition(root).edition == before.edition


def test_a_file_that_is_there_is_never_written_over(root: Root) -> None:
    write(root.edition_file(MONTH), "# van de redactie\n")

    with root.open_store() as store, pytest.raises(UsageError, match="is there already"):
        run_edition_new(root, store, month=MONTH, now=CUT_OFF)
    assert run(root, "new", "2026-12", "--as-of", "2026-12-03T09:00") == 2
    assert text(root) == "# van de redactie\n"


def test_add_drop_and_pin_keep_every_comment_and_word_of_the_editor(root: Root) -> None:
    mine = '# Mijn aantekening.\nonderwerp = "Terug naar het gezin"  # nog eens lezen\nweglaten = [\n]\n'
    write(root.edition_file(MONTH), mine)

    assert run(root, "add", "2026-12", "http://bron.example/zonder", "--section", "nieuws") == 0
    assert run(root, "pin", "2026-12", "http://bron.example/zonder") == 0
    assert run(root, "drop", "2026-12", "https://bron.example/een") == 0

    assert text(root).startswith(
        '# Mijn aantekening.\nonderwerp = "Terug naar het gezin"  # nog eens lezen\n'
    )
    plan = root.plan(MONTH)
    assert (plan.subject, plan.dropped) == ("Terug naar het gezin", ("https://bron.example/een",))
    [item] = plan.items
    assert (item.url, item.section, item.pinned) == ("http://bron.example/zonder", "nieuws", True)
    result = build_edition(root)
    titles = [one.title for section in result.edition.sections for one in section.items]
    assert titles == ["Een bericht zonder datum"]


def test_a_link_of_ones_own_is_added_with_its_title(root: Root) -> None:
    words = (
        "add",
        "2026-12",
        "https://eigen.example/bericht",
        "--title",
        "Van onszelf",
        "--section",
        "nieuws",
    )
    assert run(root, *words) == 0

    assert isinstance(root.plan(MONTH).items[0], PlannedItem)
    result = build_edition(root)
    titles = [one.title for section in result.edition.sections for one in section.items]
    assert "Van onszelf" in titles


def test_adding_twice_changes_nothing(root: Root) -> None:
    run(root, "add", "2026-12", "http://bron.example/zonder")
    once = text(root)
    run(root, "add", "2026-12", "http://bron.example/zonder")

    assert text(root) == once


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "2026-12", "bron.example/een"), "is not a whole web address"),
        (("drop", "2026-12", "javascript:alert(1)"), "is not a whole web address"),
        (("pin", "december", "https://bron.example/een"), "'december' is no month; write it as 2026-12"),
        (("add", "2026-12", "https://bron.example/een", "--section", "sport"), "known are: nieuws, agenda"),
    ],
)
def test_words_that_do_not_fit_are_refused_and_write_nothing(
    root: Root, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run(root, *words) == 2
    assert said in capsys.readouterr().err
    assert not root.edition_file(MONTH).exists()


def test_a_file_that_is_broken_is_named_with_its_line_and_left_alone(root: Root) -> None:
    write(root.edition_file(MONTH), '# goed\nonderwerp = "open\n')

    assert run(root, "drop", "2026-12", "https://bron.example/een") == 2
    assert text(root) == '# goed\nonderwerp = "open\n'


def test_a_first_add_makes_the_file_with_its_explanations(root: Root) -> None:
    run_edition_add(root, month=MONTH, url="https://bron.example/een")

    assert len(comments(text(root))) > 10
    assert [item.url for item in root.plan(MONTH).items] == ["https://bron.example/een"]
