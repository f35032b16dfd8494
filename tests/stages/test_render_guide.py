"""The guide beside a story, its place on the story's page, and the card before it becomes a PDF."""

from __future__ import annotations

from typing import Any

import pytest
import segno

from pipeline.model import StoryPage
from pipeline.model.guides import CardFile, CardSize
from pipeline.stages.guide import conversation
from pipeline.stages.render import render_card, render_edition, render_guide_page
from pipeline.stages.render.card import qr_code
from tests import makers
from tests.golden_files import GoldenFiles
from tests.shell.test_pdf import card
from tests.stages.rendering import TEMPLATES, tree, words
from tests.stages.talking import methods

NOTICE = "Dit verhaal gaat over geweld thuis."
CARD = CardFile("gesprekskaart-a5.pdf", "Kaart op A5, twee kanten (pdf)")


def page(**changes: Any) -> StoryPage:
    talk = conversation(makers.publishable(), methods())
    return makers.story_page(
        **({"conversation": talk, "cards": (CARD,), "story_link": "Lees het verhaal"} | changes)
    )


def with_notice() -> StoryPage:
    talk = conversation(makers.publishable(content_notice=NOTICE), methods())
    return page(conversation=talk, content_notice=NOTICE, help_lines=(makers.help_line(),))


def story_html(shown: StoryPage) -> str:
    return render_edition(makers.edition(), shown, templates=TEMPLATES).story_html


def test_the_guide_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    golden("render/gesprek.html", render_guide_page(with_notice(), TEMPLATES))


@pytest.mark.parametrize("size", CardSize)
def test_a_card_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles, size: CardSize) -> None:
    golden(f"render/gesprekskaart-{size.value}.html", render_card(card(), size, TEMPLATES))


def test_a_page_without_a_conversation_has_no_guide() -> None:
    shown = page(conversation=None)

    assert render_guide_page(shown, TEMPLATES) == ""
    assert "Zo begin je het gesprek" not in story_html(shown)


def test_the_story_page_goes_from_story_to_help_to_questions_to_conversation() -> None:
    text = words(tree(story_html(with_notice())).body)
    order = [
        NOTICE,
        "Er stond een stoel",
        "Praten helpt",
        "Drie vragen",
        "Zo begin je het gesprek",
        "Verder praten",
    ]

    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_the_story_page_folds_the_three_settings_and_leads_to_guide_and_card() -> None:
    shown = tree(story_html(page()))

    assert [words(one) for one in shown.xpath("//details/summary/strong")] == [
        "Start van een vergadering",
        "Lunch",
        "Bijeenkomst",
        "Veilig openen, en als het iemand raakt",
    ]
    assert shown.xpath("//section[@class='talk']//a/@href")[:2] == ["gesprek.html", CARD.name]


def test_the_guide_shows_for_each_setting_who_what_how_and_the_note_for_who_leads() -> None:
    shown = tree(render_guide_page(page(), TEMPLATES))

    for section in shown.xpath("//section[@class='way']"):
        assert [words(one) for one in section.iter("h3")] == [
            "Wat je voorbereidt",
            "Stap voor stap",
            "Voor wie het gesprek leidt",
        ]
    assert [words(one) for one in shown.iter("h2")] == [
        *("Zo blijft het veilig", "Start van een vergadering", "Lunch", "Bijeenkomst"),
        *("Als het iemand raakt", "Een kaart om te printen", "Verder praten en leren"),
    ]
    assert shown.xpath("//a[@href='verhaal.html']/text()") == ["Lees het verhaal"]


def test_the_guide_shows_help_lines_with_a_notice_only() -> None:
    assert "Praten helpt" in render_guide_page(with_notice(), TEMPLATES)
    assert "Praten helpt" not in render_guide_page(page(), TEMPLATES)


def test_a_guide_is_kept_from_search_engines_like_its_story() -> None:
    found = {
        shown.is_listed: "noindex" in render_guide_page(shown, TEMPLATES)
        for shown in (page(), page(is_listed=True))
    }

    assert found == {False: True, True: False}


def test_the_qr_code_holds_the_address_of_the_story_and_survives_damage() -> None:
    url = "https://nieuwsbrief.example.nl/2026-12/verhaal.html"
    expected = segno.make(url, error="q", micro=False)

    assert expected.error in ("Q", "H")
    assert qr_code(url) == expected.svg_data_uri(
        border=4, dark="#0d454a", light="#ffffff", omitsize=True, nl=False
    )
    assert f'alt="QR-code naar het verhaal op {card().address}"' in render_card(
        card(), CardSize.A5, TEMPLATES
    )


def test_a_card_of_a_true_story_says_when_to_throw_it_away() -> None:
    assert "Gooi deze kaart dan weg." in render_card(card(), CardSize.A5, TEMPLATES)
