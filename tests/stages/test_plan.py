"""The calendar of stories: twelve months side by side, what is missing, and the balance."""

from __future__ import annotations

import pytest

from pipeline.model import Finding, Kernelement, Month, Severity, Story, StoryForm, Teller, Tone
from pipeline.model.calendar import Calendar, PlannedMonth, Planning, Share, StockItem, Trait, WaitingItem
from pipeline.stages.plan import balance, plan, planning_of, stock_findings
from tests.makers import plan as edition_plan
from tests.makers import story

DECEMBER, JANUARY = Month(2026, 12), Month(2027, 1)
ELEMENTS = (Kernelement("lokale-teams", "Lokale teams", ()), Kernelement("handelingskader", "Kader", ()))


def row(month: Month, slug: str = "", planning: Planning = Planning.PROPOSED) -> PlannedMonth:
    return PlannedMonth(month, planning, slug, slug.title(), "Omdat.")


def calendar(*months: PlannedMonth, stock: tuple[Story, ...] = ()) -> Calendar:
    stories = {one.slug: one for one in stock}
    return plan(months, stories=stories, stock=stock, waiting=(), kernelementen=ELEMENTS, findings=())


def test_the_balance_counts_each_voice_also_those_that_are_not_heard() -> None:
    other = story(
        "b",
        teller=Teller.GEZIN,
        tone=Tone.BESEF,
        form=StoryForm.KIJKEN,
        kernelementen=("lokale-teams", "handelingskader"),
    )

    assert balance((story("a"), other), ELEMENTS) == (
        Trait(
            "verteller",
            "Wie vertelt",
            (Share("gezin", "gezin", 1), Share("professional", "professional", 1)),
        ),
        Trait(
            "toon",
            "Waarover",
            (
                Share("succes", "succes", 0),
                Share("spijt", "spijt", 1),
                Share("schaamte", "schaamte", 0),
                Share("besef", "besef", 1),
            ),
        ),
        Trait(
            "vorm",
            "Hoe",
            (Share("lezen", "lezen", 1), Share("kijken", "kijken", 1), Share("luisteren", "luisteren", 0)),
        ),
        Trait(
            "kernelement",
            "Welk kernelement",
            (Share("lokale-teams", "Lokale teams", 2), Share("handelingskader", "Kader", 1)),
        ),
    )


def test_the_stock_says_which_month_has_each_story() -> None:
    found = calendar(row(DECEMBER, "a"), row(JANUARY, "c"), stock=(story("a"), story("b")))

    assert found.stock == (
        StockItem("a", "De lege stoel", "lezen", "professional", "spijt", ("lokale-teams",), "2026-12"),
        StockItem("b", "De lege stoel", "lezen", "professional", "spijt", ("lokale-teams",), ""),
    )


def test_what_is_missing_is_told_in_words() -> None:
    found = calendar(
        row(DECEMBER, "a"), row(JANUARY, planning=Planning.MISSING), stock=(story("a"), story("b"))
    )

    assert found.lacking == (
        "1 maand heeft nog geen verhaal: januari 2027",
        "wie vertelt: nog niets met gezin",
        "waarover: nog niets met succes, schaamte, besef",
        "hoe: nog niets met kijken, luisteren",
        "welk kernelement: nog niets met Kader",
    )


def test_a_month_that_goes_without_on_purpose_is_not_missing() -> None:
    found = calendar(row(DECEMBER, planning=Planning.NONE), stock=(story("a"), story("b")))

    assert not any("nog geen verhaal" in line for line in found.lacking)


@pytest.mark.parametrize(
    ("decided", "told", "planning"),
    [
        (edition_plan(story="geen"), None, Planning.NONE),
        (edition_plan(story="a"), story("a"), Planning.CHOSEN),
        (edition_plan(story="a"), None, Planning.MISSING),
        (edition_plan(), None, Planning.MISSING),
        (edition_plan(), story("a", month=DECEMBER), Planning.MEANT),
        (edition_plan(), story("a"), Planning.PROPOSED),
    ],
)
def test_a_month_says_how_it_came_by_its_story(
    decided: object, told: Story | None, planning: Planning
) -> None:
    assert planning_of(decided, told) is planning  # type: ignore[arg-type]  # from the table above


@pytest.mark.parametrize(
    ("free", "message"),
    [
        (0, "er is geen verhaal dat mag worden getoond"),
        (1, "er is nog maar één verhaal in voorraad"),
        (2, ""),
    ],
)
def test_a_stock_of_less_than_two_is_an_advice(free: int, message: str) -> None:
    hint = "‘nieuwsbrief stories plan’ laat zien wat er ligt, wat er ontbreekt en welk verhaal je zoekt"
    expected = Finding("stories-stock-low", Severity.ADVICE, "stories/", message, hint)

    assert stock_findings(free) == ((expected,) if message else ())


def test_what_waits_is_kept_with_its_reasons() -> None:
    waiting = (WaitingItem("a", ("de toestemming ontbreekt",)),)
    found = plan((), stories={}, stock=(), waiting=waiting, kernelementen=(), findings=())

    assert found.waiting == waiting
