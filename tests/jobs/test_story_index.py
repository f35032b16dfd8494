"""The index of stories on disk: pages of what readers have had, with guides, and gone when taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.jobs.root import Root
from pipeline.jobs.stories import run_stories_withdraw
from pipeline.jobs.story_index import WrittenIndex, run_stories_index
from pipeline.model import Approval, Month
from tests.roots import CUT_OFF, MONTH, STORY, bytes_in, make_root, put_story

pytestmark = pytest.mark.slow

MAIL_ONLY = STORY.replace("bereik: [nieuwsbrief, website]", "bereik: [nieuwsbrief]")
FILM = STORY.replace("titel: De lege stoel", "titel: Elf stoelen").replace("stoel bij", "kruk bij")


def index(root: Root, *, preview: bool = False) -> WrittenIndex:
    with root.open_store() as store:
        return run_stories_index(root, store, now=CUT_OFF, preview=preview, with_cards=False)


def approve(root: Root, month: Month, slug: str) -> None:
    with root.open_store() as store:
        store.approve(Approval(month, CUT_OFF, CUT_OFF, "redactie", keys=(), story=slug))


@pytest.fixture
def root(tmp_path: Path) -> Root:
    made = make_root(tmp_path, stories={"een.md": STORY, "twee.md": FILM, "mail.md": MAIL_ONLY})
    for month, slug in ((Month(2026, 10), "een"), (Month(2026, 11), "mail"), (MONTH, "twee")):
        approve(made, month, slug)
    return made


def test_the_index_holds_what_readers_had_and_may_be_found_the_last_first(root: Root) -> None:
    put_story(root.path, "stories/nieuw.md".removeprefix("stories/"), STORY)
    written = index(root)
    page = (written.folder / "index.html").read_text(encoding="utf-8")

    assert written.stories == ("twee", "een")
    assert page.index("Elf stoelen") < page.index("De lege stoel")
    assert sorted(name for name in bytes_in(written.folder) if "/" in name) == [
        *("een/gesprek.html", "een/manifest.json", "een/verhaal.html"),
        *("twee/gesprek.html", "twee/manifest.json", "twee/verhaal.html"),
    ]
    assert "noindex" not in (written.folder / "een" / "verhaal.html").read_text(encoding="utf-8")


def test_a_preview_takes_in_what_was_in_no_edition_yet(root: Root) -> None:
    put_story(root.path, "nieuw.md", STORY)

    assert index(root, preview=True).stories == ("twee", "een", "nieuw")


def test_the_index_made_twice_is_the_same_to_the_byte(root: Root) -> None:
    once = bytes_in(index(root).folder)

    assert bytes_in(index(root).folder) == once


def test_what_may_not_be_shown_any_more_leaves_no_page_and_no_folder(root: Root) -> None:
    folder = index(root).folder
    put_story(root.path, "een.md", STORY.replace("status: gegeven", "status: gevraagd"))
    index(root)

    assert not (folder / "een").exists()
    assert "De lege stoel" not in (folder / "index.html").read_text(encoding="utf-8")
    assert not (folder / "toon-succes.html").exists()


def test_a_story_that_is_taken_back_is_gone_from_the_index_at_once(root: Root) -> None:
    folder = index(root).folder
    with root.open_store() as store:
        removal = run_stories_withdraw(root, store, slug="een", now=CUT_OFF)

    assert removal.left == ()
    assert "build/verhalen/een/verhaal.html" in removal.removed
    assert list(folder.rglob("*een*")) == []
    assert index(root).stories == ("twee",)


def test_the_command_says_where_the_index_is(root: Root, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(root.path), "stories", "index", "--as-of", "2026-12-03T09:00"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"2 verhalen in het overzicht: {root.path}/build/verhalen/index.html"
    )
