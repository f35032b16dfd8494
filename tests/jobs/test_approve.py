"""Approve: what was read is frozen, and what it showed is spent."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import ApprovalError, UsageError, WriteError
from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root, load_root
from pipeline.model import Approval, Month, Reason
from tests.roots import (
    CUT_OFF,
    MONTH,
    STORY,
    Site,
    build_edition,
    bytes_in,
    collect_from,
    entry,
    feed_file,
    make_root,
    put_story,
    rss,
    write,
)

AN_HOUR_LATER = CUT_OFF + timedelta(hours=1)
JANUARY = Month(2027, 1)
FIRST = rss(entry("Een wijkteam gaat terug naar een gezin", "/een"), entry("Een tweede bericht", "/twee"))


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.serve("/feed", FIRST)
        yield running


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with a draft that can be approved, made once."""
    root = make_root(tmp_path_factory.mktemp("proef"), feeds={"bron": feed_file("http://bron.example/feed")})
    with Site() as site:
        site.serve("/feed", FIRST)
        collect_from(root, {"bron.example": site})
    write(root.edition_file(MONTH), 'onderwerp = "Terug naar het gezin"\n')
    build_edition(root)
    return root.path


@pytest.fixture
def root(drafted: Path, tmp_path: Path) -> Root:
    """A copy of it for each test."""
    return load_root(shutil.copytree(drafted, tmp_path, dirs_exist_ok=True))


def approve(root: Root, *, month: Month = MONTH, by: str = "redactie") -> Approval:
    with root.open_store() as store:
        return run_approve(root, store, month=month, by=by, now=AN_HOUR_LATER)


def approvals(root: Root) -> tuple[Approval, ...]:
    with root.open_store() as store:
        return store.load_approvals()


def refused(root: Root, words: str) -> None:
    """Approving stops with these words, and nothing was recorded or frozen."""
    with pytest.raises(ApprovalError) as stop:
        approve(root)
    assert words in str(stop.value)
    assert approvals(root) == ()
    assert not root.archive(MONTH).exists()


def test_an_approval_freezes_the_files_and_spends_items_and_story(root: Root) -> None:
    draft = bytes_in(root.build(MONTH))
    approval = approve(root)

    assert approval == Approval(
        month=MONTH,
        cut_off=CUT_OFF,
        approved_at=AN_HOUR_LATER,
        by="redactie",
        keys=("https://bron.example/een", "https://bron.example/twee"),
        story="de-lege-stoel",
        hashes=draft,
    )
    assert approvals(root) == (approval,)
    frozen = bytes_in(root.archive(MONTH))
    assert frozen.pop("journal.jsonl")
    assert frozen == draft


def test_the_journal_says_what_was_approved_by_which_role_and_is_only_added_to(root: Root) -> None:
    older = '{"what": "proefmail"}\n'
    write(root.archive(MONTH) / "journal.jsonl", older)
    approve(root)

    text = (root.archive(MONTH) / "journal.jsonl").read_text(encoding="utf-8")
    assert text.startswith(older)
    assert json.loads(text.removeprefix(older)) == {
        "what": "approved",
        "when": "2026-12-03T10:00:00+01:00",
        "by": "redactie",
        "month": "2026-12",
        "cut_off": "2026-12-03T09:00:00+01:00",
        "hashes": bytes_in(root.build(MONTH)),
    }


def test_what_was_shown_is_left_out_of_the_next_edition_with_its_reason(root: Root, site: Site) -> None:
    approve(root)
    fresh = entry("Een derde bericht", "/drie", day="10 Dec 2026 10:00:00 +0100")
    site.serve("/feed", FIRST.replace("</channel>", f"{fresh}</channel>"))
    collect_from(root, {"bron.example": site}, now=CUT_OFF + timedelta(days=8))
    put_story(root.path, "een-ander.md", STORY.replace("De lege stoel", "Een ander verhaal"))
    january = build_edition(root, month=JANUARY, now=CUT_OFF + timedelta(days=35))

    shown = [item.title for section in january.edition.sections for item in section.items]
    assert shown == ["Een derde bericht"]
    assert {one.publication.key: one.reason for one in january.selection.omissions} == {
        "https://bron.example/een": Reason.ALREADY_SHOWN,
        "https://bron.example/twee": Reason.ALREADY_SHOWN,
    }
    assert january.edition.story is not None
    assert january.edition.story.slug == "een-ander"


def test_the_next_edition_looks_back_from_the_approved_cut_off(root: Root) -> None:
    approve(root)
    january = build_edition(root, month=JANUARY, now=CUT_OFF + timedelta(days=35))
    record = json.loads((january.folder / "edition.json").read_text(encoding="utf-8"))

    assert record["window"]["start"] == CUT_OFF.isoformat()


def test_an_approved_month_can_be_built_again_and_shows_the_same(root: Root) -> None:
    before = bytes_in(root.build(MONTH))
    frozen = bytes_in(root.archive(MONTH)) if approve(root) else {}
    build_edition(root)

    assert bytes_in(root.build(MONTH)) == before
    assert bytes_in(root.archive(MONTH)) == frozen


