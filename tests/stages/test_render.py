"""Rendering the mail and its plain part: what a reader gets, in which order."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from pipeline.model import PublicationType, Section
from pipeline.stages.render.words import Link, contact_link, questions_heading
from tests import makers
from tests.golden_files import GoldenFiles
from tests.stages.rendering import full_edition, mail, plain, tree, words


def test_the_mail_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    edition = makers.edition(makers.section(), makers.section("Agenda", makers.event(), slug="agenda"))

    golden("render/newsletter.html", mail(edition))


def test_the_mail_reads_in_the_order_a_reader_needs() -> None:
    page = tree(
        mail(makers.edition(makers.section(), makers.section("Agenda", makers.event(), slug="agenda")))
    )

    assert [(element.tag, words(element)) for element in page.iter("h1", "h2", "h3", "h4")] == [
        ("h1", "Toekomstscenario kind- en gezinsbescherming"),
        ("h2", "Ga het gesprek aan"),
        ("h3", "De lege stoel"),
        ("h4", "Drie vragen voor het gesprek"),
        ("h2", "Nieuws uit het veld"),
        ("h3", "Een wijkteam leert van een gezin"),
        ("h2", "Agenda"),
        ("h3", "Leersessie: terug naar het gezin"),
        ("h2", "Over deze nieuwsbrief"),
    ]


def test_every_link_of_the_mail_says_where_it_goes() -> None:
    links = [(words(link), link.get("href")) for link in tree(mail()).iter("a")]

    assert links == [
        ("Bekijk deze nieuwsbrief in je browser", "%%WEBVERSIE%%"),
        ("Lees het verhaal ‘De lege stoel’", "https://nieuwsbrief.example.nl/verhalen/de-lege-stoel"),
        ("Een wijkteam leert van een gezin", "https://bron.example/nieuws/een"),
        ("redactie@example.nl", "mailto:redactie@example.nl"),
        ("Deel jouw verhaal met ons", "mailto:redactie@example.nl?subject=Mijn%20verhaal"),
        ("Meld je aan voor deze nieuwsbrief", "https://nieuwsbrief.example.nl/aanmelden"),
        ("Lees deze nieuwsbrief in je browser", "%%WEBVERSIE%%"),
        ("meld je af voor deze nieuwsbrief", "%%AFMELDEN%%"),
    ]


def test_the_content_notice_comes_before_anything_the_story_says() -> None:
    story = makers.story_block(content_notice="Dit verhaal gaat over geweld thuis.")

    text = words(tree(mail(makers.edition(story=story))))

    assert text.index("Let op: Dit verhaal gaat over geweld thuis.") < text.index(story.title)
    assert text.index(story.title) < text.index(story.summary)


def test_a_made_up_story_says_so() -> None:
    sentence = "Dit verhaal is verzonnen, als voorbeeld."
    fictional = makers.edition(story=makers.story_block(fictional=True))

    assert (sentence in mail(fictional), sentence in plain(fictional)) == (True, True)
    assert (sentence in mail(), sentence in plain()) == (False, False)


def test_an_edition_without_a_story_has_no_block_for_it() -> None:
    edition = makers.edition(story=None)

    assert ("Ga het gesprek aan" in mail(edition), "Ga het gesprek aan" in plain(edition)) == (False, False)


def test_a_section_without_items_is_left_out() -> None:
    edition = makers.edition(Section("leeg", "Publicaties", ()), makers.section())

    assert ("Publicaties" in mail(edition), "Publicaties" in plain(edition)) == (False, False)


def test_an_item_shows_its_type_its_theme_and_how_long_it_takes() -> None:
    podcast = makers.item(type=PublicationType.PODCAST, duration="24 min")

    assert "Podcast · Lokale teams · 24 min" in mail(makers.edition(makers.section("Luisteren", podcast)))


def test_an_event_has_its_day_to_scan_by_and_says_it_once_to_a_screen_reader() -> None:
    page = tree(mail(makers.edition(makers.section("Agenda", makers.event()))))

    (tile,) = page.xpath("//td[@aria-hidden='true']")
    assert words(tile) == "10dec"
    assert "donderdag 10 december 2026, 13.30 – 16.00 uurUtrecht" in words(page)


def test_the_hours_of_an_event_stay_on_one_line() -> None:
    page = tree(mail(makers.edition(makers.section("Agenda", makers.event()))))

    (hours,) = page.xpath("//span[contains(@style, 'nowrap')]")
    assert words(hours) == "13.30 – 16.00 uur"


def test_markup_and_template_signs_in_a_title_stay_text() -> None:
    page = mail(makers.edition(makers.section("Nieuws", makers.item("<script>x</script> {{ 7*7 }} & co"))))

    assert "&lt;script&gt;x&lt;/script&gt; {{ 7*7 }} &amp; co" in page
    assert list(tree(page).iter("script")) == []


def test_an_item_without_a_link_shows_its_title_only() -> None:
    page = tree(mail(makers.edition(makers.section("Nieuws", makers.item("Zonder link", url="")))))

    (title,) = (element for element in page.iter("h3") if words(element) == "Zonder link")
    assert list(title.iter("a")) == []


def test_the_mail_asks_for_nothing_from_elsewhere() -> None:
    page = tree(mail(full_edition()))

    assert page.xpath("//img | //link | //script | //iframe | //@src | //@background") == []
    assert "url(" not in mail()


def test_a_full_edition_stays_far_below_what_gmail_cuts_off() -> None:
    assert len(mail(full_edition()).encode()) < 60_000


def test_language_and_direction_stand_on_the_page_and_on_what_webmail_keeps() -> None:
    page = tree(mail())

    assert {(element.get("lang"), element.get("dir")) for element in [page, *page.body]} == {("nl", "ltr")}


def test_body_has_no_class_because_roundcube_then_drops_every_rule() -> None:
    page = tree(mail())

    assert page.body.get("class") is None
    assert page.body.xpath(".//table")[0].get("class") == "ground"


def test_every_layout_table_says_that_it_is_one() -> None:
    page = mail(full_edition())

    assert page.count("<table") == page.count('<table role="presentation"')


def test_a_button_is_a_cell_with_padding_and_a_colour() -> None:
    page = tree(mail())

    (cell,) = page.xpath("//td[@bgcolor='#8f3a18']")
    assert "padding:12px 22px" in cell.get("style")
    assert [link for link in page.iter("a") if "padding" in link.get("style", "")] == []


def test_links_are_underlined_and_text_cells_break_long_words() -> None:
    page = tree(mail(full_edition()))

    assert [link for link in page.iter("a") if "underline" not in link.get("style")] == []
    cells = page.xpath("//td[h1 or h2 or h3 or h4 or ol]")
    assert [cell for cell in cells if "word-break:break-word" not in _styles_around(cell)] == []


def test_the_preheader_is_hidden_without_tricks_and_has_no_filler() -> None:
    (preheader,) = tree(mail()).xpath("//body/div[1]")

    assert words(preheader) == makers.edition().preheader
    assert {"display:none", "mso-hide:all"} <= set(preheader.get("style").split("; "))


def _styles_around(element: lxml_html.HtmlElement) -> str:
    return " ".join(each.get("style", "") for each in [element, *element.iterancestors()])


# --- the plain part ------------------------------------------------------------------------------------


def test_the_plain_part_reads_as_a_person_would_write_it() -> None:
    edition = makers.edition(
        makers.section(
            "Nieuws uit het veld",
            makers.item(
                "Een lange titel over een wijkteam dat een jaar later terugging naar een gezin",
                also_at="Ook bij VNG",
            ),
            makers.item(
                "Zonder samenvatting & met <haken>", summary="", label="", url="https://bron.example/2"
            ),
        ),
        makers.section("Agenda", makers.event(credit_line="Bron: Bron", label="")),
        introduction_text=(
            "Deze maand:\n\n"
            "- teruggaan, ook als het lang geleden is en je niet weet of je welkom bent\n"
            "- bellen"
        ),
        story=makers.story_block(content_notice="Dit verhaal gaat over geweld thuis.", fictional=True),
    )

    assert (
        plain(edition)
        == """\
