"""The conversation about a story and what is made of it: guide and cards, from the team's own methods.

Stands beside `shelf` as ground: a build makes them for the story of the month, the index for each of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.errors import PdfError
from pipeline.jobs.root import Root
from pipeline.jobs.team_texts import find_template, read_conversation_file
from pipeline.model import Finding, PublishableStory, Severity, StoryPage
from pipeline.model.guides import Card, CardFile, CardSize, Conversation, Methods
from pipeline.read.gesprek import METHOD_FILES, parse_methods
from pipeline.stages.guide import conversation
from pipeline.stages.render import CARD_FONTS, render_card
from pipeline.templating import Templates

GUIDE_FILE = "gesprek.html"
CARD_FILES: Mapping[CardSize, CardFile] = {
    CardSize.A5: CardFile("gesprekskaart-a5.pdf", "Kaart op A5, twee kanten (pdf)"),
    CardSize.A4: CardFile("gesprekskaart-a4.pdf", "Kaart op A4, twee kanten, met grote letters (pdf)"),
}


@dataclass(frozen=True, slots=True)
class Leaflets:
    """The page with its conversation and cards, and the bytes of those cards by name."""

    page: StoryPage
    cards: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()


def read_methods(root: Root) -> Methods:
    """Reads templates/gesprek/, the root's own file before ours. Raises ConfigError with file and line."""
    return parse_methods({name: read_conversation_file(root, name) for name in METHOD_FILES})


def make_leaflets(
    root: Root,
    page: StoryPage,
    publishable: PublishableStory,
    *,
    url: str,
    templates: Templates,
    with_cards: bool = True,
) -> Leaflets:
    """Adds the conversation to a story's page, and makes its cards; their QR code leads to `url`.

    Where Pango is missing there are no cards, and one finding says so. `with_cards` False makes none.
    """
    talk = conversation(publishable, read_methods(root))
    page = replace(page, conversation=talk)
    if not with_cards:
        return Leaflets(page, {})
    try:
        cards = _make_cards(root, _card(page, talk, url), templates)
    except PdfError as error:
        return Leaflets(page, {}, (_no_cards(error),))
    files = tuple(CARD_FILES[size] for size in CardSize)
    return Leaflets(replace(page, cards=files), cards)


def _make_cards(root: Root, card: Card, templates: Templates) -> dict[str, bytes]:
    # WeasyPrint takes half a second to import, and only cards need it.
    from pipeline.shell.pdf import make_pdf  # noqa: PLC0415

    fonts = {name: find_template(root, f"fonts/{name}").read_bytes() for name in CARD_FONTS}
    return {
        CARD_FILES[size].name: make_pdf(render_card(card, size, templates), fonts=fonts) for size in CardSize
    }


def _card(page: StoryPage, talk: Conversation, url: str) -> Card:
    return Card(
        title=page.title,
        form_line=page.form_line,
        teller_line=page.teller_line,
        url=url,
        address=url.removeprefix("https://").removeprefix("http://"),
        newsletter=page.newsletter,
        conversation=talk,
        content_notice=page.content_notice,
        help_lines=page.help_lines,
        fictional=page.fictional,
        language=page.language,
    )


def _no_cards(error: PdfError) -> Finding:
    """One line; it does not repeat the system's own words, which differ between machines."""
    missing = "op deze computer ontbreekt Pango"
    install = "vraag de beheerder om libpango-1.0-0 en libpangoft2-1.0-0, en maak de proef opnieuw"
    full, room = (
        "er is geen plek voor tijdelijke bestanden",
        "maak ruimte op de schijf, en maak de proef opnieuw",
    )
    return Finding(
        "card-missing",
        Severity.ADVICE,
        CARD_FILES[CardSize.A5].name,
        f"er is geen kaart om te printen gemaakt: {missing if error.lacks_pango else full}",
        install if error.lacks_pango else room,
    )
