"""The editor's report: every row in words, and the same rows for the same edition."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.model import (
    Candidate,
    Edition,
    EndpointState,
    Evidence,
    Finding,
    Month,
    Omission,
    Publication,
    PublicationType,
    Reason,
    Rendered,
    Selection,
    Severity,
    Status,
    Window,
)
from pipeline.model.report import (
    ChosenGroup,
    ChosenRow,
    OmissionGroup,
    OmissionRow,
    ReportFile,
    ReportStory,
    ReportView,
    SourceRow,
    UndatedRow,
)
from pipeline.stages.report import FIELD_TEXTS, STATUS_TEXTS, ReportFacts, report
from pipeline.stages.select import REASON_TEXTS
from tests.makers import (
    AMSTERDAM,
    NOON,
    config,
    edition,
    endpoint,
    event,
    item,
    provenance,
    publication,
    section,
    source,
    story_block,
)

START = datetime(2026, 11, 5, 9, tzinfo=AMSTERDAM)
END = datetime(2026, 12, 3, 9, tzinfo=AMSTERDAM)
FEED = "https://bron.example/feed"


def view(made: Edition | None = None, **changes: Any) -> ReportView:
    facts: dict[str, Any] = {
        "edition": made or edition(cut_off=END),
        "selection": Selection((), (), ()),
        "findings": (),
        "rendered": Rendered("<p>", "tekst", b"", ""),
        "window": Window(START, END),
        "sources": (source("bron"),),
        "states": (),
        "pool": (),
        "kernelementen": config().kernelementen,
        "reason_texts": REASON_TEXTS,
        "story_why": "De redactie koos dit verhaal.",
    }
    return report(ReportFacts(**(facts | changes)))


def undated(one: Publication) -> Selection:
    return Selection((), (), (Candidate(one, (), (), "zonder datum"),))


def test_the_report_says_all_of_an_edition_in_words() -> None:
    finding = Finding("link-gone", Severity.BLOCKING, "newsletter.html", "een link werkt niet")

    assert view(findings=[finding], approved="Goedgekeurd") == ReportView(
        month=Month(2026, 12),
        month_name="december 2026",
        title="Toekomstscenario kind- en gezinsbescherming",
        subject="Terug naar het gezin, en vier andere verhalen",
        cut_off="donderdag 3 december 2026, 9.00 uur",
        window="5 november 2026 tot en met 3 december 2026",
        story=ReportStory("De lege stoel", "Lezen · 6 minuten", "De redactie koos dit verhaal."),
        findings=(finding,),
        sources=(SourceRow("Bron", FEED, None, "nog niet bezocht", "", False, 0, 1, "nog nooit"),),
        chosen=(
            ChosenGroup(
                "Nieuws uit het veld",
                (
                    ChosenRow(
                        "Een wijkteam leert van een gezin",
                        "https://bron.example/nieuws/een",
                        "Bron",
                        "12 november 2026",
                        "kind: nieuws",
                    ),
                ),
            ),
        ),
        undated=(),
        omissions=(),
        files=(
            ReportFile("newsletter.html", "De nieuwsbrief, zoals lezers hem zien"),
            ReportFile("newsletter.txt", "De nieuwsbrief als platte tekst"),
            ReportFile("newsletter.eml", "De nieuwsbrief als e-mailbericht"),
            ReportFile("edition.json", "Alle gegevens, met herkomst"),
            ReportFile("findings.json", "De bevindingen, voor een programma"),
        ),
        html="<p>",
        text="tekst",
        approved="Goedgekeurd",
    )


def test_an_edition_without_a_story_says_why() -> None:
    why = "Er is geen verhaal dat gepubliceerd mag worden."

    assert view(edition(story=None), story_why=why).story == ReportStory("", "", why)


def test_the_button_of_a_draft_leads_to_the_page_beside_the_report() -> None:
    made = view(rendered=Rendered(f'<a href="{story_block().url}">', "tekst", b"", "<p>"))

    assert made.html == '<a href="verhaal.html">'
    assert [file.name for file in made.files] == [
        *("newsletter.html", "newsletter.txt", "newsletter.eml", "verhaal.html", "edition.json"),
        "findings.json",
    ]


# --- sources ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "text", "is_healthy"),
    [
        (Status.OK, "werkt", True),
        (Status.UNCHANGED, "werkt, niets veranderd", True),
        (Status.DNS, "het adres bestaat niet", False),
    ],
)
def test_a_source_shows_how_its_last_visit_went(status: Status, text: str, is_healthy: bool) -> None:
    at = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    state = EndpointState("bron", FEED, status=status, reason="omdat", ok_at=at)

    assert view(states=[state]).sources == (
        SourceRow("Bron", FEED, status, text, "omdat", is_healthy, 0, 1, "1 december 2026"),
    )


def test_every_status_and_every_edited_field_has_its_words() -> None:
    assert set(STATUS_TEXTS) == {None, *Status}
    assert set(FIELD_TEXTS) == {"title", "summary"}


def test_an_endpoint_that_is_switched_off_is_not_in_the_report() -> None:
    off = endpoint(url="https://bron.example/uit", enabled=False, reason="dicht")

    assert [row.endpoint for row in view(sources=(source("bron", endpoint(), off),)).sources] == [FEED]


def test_a_source_counts_what_it_published_in_the_window_and_else_what_was_seen_in_it() -> None:
    moment = timedelta(microseconds=1)
    pool = [
        publication("in", published=START, first_seen=START),
        publication("late", published=START - moment, first_seen=START),
        publication("after", published=END, first_seen=END),
        publication("undated", published=None, first_seen=START),
        publication("undated-before", published=None, first_seen=START - moment),
        publication("put", source="put"),
        publication("elsewhere", endpoint="https://bron.example/anders"),
    ]

    assert view(pool=pool).sources[0].in_window == 2


# --- rows ---------------------------------------------------------------------------------------------------


def test_a_row_says_why_and_what_was_changed() -> None:
    hits = (
        Evidence("lokale-teams", "wijkteam", "title"),
        Evidence("onbekend", "gezin", "summary"),
    )
    shown = item(provenance=provenance(edited=("title", "summary"), evidence=hits))

    (row,) = view(edition(section("Nieuws", shown))).chosen[0].rows
    assert (row.edited, row.evidence) == (
        ("titel", "samenvatting"),
        ("Lokale teams: ‘wijkteam’ in de titel", "onbekend: ‘gezin’ in de samenvatting"),
    )


@pytest.mark.parametrize(
    ("published", "date_text"),
    [
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), "30 november 2026"),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "1 december 2026"),
        (None, "zonder datum"),
    ],
)
def test_a_row_shows_the_day_in_amsterdam_or_that_there_is_none(
    published: datetime | None, date_text: str
) -> None:
    shown = item(provenance=provenance(published=published))

    assert view(edition(section("Nieuws", shown))).chosen[0].rows[0].date_text == date_text


def test_a_meeting_shows_when_it_is() -> None:
    assert view(edition(section("Agenda", event()))).chosen[0].rows[0].date_text == event().when


def test_a_link_of_the_editors_own_comes_from_the_editors() -> None:
    shown = item(provenance=provenance(source="", published=None))

    assert view(edition(section("Nieuws", shown))).chosen[0].rows[0].source == "redactie"


def test_what_has_no_date_can_be_taken_in_with_one_line() -> None:
    one = publication("a", published=None, first_seen=datetime(2026, 11, 30, 23, 0, tzinfo=UTC))

    assert view(selection=undated(one)).undated == (
        UndatedRow(
            "Het wijkteam leert a",
            "https://bron.example/nieuws/a",
            "Bron",
            "nieuw gezien op 1 december 2026",
            "nieuwsbrief edition add 2026-12 https://bron.example/nieuws/a",
        ),
    )


@pytest.mark.parametrize(
    "url", ["https://bron.example/a?b=1&c=2", "https://bron.example/';reboot;'", "https://x.example/$(x)"]
)
def test_whatever_a_site_writes_in_an_address_the_line_stays_one_command(url: str) -> None:
    (row,) = view(selection=undated(publication(url=url, published=None))).undated

    assert shlex.split(row.take_in) == ["nieuwsbrief", "edition", "add", "2026-12", url]


def test_what_was_left_out_stands_under_its_reason_in_a_fixed_order() -> None:
    meeting = publication(
        "b", type=PublicationType.BIJEENKOMST, event_start=END + timedelta(days=90), source="weg"
    )
    omissions = (
        Omission(publication("c", published=None, url=None), Reason.NO_LINK),
        Omission(meeting, Reason.EVENT_TOO_FAR),
        Omission(publication("d"), Reason.SECTION_FULL, "Nieuws"),
        Omission(publication("a"), Reason.SECTION_FULL, "Nieuws"),
    )

    assert view(selection=Selection((), omissions, ())).omissions == (
        OmissionGroup(
            "section-full",
            "De rubriek is vol",
            tuple(
                OmissionRow(
                    f"Het wijkteam leert {slug}",
                    f"https://bron.example/nieuws/{slug}",
                    "Bron",
                    "12 november 2026",
                    "Nieuws",
                )
                for slug in "da"
            ),
        ),
        OmissionGroup(
            "event-too-far",
            "Bijeenkomst is over meer dan tien weken",
            (
                OmissionRow(
                    "Het wijkteam leert b", "https://bron.example/nieuws/b", "weg", "3 maart 2027", ""
                ),
            ),
        ),
        OmissionGroup(
            "no-link",
            "Heeft geen bruikbare link",
            (OmissionRow("Het wijkteam leert c", "", "Bron", "zonder datum", ""),),
        ),
    )


def test_the_report_knows_nothing_of_where_and_when_it_was_made() -> None:
    assert view(pool=[publication(first_seen=NOON)]) == view(pool=[publication(first_seen=NOON)])


def test_a_text_that_changed_after_we_saw_it_says_so_beside_what_named_its_type() -> None:
    changed = datetime(2026, 11, 14, 23, 30, tzinfo=UTC)
    shown = item(provenance=provenance(changed_at=changed, type_from="‘nieuws’ in het adres"))

    (row,) = view(edition(section("Nieuws", shown))).chosen[0].rows

    assert (row.changed, row.evidence) == (
        "bijgewerkt op 15 november 2026",
        ("Soort: nieuws, ‘nieuws’ in het adres",),
    )