Toekomstscenario kind- en gezinsbescherming
Nieuwsbrief december 2026

Bekijk deze nieuwsbrief in je browser:
%%WEBVERSIE%%

Deze maand:

- teruggaan, ook als het lang geleden is en je niet weet of je welkom
  bent
- bellen

------------------------------------------------------------------------
Ga het gesprek aan
------------------------------------------------------------------------

Een verhaal om samen over te praten

Lezen · 6 minuten · Een professional vertelt

Let op: Dit verhaal gaat over geweld thuis.

De lege stoel

Een wijkteammedewerker kwam een jaar later terug en zag wat ze toen had
gemist.

Drie vragen voor het gesprek
Neem er één mee naar je volgende overleg.

1. Wat raakte je in dit verhaal?
2. Wanneer liep jij iets voorbij?
3. Wat spreken wij vandaag af?

Lees het verhaal ‘De lege stoel’:
https://nieuwsbrief.example.nl/verhalen/de-lege-stoel

Dit verhaal is verzonnen, als voorbeeld.

------------------------------------------------------------------------
Nieuws uit het veld
------------------------------------------------------------------------

* Een lange titel over een wijkteam dat een jaar later terugging naar
  een gezin
  Lokale teams
  Drie medewerkers gingen terug naar een gezin en vroegen wat had
  geholpen.
  Bron: Bron, 12 november 2026
  Ook bij VNG
  https://bron.example/nieuws/een

