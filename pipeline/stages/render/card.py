"""The card to print: a story's questions and how to begin, on both sides of one sheet.

Gives HTML for the printer (`shell/pdf`), which makes a PDF of it; the QR code is drawn here.
"""

from __future__ import annotations

import segno

from pipeline.model.guides import Card, CardSize, Setting
from pipeline.stages.render.words import TemplateTexts

# The fonts a card names, below templates/fonts/; open ones (SIL OFL 1.1), so that they may be embedded.
CARD_FONTS = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSerifPro-Regular.ttf")

# Signs on the front of a card, with 40 for the white below each question, above which letters get smaller.
DENSE_LENGTH = 560


def render_card(card: Card, size: CardSize, templates: TemplateTexts) -> str:
    """Returns the card as a page of HTML, sized in millimetres."""
    short = next(guide for guide in card.conversation.guides if guide.setting is Setting.VERGADERING)
    return templates.render(
        "pages/kaart.html.j2",
        card=card,
        size=size.value,
        short=short,
        is_dense=_is_dense(card),
        qr=qr_code(card.url),
        language=card.language,
    )


def _is_dense(card: Card) -> bool:
    """Says whether so much stands on the front that it needs smaller letters to stay on one side."""
    asked = [question for phase in card.conversation.phases for question in phase.questions]
    return len(card.title) + len(card.content_notice) + sum(map(len, asked)) + 40 * len(asked) > DENSE_LENGTH


def qr_code(url: str) -> str:
    """Returns a QR code as a data: address of an SVG, with white around it and a quarter to spare."""
    code = segno.make(url, error="q", micro=False)
    drawn: str = code.svg_data_uri(border=4, dark="#0d454a", light="#ffffff", omitsize=True, nl=False)
    return drawn
