"""CSS that some mail programs drop, or that makes them drop the rest.

What each program does was looked up in the open data of caniemail.com and tried in Thunderbird, Roundcube and
WebKit; only what breaks the reading is a rule here, and nearly all of it is advice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.stages.check import css
from pipeline.stages.check.document import Document, Element, own_text
from pipeline.stages.check.privacy import is_font_service
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot

WIDEST = 650
SMALLEST_FONT = 12
_IMPORT = re.compile(r"@import\s*+(?:url\()?\s*+[\"']?([^\"')\s;]*+)", re.IGNORECASE)
_MODERN_COLOUR = re.compile(r"(?:rgba?|hsla?)\(\s*[\d.]+%?(?:deg)?\s+[\d.]+", re.IGNORECASE)
_DOUBLE_SEMICOLON = re.compile(r";\s*;")
_GHOST = re.compile(r"<!--\[if\b[^\]]*\bmso\b[^\]]*\]>(?:(?!-->).)*?<table", re.IGNORECASE | re.DOTALL)
_COLOUR_SCHEME = re.compile(r"\bdark\b", re.IGNORECASE)


def _external(document: Document) -> Iterator[Spot]:
    for link in document.all("link"):
        if "stylesheet" in link.get("rel", "").lower() and not is_font_service(link.get("href", "")):
            yield document.spot(link)
    for span in document.spans:
        if span.name == "style":
            for found in _IMPORT.finditer(document.source, span.start, span.end):
                if not is_font_service(found[1]):
                    yield document.spot_at(found.start(), found.end())


def _in_styles(pattern: str) -> Callable[[Document], Iterator[Spot]]:
    """A rule on what stands in any style sheet or attribute: each wording once, where it first stands."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def find(document: Document) -> Iterator[Spot]:
        seen: set[str] = set()
        for spot in _places(document, compiled):
            if spot.detail.lower() not in seen:
                seen.add(spot.detail.lower())
                yield spot

    return find


def _places(document: Document, pattern: re.Pattern[str]) -> Iterator[Spot]:
    for start, sheet in document.style_sheets:
        for found in pattern.finditer(sheet):
            yield document.spot_at(start + found.start(), start + found.end(), found[0])
    for element in document.elements:
        for found in pattern.finditer(element.get("style", "")):
            yield document.spot(element, found[0])


def _nested(document: Document) -> Iterator[Spot]:
    for start, sheet in document.style_sheets:
        for at in css.at_rules_inside(sheet):
            yield document.spot_at(start + at, start + at + 30)


def _unbalanced(document: Document) -> Iterator[Spot]:
    for start, sheet in document.style_sheets:
        if not css.is_balanced(sheet):
            yield document.spot_at(start, start)


def _in_body(document: Document) -> Iterator[Spot]:
    for style in document.all("style"):
        if next(style.iterancestors("body"), None) is not None:
            yield document.spot(style)


