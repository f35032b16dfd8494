"""The index of stories for the website: which pages there are, and which stories each shows.

Static pages with an address of their own for each choice, so that browsing works without a script, can be
shared, and goes on paper. Takes stories that passed the consent gate for the website, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Channel, Config, PublishableStory, Story, StoryForm, Teller, Tone
from pipeline.model.story_index import Facet, FacetValue, IndexEntry, IndexPage
from pipeline.text.dutch import typographic

INDEX_FILE = "index.html"
PAGE_FILE = "verhaal.html"

FORM_NAMES: Mapping[StoryForm, str] = {
    StoryForm.LEZEN: "Om te lezen",
    StoryForm.KIJKEN: "Om te kijken",
    StoryForm.LUISTEREN: "Om te luisteren",
}
TELLER_NAMES: Mapping[Teller, str] = {
    Teller.GEZIN: "Verteld door een gezin",
    Teller.PROFESSIONAL: "Verteld door een professional",
}
TONE_NAMES: Mapping[Tone, str] = {
    Tone.SUCCES: "Over iets wat lukte",
    Tone.SPIJT: "Over spijt",
    Tone.SCHAAMTE: "Over schaamte",
    Tone.BESEF: "Over een nieuw besef",
}


@dataclass(frozen=True, slots=True)
class _Choice:
    facet: str
    name: str
    file: str
    stories: tuple[Story, ...]


def index_pages(stories: Sequence[PublishableStory], config: Config) -> tuple[IndexPage, ...]:
    """Returns the pages, all stories first; a choice that no story fits has none.

    Stories stand in the order given. Raises ValueError for one that did not pass the gate for the website.
    """
    outside = [one.story.slug for one in stories if one.channel is not Channel.WEBSITE]
    if outside:
        raise ValueError(f"not for the website: {', '.join(outside)}")
    told = tuple(one.story for one in stories)
    labels = {element.slug: element.name for element in config.kernelementen}
    choices = [choice for choice in _choices(told, labels) if choice.stories]
    facets = _facets(choices)
    pages = [_page(INDEX_FILE, "Alle verhalen", told, facets, config, labels)]
    pages += [_page(one.file, one.name, one.stories, facets, config, labels) for one in choices]
    return tuple(pages)


def _choices(stories: tuple[Story, ...], labels: Mapping[str, str]) -> list[_Choice]:
    def choice(facet: str, slug: str, name: str, fitting: list[Story]) -> _Choice:
        return _Choice(facet, name, f"{facet.lower()}-{slug}.html", tuple(fitting))

    return [
        *(
            choice("Vorm", form, name, [s for s in stories if s.form is form])
            for form, name in FORM_NAMES.items()
        ),
        *(
            choice("Verteller", teller, name, [s for s in stories if s.teller is teller])
            for teller, name in TELLER_NAMES.items()
        ),
        *(
            choice("Toon", tone, name, [s for s in stories if s.tone is tone])
            for tone, name in TONE_NAMES.items()
        ),
        *(
            choice("Thema", slug, name, [s for s in stories if slug in s.kernelementen])
            for slug, name in labels.items()
        ),
    ]


def _facets(choices: Sequence[_Choice]) -> tuple[Facet, ...]:
    names = dict.fromkeys(choice.facet for choice in choices)
    return tuple(
        Facet(
            name,
            tuple(
                FacetValue(choice.name, choice.file, len(choice.stories))
                for choice in choices
                if choice.facet == name
            ),
        )
        for name in names
    )


def _page(
    file: str,
    heading: str,
    stories: Sequence[Story],
    facets: tuple[Facet, ...],
    config: Config,
    labels: Mapping[str, str],
) -> IndexPage:
    newsletter = config.newsletter
    return IndexPage(
        file=file,
        heading=heading,
        entries=tuple(_entry(story, labels) for story in stories),
        facets=facets,
        newsletter=newsletter.title,
        contact=newsletter.contact,
        signup_url=newsletter.signup_url,
        language=newsletter.language,
    )


def _entry(story: Story, labels: Mapping[str, str]) -> IndexEntry:
    minutes = "1 minuut" if story.minutes == 1 else f"{story.minutes} minuten"
    return IndexEntry(
        slug=story.slug,
        title=typographic(story.title),
        lines=(f"{FORM_NAMES[story.form]}, {minutes}", TELLER_NAMES[story.teller], TONE_NAMES[story.tone]),
        kernelementen=tuple(labels.get(slug, slug) for slug in story.kernelementen),
        summary=typographic(story.summary),
        content_notice=typographic(story.content_notice),
        url=f"{story.slug}/{PAGE_FILE}",
        fictional=story.fictional,
    )
