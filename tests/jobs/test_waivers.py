"""A waiver lives in the file of one edition: that build passes, and the next one is stopped again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.model import Month
from tests.jobs.test_build import EDITION, FEED, filled
from tests.roots import CUT_OFF, MONTH, Site, build_edition, write

WAIVER = """
[[ontheffing]]
code = "{code}"
reden = "dit keer geen verhaal"
door = "redactie"
datum = 2026-12-01
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.serve("/feed", FEED)
        yield running


def edition_with(code: str) -> str:
    return EDITION + WAIVER.format(code=code)


def test_a_waiver_expires_with_its_edition(tmp_path: Path, site: Site) -> None:
    root = filled(tmp_path, site, stories={}, edition=edition_with("story-missing"))
    january = Month(2027, 1)
    write(root.edition_file(january), EDITION)

    december = build_edition(root)
    assert december.blocking == ()
    following = build_edition(root, month=january, now=CUT_OFF + timedelta(days=35))
    assert "story-missing" in {one.code for one in following.blocking}


def test_the_report_shows_what_was_waived_with_reason_and_role(tmp_path: Path, site: Site) -> None:
    result = build_edition(filled(tmp_path, site, stories={}, edition=edition_with("story-missing")))

    report = (result.folder / "report.html").read_text(encoding="utf-8")
    assert "Ontheffing: dit keer geen verhaal (redactie, 01-12-2026)" in report
    record = json.loads((result.folder / "findings.json").read_text(encoding="utf-8"))
    assert (record["blocking"], record["findings"][0]["waived"]) == (
        0,
        "dit keer geen verhaal (redactie, 01-12-2026)",
    )


def test_a_code_with_a_typing_error_waives_nothing_and_is_said(tmp_path: Path, site: Site) -> None:
    result = build_edition(filled(tmp_path, site, stories={}, edition=edition_with("story-mising")))

    assert [one.code for one in result.blocking] == ["story-missing"]
    (said,) = [one for one in result.findings if one.code == "waiver-unknown"]
    assert (said.path, said.hint) == (f"editions/{MONTH}.toml", "bedoel je ‘story-missing’?")