def test_a_month_is_approved_once(root: Root) -> None:
    approve(root)
    frozen = bytes_in(root.archive(MONTH))

    with pytest.raises(ApprovalError, match="was approved before"):
        approve(root)
    assert len(approvals(root)) == 1
    assert bytes_in(root.archive(MONTH)) == frozen


def test_without_a_draft_there_is_nothing_to_approve(tmp_path: Path) -> None:
    refused(make_root(tmp_path), "holds no draft; run 'nieuwsbrief build 2026-12' first")


@pytest.mark.parametrize("name", ["newsletter.html", "newsletter.txt", "newsletter.eml", "verhaal.html"])
def test_a_draft_that_somebody_changed_is_refused(root: Root, name: str) -> None:
    file = root.build(MONTH) / name
    file.write_bytes(file.read_bytes() + b" ")

    refused(root, f"{name} is not the file that was built and checked")


def test_a_part_that_is_gone_is_refused(root: Root) -> None:
    (root.build(MONTH) / "newsletter.txt").unlink()

    refused(root, "newsletter.txt is not the file that was built and checked")


@pytest.mark.parametrize("name", ["edition.json", "findings.json"])
def test_a_record_that_is_damaged_is_refused_with_what_to_do(root: Root, name: str) -> None:
    write(root.build(MONTH) / name, '{"half": ')

    refused(root, f"{name} is missing or damaged; make it anew with 'nieuwsbrief build 2026-12'")


def test_findings_that_were_edited_away_are_refused(root: Root) -> None:
    write(root.stories / "de-lege-stoel.md", STORY.replace("status: gegeven", "status: gevraagd"))
    build_edition(root)
    write(root.build(MONTH) / "findings.json", '{"findings": [], "blocking": 0, "advice": 0}')

    refused(root, "findings.json is not the file that was built and checked")


def test_an_edition_file_that_changed_after_the_build_is_refused(root: Root) -> None:
    write(root.edition_file(MONTH), 'onderwerp = "Toch iets anders"\n')

    refused(root, "editions/2026-12.toml changed after the draft was built")


def test_an_edition_file_that_came_after_the_build_is_refused(root: Root) -> None:
    root.edition_file(MONTH).unlink()
    build_edition(root)
    write(root.edition_file(MONTH), 'onderwerp = "Toch een onderwerp"\n')

    refused(root, "editions/2026-12.toml was written after the draft was built")


def test_a_story_that_changed_after_the_build_is_refused(root: Root) -> None:
    write(root.stories / "de-lege-stoel.md", STORY.replace("Een jaar later", "Twee jaar later"))

    refused(root, "stories/de-lege-stoel.md changed after the draft was built")


def test_a_transcript_that_changed_after_the_build_is_refused(root: Root) -> None:
    (root.stories / "de-lege-stoel.md").unlink()
    media = "vorm: luisteren\nmedia: https://verhalen.example/stoel\ntranscript: transcript.md"
    text = STORY.replace("vorm: lezen", media)
    file = put_story(root.path, "stoel/verhaal.md", text, transcript="Er stond een stoel bij het raam.\n")
    assert build_edition(root).blocking == ()
    write(file.with_name("transcript.md"), "Er stond geen stoel.\n")

    refused(root, "stories/stoel/transcript.md changed after the draft was built")


def test_a_story_that_was_withdrawn_after_the_build_is_refused(root: Root) -> None:
    write(root.stories / "de-lege-stoel.md", STORY.replace("status: gegeven", "status: ingetrokken"))

    refused(root, "stories/de-lege-stoel.md changed after the draft was built")


def test_consent_is_asked_again_on_the_day_of_approval(root: Root) -> None:
    text = STORY.replace("geldig_tot: 2028-10-02", "geldig_tot: 2026-12-03")
    write(root.stories / "de-lege-stoel.md", text)
    assert build_edition(root).blocking == ()

    with root.open_store() as store, pytest.raises(ApprovalError, match="may not be shown any more"):
        run_approve(root, store, month=MONTH, by="redactie", now=CUT_OFF + timedelta(days=2))
    assert approvals(root) == ()


def test_a_draft_with_blocking_findings_is_refused(root: Root) -> None:
    (root.stories / "de-lege-stoel.md").unlink()
    build_edition(root)

    refused(root, "1 blocking findings are open for 2026-12")


@pytest.mark.parametrize("by", ["Jan Jansen", "jan@example.nl", "", "1", "redactie\n", "een/twee"])
def test_by_takes_a_role_and_no_name_or_address(root: Root, by: str) -> None:
    with pytest.raises(UsageError, match="--by takes a role or initials"):
        approve(root, by=by)
    assert approvals(root) == ()


def test_an_archive_that_cannot_be_written_records_nothing(root: Root) -> None:
    write(root.path / "archive", "een bestand waar een map hoort")

    with pytest.raises(WriteError):
        approve(root)
    assert approvals(root) == ()


def test_the_hashes_are_those_of_the_frozen_bytes(root: Root) -> None:
    approval = approve(root)

    assert approval.hashes == {
        name: hashlib.sha256((root.archive(MONTH) / name).read_bytes()).hexdigest()
        for name in approval.hashes
    }
