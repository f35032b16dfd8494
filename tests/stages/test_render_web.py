"""The edition as a page: landmarks, anchors and days for everybody, and nothing the mail does not say."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html as lxml_html

from pipeline.model import Edition, Section
from pipeline.stages.render import render_edition
from tests import makers
from tests.golden_files import GoldenFiles
from tests.stages.rendering import TEMPLATES, full_edition, mail, plain, tree, words

OPEN_PLACES = ("%%WEBVERSIE%%", "%%AFMELDEN%%")


def web(edition: Edition | None = None, page: Any = None) -> str:
    return render_edition(edition or makers.edition(), page, templates=TEMPLATES).web_html


def agenda() -> Edition:
    return makers.edition(makers.section(), makers.section("Agenda", makers.event(), slug="agenda"))


def test_the_web_version_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    golden("render/webversie.html", web(agenda()))


def test_a_screen_reader_can_jump_by_landmark_and_by_heading() -> None:
    page = tree(web(agenda()))

    landmarks = [element.tag for element in page.iter("header", "nav", "main", "footer")]
    assert landmarks == ["header", "main", "nav", "footer"]
    assert [(element.tag, words(element)) for element in page.iter("h1", "h2", "h3", "h4")] == [
        ("h1", "Toekomstscenario kind- en gezinsbescherming"),
        ("h2", "In deze nieuwsbrief"),
        ("h2", "Ga het gesprek aan"),
        ("h3", "De lege stoel"),
        ("h4", "Drie vragen voor het gesprek"),
        ("h2", "Nieuws uit het veld"),
        ("h3", "Een wijkteam leert van een gezin"),
        ("h2", "Agenda"),
        ("h3", "Leersessie: terug naar het gezin"),
        ("h2", "Over deze nieuwsbrief"),
    ]


def test_the_list_at_the_top_leads_to_every_part() -> None:
    page = tree(web(agenda()))

    anchors = [(words(link), link.get("href")) for link in page.xpath("//nav//a")]
    assert anchors == [
        ("Ga het gesprek aan", "#gesprek"),
        ("Nieuws uit het veld", "#rubriek-nieuws-uit-het-veld"),
        ("Agenda", "#rubriek-agenda"),
    ]
    assert [words(page.get_element_by_id(href[1:])) for _, href in anchors] == [name for name, _ in anchors]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_days_are_told_to_machines_as_well() -> None:
    times = [(one.get("datetime"), words(one)) for one in tree(web(agenda())).iter("time")]

    assert times == [
        ("2026-11-12", "12 november 2026"),
        ("2026-12-10T13:30", "donderdag 10 december 2026, 13.30 – 16.00 uur"),
        ("2026-11-12", "12 november 2026"),
    ]


@pytest.mark.parametrize(
    ("when", "machine"),
    [
        ("maandag 30 november – woensdag 2 december 2026", ["2026-11-30"]),
        ("donderdag 10 december 2026, 9.05 uur", ["2026-12-10T09:05"]),
        ("ergens in de winter", []),
    ],
)
def test_an_event_begins_when_its_words_say(when: str, machine: list[str]) -> None:
    edition = makers.edition(
        makers.section("Agenda", makers.event(when=when, credit_line="Bron: Bron")), story=None
    )

    page = tree(web(edition))
    assert page.xpath("//time/@datetime") == machine
    assert when in words(page)


# --- one content, three outputs ------------------------------------------------------------------------


def links_of(page: lxml_html.HtmlElement) -> list[str]:
    """Where the links lead, in order: those within the page, and those that belong to one mail, apart."""
    hrefs = [link.get("href") for link in page.iter("a")]
    return [href for href in hrefs if not href.startswith("#") and href not in OPEN_PLACES]


def test_mail_web_version_and_plain_text_hold_the_same_links_in_the_same_order() -> None:
    edition = full_edition()

    in_mail = links_of(tree(mail(edition)))
    text = plain(edition)
    places = [text.index(href.removeprefix("mailto:").partition("?subject")[0]) for href in in_mail]
    # The colofon writes the address of the editors twice: once to ask, once to share.
    assert places[:-2] == sorted(places[:-2])
    assert links_of(tree(web(edition))) == in_mail
    assert len(in_mail) > 15


def test_mail_web_version_and_plain_text_tell_the_same_items_in_the_same_order() -> None:
    edition = full_edition()
    titles = [item.title for section in edition.sections for item in section.items]
    assert edition.story is not None
    told = [*edition.story.questions, *titles, *(section.name for section in edition.sections)]

    for shown in (words(tree(mail(edition))), words(tree(web(edition))), " ".join(plain(edition).split())):
        assert [one for one in told if one not in shown] == []
        assert [shown.index(title) for title in titles] == sorted(shown.index(title) for title in titles)


def test_the_web_version_holds_nothing_that_belongs_to_one_readers_mail() -> None:
    page = web(full_edition())

    assert "%%" not in page
    assert list(tree(page).iter("script", "img", "link", "iframe")) == []


# --- the story -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("story", "page", "is_found"),
    [
        (None, None, True),
        (makers.story_block(), makers.story_page(is_listed=True), True),
        (makers.story_block(), makers.story_page(is_listed=False), False),
        (makers.story_block(), None, False),
    ],
)
def test_a_page_that_tells_of_a_story_for_the_newsletter_alone_is_not_to_be_found(
    story: Any, page: Any, is_found: bool
) -> None:
    assert ("noindex" not in web(makers.edition(story=story), page)) is is_found


def test_the_web_version_never_holds_the_storys_own_text() -> None:
    page = makers.story_page(body_html="<p>Er stond een stoel bij het raam.</p>")

    assert "bij het raam" not in web(makers.edition(), page)


def test_a_content_notice_comes_before_anything_the_story_says() -> None:
    text = words(tree(web(full_edition())))

    assert text.index("Let op: Dit verhaal gaat over geweld thuis.") < text.index("De lege stoel")


def test_where_a_story_was_a_sentence_says_that_it_is_gone() -> None:
    page = web(makers.edition(story=None, story_note="Dit verhaal staat hier niet meer."))

    assert "Ga het gesprek aan Dit verhaal staat hier niet meer." in words(tree(page))
    assert "noindex" not in page


def test_markup_in_a_title_stays_text_and_an_item_without_a_link_has_none() -> None:
    section = Section("x", "<b>Nieuws</b>", (makers.item("<script>x</script> & co", url=""),))
    page = tree(web(makers.edition(section, story=None)))

    assert [words(one) for one in page.iter("h3")] == ["<script>x</script> & co"]
    assert page.xpath("//h3/a | //script | //b") == []
