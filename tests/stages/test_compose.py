"""Every word of an edition: what the publisher wrote, what the editor decided, and what neither did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.model import (
    Chosen,
    ChosenSection,
    Copy,
    Evidence,
    Finding,
    Item,
    Month,
    PlannedItem,
    Provenance,
    PublicationType,
    Selection,
    Severity,
)
from tests.makers import (
    AMSTERDAM,
    NOON,
    plan,
    publication,
    publishable,
    section_rule,
)
from tests.stages.composing import (
    AGENDA,
    PATH,
    chosen,
    codes,
    composed,
    item,
    selection,
)

# --- items ------------------------------------------------------------------------------------------------


def test_an_item_is_shown_with_all_that_is_known_of_where_it_came_from() -> None:
    hit = Evidence("lokale-teams", "wijkteam", "title")
    one = publication(also_at=(Copy("put", "https://put.example/b"),), flags=("future-date",), guid="7")

    assert item(one, None, hit) == Item(
        title="Het wijkteam leert een",
        url="https://bron.example/nieuws/een",
        label="Lokale teams",
        summary="Drie medewerkers gingen terug naar een gezin.",
        credit_line="Bron: Bron, 12\u00a0november\u00a02026",
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
            type_from="‘nieuws’ in het adres",
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
        "donderdag 10\u00a0december\u00a02026, 13.30 – 16.00\u00a0uur",
        "10",
        "dec",
        "Utrecht",
        "Bron: Bron",
    )
    assert codes(composed(selection(chosen(one), rule=AGENDA))) == []


@pytest.mark.parametrize(
    ("published", "credit"),
    [
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), "Bron: Bron, 30\u00a0november\u00a02026"),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "Bron: Bron, 1\u00a0december\u00a02026"),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "Bron: Bron, 1\u00a0juli\u00a02026"),
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


# --- letters ---------------------------------------------------------------------------------------------


def test_dates_and_amounts_stay_together_on_a_line() -> None:
    made = item(
        publication(title="Op 2 december is er € 2.500 - of meer", summary="Op 12 maart: 36 miljoen.")
    )

    assert (made.title, made.summary) == (
        "Op 2\u00a0december is er €\u00a02.500 – of meer",
        "Op 12\u00a0maart: 36\u00a0miljoen.",
    )


def test_an_address_in_the_introduction_stays_as_it_is() -> None:
    address = "https://elders.example/kind--en-gezin"
    edition = composed(
        selection(), decided=plan(introduction=f"Kijk [hier]({address}), of wacht--even.")
    ).edition

    assert edition.introduction_html.count(f'href="{address}"') == 1
    assert edition.introduction_text == f"Kijk hier ({address}), of wacht–even."


def test_a_text_that_its_publisher_changed_after_we_saw_it_says_when() -> None:
    later = NOON + timedelta(days=2)

    assert item(publication(), None).provenance.changed_at is None
    assert item(publication(changed_at=later), None).provenance.changed_at == later
