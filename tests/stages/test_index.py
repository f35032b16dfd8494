"""The index of stories: pages to browse, for stories that may go on the website only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model import Channel, Kernelement, PublishableStory, StoryForm, Teller, Tone
from pipeline.model.story_index import Facet, FacetValue, IndexEntry
from pipeline.stages.index import index_pages
from pipeline.stages.render import render_index
from tests.makers import config, consent, publishable
from tests.stages.rendering import TEMPLATES, tree, words

CONFIG = config(
    kernelementen=(
        Kernelement("lokale-teams", "Lokale teams", ()),
        Kernelement("handelingskader", "Kader", ()),
    )
)


def on_website(slug: str, **changes: Any) -> PublishableStory:
    both = publishable(slug, consent=consent(scope=frozenset(Channel)), **changes)
    return replace(both, channel=Channel.WEBSITE)


FILM = on_website("film", title="Elf stoelen", form=StoryForm.KIJKEN, teller=Teller.GEZIN, tone=Tone.SUCCES)
TEXT = on_website("tekst")


def test_each_choice_that_some_story_fits_is_a_page_of_its_own() -> None:
    pages = index_pages((FILM, TEXT), CONFIG)

    assert [(page.file, [entry.slug for entry in page.entries]) for page in pages] == [
        ("index.html", ["film", "tekst"]),
        ("vorm-lezen.html", ["tekst"]),
        ("vorm-kijken.html", ["film"]),
        ("verteller-gezin.html", ["film"]),
        ("verteller-professional.html", ["tekst"]),
        ("toon-succes.html", ["film"]),
        ("toon-spijt.html", ["tekst"]),
        ("thema-lokale-teams.html", ["film", "tekst"]),
    ]


def test_every_page_leads_to_all_choices_with_how_many_stories_each_has() -> None:
    for page in index_pages((FILM, TEXT), CONFIG):
        assert page.facets[0] == Facet(
            "Vorm",
            (
                FacetValue("Om te lezen", "vorm-lezen.html", 1),
                FacetValue("Om te kijken", "vorm-kijken.html", 1),
            ),
        )
        assert [facet.name for facet in page.facets] == ["Vorm", "Verteller", "Toon", "Thema"]


def test_an_entry_says_form_length_teller_tone_and_theme() -> None:
    (entry,) = index_pages((FILM,), CONFIG)[0].entries

    assert entry == IndexEntry(
        slug="film",
        title="Elf stoelen",
        lines=("Om te kijken, 6 minuten", "Verteld door een gezin", "Over iets wat lukte"),
        kernelementen=("Lokale teams",),
        summary="Een medewerker kwam een jaar later terug.",
        content_notice="",
        url="film/verhaal.html",
        fictional=False,
    )


def test_a_story_for_the_newsletter_only_never_gets_in() -> None:
    with pytest.raises(ValueError, match="not for the website: de-lege-stoel"):
        index_pages((publishable(),), CONFIG)
    with pytest.raises(ValueError, match="consent-out-of-scope"):
        replace(publishable(), channel=Channel.WEBSITE)


def test_without_stories_there_is_one_page_that_says_so() -> None:
    (page,) = index_pages((), CONFIG)

    assert (page.file, page.facets) == ("index.html", ())
    assert "Er staan nog geen verhalen op de website." in words(tree(render_index(page, TEMPLATES)).body)


def test_a_page_marks_where_you_are_and_may_be_found() -> None:
    page = next(one for one in index_pages((FILM, TEXT), CONFIG) if one.file == "vorm-kijken.html")
    shown = tree(render_index(page, TEMPLATES))

    assert [words(link) for link in shown.xpath("//a[@aria-current='page']")] == ["Om te kijken (1)"]
    assert [link.get("href") for link in shown.xpath("//main//h3/a")] == ["film/verhaal.html"]
    assert shown.xpath("//meta[@name='robots']") == []


def test_a_notice_stands_before_the_summary() -> None:
    told = on_website("tekst", content_notice="Dit verhaal gaat over geweld thuis.")
    text = words(tree(render_index(index_pages((told,), CONFIG)[0], TEMPLATES)).body)

    assert text.index("Dit verhaal gaat over geweld thuis.") < text.index("Een medewerker kwam")
