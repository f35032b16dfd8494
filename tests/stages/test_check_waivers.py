"""A waiver marks what it names, with reason, role and day; an odd one is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.model import EditionPlan, Finding, Month, Severity, Waiver
from pipeline.stages.check.waivers import apply_waivers

DEAD = Finding("link-dead", Severity.BLOCKING, "newsletter.html", "Weg.", line=3)
DECEMBER = Month(2026, 12)


def plan(*codes: str) -> EditionPlan:
    waivers = tuple(Waiver(code, "de site is vandaag dicht", "redactie", date(2026, 12, 2)) for code in codes)
    return EditionPlan(month=DECEMBER, path="editions/2026-12.toml", waivers=waivers)


def test_what_is_waived_blocks_no_longer_and_says_why_and_by_whom() -> None:
    (found,) = apply_waivers([DEAD], plan("link-dead"))

    assert found == replace(DEAD, waived="de site is vandaag dicht (redactie, 02-12-2026)")
    assert not found.is_blocking


def test_a_waiver_holds_for_every_place_of_its_code_and_for_no_other() -> None:
    other = replace(DEAD, code="link-empty")
    found = apply_waivers([DEAD, replace(DEAD, line=9), other], plan("link-dead"))

    assert [(one.code, one.is_blocking) for one in found] == [
        ("link-dead", False),
        ("link-dead", False),
        ("link-empty", True),
    ]


def test_the_next_edition_knows_nothing_of_it() -> None:
    assert apply_waivers([DEAD], plan()) == (DEAD,)


def test_a_waiver_for_what_is_not_there_is_said() -> None:
    (found,) = apply_waivers([], plan("link-dead"))

    assert (found.code, found.path) == ("waiver-unused", "editions/2026-12.toml")


def test_a_code_that_does_not_exist_is_said_with_the_nearest_of_what_was_found() -> None:
    found = apply_waivers([DEAD], plan("link-ded"))

    assert [(one.code, one.is_blocking) for one in found] == [("link-dead", True), ("waiver-unknown", False)]
    assert found[1].message == "de ontheffing voor ‘link-ded’ doet niets: die code bestaat niet"
    assert found[1].hint == "bedoel je ‘link-dead’?"


def test_a_code_that_resembles_nothing_is_to_be_taken_from_the_report() -> None:
    (found,) = apply_waivers([], plan("qqqqq"))

    assert found.hint == "neem de code over uit het rapport"


def test_of_what_only_a_browser_sees_nothing_is_said_while_nobody_looked() -> None:
    waived = plan("look-wide")

    assert apply_waivers([], waived, seen_only=("look-",), is_looked_at=False) == ()
    assert [one.code for one in apply_waivers([], waived, seen_only=("look-",))] == ["waiver-unused"]
