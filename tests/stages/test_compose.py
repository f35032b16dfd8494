"""Every word of an edition: what the publisher wrote, what the editor decided, and what neither did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    Candidate,
    Channel,
    Chosen,
    ChosenSection,
    Copy,
    EditionPlan,
    Evidence,
    Finding,
    Item,
    Month,
    PlannedItem,
    Provenance,
    Publication,
    PublicationType,
    PublishableStory,
    SectionRule,
    Selection,
    Severity,
    StoryBlock,
    StoryForm,
    StoryPage,
    Teller,
)
from pipeline.stages.compose import Composed, compose
from pipeline.text.dutch import typographic
from tests.makers import (
    AMSTERDAM,
    CUT_OFF,
    NOON,
    config,
    consent,
    help_line,
    plan,
    publication,
    publishable,
    section_rule,
    source,
)

NEWS = section_rule("nieuws", PublicationType.NIEUWS)
AGENDA = section_rule("agenda", PublicationType.BIJEENKOMST)
SOURCES = {slug: source(slug) for slug in ("bron", "put", "wel", "kanaal")}
PATH = "editions/2026-12.toml"
NOTICE = "Dit verhaal gaat over geweld thuis."


def chosen(one: Publication, planned: PlannedItem | None = None, *evidence: Evidence) -> Chosen:
    labels = tuple(hit.kernelement for hit in evidence)
    return Chosen(Candidate(one, labels, evidence, "gepubliceerd sinds de vorige editie"), planned)


def selection(*items: Chosen, rule: SectionRule = NEWS) -> Selection:
    return Selection((ChosenSection(rule, items),) if items else (), (), ())


def composed(
    made: Selection,
    story: PublishableStory | None = None,
    *,
    decided: EditionPlan | None = None,
    **changes: Any,
) -> Composed:
    return compose(
        made,
        story,
        plan=decided or plan(introduction="Beste lezer"),
        config=config(**changes),
        sources=SOURCES,
        cut_off=CUT_OFF,
        story_why="De redactie koos dit verhaal.",
    )


def item(one: Publication, planned: PlannedItem | None = None, *evidence: Evidence) -> Item:
    return composed(selection(chosen(one, planned, *evidence))).edition.sections[0].items[0]


def codes(made: Composed) -> list[str]:
    return [finding.code for finding in made.findings]


# --- items ------------------------------------------------------------------------------------------------


def test_an_item_is_shown_with_all_that_is_known_of_where_it_came_from() -> None:
    hit = Evidence("lokale-teams", "wijkteam", "title")
    one = publication(also_at=(Copy("put", "https://put.example/b"),), flags=("future-date",), guid="7")

    assert item(one, None, hit) == Item(
        title="Het wijkteam leert een",
        url="https://bron.example/nieuws/een",
        label="Lokale teams",
        summary="Drie medewerkers gingen terug naar een gezin.",
        credit_line="Bron: Bron, 12\u00a0november 2026",
        type=PublicationType.NIEUWS,
        provenance=Provenance(
            key="https://bron.example/nieuws/een",
            source="bron",
            endpoint="https://bron.example/feed",
            published=NOON,
            published_from="pubDate",
            first_seen=NOON,
            content_hash="0" * 64,
            summary_from="description",
            why="gepubliceerd sinds de vorige editie",
            evidence=(hit,),
            edited=(),
            also_at=(Copy("put", "https://put.example/b"),),
            flags=("future-date",),
        ),
        also_at="Ook bij Put",
    )


def test_a_meeting_is_shown_with_its_time_and_place_and_not_with_when_it_was_put_online() -> None:
    start = datetime(2026, 12, 10, 12, 30, tzinfo=UTC)
    one = publication(
        type=PublicationType.BIJEENKOMST,
        summary="",
        event_start=start,
        event_end=start + timedelta(minutes=150),
        location="Utrecht",
    )
    made = item(one)

    assert (made.when, made.day, made.month, made.where, made.credit_line) == (
        "donderdag 10\u00a0december 2026, 13.30 – 16.00\u00a0uur",
        "10",
        "dec",
        "Utrecht",
        "Bron: Bron",
    )
    assert codes(composed(selection(chosen(one), rule=AGENDA))) == []


@pytest.mark.parametrize(
    ("published", "credit"),
    [
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), "Bron: Bron, 30\u00a0november 2026"),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "Bron: Bron, 1\u00a0december 2026"),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "Bron: Bron, 1\u00a0juli 2026"),
        (None, "Bron: Bron"),
    ],
)
def test_the_day_under_an_item_is_that_of_amsterdam(published: datetime | None, credit: str) -> None:
    assert item(publication(published=published)).credit_line == credit


@pytest.mark.parametrize(
    ("slugs", "line"),
    [
        ((), ""),
        (("put",), "Ook bij Put"),
        (("wel", "put", "put"), "Ook bij Put en Wel"),
        (("wel", "put", "kanaal"), "Ook bij Kanaal, Put en Wel"),
    ],
)
def test_other_sites_are_named_once_each(slugs: tuple[str, ...], line: str) -> None:
    copies = tuple(Copy(slug, f"https://{slug}.example/b") for slug in slugs)

    assert item(publication(also_at=copies)).also_at == line


def test_a_summary_is_the_publishers_own_whole_sentences() -> None:
    first, second = "Een zin van " + "veel " * 68 + "woorden.", "En nog een zin van acht woorden hierna."

    assert item(publication(summary=f"{first} {second}")).summary == f"{first} {second}"
    assert item(publication(summary=f"{first} {second} Te veel.")).summary == f"{first} {second}"
    assert item(publication(summary=f"{first} {second * 2}")).summary == first


def test_what_the_editor_wrote_goes_before_what_the_publisher_wrote_and_is_marked() -> None:
    one = publication()
    made = item(one, PlannedItem(url=one.key, title="Mijn titel", summary="Mijn woorden."))

    assert (made.title, made.summary) == ("Mijn titel", "Mijn woorden.")
    assert (made.provenance.edited, made.provenance.summary_from) == (("title", "summary"), "redactie")


def test_what_the_editor_left_blank_stays_the_publishers() -> None:
    one = publication()

    assert item(one, PlannedItem(url=one.key, title="  ", summary="\n")) == item(one)


def test_a_link_of_the_editors_own_names_the_site_it_leads_to() -> None:
    planned = PlannedItem(
        url="https://www.elders.example/blad/?utm_source=x", title="Een blad", summary="Om te lezen."
    )
    made = composed(selection(Chosen(None, planned))).edition.sections[0].items[0]

    assert (made.title, made.url, made.summary, made.credit_line, made.label) == (
        "Een blad",
        "https://www.elders.example/blad/",
        "Om te lezen.",
        "Bron: elders.example",
        "",
    )
    assert (made.provenance.why, made.provenance.edited) == (
        "door de redactie toegevoegd",
        ("title", "summary"),
    )


def test_links_carry_no_trackers() -> None:
    assert item(publication(url="https://bron.example/a/?utm_source=mail&id=3")).url == (
        "https://bron.example/a/?id=3"
    )


# --- the edition -------------------------------------------------------------------------------------------


def test_what_the_editor_wrote_stands_in_the_edition() -> None:
    decided = plan(
        subject=" Wie vraagt het eerst? ",
        preheader="En verder: drie rapporten",
        introduction="Beste **lezer**,",
    )
    edition = composed(selection(chosen(publication())), decided=decided).edition

    assert (
        edition.subject,
        edition.preheader,
        edition.introduction_html.strip(),
        edition.introduction_text,
    ) == (
        "Wie vraagt het eerst?",
        "En verder: drie rapporten",
        "<p>Beste <strong>lezer</strong>,</p>",
        "Beste lezer,",
    )
    assert (edition.month, edition.month_name, edition.cut_off.isoformat()) == (
        Month(2026, 12),
        "december 2026",
        "2026-12-03T09:00:00+01:00",
    )
    assert edition.cut_off.tzinfo is AMSTERDAM
    assert (edition.web_url, edition.unsubscribe_url) == ("%%WEBVERSIE%%", "%%AFMELDEN%%")


def test_what_the_editor_left_open_is_filled_in_and_told() -> None:
    made = composed(selection(chosen(publication(summary="woord " * 20))), publishable(), decided=plan())

    assert (made.edition.subject, made.edition.preheader, made.edition.introduction_text) == (
        "Toekomstscenario kind- en gezinsbescherming – december 2026",
        "Ga het gesprek aan: De lege stoel. Het wijkteam leert een",
        "In deze nieuwsbrief vind je een verhaal om met je collega’s over in gesprek te gaan en de rubriek "
        "‘Nieuws’.",
    )
    assert made.findings == (
        Finding(
            "introduction-missing",
            Severity.ADVICE,
            PATH,
            "de inleiding is automatisch gemaakt",
            "schrijf een paar zinnen bij inleiding in het editiebestand",
        ),
    )


def test_the_introduction_names_the_sections() -> None:
    made = Selection(
        tuple(
            ChosenSection(section_rule(slug), (chosen(publication(slug)),))
            for slug in ("nieuws", "agenda", "video")
        ),
        (),
        (),
    )

    assert [
        composed(made, one, decided=plan()).edition.introduction_text for one in (None, publishable())
    ] == [
        "In deze nieuwsbrief vind je ‘Nieuws’, ‘Agenda’ en ‘Video’.",
        "In deze nieuwsbrief vind je een verhaal om met je collega’s over in gesprek te gaan en de rubrieken "
        "‘Nieuws’, ‘Agenda’ en ‘Video’.",
    ]


def test_an_edition_without_items_stops() -> None:
    assert composed(Selection((), (), ())).findings == (
        Finding(
            "edition-empty",
            Severity.BLOCKING,
            PATH,
            "deze editie heeft geen enkel bericht",
            "kijk in het rapport wat is weggelaten en waarom, of draai eerst ‘nieuwsbrief collect’",
        ),
    )


@pytest.mark.parametrize(
    ("summary", "planned", "expected"),
    [
        ("", "", ["summary-missing"]),
        ("woord " * 14, "", ["summary-short"]),
        ("woord " * 15, "", []),
        ("", "woord " * 130, []),
        ("", "woord " * 131, ["summary-long"]),
    ],
)
def test_a_summary_that_is_missing_short_or_long_is_told(
    summary: str, planned: str, expected: list[str]
) -> None:
    one = publication(summary=summary)
    decided = PlannedItem(url=one.key, summary=planned) if planned else None

    assert codes(composed(selection(chosen(one, decided)))) == expected


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
    )


def test_a_story_without_a_notice_shows_no_help_lines_and_one_for_the_mail_only_is_not_listed() -> None:
    page = composed(selection(), publishable(), help_lines=(help_line(),)).story_page

    assert page is not None
    assert (page.help_lines, page.is_listed) == ((), False)


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


# --- letters ---------------------------------------------------------------------------------------------


def test_dates_and_amounts_stay_together_on_a_line() -> None:
    made = item(publication(title="Op 2 december is er € 2.500 - of meer", summary="Op 12 maart."))

    assert (made.title, made.summary) == (
        "Op 2\u00a0december is er €\u00a02.500 – of meer",
        "Op 12\u00a0maart.",
    )


def test_an_address_in_the_introduction_stays_as_it_is() -> None:
    address = "https://elders.example/kind--en-gezin"
    edition = composed(
        selection(), decided=plan(introduction=f"Kijk [hier]({address}), of wacht--even.")
    ).edition

    assert edition.introduction_html.count(f'href="{address}"') == 1
    assert edition.introduction_text == f"Kijk hier ({address}), of wacht–even."
