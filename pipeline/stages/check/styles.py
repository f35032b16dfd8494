"""CSS that some mail programs drop, or that makes them drop the rest.

What each program does was looked up in the open data of caniemail.com and tried in Thunderbird, Roundcube and
WebKit; only what breaks the reading is a rule here, and nearly all of it is advice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.stages.check import css
from pipeline.stages.check.document import Document
from pipeline.stages.check.privacy import is_font_service
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

_IMPORT = re.compile(r"@import\s*+(?:url\()?\s*+[\"']?([^\"')\s;]*+)", re.IGNORECASE)
_MODERN_COLOUR = re.compile(r"(?:rgba?|hsla?)\(\s*[\d.]+%?(?:deg)?\s+[\d.]+", re.IGNORECASE)
_DOUBLE_SEMICOLON = re.compile(r";\s*;")


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


def _modern_colours_in_sheets(document: Document) -> Iterator[Spot]:
    for start, sheet in document.style_sheets:
        for found in _MODERN_COLOUR.finditer(sheet):
            yield document.spot_at(start + found.start(), start + found.end(), found[0])


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


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "css-external",
        BLOCKING,
        "De opmaak staat in een los bestand. Mailprogramma’s halen dat niet op, en dan is de mail kaal.",
        "Zet de opmaak in de mail zelf.",
        _external,
        why="De lezer ziet dan tekst zonder kleur of vorm.",
        source="caniemail.com, html-link",
        example=Example(
            '<link rel="stylesheet" href="https://stijl.example/mail.css">',
            "<style>.kop { color: #2b3440 !important; }</style>",
            Where.HEAD,
        ),
    ),
    Rule(
        "style-in-body",
        ADVICE,
        "Er staat een <style> in de tekst van de mail. Gmail laat die weg.",
        "Zet hem in de <head>.",
        _in_body,
        why="In de mail telt dan alleen wat in de tags zelf staat.",
        source="caniemail.com, html-style",
        example=Example(
            "<style>.kop { color: #2b3440 !important; }</style>", '<p style="color:#2b3440">Dag allemaal</p>'
        ),
    ),
    Rule(
        "css-at-rule-nested",
        ADVICE,
        "In de opmaak staat een @-regel binnen een andere. Gmail laat dan het hele blok weg.",
        "Zet de twee regels na elkaar.",
        _nested,
        why="Daarmee valt ook de opmaak voor de telefoon weg.",
        source="Gmail, developers.google.com/workspace/gmail/design/css",
        example=Example(
            "@media screen { @media (max-width: 480px) { .a { width: 100% !important; } } }",
            "@media screen and (max-width: 480px) { .a { width: 100% !important; } }",
            Where.STYLE,
        ),
    ),
    Rule(
        "css-unbalanced",
        ADVICE,
        "In een blok opmaak klopt het aantal accolades niet. Mailprogramma’s laten het blok dan weg.",
        "Tel { en } na.",
        _unbalanced,
        why="Alles na de fout geldt dan alleen op een telefoon, of nergens.",
        source="Gmail, developers.google.com/workspace/gmail/design/css",
        example=Example(".a { color: #2b3440 !important; ", ".a { color: #2b3440 !important; }", Where.STYLE),
    ),
    Rule(
        "css-colour-modern",
        ADVICE,
        "Deze kleur heeft geen komma’s ({detail}…). Gmail laat dan het hele blok <style> weg.",
        "Schrijf de kleur als #rrggbb.",
        _modern_colours_in_sheets,
        why="De regels voor telefoon en donker in dat blok zijn dan ook weg.",
        source="caniemail.com, css-rgb",
        example=Example(
            ".a { color: rgb(0 0 0 / 80%) !important; }", ".a { color: #333333 !important; }", Where.STYLE
        ),
    ),
    Rule(
        "css-colour-alpha",
        ADVICE,
        "Deze kleur is half doorzichtig ({detail}…). Outlook voor Windows laat haar weg.",
        "Kies de kleur die je op het scherm ziet, en schrijf haar als #rrggbb.",
        _in_styles(r"(?<![\w-])(?:color|background|background-color)\s*+:[^;{}]{0,80}?(?:rgb|hsl)a\("),
        why="Outlook tekent de tekst dan zwart of het vlak wit.",
        source="caniemail.com, css-rgba",
        example=Example(
            '<p style="background-color:rgba(0,0,0,.1)">Dag allemaal</p>',
            '<p style="background-color:#e5e5e5">Dag allemaal</p>',
        ),
    ),
    Rule(
        "css-function",
        ADVICE,
        "De opmaak laat het mailprogramma rekenen ({detail}…). Outlook voor Windows kan dat niet.",
        "Schrijf de uitkomst zelf.",
        _in_styles(r"(?<![\w-])(?:calc|min|max|clamp)\("),
        why="De maat valt dan weg.",
        source="caniemail.com, css-function-max",
        example=Example(
            '<p style="margin:calc(10px + 2px)">Dag allemaal</p>', '<p style="margin:12px">Dag allemaal</p>'
        ),
    ),
    Rule(
        "css-unit",
        ADVICE,
        "De opmaak gebruikt een maat die Outlook voor Windows niet kent: {detail}.",
        "Schrijf de maat in px.",
        _in_styles(r"(?<![\w-])\d*\.?\d+(?:rem|vw|vh|vmin|vmax|ch)\b"),
        why="De tekst valt terug op een maat die niemand koos.",
        source="caniemail.com, css-unit-rem",
        example=Example(
            '<p style="font-size:1.1rem">Dag allemaal</p>', '<p style="font-size:18px">Dag allemaal</p>'
        ),
    ),
    Rule(
        "css-background-image",
        ADVICE,
        "Deze achtergrond is een afbeelding. Outlook voor Windows toont die niet.",
        "Zorg dat de tekst ook zonder de afbeelding goed te lezen is.",
        _background_image,
        why="Wit op een foto wordt wit op wit als de foto er niet is.",
        source="caniemail.com, css-background-image",
        example=Example(
            ('<div style="background-image:url(https://nieuwsbrief.example/b.png)">Kom ook</div>'),
            '<div style="background-color:#e5e5e5">Kom ook</div>',
        ),
    ),
    Rule(
        "css-double-semicolon",
        ADVICE,
        "In de opmaak van dit onderdeel staat twee keer een puntkomma achter elkaar. "
        "Roundcube laat de rest weg.",
        "Haal er één weg.",
        _doubled_semicolons,
        why="Wat erna komt, krijgt dan geen opmaak.",
        source="roundcubemail, melding 9948",
        example=Example(
            '<p style="margin:0;; color:#2b3440">Dag allemaal</p>',
            '<p style="margin:0; color:#2b3440">Dag allemaal</p>',
        ),
    ),
    Rule(
        "css-important-missing",
        ADVICE,
        "De regels voor telefoon of donkere weergave winnen het niet van de opmaak in de tekst.",
        "Zet !important achter elke waarde binnen @media.",
        _weak_media_rules,
        why="Wat in de tag staat wint, tenzij de regel !important zegt.",
        source="CSS Cascading and Inheritance 4, 6.2",
        example=Example(
            (
                '<!DOCTYPE html><html lang="nl"><head><style>@media (max-width: 480px) { .a { '
                'width: 100%; } }</style></head><body><p class="a" '
                'style="width:300px">Dag</p></body></html>'
            ),
            (
                '<!DOCTYPE html><html lang="nl"><head><style>@media (max-width: 480px) { .a { '
                'width: 100% !important; } }</style></head><body><p class="a" '
                'style="width:300px">Dag</p></body></html>'
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "body-class",
        ADVICE,
        "De <body> heeft een class. Roundcube laat dan alle opmaak uit <style> weg.",
        "Zet de class op de eerste tabel.",
        _body_class,
        why="Die fout zit in Roundcube 1.6.5, en veel organisaties gebruiken dat.",
        source="roundcubemail, melding 9911",
        example=Example(
            '<body class="mail" style="margin:0;padding:0;background-color:#f2f4f7;">',
            '<body style="margin:0;padding:0;background-color:#f2f4f7;">',
        ),
    ),
)
