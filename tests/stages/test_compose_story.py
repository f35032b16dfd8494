"""What of a story goes into the mail and on its page, and that its name stays out of what a phone shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    Channel,
    Finding,
    Severity,
    StoryBlock,
    StoryForm,
    StoryPage,
    Teller,
)
from pipeline.text.dutch import typographic
from tests.makers import (
    consent,
    help_line,
    plan,
    publication,
    publishable,
)
from tests.stages.composing import (
    NOTICE,
    PATH,
    chosen,
    composed,
    selection,
)

# --- the story ----------------------------------------------------------------------------------------------


def test_the_mail_carries_of_a_story_never_its_own_text() -> None:
    made = composed(selection(), publishable(body="GEHEIM woord", transcript="GEHEIM woord"))

    assert made.edition.story == StoryBlock(
        slug="de-lege-stoel",
        title="De lege stoel",
        form_line="Om te lezen, leestijd 6 minuten",
        summary="Een medewerker kwam een jaar later terug.",
        questions=("Wat raakte je?", "Wat herken je?", "Wat spreken wij af?"),
        button="Lees het verhaal",
        url="https://nieuwsbrief.example.nl/2026-12/verhaal.html",
        teller_line="Verteld door een professional",
        content_notice="",
        fictional=False,
        why="De redactie koos dit verhaal.",
    )
    assert "GEHEIM" not in repr(made.edition)


def test_the_page_of_a_story_holds_all_of_it() -> None:
    told = publishable(
        form=StoryForm.KIJKEN,
        teller=Teller.GEZIN,
        media_url="https://www.film.example/x",
        has_captions=True,
        transcript="Wat er *gezegd* wordt.",
        content_notice=NOTICE,
        consent=consent(scope=frozenset(Channel)),
    )

    assert composed(selection(), told, help_lines=(help_line(),)).story_page == StoryPage(
        title="De lege stoel",
        form_line="Om te kijken, kijktijd 6 minuten",
        teller_line="Verteld door iemand uit een gezin",
        kernelementen=("Lokale teams",),
        summary="Een medewerker kwam een jaar later terug.",
        body_html="<p>Er stond een stoel bij het raam.</p>",
        transcript_html="<p>Wat er <em>gezegd</em> wordt.</p>",
        media_url="https://www.film.example/x",
        media_line="Bekijk de film op film.example (6 minuten, met ondertiteling)",
        questions=("Wat raakte je?", "Wat herken je?", "Wat spreken wij af?", "Wie vraag je?"),
        content_notice=NOTICE,
        help_lines=(help_line(),),
        fictional=False,
        is_listed=True,
        newsletter="Toekomstscenario kind- en gezinsbescherming",
        contact="redactie@example.nl",
        language="nl",
        story_link="Bekijk het verhaal",
    )


def test_a_story_without_a_notice_shows_no_help_lines_and_one_for_the_mail_only_is_not_listed() -> None:
    page = composed(selection(), publishable(), help_lines=(help_line(),)).story_page

    assert page is not None
    assert (page.help_lines, page.is_listed) == ((), False)


def test_a_story_from_elsewhere_names_its_maker() -> None:
    page = composed(selection(), publishable(source_name="Omroep Voorbeeld")).story_page

    assert page is not None
    assert page.source_line == "Gemaakt door Omroep Voorbeeld"


@given(
    st.sampled_from(["De lege stoel", "Stoel", "2 december", "Het - en toen--"]),
    st.lists(st.text("ab cé’.", min_size=1, max_size=90), max_size=3),
)
def test_a_story_with_a_content_notice_is_named_in_no_preview(title: str, titles: list[str]) -> None:
    told = publishable(title=title, summary="Hij sloeg.", content_notice=NOTICE)
    items = (chosen(publication(str(index), title=text)) for index, text in enumerate(titles))
    edition = composed(selection(*items), told, decided=plan()).edition

    preview = f"{edition.subject} {edition.preheader}".casefold()
    assert typographic(title).casefold() not in preview
    assert "hij sloeg" not in preview
    assert edition.preheader.startswith("Ga het gesprek aan: een nieuw verhaal")


@pytest.mark.parametrize("field", ["subject", "preheader"])
@pytest.mark.parametrize("text", ["Lees DE LEGE STOEL!", "Een medewerker kwam een jaar later terug."])
def test_an_editor_who_names_such_a_story_there_is_stopped(field: str, text: str) -> None:
    decided = replace(plan(introduction="Beste lezer"), **{field: text})  # type: ignore[arg-type]
    place = {"subject": "onderwerp", "preheader": "voorvertoning"}[field]

    made = composed(
        selection(chosen(publication(summary="woord " * 20))),
        publishable(content_notice=NOTICE),
        decided=decided,
    )

    assert made.findings == (
        Finding(
            "story-named-in-preview",
            Severity.BLOCKING,
            PATH,
            f"de titel van een verhaal met een inhoudswaarschuwing staat in: {place}",
            "noem het verhaal daar niet; een telefoon ligt soms zichtbaar op tafel",
        ),
    )


@given(st.lists(st.text("ab. –", min_size=1, max_size=150), max_size=3))
def test_a_preview_is_never_longer_than_130_characters(titles: list[str]) -> None:
    items = (chosen(publication(str(index), title=text)) for index, text in enumerate(titles))

    assert len(composed(selection(*items), publishable(), decided=plan()).edition.preheader) <= 130


_TITLES = st.lists(st.text("abé", min_size=1, max_size=140), min_size=1, max_size=6).map(" ".join)


@given(st.lists(_TITLES, min_size=1, max_size=4), st.sampled_from([None, "", NOTICE]))
def test_a_preview_says_enough_that_no_other_words_of_the_mail_are_shown(
    titles: list[str], notice: str | None
) -> None:
    story = None if notice is None else publishable(content_notice=notice)
    items = (chosen(publication(str(index), title=text)) for index, text in enumerate(titles))

    assert 40 <= len(composed(selection(*items), story, decided=plan()).edition.preheader) <= 130


def test_a_preview_of_one_short_title_says_which_month_it_is() -> None:
    edition = composed(selection(chosen(publication(title="Kort"))), decided=plan()).edition

    assert edition.preheader == "Kort. Lees en luister mee in de nieuwsbrief van december 2026"
