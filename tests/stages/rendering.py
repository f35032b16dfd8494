"""What the tests of rendering share: the project's templates, and pages read back as trees."""

from __future__ import annotations

from pathlib import Path

from lxml import html as lxml_html

from pipeline.model import Edition, Section
from pipeline.stages.render import render_edition
from pipeline.templating import load_templates
from tests import makers

TEMPLATES = load_templates([Path(__file__).parents[2] / "templates"])


def mail(edition: Edition | None = None) -> str:
    """Returns the HTML part of `edition`, or of a usual one."""
    return render_edition(edition or makers.edition(), None, templates=TEMPLATES).html


def plain(edition: Edition | None = None) -> str:
    """Returns its plain part."""
    return render_edition(edition or makers.edition(), None, templates=TEMPLATES).text


def tree(page: str) -> lxml_html.HtmlElement:
    """Returns `page` as a tree."""
    return lxml_html.document_fromstring(page)


def words(element: lxml_html.HtmlElement) -> str:
    """Returns the text of `element`, blanks folded."""
    return " ".join(element.text_content().split())


def full_edition() -> Edition:
    """Twelve items, a story with a notice, an agenda."""
    long_summary = "Wie teruggaat naar een gezin, hoort vaak iets anders dan in het dossier staat. " * 4
    news = tuple(
        makers.item(
            f"Bericht {number} over teruggaan", url=f"https://bron.example/{number}", summary=long_summary
        )
        for number in range(9)
    )
    return makers.edition(
        Section("nieuws", "Nieuws uit het veld", news),
        Section("agenda", "Agenda", tuple(makers.event(f"Leersessie {number}") for number in range(3))),
        introduction_html='<p>Lees ook <a href="https://bron.example/routekaart">de routekaart</a>.</p>',
        introduction_text="Lees ook de routekaart (https://bron.example/routekaart).",
        story=makers.story_block(content_notice="Dit verhaal gaat over geweld thuis.", fictional=True),
    )
