"""The story's own page and the editor's report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Finding, Month, Severity, Status
from pipeline.model.report import (
    ChosenGroup,
    ChosenRow,
    Light,
    OmissionGroup,
    OmissionRow,
    ReportFile,
    ReportStory,
    ReportView,
    SourceRow,
    UndatedRow,
)
from pipeline.stages.render import render_edition, render_report
from tests import makers
from tests.golden_files import GoldenFiles
from tests.stages.rendering import TEMPLATES, tree, words

# --- the story's page ----------------------------------------------------------------------------------


def story_page(**changes: object) -> str:
    page = makers.story_page(**changes)
    return render_edition(makers.edition(), page, templates=TEMPLATES).story_html


def test_without_a_story_page_there_is_no_file_for_it() -> None:
    assert render_edition(makers.edition(story=None), None, templates=TEMPLATES).story_html == ""


def test_the_story_page_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    notice = "Dit verhaal gaat over geweld thuis."

    golden("render/verhaal.html", story_page(content_notice=notice, help_lines=(makers.help_line(),)))


def test_a_story_page_shows_the_story_and_then_its_questions() -> None:
    page = tree(story_page())

    assert [(element.tag, words(element)) for element in page.iter("h1", "h2", "h3")] == [
        ("h1", "De lege stoel"),
        ("h2", "Een jaar later"),
        ("h2", "Drie vragen voor het gesprek"),
    ]
    assert [words(item) for item in page.iter("li")] == list(makers.story_page().questions)


def test_a_story_for_the_newsletter_only_is_kept_from_search_engines() -> None:
    robots = '<meta name="robots" content="noindex, nofollow, noarchive">'

    assert (robots in story_page(is_listed=False), robots in story_page(is_listed=True)) == (True, False)


def test_a_content_notice_offers_a_way_past_the_story_and_help_directly_after_it() -> None:
    notice = "Dit verhaal gaat over geweld thuis."

    page = tree(story_page(content_notice=notice, help_lines=(makers.help_line(),)))

    text = words(page.body)
    order = [notice, "Sla het verhaal over", "Er stond een stoel", "Praten helpt", "Drie vragen"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    targets = {link.get("href") for link in page.iter("a")}
    assert {"#vragen", "#hulp", "tel:08000000"} <= targets
    assert all(page.get_element_by_id(target[1:]) is not None for target in targets if target[0] == "#")


def test_help_lines_stand_with_a_content_notice_only() -> None:
    assert "Praten helpt" not in story_page(help_lines=(makers.help_line(),))


def test_a_film_has_a_link_that_says_where_it_goes_and_its_words_in_writing() -> None:
    page = story_page(
        media_url="https://verhalen.example/elf-stoelen",
        media_line="Bekijk de film op verhalen.example (6 minuten)",
        transcript_html="<p>Wij zijn thuis met zijn vieren.</p>",
    )

    (link,) = tree(page).xpath("//a[@href='https://verhalen.example/elf-stoelen']")
    assert words(link) == "Bekijk de film op verhalen.example (6 minuten)"
    assert (
        '<h2 id="transcript" tabindex="-1">Wat er wordt gezegd</h2>\n<p>Wij zijn thuis met zijn vieren.</p>'
        in page
    )


def test_a_made_up_story_says_so_before_it_begins() -> None:
    text = words(tree(story_page(fictional=True)).body)

    assert text.index("Dit verhaal is verzonnen, als voorbeeld.") < text.index("Er stond een stoel")


@pytest.mark.parametrize("page", ["story", "report"])
def test_a_page_asks_for_nothing_from_elsewhere(page: str) -> None:
    shown = tree(story_page() if page == "story" else report())

    assert shown.xpath("//script | //link | //img | //@src | //@onclick") == []


# --- the report ----------------------------------------------------------------------------------------


def finding(code: str = "link-dead", severity: Severity = Severity.BLOCKING, **changes: str) -> Finding:
    whole = Finding(code, severity, "editions/2026-12.toml", f"Bericht van {code}.", "Los het op.", line=3)
    return replace(whole, **changes)  # type: ignore[arg-type]  # only text fields are changed here


def report_view(*findings: Finding, approved: str = "") -> ReportView:
    return ReportView(
        month=Month(2026, 12),
        month_name="december 2026",
        title="Toekomstscenario",
        subject="Terug naar het gezin",
        cut_off="donderdag 3 december 2026, 09.00 uur",
        window="5 november 2026 tot en met 3 december 2026",
        story=ReportStory("De lege stoel", "Lezen · 6 minuten", "Deze vorm was het langst niet gekozen."),
        findings=findings,
        sources=(
            SourceRow(
                "Bron", "https://bron.example/feed", Status.OK, "werkt", "", True, 3, 1, "2 december 2026"
            ),
            SourceRow(
                "Stil", "https://stil.example/feed", Status.DNS, "niet gevonden", "", False, 0, 0, "nog nooit"
            ),
        ),
        chosen=(
            ChosenGroup(
                "Nieuws uit het veld",
                (
                    ChosenRow(
                        "Een wijkteam leert",
                        "https://bron.example/1",
                        "Bron",
                        "12 november 2026",
                        "Past bij de rubriek.",
                        ("samenvatting",),
                        ("Lokale teams: ‘wijkteam’ in de titel",),
                    ),
                ),
            ),
        ),
        undated=(
            UndatedRow(
                "Factsheet",
                "https://bron.example/f",
                "Bron",
                "nieuw gezien op 20 november 2026",
                "nieuwsbrief edition add 2026-12 https://bron.example/f",
            ),
        ),
        omissions=(
            OmissionGroup("too-old", "Te oud", (OmissionRow("Oud bericht", "", "Bron", "1 mei 2026", ""),)),
        ),
        files=(ReportFile("newsletter.html", "De nieuwsbrief"),),
        html='<p title="a">Mail & meer</p>',
        text="Mail & meer\n",
        approved=approved,
    )


def report(*findings: Finding, approved: str = "") -> str:
    return render_report(report_view(*findings, approved=approved), TEMPLATES)


def test_the_report_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    golden("render/report.html", report(finding(), finding("summary-too-long", Severity.ADVICE)))


@pytest.mark.parametrize(
    ("findings", "approved", "sentence"),
    [
        ((), "", "✓ Klaar om te lezen en goed te keuren."),
        ((finding(severity=Severity.ADVICE),), "", "✓ Klaar om te lezen en goed te keuren."),
        ((finding(waived="mag, zegt de eindredactie"),), "", "✓ Klaar om te lezen en goed te keuren."),
        ((finding(),), "", "✕ 1 ding houdt deze editie tegen."),
        ((finding(), finding("link-other")), "", "✕ 2 dingen houden deze editie tegen."),
        ((), "Goedgekeurd door de eindredactie.", "✓ Goedgekeurd door de eindredactie."),
    ],
)
def test_the_report_begins_with_its_verdict(
    findings: tuple[Finding, ...], approved: str, sentence: str
) -> None:
    page = tree(report(*findings, approved=approved))

    assert words(next(page.iter("h2"))) == sentence


def test_what_blocks_comes_first_and_what_was_waived_last() -> None:
    page = tree(
        report(
            finding("b-advice", Severity.ADVICE),
            finding("a-waived", waived="mag, zegt de eindredactie"),
            finding("c-blocks"),
        )
    )

    assert [words(row) for row in page.xpath("//li[contains(@class, 'finding')]")] == [
        "✕ Houdt tegen 1 keer Bericht van c-blocks. Los het op. editions/2026-12.toml, regel 3"
        " Code voor een ontheffing: c-blocks",
        "! Advies 1 keer Bericht van b-advice. Los het op. Waar? Op 1 plek editions/2026-12.toml, regel 3"
        " Code voor een ontheffing: b-advice",
        "○ Ontheffing 1 keer Bericht van a-waived. Los het op. Ontheffing: mag, zegt de eindredactie"
        " Waar? Op 1 plek editions/2026-12.toml, regel 3 Code voor een ontheffing: a-waived",
    ]


def test_seventeen_times_the_same_advice_is_one_row() -> None:
    advice = [
        finding("link-http", Severity.ADVICE, message=f"Niet beveiligd (http): site-{number}.example.")
        for number in range(17)
    ]

    page = tree(report(*advice))

    (row,) = page.xpath("//li[contains(@class, 'finding')]")
    assert words(row).startswith("! Advies 17 keer Niet beveiligd (http). Los het op. Waar? Op 17 plekken")
    assert len(row.xpath(".//details//li")) == 17
    assert "Er zijn 17 adviezen, van 1 soort. Die houden niets tegen." in words(page)


def test_the_places_of_what_blocks_are_always_in_sight() -> None:
    page = tree(report(finding(), finding(excerpt="<a href>")))

    (row,) = page.xpath("//li[contains(@class, 'finding')]")
    assert (len(row.xpath(".//details")), len(row.xpath(".//li"))) == (0, 2)


def test_the_editor_reads_what_to_do_next_and_what_to_type() -> None:
    steps = [words(step) for step in tree(report(finding())).xpath("//ol[@class='steps']/li")]

    assert steps == [
        "Lees. Open de nieuwsbrief. Lees alles één keer helemaal, ook op je telefoon.",
        "Verbeter. Los op wat bij de bevindingen met ‘Houdt tegen’ staat. Maak daarna de editie opnieuw:"
        " nieuwsbrief build 2026-12",
        "Keur goed. Dat kan zodra niets de editie meer tegenhoudt: nieuwsbrief approve 2026-12 --by redactie",
    ]


def test_an_approved_edition_asks_for_nothing_more() -> None:
    assert tree(report(approved="Goedgekeurd door de eindredactie.")).xpath("//ol[@class='steps']") == []


@pytest.mark.parametrize(
    ("status", "light"),
    [
        (Status.OK, Light.GREEN),
        (Status.UNCHANGED, Light.GREEN),
        (None, Light.AMBER),
        (Status.TIMEOUT, Light.AMBER),
        (Status.MAINTENANCE, Light.AMBER),
        (Status.LIMITED, Light.AMBER),
        (Status.DNS, Light.RED),
        (Status.EMPTY, Light.RED),
    ],
)
def test_a_source_that_may_mend_by_itself_is_amber(status: Status | None, light: Light) -> None:
    healthy = status is not None and status.is_healthy

    assert SourceRow("Bron", "https://bron.example", status, "", "", healthy, 0, 0, "").light is light


def test_a_source_says_in_words_how_it_is_and_the_worst_comes_first() -> None:
    (table,) = tree(report()).xpath("//table[@aria-label='Bronnen']")

    assert [[words(cell) for cell in row.iter("td")] for row in table.xpath("tbody/tr")] == [
        ["Stilhttps://stil.example/feed", "✕ Kijk hiernaar: niet gevonden", "0", "0", "nog nooit"],
        ["Bronhttps://bron.example/feed", "✓ In orde: werkt", "3", "1", "2 december 2026"],
    ]


def test_the_report_says_why_each_item_is_there_or_not_and_what_to_type() -> None:
    text = words(tree(report()))

    for part in (
        "Een wijkteam leert Bron, 12 november 2026 · Past bij de rubriek."
        " Lokale teams: ‘wijkteam’ in de titel Door de redactie aangepast: samenvatting",
        "Factsheet Bron, nieuw gezien op 20 november 2026, zonder datum"
        " nieuwsbrief edition add 2026-12 https://bron.example/f",
        "Te oud (1) Oud bericht Bron, 1 mei 2026",
    ):
        assert part in text


def test_the_newsletter_stands_beside_its_text_and_cannot_run_anything() -> None:
    page = tree(report())

    (frame,) = page.iter("iframe")
    assert (frame.get("sandbox"), frame.get("srcdoc")) == ("", '<p title="a">Mail & meer</p>')
    (text,) = page.iter("pre")
    assert text.text_content() == "Mail & meer\n"


def test_an_edition_with_nothing_in_it_still_has_a_report() -> None:
    empty = replace(
        report_view(),
        sources=(),
        chosen=(),
        undated=(),
        omissions=(),
        story=ReportStory("", "", "Er was er geen."),
    )

    text = words(tree(render_report(empty, TEMPLATES)))

    assert "Er is deze maand niets gekozen." in text
    assert "In deze editie staat geen verhaal. Er was er geen." in text
