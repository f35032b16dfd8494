"""Single declarations of CSS that say something else than was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.stages.check import css
from pipeline.stages.check.css_properties import PROPERTIES
from pipeline.stages.check.document import Declared, Document
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot, Where

_LENGTHS = frozenset(
    {
        *("font-size", "padding", "padding-top", "padding-right", "padding-bottom", "padding-left"),
        *("margin", "margin-top", "margin-right", "margin-bottom", "margin-left"),
        *("width", "max-width", "min-width", "height", "border-radius", "border-width"),
    }
)
_GENERIC = re.compile(
    r"serif|monospace|cursive|fantasy|system-ui|inherit|initial|unset|var\(|-apple-system", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"(?:\A|\s)-?(?:[1-9]\d*|\d*\.\d+)(?=\s|\Z|!)")
_BROKEN_COLOUR = re.compile(
    r"#(?:[0-9a-f]{1,2}|[0-9a-f]{5}|[0-9a-f]{7}|[0-9a-f]{9,}|[0-9a-f]*[g-z][0-9a-z]*)\b", re.IGNORECASE
)
_GLUED = re.compile(r"\S!|!\s*IMPORTANT|!\s+i")
_NEGATIVE = re.compile(r"(?:\A|\s)-\d")


def _where(detail_of: Callable[[Declared], str]) -> Callable[[Document], Iterator[Spot]]:
    """A rule on single declarations: `detail_of` says what is wrong with one, "" for nothing."""

    def find(document: Document) -> Iterator[Spot]:
        seen: set[str] = set()
        for one in document.declared:
            detail = detail_of(one)
            if detail and detail not in seen:
                seen.add(detail)
                yield document.spot_at(one.start, one.end, detail)

    return find


def _unknown_property(one: Declared) -> str:
    is_known = one.name in PROPERTIES or one.name.startswith(("-", "mso-", "tab-"))
    return "" if is_known or not one.name.isascii() else one.name


def _without_unit(one: Declared) -> str:
    return str(one) if one.name in _LENGTHS and _BARE_NUMBER.search(one.value) else ""


def _broken_colour(one: Declared) -> str:
    is_colour = "color" in one.name or one.name in {"background", "border"}
    found = _BROKEN_COLOUR.search(one.value) if is_colour else None
    return found[0] if found else ""


def _glued_importance(one: Declared) -> str:
    return one.value[-24:] if _GLUED.search(one.value) else ""


def _negative_margin(one: Declared) -> str:
    return str(one) if one.name.startswith("margin") and _NEGATIVE.search(one.value) else ""


def _lonely_font(one: Declared) -> str:
    return one.value[:40] if one.name == "font-family" and not _GENERIC.search(one.value) else ""


def _broken_attributes(document: Document) -> Iterator[Spot]:
    """A colour in an attribute: six digits after #, or a name; nothing else is read by all."""
    yield from _where(_broken_colour)(document)
    for element in document.elements:
        value = element.get("bgcolor", "").strip()
        if value and not re.fullmatch(r"#[0-9a-f]{6}|#[0-9a-f]{3}|[a-z]+", value, re.IGNORECASE):
            yield document.spot(element, value[:30])


def _two_grounds(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        if not element.get("bgcolor"):
            continue
        attribute = css.colour(element.get("bgcolor", ""))
        style = css.colour(document.css(element, "background-color") or document.css(element, "background"))
        if attribute and style and attribute != style:
            yield document.spot(element)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "css-property-unknown",
        ADVICE,
        "Deze eigenschap bestaat niet: {detail}.",
        "Kijk of er een tikfout in zit.",
        _where(_unknown_property),
        why="Het programma slaat hem over, en je ziet het verschil pas bij de lezer.",
        source="W3C, Index of CSS properties",
        example=Example(
            '<p style="colour:#2b3440">Dag allemaal</p>', '<p style="color:#2b3440">Dag allemaal</p>'
        ),
    ),
    Rule(
        "css-unit-missing",
        ADVICE,
        "Bij deze maat ontbreekt de eenheid: {detail}.",
        "Zet er px achter.",
        _where(_without_unit),
        why="Zonder eenheid telt de maat niet mee.",
        source="CSS Values and Units 4, 6",
        example=Example(
            '<p style="font-size:17">Dag allemaal</p>', '<p style="font-size:17px">Dag allemaal</p>'
        ),
    ),
    Rule(
        "css-colour-broken",
        ADVICE,
        "Deze kleur klopt niet: {detail}.",
        "Schrijf # met zes cijfers of letters van a tot en met f.",
        _broken_attributes,
        why="Het ene programma laat de kleur weg, het andere kiest er zelf een.",
        source="CSS Color 4, 5.2",
        example=Example(
            '<p style="color:#2b344">Dag allemaal</p>', '<p style="color:#2b3440">Dag allemaal</p>'
        ),
    ),
    Rule(
        "css-important-glued",
        ADVICE,
        "Voor !important hoort een spatie, en het staat in kleine letters: {detail}.",
        "Schrijf: waarde, spatie, !important.",
        _where(_glued_importance),
        why="Word wil de spatie, en Gmail de kleine letters. Anders valt de regel weg.",
        source="caniemail.com, css-important",
        example=Example(
            ".a { color: #2b3440!important; }\n", ".a { color: #2b3440 !important; }\n", Where.STYLE
        ),
    ),
    Rule(
        "css-margin-negative",
        ADVICE,
        "Deze marge is negatief: {detail}.",
        "Los het op met de indeling van de tabel.",
        _where(_negative_margin),
        why="Gmail, Outlook en Yahoo laten hem weg, en dan overlapt of verspringt de tekst.",
        source="caniemail.com, css-margin",
        example=Example(
            '<p style="margin:-10px 0 0 0">Dag allemaal</p>', '<p style="margin:10px 0 0 0">Dag allemaal</p>'
        ),
    ),
    Rule(
        "font-fallback-missing",
        ADVICE,
        "Achter dit lettertype staat geen soort om op terug te vallen: {detail}.",
        "Sluit de lijst af met sans-serif of serif.",
        _where(_lonely_font),
        why="Wie het lettertype niet heeft, krijgt Times New Roman.",
        source="CSS Fonts 4, 2.1",
        example=Example(
            '<p style="font-family:Calibri">Dag allemaal</p>',
            '<p style="font-family:Calibri,Arial,sans-serif">Dag allemaal</p>',
        ),
    ),
    Rule(
        "background-differs",
        ADVICE,
        "De achtergrond in bgcolor is een andere dan die in style.",
        "Maak ze gelijk.",
        _two_grounds,
        why="Het ene programma leest de ene, het andere de andere, en de letters passen bij één.",
        source="eigen proef in LibreOffice",
        example=Example(
            '<div bgcolor="#ffffff" style="background-color:#f2f4f7">Dag</div>',
            '<div bgcolor="#f2f4f7" style="background-color:#f2f4f7">Dag</div>',
        ),
    ),
)
