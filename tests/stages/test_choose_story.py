"""The month's story: the editor's, else the one meant for the month, else the one that keeps the balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from pipeline.model import (
    EditionPlan,
    Finding,
    Month,
    PublishableStory,
    Severity,
    Story,
    StoryForm,
    Teller,
    Tone,
)
from pipeline.stages.choose_story import StoryChoice, choose_story
from tests.makers import plan, publishable, story

DECEMBER = Month(2026, 12)
PATH = "editions/2026-12.toml"


def chosen(
    stock: Sequence[PublishableStory],
    *,
    decided: EditionPlan | None = None,
    used: Mapping[str, Month] | None = None,
    others: Sequence[Story] = (),
) -> StoryChoice:
    stories = {one.slug: one for one in (*others, *(one.story for one in stock))}
    return choose_story(
        stock, plan=decided or plan(), used=used or {}, all_stories=stories, repeat_after_months=24
    )


# --- the editor ---------------------------------------------------------------------------------------


def test_the_editors_choice_goes_before_the_month_and_the_balance() -> None:
    stock = [publishable("a"), publishable("b", month=DECEMBER)]

    assert chosen(stock, decided=plan(story="a")) == StoryChoice(stock[0], "De redactie koos dit verhaal.")


def test_no_story_is_a_choice_with_a_reason() -> None:
    decided = plan(story="geen", no_story_reason="de verteller denkt nog na")

    assert chosen([publishable()], decided=decided) == StoryChoice(
        None, "De redactie koos voor een editie zonder verhaal: de verteller denkt nog na"
    )


def test_a_chosen_story_that_may_not_go_is_told_and_no_other_takes_its_place() -> None:
    waiting = story("a")

    assert chosen([publishable("b")], decided=plan(story="a"), others=[waiting]) == StoryChoice(
        None,
        "Het gekozen verhaal kan niet mee.",
        (
            Finding(
                "story-not-publishable",
                Severity.BLOCKING,
                PATH,
                "het gekozen verhaal ‘a’ mag nu niet gepubliceerd worden",
                "kijk hieronder, of met ‘nieuwsbrief stories check’, wat er nog aan ontbreekt",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("stock", "hint"), [([publishable("c"), publishable("b")], "kies uit: b, c"), ([], "kies uit: geen")]
)
def test_an_unknown_story_names_those_there_are(stock: list[PublishableStory], hint: str) -> None:
    finding = Finding("story-not-publishable", Severity.BLOCKING, PATH, "er is geen verhaal ‘a’", hint)

    assert chosen(stock, decided=plan(story="a")) == StoryChoice(
        None, "Het gekozen verhaal kan niet mee.", (finding,)
    )


def test_the_editor_may_repeat_a_story_knowingly() -> None:
    stock = [publishable("a")]
    finding = Finding(
        "story-repeated",
        Severity.ADVICE,
        PATH,
        "dit verhaal stond al in de editie van 2025-01",
        "kies een ander verhaal, of weet dat lezers het binnen 24 maanden twee keer zien",
    )

    assert chosen(stock, decided=plan(story="a"), used={"a": Month(2025, 1)}) == StoryChoice(
        stock[0], "De redactie koos dit verhaal.", (finding,)
    )
    assert chosen(stock, decided=plan(story="a"), used={"a": Month(2024, 12)}).findings == ()


# --- the month ------------------------------------------------------------------------------------------


def test_a_story_meant_for_the_month_is_chosen() -> None:
    stock = [publishable("a"), publishable("b", month=DECEMBER)]

    assert chosen(stock) == StoryChoice(stock[1], "In het verhaal staat dat het voor december 2026 is.")


def test_of_two_meant_for_the_month_the_first_is_chosen_and_it_is_told() -> None:
    stock = [publishable("b", month=DECEMBER), publishable("a", month=DECEMBER)]
    finding = Finding(
        "story-month-double",
        Severity.ADVICE,
        PATH,
        "er zijn 2 verhalen voor 2026-12: a, b; het eerste is gekozen",
        'kies zelf met een regel verhaal = "…" in het editiebestand',
    )

    assert chosen(stock) == StoryChoice(
        stock[1], "In het verhaal staat dat het voor december 2026 is.", (finding,)
    )


# --- nothing to choose ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stock", "used"),
    [
        ([], {}),
        ([publishable("a", month=Month(2027, 1))], {}),
        ([publishable("a")], {"a": Month(2025, 1)}),
        ([publishable("a", month=DECEMBER)], {"a": Month(2026, 11)}),
    ],
)
def test_without_a_story_that_is_free_the_edition_stops(
    stock: list[PublishableStory], used: dict[str, Month]
) -> None:
    assert chosen(stock, used=used) == StoryChoice(
        None,
        "Er is geen verhaal dat gepubliceerd mag worden.",
        (
            Finding(
                "story-missing",
                Severity.BLOCKING,
                PATH,
                "deze editie heeft geen verhaal voor ‘Ga het gesprek aan’",
                "zet een verhaal in de map stories/ of kijk met ‘nieuwsbrief stories list’ wat er ontbreekt; "
                'bewust zonder: verhaal = "geen" met verhaal_reden in het editiebestand',
            ),
        ),
    )


@pytest.mark.parametrize(
    ("last", "is_free"),
    [
        (Month(2024, 12), True),
        (Month(2025, 1), False),
        (Month(2026, 11), False),
        (DECEMBER, True),  # this very edition, built anew
        (Month(2027, 1), False),
    ],
)
def test_a_story_rests_24_months(last: Month, is_free: bool) -> None:
    stock = [publishable("a")]

    assert chosen(stock, used={"a": last}).story == (stock[0] if is_free else None)


# --- the balance ------------------------------------------------------------------------------------------

FAMILY = {"teller": Teller.GEZIN, "tone": Tone.SUCCES, "form": StoryForm.KIJKEN}


def test_a_teller_tone_and_form_that_were_not_shown_for_a_year_come_first() -> None:
    shown = story("gehad")
    stock = [publishable("a"), publishable("b", **FAMILY)]

    assert chosen(stock, used={"gehad": Month(2026, 11)}, others=[shown]) == StoryChoice(
        stock[1], "Houdt de edities in balans: ‘gezin’ kwam het laatste jaar 0 keer voor."
    )


def test_what_is_equal_is_settled_by_the_name_of_the_file() -> None:
    stock = [publishable("b"), publishable("a")]

    assert chosen(stock) == StoryChoice(
        stock[1], "Houdt de edities in balans: ‘professional’ kwam het laatste jaar 0 keer voor."
    )


@pytest.mark.parametrize(
    ("last", "slug"), [(Month(2025, 12), "b"), (Month(2025, 11), "a"), (DECEMBER, "a"), (Month(2027, 1), "a")]
)
def test_the_balance_looks_back_twelve_months(last: Month, slug: str) -> None:
    choice = chosen(
        [publishable("a"), publishable("b", **FAMILY)], used={"gehad": last}, others=[story("gehad")]
    )

    assert choice.story is not None
    assert choice.story.story.slug == slug


def test_the_reason_names_the_trait_that_was_shown_least() -> None:
    shown = [story("x"), story("y", tone=Tone.BESEF)]
    used = {"x": Month(2026, 10), "y": Month(2026, 11)}

    assert chosen([publishable("a")], used=used, others=shown).why == (
        "Houdt de edities in balans: ‘spijt’ kwam het laatste jaar 1 keer voor."
    )


def test_a_story_that_is_gone_from_the_folder_does_not_weigh() -> None:
    assert chosen([publishable("a")], used={"weg": Month(2026, 11)}).story == publishable("a")