* Zonder samenvatting & met <haken>
  Bron: Bron, 12 november 2026
  https://bron.example/2

------------------------------------------------------------------------
Agenda
------------------------------------------------------------------------

* Leersessie: terug naar het gezin
  donderdag 10 december 2026, 13.30 – 16.00 uur, Utrecht
  Bron: Bron
  https://bron.example/agenda/leersessie

------------------------------------------------------------------------
Over deze nieuwsbrief
------------------------------------------------------------------------

Deze nieuwsbrief komt van Programma Toekomstscenario. Heb je een vraag
of een tip? Schrijf naar:
redactie@example.nl

Maakte je iets mee waar anderen van kunnen leren? We spreken eerst samen
af wat je deelt, en met wie. Deel jouw verhaal met ons:
redactie@example.nl

Heb je deze nieuwsbrief doorgestuurd gekregen? Meld je aan voor deze
nieuwsbrief:
https://nieuwsbrief.example.nl/aanmelden

Deze nieuwsbrief meet niet of je hem opent of waar je op klikt.

Lees deze nieuwsbrief in je browser:
%%WEBVERSIE%%

Meld je af voor deze nieuwsbrief:
%%AFMELDEN%%
"""
    )


def test_both_parts_have_the_same_links_and_headings() -> None:
    edition = full_edition()
    page, text = tree(mail(edition)), plain(edition)

    addresses = {link.get("href").removeprefix("mailto:").partition("?subject")[0] for link in page.iter("a")}
    assert {address for address in addresses if address not in text} == set()
    headings = {words(element) for element in page.iter("h1", "h2", "h3", "h4")}
    assert {heading for heading in headings if heading not in text} == set()


def test_a_long_address_is_never_broken() -> None:
    address = "https://bron.example/" + "een-heel-lang-pad-" * 8

    assert f"\n  {address}\n" in plain(makers.edition(makers.section("Nieuws", makers.item(url=address))))


def test_no_other_line_is_longer_than_72_columns() -> None:
    lines = plain(full_edition()).splitlines()

    assert [line for line in lines if len(line) > 72 and "https://" not in line] == []


# --- the few words rendering decides -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (1, "Vraag voor het gesprek"),
        (3, "Drie vragen voor het gesprek"),
        (5, "Vijf vragen voor het gesprek"),
        (9, "Vragen voor het gesprek"),
    ],
)
def test_the_heading_counts_the_questions(number: int, heading: str) -> None:
    assert questions_heading(["Wat raakte je?"] * number) == heading


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("redactie@example.nl", Link("redactie@example.nl", "mailto:redactie@example.nl")),
        ("mailto:redactie@example.nl", Link("redactie@example.nl", "mailto:redactie@example.nl")),
        ("https://example.nl/contact", Link("https://example.nl/contact", "https://example.nl/contact")),
        ("de redactie, 030-000 00 00", Link("de redactie, 030-000 00 00", "")),
    ],
)
def test_a_contact_becomes_a_link_when_it_can(contact: str, link: Link) -> None:
    assert contact_link(contact) == link
