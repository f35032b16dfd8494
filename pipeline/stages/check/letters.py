"""Letters that broke, or that nobody should see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check.document import Document
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, excerpt_of

# UTF-8 that was read as Windows-1252: é, ’, €, a BOM, an emoji.
_MOJIBAKE = re.compile(
    "Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|Â[\u00a0-\u00bf]|â€.|â‚¬|ï»¿|ðŸ|[\ufffd\u0080-\u0084\u0086-\u009f]"
)


_DOUBLE_ESCAPED = re.compile(
    r"&(?:amp|nbsp|lt|gt|quot|apos|[a-z]{1,2}(?:uml|acute|grave|circ)|euro|[lr][sd]quo|#x?\d{2,5});"
)


_SHOWN_TAG = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|div|span|img|table|td|tr|ul|li|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
)


_PRIVATE = re.compile("[\ue000-\uf8ff]|&#(?:6[0-3]\\d{3}|5734[4-9]|573[5-9]\\d|57[4-9]\\d\\d|5[89]\\d{3});")
# Not the joiners between two emoji or in Arabic and Persian words, nor the soft hyphen.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f]")
_OPEN_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|euro|copy|[lr][sd]quo|hellip|[nm]dash|[aeiou](?:acute|grave|uml"
    r"|circ))(?![;\w=])|&[aeiou](?:acute|grave|uml|circ)(?=[a-z])"
)


def broken_letters(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of letters that went through the wrong character set."""
    return (found.span() for found in _MOJIBAKE.finditer(text))


def _mojibake(document: Document) -> Iterator[Spot]:
    return document.spots(broken_letters(document.shown_source))


def shows_markup(text: str) -> bool:
    """Whether a reader sees code in a text that is shown as it is."""
    return bool(_DOUBLE_ESCAPED.search(text) or _SHOWN_TAG.search(text))


def _shown_markup(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        if element.tag in {"style", "script"}:
            continue
        texts = [element.text or "", *((child.tail or "") for child in element), element.get("alt", "")]
        if any(map(shows_markup, texts)):
            yield document.spot(element)


def _private_letters(document: Document) -> Iterator[Spot]:
    return document.spots(found.span() for found in _PRIVATE.finditer(document.shown_source))


def _invisible_letters(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if found := _INVISIBLE.search(block.text):
            place = document.spot(block.element)
            around = block.text[max(found.start() - 15, 0) : found.end() + 15]
            yield Spot(place.line, place.column, f"U+{ord(found[0]):04X}", excerpt_of(around))


def invisible_letters(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of letters that have no shape and no business in a text."""
    return (found.span() for found in _INVISIBLE.finditer(text))


def _control_letters(document: Document) -> Iterator[Spot]:
    for found in _CONTROL.finditer(document.shown_source):
        place = document.spot_at(found.start(), found.end())
        yield Spot(place.line, place.column, f"U+{ord(found[0]):04X}")


def _open_entities(document: Document) -> Iterator[Spot]:
    return document.spots(found.span() for found in _OPEN_ENTITY.finditer(document.shown_source))


MOJIBAKE: Rule[Document] = Rule(
    "mojibake",
    BLOCKING,
    "Hier zijn letters stukgegaan: ‘{detail}’.",
    "Typ de letters opnieuw, en sla het bestand op als utf-8.",
    _mojibake,
    why="Elke lezer ziet het, en het kost vertrouwen.",
    source="Unicode Standard, 3.9",
    example=Example("<p>De regioâ€™s beginnen.</p>", "<p>De regio’s beginnen.</p>"),
)

MARKUP: Rule[Document] = Rule(
    "markup-visible",
    ADVICE,
    "De lezer ziet hier code in plaats van tekst, zoals &amp;amp; of <p>.",
    "Haal de code weg, of typ het teken zelf.",
    _shown_markup,
    why="Ergens is tekst twee keer omgezet.",
    source="HTML Standard, 13.5",
    example=Example("<p>Neem er &amp;eacute;&amp;eacute;n mee.</p>", "<p>Neem er &eacute;&eacute;n mee.</p>"),
)

INVISIBLE: Rule[Document] = Rule(
    "letter-invisible",
    ADVICE,
    "In deze tekst zit een onzichtbaar teken: {detail}.",
    "Typ het woord opnieuw.",
    _invisible_letters,
    why="Het woord is dan niet te vinden en breekt op een rare plek af.",
    source="Unicode Standard, 23.2",
    example=Example("<p>Hand&#8203;reiking voor teams</p>", "<p>Handreiking voor teams</p>"),
)

RULES: tuple[Rule[Document], ...] = (
    INVISIBLE,
    MARKUP,
    MOJIBAKE,
    Rule(
        "letter-private",
        ADVICE,
        "Hier staat een teken uit het lettertype van één programma.",
        "Typ het teken opnieuw. Een opsomming is een <ul>.",
        _private_letters,
        why="Een opsommingsteken uit Word is bij iedereen anders een leeg vakje.",
        source="Unicode Standard, 23.5",
        example=Example("<p>\uf0b7 Lokale teams</p>", "<p>Lokale teams</p>"),
    ),
    Rule(
        "letter-control",
        ADVICE,
        "In deze tekst zit een stuurteken: {detail}.",
        "Haal het teken weg, of maak er een spatie van.",
        _control_letters,
        why="Het komt uit een presentatie of oud bestand, mag niet in HTML, en wordt soms een vakje.",
        source="HTML Standard, 13.2.3.5",
        example=Example("<p>Samen\x0bveilig</p>", "<p>Samen veilig</p>"),
    ),
    Rule(
        "entity-open",
        ADVICE,
        "Dit teken is niet afgemaakt, er ontbreekt een puntkomma: {detail}.",
        "Zet er een puntkomma achter, of typ het teken zelf.",
        _open_entities,
        why="Het ene programma toont é, het andere &eacute.",
        source="HTML Standard, 13.1.4",
        example=Example("<p>E&eacuten gezicht</p>", "<p>E&eacute;n gezicht</p>"),
    ),
)