def _doubled_semicolons(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        if _DOUBLE_SEMICOLON.search(element.get("style", "")):
            yield document.spot(element)


def _weak_media_rules(document: Document) -> Iterator[Spot]:
    """Inline styles win from @media unless its declarations are !important."""
    if not any(element.get("style") for element in document.elements):
        return
    for start, sheet in document.style_sheets:
        at = re.search(r"@media\b[^{]*+\{[^{}]*+\{[^}]*:", sheet, re.IGNORECASE)
        if at and "!important" not in sheet.replace(" ", "").lower():
            yield document.spot_at(start + at.start(), start + at.end())


def _no_dark_rules(document: Document) -> Iterator[Spot]:
    for meta in document.all("meta"):
        promises = meta.get("name", "").lower() in {"color-scheme", "supported-color-schemes"}
        if promises and _COLOUR_SCHEME.search(meta.get("content", "")):
            if not any("prefers-color-scheme" in sheet for _, sheet in document.style_sheets):
                yield document.spot(meta)
            return


def _body_class(document: Document) -> Iterator[Spot]:
    for body in document.all("body"):
        if body.get("class"):
            yield document.spot(body)


def _background_image(document: Document) -> Iterator[Spot]:
    has_vml = "<v:fill" in document.source
    for element in document.elements:
        value = document.css(element, "background-image") + document.css(element, "background")
        if ("url(" in value or element.get("background")) and not has_vml:
            yield document.spot(element)


def _padding_on_link(document: Document) -> Iterator[Spot]:
    for link in document.all("a"):
        is_padded = any(
            (css.pixels(document.css(link, name)) or 0) > 0
            for name in ("padding", "padding-top", "padding-bottom", "padding-left", "padding-right")
        )
        if is_padded and not _has_mso_padding(document, link):
            yield document.spot(link)


def _has_mso_padding(document: Document, link: Element) -> bool:
    cell = next(link.iterancestors("td", "th"), None)
    carriers = [link] if cell is None else [link, cell]
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


def _small_print(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        size = css.pixels(document.css(element, "font-size"))
        if size is None or size >= SMALLEST_FONT or document.is_hidden(element):
            continue
        if size > 0 and any(letter.isalnum() for letter in own_text(element)):
            yield document.spot(element, f"{size:.0f}")


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "css-external",
        BLOCKING,
        "De opmaak staat in een los bestand. Mailprogramma’s halen dat niet op, en dan is de mail kaal.",
        "Zet de opmaak in de mail zelf.",
        _external,
    ),
    Rule(
        "style-in-body",
        ADVICE,
        "Er staat een <style> in de tekst van de mail. Gmail laat die weg.",
        "Zet hem in de <head>.",
        _in_body,
    ),
    Rule(
        "css-at-rule-nested",
        ADVICE,
        "In de opmaak staat een @-regel binnen een andere. Gmail laat dan het hele blok weg.",
        "Zet de twee regels na elkaar.",
        _nested,
    ),
    Rule(
        "css-unbalanced",
        ADVICE,
        "In een blok opmaak klopt het aantal accolades niet. Mailprogramma’s laten het blok dan weg.",
        "Tel { en } na.",
        _unbalanced,
    ),
    Rule(
        "css-variable",
        ADVICE,
        "De opmaak gebruikt een variabele ({detail}). Gmail en Outlook kennen die niet.",
        "Schrijf de waarde zelf.",
        _in_styles(r"var\(\s*--[\w-]*"),
    ),
    Rule(
        "css-colour-modern",
        ADVICE,
        "Deze kleur is op een nieuwe manier geschreven ({detail}…). Gmail laat dan de hele regel weg.",
        "Schrijf de kleur als #rrggbb.",
        _in_styles(_MODERN_COLOUR.pattern),
    ),
    Rule(
        "css-colour-alpha",
        ADVICE,
        "Deze kleur is half doorzichtig ({detail}…). Outlook voor Windows laat haar weg.",
        "Kies de kleur die je op het scherm ziet, en schrijf haar als #rrggbb.",
        _in_styles(r"(?<![\w-])(?:color|background|background-color)\s*+:[^;{}]{0,80}?(?:rgb|hsl)a\("),
    ),
    Rule(
        "css-function",
        ADVICE,
        "De opmaak laat het mailprogramma rekenen ({detail}…). Outlook voor Windows kan dat niet.",
        "Schrijf de uitkomst zelf.",
        _in_styles(r"(?<![\w-])(?:calc|min|max|clamp)\("),
    ),
    Rule(
        "css-unit",
        ADVICE,
        "De opmaak gebruikt een maat die Outlook voor Windows niet kent: {detail}.",
        "Schrijf de maat in px.",
        _in_styles(r"(?<![\w-])\d*\.?\d+(?:rem|vw|vh|vmin|vmax|ch)\b"),
    ),
    Rule(
        "css-layout",
        ADVICE,
        "De opmaak gebruikt {detail}. Outlook voor Windows kent dat niet.",
        "Gebruik een tabel voor de opmaak.",
        _in_styles(r"display\s*:\s*(?:inline-)?(?:flex|grid)\b"),
    ),
    Rule(
        "css-position",
        ADVICE,
        "De opmaak gebruikt {detail}. Gmail en Outlook kennen dat niet.",
        "Gebruik een tabel voor de opmaak.",
        _in_styles(r"(?<![\w-])position\s*:\s*(?:absolute|fixed|sticky)\b"),
    ),
    Rule(
        "css-background-image",
        ADVICE,
        "Deze achtergrond is een afbeelding. Outlook voor Windows toont die niet.",
        "Zorg dat de tekst ook zonder de afbeelding goed te lezen is.",
        _background_image,
    ),
    Rule(
        "css-double-semicolon",
        ADVICE,
        "In de opmaak van dit onderdeel staat twee keer een puntkomma achter elkaar. "
        "Roundcube laat de rest weg.",
        "Haal er één weg.",
        _doubled_semicolons,
    ),
    Rule(
        "css-important-missing",
        ADVICE,
        "De regels voor telefoon of donkere weergave winnen het niet van de opmaak in de tekst.",
        "Zet !important achter elke waarde binnen @media.",
        _weak_media_rules,
    ),
    Rule(
        "dark-rules-missing",
        ADVICE,
        "De mail zegt dat hij een donkere weergave heeft, maar die is er niet.",
        "Voeg @media (prefers-color-scheme: dark) toe, of haal ‘dark’ weg uit color-scheme.",
        _no_dark_rules,
    ),
    Rule(
        "body-class",
        ADVICE,
        "De <body> heeft een class. Roundcube laat dan alle opmaak uit <style> weg.",
        "Zet de class op de eerste tabel.",
        _body_class,
    ),
    Rule(
        "link-padding",
        ADVICE,
        "Deze knop krijgt zijn ruimte van de link zelf. In Outlook voor Windows valt die ruimte weg.",
        "Zet de padding op de cel om de link heen.",
        _padding_on_link,
    ),
    Rule(
        "width-too-large",
        ADVICE,
        f"Dit onderdeel is {{detail}} pixels breed. Boven {WIDEST} past het niet in het venster van veel "
        "mailprogramma’s.",
        "Maak het hoogstens 600 pixels breed.",
        _too_wide,
    ),
    Rule(
        "mso-ghost-missing",
        ADVICE,
        "De breedte van de mail staat alleen in max-width. "
        "Outlook voor Windows kent dat niet en maakt hem zo breed als het venster.",
        "Zet tussen <!--[if mso]> en <![endif]--> een tabel met een vaste breedte om het onderdeel heen.",
        _no_ghost,
    ),
    Rule(
        "mso-line-height-missing",
        ADVICE,
        "Outlook voor Windows houdt zich niet aan de regelhoogte van deze mail.",
        "Zet mso-line-height-rule:exactly bij de regelhoogte.",
        _no_mso_line_height,
    ),
    Rule(
        "font-small",
        ADVICE,
        f"Deze tekst is {{detail}} pixels hoog. Onder {SMALLEST_FONT} is hij voor veel mensen niet te lezen.",
        "Maak de letters minstens 14 pixels, in de voettekst minstens 12.",
        _small_print,
    ),
)
