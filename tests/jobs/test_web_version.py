"""The edition's own page: built beside the mail, frozen with it, and without its story when that must go."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.jobs.approve import run_approve
from pipeline.jobs.public import Library
from pipeline.jobs.root import Root
from pipeline.jobs.sweep import run_stories_sweep
from pipeline.templating import load_templates
from tests.jobs.test_export import EDITION
from tests.roots import CUT_OFF, MONTH, STORY, build_edition, make_root, put_story, write

ENDS = STORY.replace("geldig_tot: 2028-10-02", "geldig_tot: 2026-12-20")


@pytest.fixture
def root(tmp_path: Path) -> Root:
    root = make_root(tmp_path, stories={"de-lege-stoel.md": ENDS})
    write(root.edition_file(MONTH), EDITION)
    build_edition(root)
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by="redactie", now=CUT_OFF)
    return root


def archived(root: Root) -> str:
    return (root.archive(MONTH) / "webversie.html").read_text(encoding="utf-8")


def test_the_web_version_is_frozen_as_it_was_built(root: Root) -> None:
    assert archived(root) == (root.build(MONTH) / "webversie.html").read_text(encoding="utf-8")
    assert "De lege stoel" in archived(root)


def test_the_page_may_be_found_only_if_its_story_may(root: Root) -> None:
    assert "noindex" not in archived(root)

    put_story(root.path, "de-lege-stoel.md", ENDS.replace("[nieuwsbrief, website]", "[nieuwsbrief]"))
    build_edition(root)
    assert "noindex" in (root.build(MONTH) / "webversie.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("after_sweep", [False, True])
def test_a_story_whose_consent_ran_out_is_not_on_the_page_before_the_sweep_nor_after(
    root: Root, after_sweep: bool
) -> None:
    later = CUT_OFF + timedelta(days=30)
    if after_sweep:
        with root.open_store() as store:
            run_stories_sweep(root, store, now=later)
        assert "Dit verhaal staat hier niet meer." in archived(root)

    shown = Library(root, load_templates(root.template_folders)).edition(MONTH, now=later)
    assert shown is not None
    page = shown.body.decode()
    assert ("De lege stoel" in page, "Een eigen bericht" in page) == (False, True)
    assert "In deze nieuwsbrief" in page
