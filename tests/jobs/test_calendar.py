"""The editorial calendar: the choice of each of twelve months, as the build of that month would make it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.jobs.calendar import read_calendar
from pipeline.jobs.root import Root
from pipeline.jobs.stories import run_stories_withdraw
from pipeline.model import Approval, Month
from pipeline.model.calendar import Calendar, PlannedMonth, Planning
from tests.roots import CUT_OFF, MONTH, STORY, build_edition, make_root, write

FAMILY = STORY.replace("verteller: professional", "verteller: gezin").replace("toon: spijt", "toon: besef")


def calendar(root: Root) -> Calendar:
    with root.open_store() as store:
        return read_calendar(root, store, now=CUT_OFF)


def shelf(tmp_path: Path, **texts: str) -> Root:
    return make_root(tmp_path, stories={f"{slug}.md": text for slug, text in texts.items()})


def told(months: tuple[PlannedMonth, ...]) -> list[tuple[str, Planning, str]]:
    return [(str(one.month), one.planning, one.story) for one in months]


def test_each_month_has_its_story_until_the_stock_is_empty(tmp_path: Path) -> None:
    found = calendar(shelf(tmp_path, een=STORY, twee=FAMILY))

    assert told(found.months[:3]) == [
        ("2026-12", Planning.PROPOSED, "een"),
        ("2027-01", Planning.PROPOSED, "twee"),
        ("2027-02", Planning.MISSING, ""),
    ]
    assert len(found.months) == 12
    missing = [(one.code, one.path, one.is_blocking) for one in found.findings]
    assert missing[0] == ("story-missing", "editions/2027-02.toml", True)
    assert len(missing) == 10


def test_the_editors_choices_and_the_months_in_the_headers_come_first(tmp_path: Path) -> None:
    meant = STORY.replace("duur: 4 min", "duur: 4 min\nmaand: 2027-02")
    root = shelf(tmp_path, een=STORY, twee=FAMILY, drie=meant)
    write(root.edition_file(MONTH), 'verhaal = "twee"\n')
    write(root.edition_file(Month(2027, 1)), 'verhaal = "geen"\nverhaal_reden = "zomer in januari"\n')

    assert told(calendar(root).months[:4]) == [
        ("2026-12", Planning.CHOSEN, "twee"),
        ("2027-01", Planning.NONE, ""),
        ("2027-02", Planning.MEANT, "drie"),
        ("2027-03", Planning.PROPOSED, "een"),
    ]


def test_a_story_chosen_for_a_later_month_is_kept_for_it(tmp_path: Path) -> None:
    root = shelf(tmp_path, een=STORY, twee=FAMILY)
    write(root.edition_file(Month(2027, 1)), 'verhaal = "een"\n')
    result = build_edition(root)

    assert told(calendar(root).months[:2]) == [
        ("2026-12", Planning.PROPOSED, "twee"),
        ("2027-01", Planning.CHOSEN, "een"),
    ]
    # A build chooses as the calendar said.
    assert result.edition.story is not None
    assert result.edition.story.slug == "twee"


def test_a_story_whose_consent_runs_out_is_not_planned_after_that(tmp_path: Path) -> None:
    brief = STORY.replace("geldig_tot: 2028-10-02", "geldig_tot: 2026-12-20")
    root = shelf(tmp_path, een=brief, twee=FAMILY)
    write(root.edition_file(MONTH), 'verhaal = "twee"\n')

    assert told(calendar(root).months[:2]) == [
        ("2026-12", Planning.CHOSEN, "twee"),
        ("2027-01", Planning.MISSING, ""),
    ]


def test_an_approved_month_shows_what_went_out_and_its_story_rests(tmp_path: Path) -> None:
    root = shelf(tmp_path, een=STORY, twee=FAMILY)
    with root.open_store() as store:
        store.approve(Approval(MONTH, CUT_OFF, CUT_OFF, "redactie", keys=(), story="een"))

    assert told(calendar(root).months[:3]) == [
        ("2026-12", Planning.APPROVED, "een"),
        ("2027-01", Planning.PROPOSED, "twee"),
        ("2027-02", Planning.MISSING, ""),
    ]


def test_an_approved_month_whose_story_was_taken_back_says_so_and_shows_no_hash(tmp_path: Path) -> None:
    root = shelf(tmp_path, een=STORY)
    with root.open_store() as store:
        store.approve(Approval(MONTH, CUT_OFF, CUT_OFF, "redactie", keys=(), story="een"))
        run_stories_withdraw(root, store, slug="een", now=CUT_OFF)

    why = "Deze editie is goedgekeurd; het verhaal is ingetrokken."
    assert calendar(root).months[0] == PlannedMonth(MONTH, Planning.APPROVED, "", "", why)


def test_an_edition_file_that_cannot_be_read_costs_one_line_and_not_the_calendar(tmp_path: Path) -> None:
    root = shelf(tmp_path, een=STORY, twee=FAMILY)
    write(root.edition_file(Month(2027, 3)), 'verhall = "een"\n')
    (fault,) = (one for one in calendar(root).findings if one.code == "edition-unreadable")

    assert (fault.path, fault.line, fault.is_blocking) == ("editions/2027-03.toml", 1, True)
    assert "verhall" in fault.message


def test_what_waits_says_what_is_missing(tmp_path: Path) -> None:
    found = calendar(shelf(tmp_path, een=STORY, twee=STORY.replace("status: gegeven", "status: gevraagd")))

    assert [one.slug for one in found.stock] == ["een"]
    assert [(one.slug, len(one.missing)) for one in found.waiting] == [("twee", 1)]
    assert "stories-stock-low" in {one.code for one in found.findings}


def test_the_report_of_an_edition_shows_balance_and_calendar(tmp_path: Path) -> None:
    result = build_edition(shelf(tmp_path, een=STORY, twee=FAMILY))
    report = (result.folder / "report.html").read_text(encoding="utf-8")

    assert "De balans over twaalf edities" in report
    assert "De verhalen van twaalf maanden" in report
    assert report.count("nog geen verhaal") == 10


def test_the_calendar_can_be_printed_and_read_by_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shelf(tmp_path, een=STORY, twee=FAMILY)
    words = ["--root", str(root.path), "stories", "plan", "--as-of", "2026-12-03T09:00"]

    assert main(words) == 1
    printed = capsys.readouterr().out
    assert "ONTBREEKT" in printed
    assert "gezin         █··········· 1" in printed
    assert main([*words, "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert list(record) == ["months", "stock", "waiting", "lacking", "balance", "findings"]
    assert record["months"][0] == {
        "month": "2026-12",
        "planning": "proposed",
        "story": "een",
        "title": "De lege stoel",
        "why": "Houdt de edities in balans: ‘professional’ kwam het laatste jaar 0 keer voor.",
    }
