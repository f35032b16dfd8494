"""Pictures of an edition: with its draft, in its report, next to another month's, and gone with its story."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.jobs.build import BuildResult, run_build
from pipeline.jobs.root import Root
from pipeline.jobs.screenshots import run_screenshots
from pipeline.jobs.stories import run_stories_withdraw
from pipeline.model import Month
from pipeline.stages.look import STATES
from tests.roots import (
    COMMAND,
    CUT_OFF,
    ENVIRONMENT,
    MONTH,
    REPOSITORY,
    build_edition,
    bytes_in,
    make_root,
    write,
)

EARLIER = Month(2026, 11)
PICTURES = sorted(f"{state.name}.png" for state in STATES)
WITHOUT_STORY = 'verhaal = "geen"\nverhaal_reden = "Deze maand niet."\n'


def build_with_pictures(root: Root) -> BuildResult:
    with root.open_store() as store:
        return run_build(
            root, store, month=MONTH, now=CUT_OFF, ask_links=False, with_cards=False, with_pictures=True
        )


def pictures_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.png"))


def run(root: Root, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--root", str(root.path), *words],
        env=ENVIRONMENT | environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


# --- with a browser ---------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.slow
def test_a_build_that_looks_puts_every_picture_in_the_report_and_gives_the_same_bytes_again(
    tmp_path: Path,
) -> None:
    root = make_root(tmp_path / "een")
    result = build_with_pictures(root)
    folder = root.build(MONTH)
    report = (folder / "report.html").read_text(encoding="utf-8")
    linked = re.findall(
        r'<a href="screenshots/([^"]+)"><span class="frame"><img src="screenshots/\1"', report
    )

    assert pictures_in(folder / "screenshots") == PICTURES
    assert sorted(linked) == PICTURES
    assert report.count('loading="lazy"') == len(PICTURES)
    assert [finding for finding in result.findings if finding.code.startswith(("look-", "axe-"))] == []
    assert "de nieuwsbrief, de webversie, het verhaal, de gespreksleidraad" in report

    other = make_root(tmp_path / "twee")
    build_with_pictures(other)
    assert bytes_in(other.build(MONTH)) == bytes_in(folder)


@pytest.mark.browser
@pytest.mark.slow
def test_a_mail_that_is_broken_says_so_in_its_findings_and_beside_its_picture(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    sheet = (REPOSITORY / "templates" / "mail" / "inline.css").read_text(encoding="utf-8")
    write(
        root.path / "templates" / "mail" / "inline.css",
        f"{sheet}\nh1 {{ white-space: nowrap; font-size: 60px }}\n",
    )
    result = build_with_pictures(root)
    codes = {finding.code for finding in result.blocking}

    assert "look-scroll" in codes
    assert "breder dan het scherm" in (result.folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.slow
def test_another_month_stands_beside_it_and_taking_its_story_back_takes_the_pictures(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    build_edition(root)
    shutil.copytree(root.build(MONTH), root.build(EARLIER))
    write(root.edition_file(MONTH), WITHOUT_STORY)
    build_edition(root)
    made = run_screenshots(root, month=MONTH, other=EARLIER)
    folder = root.build(MONTH) / "screenshots"

    assert made.folder == folder
    assert made.stories == ("de-lege-stoel",)
    assert len(pictures_in(folder)) == 3 * len(PICTURES)
    assert all(tile.share.endswith("anders") for tile in made.sheet.tiles)
    report = (root.build(MONTH) / "report.html").read_text(encoding="utf-8")
    assert '<a href="screenshots/375-verschil-2026-11.png">' in report
    assert "Naast deze editie staat die van 2026-11." in report
    assert '<a href="375-verschil-2026-11.png">' in (folder / "contactvel.html").read_text(encoding="utf-8")

    with root.open_store() as store:
        removal = run_stories_withdraw(root, store, slug="de-lege-stoel", by="redactie", now=CUT_OFF)
    assert removal.left == ()
    assert not list((root.path / "build").rglob("*.png"))


@pytest.mark.browser
@pytest.mark.slow
def test_an_approved_edition_can_be_drawn_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root")
    build_edition(root)
    root.archive(MONTH).parent.mkdir()
    root.build(MONTH).rename(root.archive(MONTH))
    out = tmp_path / "plaatjes"
    write(out / "van-mij.png", "blijft")
    made = run_screenshots(root, month=MONTH, out=out)

    assert made.is_kept_outside
    assert pictures_in(out) == sorted([*PICTURES, "van-mij.png"])
    assert not root.build(MONTH).exists()


# --- without one ------------------------------------------------------------------------------


@pytest.mark.slow
def test_where_there_is_no_browser_a_build_says_so_in_one_line_and_is_whole(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    words = ("build", str(MONTH), "--as-of", "2026-12-03T09:00")
    done = run(root, *words)
    said = [line for line in done.stdout.splitlines() if "plaatjes" in line]

    assert done.stderr == ""
    assert len(said) == 1
    assert "op deze computer start geen Chromium" in said[0]
    assert said[0] in (root.build(MONTH) / "report.html").read_text(encoding="utf-8")
    assert not (root.build(MONTH) / "screenshots").exists()

    without = run(root, *words, "--no-screenshots")
    assert "plaatjes" not in without.stdout
    assert "nieuwsbrief screenshots" in (root.build(MONTH) / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_without_the_extra_a_build_names_it_and_is_whole(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root")
    write(tmp_path / "without" / "playwright" / "__init__.py", "raise ImportError('not installed')\n")
    done = run(
        root,
        *("build", str(MONTH), "--as-of", "2026-12-03T09:00"),
        PYTHONPATH=f"{tmp_path / 'without'}:{REPOSITORY}",
        CHROMIUM="",
    )

    assert done.stderr == ""
    assert "Er zijn geen plaatjes gemaakt: Playwright ontbreekt (het extra ‘beeld’)." in done.stdout
    assert (root.build(MONTH) / "report.html").is_file()


def test_where_there_is_no_browser_screenshots_says_how_to_get_one(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    build_edition(root)
    done = run(root, "screenshots", str(MONTH))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "nieuwsbrief: /nowhere/chromium does not exist; as root, on Debian: "
        "apt-get install chromium fonts-liberation\n"
    )


def test_a_build_that_does_not_look_leaves_no_pictures_of_an_earlier_draft(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    build_edition(root)
    before = bytes_in(root.build(MONTH))
    for name in ("375.png", "375-van-2026-11.png", "contactvel.html", "manifest.json"):
        write(root.build(MONTH) / "screenshots" / name, "oud")
    build_edition(root)

    assert bytes_in(root.build(MONTH)) == before
    assert not (root.build(MONTH) / "screenshots").exists()


def test_a_month_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no edition of 2026-12; make it with 'nieuwsbrief build"):
        run_screenshots(make_root(tmp_path), month=MONTH)
