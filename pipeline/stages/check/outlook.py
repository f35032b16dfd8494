"""What Outlook for Windows needs, which lays a mail out with Word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check import css
from pipeline.stages.check.document import Document, Element
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

# <!--[if …]> hides its content from all but Outlook, unless the comment ends at once (<!--[if !mso]><!-->).
_CONDITIONAL = re.compile(
    r"(?P<open><!--\[if\b[^\]>]*\]>(?P<reveals>\s*<!--[\s-]*>|--+>)?)|(?P<bare><!\[if\b[^\]>]*\]>)"
    r"|(?P<close>(?:<!--\s*)?<!\[endif\]\s*(?:--)?>)",
    re.IGNORECASE,
)


_HIDDEN_END = re.compile(r"<!\[endif\]\s*-->\Z", re.IGNORECASE)


_GHOST_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)


_MSO = re.compile(r"<!--\[if\b[^\]>]*\bmso\b[^\]>]*\]>", re.IGNORECASE)


_NOT_MSO = re.compile(r"<!--\[if\b[^\]>]*!\s*\(?\s*mso\b", re.IGNORECASE)


NARROWEST = 320


FIXED = 400


def _unbalanced_conditions(document: Document) -> Iterator[Spot]:
    """Every opening has its own end, and a hidden one ends within the comment it opens."""
    waiting: list[Spot] = []
    comments = {span.start: span.end for span in document.spans if span.name == "comment"}
    for found in _CONDITIONAL.finditer(document.source):
        spot = document.spot_at(found.start(), found.end())
        if found["close"]:
            if waiting:
                waiting.pop()
            else:
                yield spot
        elif found["open"] and not found["reveals"]:
            end = comments.get(found.start(), 0)
            if not _HIDDEN_END.search(document.source, max(end - 20, 0), end):
                yield spot
            waiting.append(spot)
        else:
            waiting.append(spot)
    yield from waiting


def _unbalanced_ghosts(document: Document) -> Iterator[Spot]:
    depth = 0
    first: Spot | None = None
    for span in document.spans:
        comment = document.source[span.start : span.end]
        if span.name != "comment" or not _MSO.match(comment) or _NOT_MSO.match(comment):
            continue
        for table in _GHOST_TABLE.finditer(comment):
            depth += -1 if table[1] else 1
            first = first or document.spot_at(span.start, span.end)
    if depth and first:
        yield first


WIDEST = 650


_GHOST = re.compile(r"<!--\[if\b[^\]]*\bmso\b[^\]]*\]>(?:(?!-->).)*?<table", re.IGNORECASE | re.DOTALL)


def _padding_on_link(document: Document) -> Iterator[Spot]:
    for link in document.all("a"):
        if not link.get("style"):
            continue
        is_padded = any(
            (css.pixels(document.css(link, name)) or 0) > 0
            for name in ("padding", "padding-top", "padding-bottom", "padding-left", "padding-right")
        )
        if is_padded and not _has_mso_padding(document, link):
            yield document.spot(link)


def _has_mso_padding(document: Document, link: Element) -> bool:
    cell = next(link.iterancestors("td", "th"), None)
    # Only a cell of its own gives a button its room; that of a paragraph around it does not.
    carriers = [link] if cell is None or document.text(cell) != document.text(link) else [link, cell]
    return any(document.css(one, "mso-padding-alt") for one in carriers) or any(
        (css.pixels(document.css(one, "padding")) or 0) > 0 for one in carriers if one.tag != "a"
    )


def _too_wide(document: Document) -> Iterator[Spot]:
    for element in document.all("table", "td", "div", "img"):
        widths = [css.pixels(element.get("width", ""))] if element.tag != "div" else []
        widths += [css.pixels(document.css(element, name)) for name in ("width", "min-width")]
        widest = max((width for width in widths if width is not None), default=0)
        if widest > WIDEST and not document.is_hidden(element):
            yield document.spot(element, f"{widest:.0f}")


def _no_ghost(document: Document) -> Iterator[Spot]:
    if _has_ghost(document):
        return
    for element in document.all("div", "table"):
        width = css.pixels(document.css(element, "max-width"))
        if width and width >= 200 and not css.pixels(element.get("width", "")):
            yield document.spot(element)
            return


def _has_ghost(document: Document) -> bool:
    return any(
        _GHOST.match(document.source, span.start, span.end)
        for span in document.spans
        if span.name == "comment"
    )


def _no_mso_line_height(document: Document) -> Iterator[Spot]:
    if "mso-line-height-rule" in document.source:
        return
    for element in document.elements:
        height = document.css(element, "line-height")
        if "px" in height and css.pixels(height) and not document.is_hidden(element):
            yield document.spot(element)
            return


def _never_narrow(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        least = css.pixels(document.css(element, "min-width"))
        if least is not None and NARROWEST < least <= WIDEST and not document.is_hidden(element):
            yield document.spot(element, f"{least:.0f}")


def _never_wide_nor_narrow(document: Document) -> Iterator[Spot]:
    """A fixed width that no rule for the phone can undo, since the element has no class to reach it by."""
    for element in document.all("table", "td", "div"):
        width = css.pixels(document.css(element, "width")) if "px" in document.css(element, "width") else None
        is_bound = width is not None and FIXED < width <= WIDEST and not document.css(element, "max-width")
        if is_bound and not element.get("class") and not document.is_hidden(element):
            yield document.spot(element, f"{width:.0f}")


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "mso-comment-unbalanced",
        BLOCKING,
        "Een stuk dat alleen voor Outlook is (<!--[if mso]>) is niet goed gesloten. "
        "De rest van de mail kan wegvallen.",
        "Sluit het af met <![endif]-->, en zet er geen tweede in.",
        _unbalanced_conditions,
        why=("Alles achter een open stuk hoort bij het stuk. De lezer ziet dan een halve mail."),
        source="eigen proef in Chromium, WebKit en Thunderbird",
        example=Example(
            "<!--[if mso]><p>Voor Outlook</p>-->", "<!--[if mso]><p>Voor Outlook</p><![endif]-->"
        ),
    ),
    Rule(
        "mso-ghost-unbalanced",
        BLOCKING,
        "De hulptabellen voor Outlook worden niet even vaak geopend als gesloten. "
        "Outlook toont de mail dan scheef.",
        "Zet bij elke <table> tussen <!--[if mso]> en <![endif]--> ook de </table>.",
        _unbalanced_ghosts,
        why="Een hulptabel die open blijft, trekt alles wat erna komt naar binnen.",
        source="eigen proef in LibreOffice",
        example=Example(
            '<!--[if mso]><table role="presentation"><tr><td><![endif]--><p>Dag</p>',
            (
                '<!--[if mso]><table role="presentation"><tr><td><![endif]--><p>Dag</p><!--[if '
                "mso]></td></tr></table><![endif]-->"
            ),
        ),
    ),
    Rule(
        "link-padding",
        ADVICE,
        "Deze knop krijgt zijn ruimte van de link zelf. In Outlook voor Windows valt die ruimte weg.",
        "Zet de padding op de cel om de link heen.",
        _padding_on_link,
        why="De knop wordt dan een krap gekleurd streepje.",
        source="caniemail.com, css-padding",
        example=Example(
            (
                '<a href="https://verslag.example/a" '
                'style="display:inline-block;padding:12px">Lees het verslag van de '
                "leersessie</a>"
            ),
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "width-too-large",
        ADVICE,
        f"Dit onderdeel is {{detail}} pixels breed. Boven {WIDEST} past het niet in het venster van veel "
        "mailprogramma’s.",
        "Maak het hoogstens 600 pixels breed.",
        _too_wide,
        why="Op een telefoon wordt dan alle tekst piepklein.",
        source="eigen proef in Chromium",
        example=Example(
            (
                '<table role="presentation" width="800" cellpadding="0" '
                'cellspacing="0"><tr><td>Dag</td></tr></table>'
            ),
            (
                '<table role="presentation" width="600" cellpadding="0" '
                'cellspacing="0"><tr><td>Dag</td></tr></table>'
            ),
        ),
    ),
    Rule(
        "mso-ghost-missing",
        ADVICE,
        "De breedte van de mail staat alleen in max-width. "
        "Outlook voor Windows kent dat niet en maakt hem zo breed als het venster.",
        "Zet tussen <!--[if mso]> en <![endif]--> een tabel met een vaste breedte om het onderdeel heen.",
        _no_ghost,
        why="Regels over een heel breed scherm zijn niet te lezen.",
        source="caniemail.com, css-max-width",
        example=Example(
            ('<!DOCTYPE html><html lang="nl"><body><div style="max-width:600px">Dag</div></body></html>'),
            (
                '<!DOCTYPE html><html lang="nl"><body><!--[if mso]><table role="presentation" '
                'width="600"><tr><td><![endif]--><div style="max-width:600px">Dag</div><!--[if '
                "mso]></td></tr></table><![endif]--></body></html>"
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "mso-line-height-missing",
        ADVICE,
        "Outlook voor Windows houdt zich niet aan de regelhoogte van deze mail.",
        "Zet mso-line-height-rule:exactly bij de regelhoogte.",
        _no_mso_line_height,
        why="De regels komen dan te dicht op elkaar of te ver uiteen.",
        source="caniemail.com, css-line-height",
        example=Example(
            ('<!DOCTYPE html><html lang="nl"><body><p style="line-height:24px">Dag</p></body></html>'),
            (
                '<!DOCTYPE html><html lang="nl"><body><p '
                'style="line-height:24px;mso-line-height-rule:exactly">Dag</p></body></html>'
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "width-min-large",
        ADVICE,
        "Dit onderdeel wordt nooit smaller dan {detail} pixels.",
        "Haal min-width weg.",
        _never_narrow,
        why="Een telefoon is 320 tot 400 pixels breed, en dan schuif je heen en weer.",
        source="WCAG 2.2, 1.4.10",
        example=Example('<div style="min-width:500px">Dag</div>', '<div style="max-width:500px">Dag</div>'),
    ),
    Rule(
        "width-fixed",
        ADVICE,
        "Dit onderdeel is altijd {detail} pixels breed, ook op een telefoon.",
        "Schrijf width:100% met max-width, en zet de vaste breedte in een tabel voor Outlook.",
        _never_wide_nor_narrow,
        why="Thunderbird en de app van Gmail voor andere adressen lezen geen regels voor de telefoon.",
        source="WCAG 2.2, 1.4.10; eigen proef in Thunderbird",
        example=Example(
            '<div style="width:560px">Dag allemaal</div>',
            '<div style="width:100%;max-width:560px">Dag allemaal</div>',
        ),
    ),
)
