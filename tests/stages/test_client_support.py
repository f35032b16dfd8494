"""What a mail uses that some program does not show: told when a reader misses it, laid out in the report."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.jobs.client_support import load_client_support
from pipeline.model import EmailLimits, Finding, Severity
from pipeline.model.client_support import Harm, SupportCell, SupportRow, SupportTable, Verdict
from pipeline.stages.check import check_eml, check_html, support_table
from pipeline.stages.check.support.breaking import RULES as BREAKING
from pipeline.stages.render import render_report
from tests.golden_files import GOLDEN, GoldenFiles
from tests.stages.rendering import TEMPLATES
from tests.stages.test_render_pages import report_view

FACTS = load_client_support()
MAKERS = Path(__file__).parent.parent / "data" / "mails" / "other_makers"
OWN = (GOLDEN / "render" / "newsletter.html").read_text(encoding="utf-8")
CODES = {"client-unsupported", "client-partly", *(rule.code for rule in BREAKING)}

MAIL = """\
<!DOCTYPE html>
<html lang="nl"><body>
<p style="border-radius:4px;color:#123456">Dag</p>
<p style="transform:rotate(3deg);margin:-4px 0">Dag</p>
<p style="transform:rotate(3deg);margin:-4px 0">Dag</p>
<div style="display:flex"><p>Dag</p></div>
</body></html>
"""


def found(html: str) -> list[Finding]:
    """What is said of programs and of what makes a mail fall apart; a bare piece has other faults too."""
    findings = check_html(html, path="m.html", limits=EmailLimits(), facts=FACTS)
    return [finding for finding in findings if finding.code in CODES]


def told(html: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in found(html)]


def row(slug: str, html: str = MAIL) -> SupportRow:
    (one,) = [one for one in table(html).rows if one.slug == slug]
    return one


def table(html: str = MAIL) -> SupportTable:
    return support_table(html, FACTS, found(html))


# --- findings ------------------------------------------------------------------------------------------


def test_what_some_program_does_not_show_is_advice_at_its_first_place() -> None:
    assert found('<p>Dag</p>\n<p style="transform:rotate(3deg)">Dag</p>') == [
        Finding(
            "client-unsupported",
            Severity.ADVICE,
            "m.html",
            "Dit werkt niet in elk mailprogramma: transform, niet in Gmail, Outlook en Yahoo in de browser. "
            "Het onderdeel is dan niet gedraaid of verschoven.",
            "Kijk of de mail ook zonder goed is, of maak het op een andere manier. De tabel ‘Wie ziet wat’ "
            "in het verslag laat per programma zien wat werkt.",
            line=2,
            column=1,
            excerpt='<p style="transform:rotate(3deg)">',
        )
    ]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            '<p style="text-align:end">a</p><p style="text-align:end">b</p>',
            "text-align:end (2 keer), niet in Outlook voor Windows en Yahoo in de browser",
        ),
        (
            '<img alt="" style="display:none">',
            "display:none op een afbeelding, niet in Outlook voor Windows",
        ),
        (
            '<p style="color:red !important">a</p>',
            "!important in een style-attribuut, niet in Outlook voor Windows",
        ),
    ],
)
def test_what_a_program_knows_in_part_is_advice_where_the_mail_uses_the_other_part(
    html: str, said: str
) -> None:
    assert told(html) == [("client-partly", f"Dit kent een deel van de mailprogramma’s alleen half: {said}.")]


@pytest.mark.parametrize(
    "html",
    [
        '<p style="border-radius:4px;box-shadow:0 0 2px #000;word-break:break-word">a</p>',
        "<style>@media (max-width: 9px) { p:nth-child(2) { transform: none } }</style>",
        "<style>@media (max-width: 9px) { .a { display: flex } .b { position: absolute } }</style>",
        '<a href="#plek">a</a>',
        '<p style="width:calc(100% - 4px)">a</p>',
        '<p style="margin:-4px 0">a</p>',
    ],
    ids=[
        "graceful",
        "in @media",
        "layout in @media",
        "rule on anchors",
        "rule on functions",
        "rule on margins",
    ],
)
def test_what_does_no_harm_or_has_a_rule_of_its_own_is_left_alone(html: str) -> None:
    assert found(html) == []


def test_without_facts_nothing_is_said_of_single_programs() -> None:
    findings = check_html(MAIL, path="m.html", limits=EmailLimits())

    assert {finding.code for finding in findings} & {"client-unsupported", "client-partly"} == set()


# --- what breaks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<div style="display:inline-grid">a</div>', [("css-layout", "display:inline-grid")]),
        ("<style>.a { display: flex }</style>", [("css-layout", "display:flex")]),
        ("<!--[if !mso]><!--><style>.a { display: flex }</style><!--<![endif]-->", []),
        (
            '<!--[if !mso]><!-->a<!--<![endif]--><b style="display:flex">a</b>',
            [("css-layout", "display:flex")],
        ),
        ('<p style="position:fixed">a</p>', [("css-position", "position:fixed")]),
        ('<p style="position:relative">a</p>', []),
        ('<p style="position:absolute;left:-9999px">a</p>', []),
        ('<p style="position:absolute;width:1px;overflow:hidden">a</p>', []),
        ('<p style="position:absolute;clip:rect(0,0,0,0)">a</p>', []),
        ("<style>:root { --a: red } p { color: var(--a) }</style>", [("css-variable", "var(--a)")]),
        ("<style>p { color: red; color: var(--a) }</style>", []),
        ('<p style="color:rgb(1 2 3)">a</p>', [("css-colour-modern-inline", "rgb(1 2 3)")]),
        ('<p style="color:rgb(1,2,3)">a</p>', []),
        ("<style>p { color: rgb(1 2 3) }</style>", []),
    ],
)
def test_css_that_a_mail_stands_on_blocks_and_css_that_it_can_miss_does_not(
    html: str, said: list[tuple[str, str]]
) -> None:
    blocking = [one for one in found(html) if one.is_blocking]

    assert [one.code for one in blocking] == [code for code, _ in said]
    for finding, (_, detail) in zip(blocking, said, strict=True):
        assert detail in finding.message


PICTURE = "background-image:url(https://a.example/a.png)"


@pytest.mark.parametrize(
    ("html", "is_bare"),
    [
        (f'<div style="{PICTURE};color:#fff">a</div>', True),
        (f'<div style="{PICTURE}"><p style="color:#fff">a</p></div>', True),
        ('<table background="a.png"><tr><td><font color="#ffffff">a</font></td></tr></table>', True),
        (f'<table bgcolor="#eeeeee"><tr><td style="{PICTURE};color:#fff">a</td></tr></table>', True),
        (f'<div style="{PICTURE};color:#222">a</div>', False),
        (f'<div style="{PICTURE};color:#fff;background-color:#123456">a</div>', False),
        (f'<div bgcolor="#123456" style="{PICTURE};color:#fff">a</div>', False),
        (f'<div style="{PICTURE}"><p style="color:#fff;background:#123456">a</p></div>', False),
        ('<div style="background:#123456 url(a.png);color:#fff">a</div>', False),
        (f'<div style="{PICTURE};background-color:hsl(1,2%,3%);color:#fff">a</div>', False),
        (f'<div style="display:none;{PICTURE};color:#fff">a</div>', False),
    ],
)
def test_light_letters_on_a_picture_need_a_colour_under_it(html: str, is_bare: bool) -> None:
    assert [one.code for one in found(html)] == (["css-background-bare"] if is_bare else [])


# --- good mails ----------------------------------------------------------------------------------------


def test_our_own_mail_gives_no_finding_and_says_of_each_feature_why_not() -> None:
    assert found(OWN) == []
    assert table(OWN).harmful == ()


@pytest.mark.parametrize("mail", sorted(MAKERS.iterdir()), ids=lambda mail: mail.name)
def test_good_mails_of_other_makers_have_nothing_that_blocks(mail: Path) -> None:
    body = mail.read_bytes()
    if mail.suffix == ".eml":
        findings = check_eml(body, path=mail.name, limits=EmailLimits(), facts=FACTS)
    else:
        findings = check_html(body.decode(), path=mail.name, limits=EmailLimits(), facts=FACTS)

    assert [finding for finding in findings if finding.is_blocking] == []
    assert [finding for finding in findings if finding.code in CODES] == []


# --- the table -----------------------------------------------------------------------------------------


def test_a_row_tells_which_program_does_what_and_why_it_matters() -> None:
    yes, partly = SupportCell(Verdict.YES, "ja", "✓"), SupportCell(Verdict.PARTLY, "deels", "◐", ("1",))
    no = SupportCell(Verdict.NO, "nee", "✕")

    assert row("css-display-flex") == SupportRow(
        slug="css-display-flex",
        title="display:flex",
        page="https://www.caniemail.com/features/css-display-flex/",
        tested="2021-11-02",
        count=1,
        where="regel 6, div",
        cells=(yes, partly, partly, no, *[yes] * 7, replace(yes, notes=("2",)), yes),
        absent="Outlook voor Windows",
        partly="Gmail op Android en Gmail op iPhone",
        why="De kolommen vallen dan onder elkaar, zonder hun ruimte. Gebruik een tabel. "
        "Zie de bevinding ‘css-layout’.",
        harm=Harm.BREAKS,
        notes=(
            ("1", "Not supported with non Google accounts."),
            ("2", "`display:inline-flex` is not supported."),
        ),
    )


@pytest.mark.parametrize(
    ("slug", "harm", "why", "where"),
    [
        ("css-border-radius", Harm.NONE, "De hoeken zijn dan recht.", "regel 3, p"),
        (
            "css-transform",
            Harm.SOME,
            "Het onderdeel is dan niet gedraaid of verschoven. Zie de bevinding ‘client-unsupported’.",
            "regel 4, p",
        ),
        (
            "css-margin",
            Harm.SOME,
            "De mail gebruikt een negatieve marge. Zie de bevinding ‘css-margin-negative’.",
            "regel 4, p",
        ),
    ],
)
def test_each_feature_says_what_a_reader_misses_and_where(
    slug: str, harm: Harm, why: str, where: str
) -> None:
    one = row(slug)

    assert (one.harm, one.why, one.where) == (harm, why, where)


def test_what_its_own_rule_found_nothing_against_does_no_harm() -> None:
    one = row("css-rgb", '<p style="color:rgb(1,2,3)">a</p>')

    assert (one.harm, one.why) == (Harm.NONE, "Zo gebruikt doet het geen kwaad.")


def test_what_stands_in_a_condition_only_does_no_harm() -> None:
    one = row("css-transform", "<style>@media (max-width: 9px) { p { transform: none } }</style>")

    assert (one.harm, one.why) == (
        Harm.NONE,
        "Het staat alleen in regels voor bijvoorbeeld telefoon of donker. "
        "Zonder die regels klopt de mail ook.",
    )


def test_a_feature_that_is_on_no_list_is_left_to_the_editor() -> None:
    unknown = replace(FACTS, consequences={})

    (one,) = support_table('<p style="box-shadow:none">a</p>', unknown).rows

    assert (one.harm, one.why) == (
        None,
        "Dit staat niet op onze lijst. Kijk zelf of de mail ook zonder goed is.",
    )


def test_what_matters_most_comes_first_and_what_works_everywhere_is_counted() -> None:
    one = table()

    assert [row.slug for row in one.rows] == [
        "css-display-flex",
        "css-transform",
        "css-margin",
        "html-doctype",
        "html-body",
        "css-border-radius",
        "html-lang",
    ]
    assert one.summary == (
        "De mail gebruikt 10 onderdelen van HTML en CSS. 3 ervan werken in alle 13 mailprogramma’s die wij "
        "volgen. 3 vragen je aandacht."
    )
    assert one.origin == (
        "De gegevens komen van caniemail (versie 2.0.2, licentie MIT) en zijn van 13 mei 2026. Per programma "
        "telt de nieuwste versie die is getest. Zelf kijken wij niet in deze programma’s."
    )


@pytest.mark.parametrize(
    ("html", "end"),
    [
        ("<p>a</p>", "Die werken in alle 13 mailprogramma’s die wij volgen."),
        (
            '<p style="border-radius:4px">a</p>',
            "Eén werkt niet overal, maar daar mist de lezer niets aan.",
        ),
        ('<p style="transform:none">a</p>', "1 vraagt je aandacht."),
    ],
)
def test_the_summary_says_what_it_comes_to(html: str, end: str) -> None:
    assert table(html).summary.endswith(end)


def test_the_table_in_the_report_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    page = render_report(replace(report_view(), support=table()), TEMPLATES)

    section = re.search(r'<section aria-labelledby="wie-ziet-wat">.*?</section>', page, re.DOTALL)
    assert section is not None
    golden("render/wie-ziet-wat.html", section[0])


def test_a_report_without_a_table_has_no_heading_for_it() -> None:
    assert "Wie ziet wat" not in render_report(report_view(), TEMPLATES)


# --- speed ---------------------------------------------------------------------------------------------


def test_a_large_mail_is_laid_beside_the_facts_in_a_moment() -> None:
    html = OWN.replace("</body>", f"{MAIL * 300}</body>")
    started = time.process_time()

    support_table(html, FACTS)

    assert time.process_time() - started < 1
