"""The stock of stories: what keeps each from being published, and what was used when."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.stories import StockRow, check_stories, list_stories
from pipeline.model import Approval
from tests.roots import CUT_OFF, MONTH, STORY, make_root


def stock(root: Root) -> tuple[StockRow, ...]:
    with root.open_store() as store:
        return list_stories(root, store, now=CUT_OFF)


def test_the_stock_shows_each_story_with_what_it_is_and_what_is_missing(tmp_path: Path) -> None:
    asked = STORY.replace("status: gegeven", "status: gevraagd").replace("De lege stoel", "De volle stoel")
    root = make_root(tmp_path, stories={"a-leeg.md": STORY, "b-vol.md": asked, "c-kapot.md": "niets"})
    ready, waiting, broken = stock(root)

    assert ready == StockRow(
        slug="a-leeg",
        title="De lege stoel",
        form="lezen",
        teller="professional",
        tone="spijt",
        kernelementen=("lokale-teams",),
        status="gegeven",
        month="",
        last_used="",
        fictional=False,
        missing=(),
    )
    assert (waiting.title, waiting.status, len(waiting.missing)) == ("De volle stoel", "gevraagd", 1)
    assert (broken.slug, broken.title, broken.missing != ()) == ("c-kapot", "", True)


def test_the_stock_says_in_which_edition_a_story_was_last(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    with root.open_store() as store:
        store.approve(Approval(MONTH, CUT_OFF, CUT_OFF, "redactie", keys=(), story="de-lege-stoel"))

    assert [row.last_used for row in stock(root)] == ["2026-12"]


def test_an_empty_shelf_is_no_fault(tmp_path: Path) -> None:
    root = make_root(tmp_path, stories={})

    assert stock(root) == ()
    assert check_stories(root, now=CUT_OFF) == ()


def test_a_check_tells_the_file_and_the_line_and_looks_at_todays_date(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    assert check_stories(root, now=CUT_OFF) == ()

    [expired] = check_stories(root, now=CUT_OFF + timedelta(days=800))
    assert (expired.path, expired.is_blocking) == ("stories/de-lege-stoel.md", True)
    lines = (root.path / expired.path).read_text(encoding="utf-8").splitlines()
    assert expired.line is not None
    assert "geldig_tot" in lines[expired.line - 1]


@pytest.mark.parametrize("word", ["stories/b-folder", "stories/b-folder/verhaal.md", "b-folder"])
def test_one_story_is_checked_by_its_file_its_folder_or_its_slug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    wrong = STORY.replace("toon: spijt", "toon: boos")
    root = make_root(tmp_path, stories={"a.md": wrong, "b-folder/verhaal.md": wrong})
    monkeypatch.chdir(root.path)
    findings = check_stories(root, now=CUT_OFF, paths=[Path(word)])

    assert {finding.path for finding in findings} == {"stories/b-folder/verhaal.md"}


def test_a_path_that_is_no_story_is_refused_with_what_there_is(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    with pytest.raises(UsageError, match=r"is no story in .*; known are: de-lege-stoel"):
        check_stories(root, now=CUT_OFF, paths=[Path("elders.md")])
