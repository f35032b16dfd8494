"""The conversation in a build: a guide beside the story's page, and cards where Pango is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.jobs.stories import check_stories, run_stories_withdraw
from tests.roots import CUT_OFF, MONTH, STORY, build_edition, bytes_in, make_root, write
from tests.shell.test_pdf import needs_pango
from tests.stages.rendering import tree, words
from tests.stages.talking import FOLDER

pytestmark = pytest.mark.slow

CARDS = ["gesprekskaart-a4.pdf", "gesprekskaart-a5.pdf"]


def test_a_build_puts_the_guide_beside_the_story_and_on_its_page(tmp_path: Path) -> None:
    folder = build_edition(make_root(tmp_path)).folder
    guide = tree((folder / "gesprek.html").read_text(encoding="utf-8"))
    page = tree((folder / "verhaal.html").read_text(encoding="utf-8"))

    assert [words(heading) for heading in guide.xpath("//section[@class='way']/h2")] == [
        "Start van een vergadering",
        "Lunch",
        "Bijeenkomst",
    ]
    assert page.xpath("//a[@href='gesprek.html']")
    assert page.xpath("//a[contains(@href, '.pdf')]") == []
    assert "gesprek.html" in json.loads((folder / "manifest.json").read_bytes())["files"]


@needs_pango
def test_a_build_makes_both_cards_and_leads_to_them(tmp_path: Path) -> None:
    result = build_edition(make_root(tmp_path), with_cards=True)
    page = tree((result.folder / "verhaal.html").read_text(encoding="utf-8"))
    report = tree((result.folder / "report.html").read_text(encoding="utf-8"))

    assert [name for name in bytes_in(result.folder) if name.endswith(".pdf")] == CARDS
    assert sorted(page.xpath("//a/@href[contains(., '.pdf')]")) == CARDS
    assert sorted(report.xpath("//a/@href[contains(., '.pdf')]")) == CARDS
    assert set(CARDS) <= set(json.loads((result.folder / "edition.json").read_bytes())["files"])
    assert "card-missing" not in {finding.code for finding in result.findings}


@needs_pango
def test_cards_and_guide_go_with_a_story_that_is_taken_back(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    build_edition(root, with_cards=True)
    with root.open_store() as store:
        removal = run_stories_withdraw(root, store, slug="de-lege-stoel", now=CUT_OFF)

    assert removal.left == ()
    assert [name for name in bytes_in(root.path / "build") if "gesprek" in name] == []


def test_an_edition_without_a_story_has_no_guide_of_the_one_before(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    build_edition(root)
    write(root.edition_file(MONTH), 'verhaal = "geen"\nverhaal_reden = "even niet"\n')

    assert not (build_edition(root).folder / "gesprek.html").exists()


def test_a_newsletter_may_have_a_method_of_its_own_and_a_wrong_clock_stops_the_build(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    lunch = (FOLDER / "lunch.toml").read_text(encoding="utf-8")
    own = root.path / "templates" / "gesprek" / "lunch.toml"
    write(own, lunch.replace('naam = "Lunch"', 'naam = "Bij de soep"'))

    assert "Bij de soep" in (build_edition(root).folder / "gesprek.html").read_text(encoding="utf-8")
    write(own, lunch.replace("minuten = 30", "minuten = 45"))
    with pytest.raises(ConfigError, match=r"lunch\.toml:\d+: minuten is 45, but the steps add up to 30"):
        build_edition(root)


def test_stories_check_gives_reading_advice_that_blocks_nothing(tmp_path: Path) -> None:
    added = "De casus was bij het RVT bekend."
    line = f"{STORY}\n{added}".splitlines().index(added) + 1
    root = make_root(tmp_path, stories={"een.md": f"{STORY}\n{added}\n"})
    found = check_stories(root, now=CUT_OFF)

    assert [(one.code, one.line, one.is_blocking) for one in found] == [
        ("reading-jargon", line, False),
        ("reading-abbreviation", line, False),
    ]
    # In an edition it would be told every month again, when it is too late.
    assert not any(one.code.startswith("reading-") for one in build_edition(root).findings)
