"""Every part of the mail on one page, by day and in the dark, with content made up here.

    parts and tokens ─► galerij.html.j2 ─► inline, the same as the mail's ─► galerij.html

The dark is what Outlook shows: the rules below its attributes, put around half of the page. So both can be
seen side by side, whatever the computer of the one who looks is set to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipeline.model import Edition, Item, Month, Provenance, PublicationType, Section, StoryBlock
from pipeline.stages.render.inline import inline
from pipeline.stages.render.sheets import TOKENS, inline_sheet, outlook_dark_sheet, read_tokens
from pipeline.stages.render.words import (
    ShownItem,
    StoryLines,
    TemplateTexts,
    contact_link,
    questions_heading,
    show_section,
)

_NOWHERE = Provenance("", "", "", None, "", None, "", "", "", (), (), (), ())
_LONG = "Toegankelijkheidsverklaringsonderzoek onder ervaringsdeskundigenorganisaties"


def _item(title: str, **values: str) -> Item:
    kind = PublicationType(values.pop("type", "nieuws"))
    texts = {"url": "https://bron.example/bericht", "label": "", "summary": "", "credit_line": "Bron: Bron"}
    return Item(title, type=kind, provenance=_NOWHERE, **(texts | values))


_ITEMS = (
    _item(
        "Een wijkteam gaat terug naar een gezin",
        label="Lokale teams",
        summary="Drie medewerkers vroegen een jaar later wat had geholpen. Het antwoord was kort.",
        credit_line="Bron: Bron, 2\u00a0december\u00a02026",
        also_at="Ook bij Andere bron",
    ),
    _item("Aflevering 3: een podcast met duur", type="podcast", label="Randvoorwaarden", duration="24 min"),
    _item("Een bericht zonder link", url="", summary="Alleen een titel en een zin, voor op papier."),
    _item(_LONG, label=_LONG, summary="Een titel van heel lange woorden breekt, ook op een smalle telefoon."),
)
_EVENTS = (
    _item(
        "Leersessie: terug naar het gezin",
        type="bijeenkomst",
        label="Lokale teams",
        summary="Je hoort wat een gezin nodig had, en oefent met de vraag die niemand stelde.",
        when="donderdag 10\u00a0december\u00a02026, 13.30 – 16.00\u00a0uur",
        day="10",
        month="dec",
        where="Utrecht",
    ),
    _item(
        "Een bijeenkomst van twee dagen",
        type="bijeenkomst",
        when="maandag 30\u00a0november – dinsdag 1\u00a0december\u00a02026",
        day="30",
        month="nov",
        where="Online",
    ),
)


_STORY = StoryBlock(
    slug="galerij",
    title="De lege stoel",
    form_line="Om te lezen, leestijd 6 minuten",
    summary="Een medewerker kwam een jaar later terug en zag wat ze toen had gemist.",
    questions=(
        "Welk moment bleef bij je hangen?",
        "Wanneer liep jij iets voorbij?",
        "Wat spreken jullie vandaag af?",
    ),
    button="Lees het verhaal",
    url="https://nieuwsbrief.example.nl/verhaal.html",
    teller_line="Verteld door een professional",
    content_notice="",
    fictional=True,
    why="",
)
_WITH_NOTICE = replace(
    _STORY, content_notice="Dit verhaal gaat over geweld thuis.", questions=(), fictional=False
)
_EDITION = Edition(
    month=Month(2026, 12),
    month_name="december 2026",
    cut_off=datetime(2026, 12, 3, 8, tzinfo=UTC),
    title="Naam van de nieuwsbrief",
    subject="",
    preheader="",
    introduction_html="",
    introduction_text="",
    story=_STORY,
    sections=(),
    sender="Programma Voorbeeld",
    from_address="nieuwsbrief@example.nl",
    reply_to="redactie@example.nl",
    contact="redactie@example.nl",
    list_id="",
    base_url="https://nieuwsbrief.example.nl",
    signup_url="https://nieuwsbrief.example.nl/aanmelden",
    share_story_url="mailto:redactie@example.nl",
    language="nl",
    web_url="https://nieuwsbrief.example.nl/webversie.html",
    unsubscribe_url="https://nieuwsbrief.example.nl/afmelden",
)


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour by its token, by day and in the dark."""

    name: str
    light: str
    dark: str


def render_gallery(templates: TemplateTexts) -> str:
    """Returns the page of parts. Raises ConfigError, from the templates, for one that is broken."""
    html = templates.render(
        "pages/galerij.html.j2",
        edition=_EDITION,
        story=_STORY,
        story_with_notice=_WITH_NOTICE,
        questions_heading=questions_heading(_STORY.questions),
        lines=StoryLines(),
        contact=contact_link(_EDITION.contact),
        items=_shown(_ITEMS),
        events=_shown(_EVENTS),
        swatches=_swatches(templates),
        dark_sheet=outlook_dark_sheet(templates),
    )
    return inline(html, inline_sheet(templates))


def _swatches(templates: TemplateTexts) -> tuple[Swatch, ...]:
    tokens = read_tokens(templates.text(TOKENS))
    return tuple(
        Swatch(name, value, tokens.dark[name])
        for name, value in tokens.light.items()
        if value.startswith("#")
    )


def _shown(items: tuple[Item, ...]) -> tuple[ShownItem, ...]:
    return show_section(Section("galerij", "Galerij", items)).items
