"""What the mail says: left-over places, broken letters, the preview text, the ways out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.stages.check.document import Document, Element, own_text, text_of
from pipeline.stages.check.links import address_of, links_of, name_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot

PREHEADER_CHARS = (40, 130)
_MOST_FILLER = 20

# Two places stay open until a mail is sent or exported; every other mark is left over from a template.
_OPEN_PLACES = frozenset({"AFMELDEN", "WEBVERSIE"})
_PERCENT_PLACE = re.compile(r"%%([^\s%<>\"']{0,40})%%|%%|%25%25")
_LEFT_OVER = re.compile(
    r"\{\{|\}\}|\{%|%\}|<%|\$\{|\*\|[A-Za-z]|\[\[|#\{"
    r"|\blorem\s+ipsum\b|\bdolor\s+sit\s+amet\b|\[object Object\]"
    r"|\[(?:invullen|naam|voornaam|achternaam|titel|datum|link|tekst|onderwerp|plaatje"
    r"|afbeelding|url|name)\]",
    re.IGNORECASE,
)
_LEFT_OVER_WORD = re.compile(r"\b(?:TODO|FIXME|TBD|X{3,})\b")
_NO_VALUE = re.compile(
    r"(?:>|:\s)\s*+(None|undefined|NaN|null)\s*+(?=<)"
    r"|\b(?:href|src|alt|title)\s*=\s*[\"']?(None|undefined|NaN|null)(?=[\"'\s>])"
    r"|(?<=[/=])(None|undefined|NaN)(?=[/&\"'])"
)
_NO_VALUE_IN_TEXT = re.compile(r"(?:^|:[ \t])[ \t]*+(None|undefined|NaN|null)[ \t]*+$", re.MULTILINE)
# UTF-8 that was read as Windows-1252: é, ’, €, a BOM, an emoji.
_MOJIBAKE = re.compile(
    "Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|Â[\u00a0-\u00bf]|â€.|â‚¬|ï»¿|ðŸ|[\ufffd\u0080-\u0084\u0086-\u009f]"
)
_DOUBLE_ESCAPED = re.compile(
    r"&(?:amp|nbsp|lt|gt|quot|apos|[a-z]{1,2}(?:uml|acute|grave|circ)|euro|[lr][sd]quo|#x?\d{2,5});"
)
_AMOUNT = re.compile(r"€[ \n]\d[\d.,]*")
# "Toegankelijkheidsverklaring" (27) made a page of 320 pixels too wide.
_LONG_WORD = re.compile(r"[^\W\d_]{26,}")
_SHOWN_TAG = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|div|span|img|table|td|tr|ul|li|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_UNSUBSCRIBE = re.compile(
    r"%%AFMELDEN%%|afmeld|uitschrij|opzegg|unsubscri|opt[-_ ]?out|abmeld|abbestell|désabonn"
    r"|desabonn|désinscri"
    r"|meld je af|schrijf je uit|voorkeuren|preferences|manage[-_ ]?subscri|abonnement",
    re.IGNORECASE,
)
_WEB_VERSION = re.compile(
    r"%%WEBVERSIE%%|browser|web[- ]?versi|online|web[- ]?view|view (?:this|in)|bekijk (?:deze"
    r"|de) (?:mail|nieuwsbrief)",
    re.IGNORECASE,
)


def left_over_places(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what a template or a writer left behind, in HTML without comments or in plain text."""
    for found in _PERCENT_PLACE.finditer(text):
        if found[1] is None or found[1] not in _OPEN_PLACES:
            yield found.span()
    for pattern in (_LEFT_OVER, _LEFT_OVER_WORD):
        yield from (found.span() for found in pattern.finditer(text))


def lost_values(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of a program's word for nothing that stands alone on a line or after a colon."""
    return (found.span(1) for found in _NO_VALUE_IN_TEXT.finditer(text))


def broken_letters(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of letters that went through the wrong character set."""
    return (found.span() for found in _MOJIBAKE.finditer(text))


def is_way_out(address: str, name: str) -> bool:
    """Whether a link looks like one to unsubscribe with."""
    return bool(_UNSUBSCRIBE.search(address) or _UNSUBSCRIBE.search(name))


def _spots(document: Document, places: Iterable[tuple[int, int]]) -> Iterator[Spot]:
    for start, end in places:
        found = document.source[start:end]
        place = document.spot_at(start, end, found)
        around = " ".join(document.source[max(start - 15, 0) : end + 15].split())
        yield Spot(place.line, place.column, found, around)


def _left_over(document: Document) -> Iterator[Spot]:
    shown = document.shown_source
    yield from _spots(document, left_over_places(shown))
    for found in _NO_VALUE.finditer(shown):
        yield from _spots(document, [found.span(found.lastindex or 0)])


def _mojibake(document: Document) -> Iterator[Spot]:
    return _spots(document, broken_letters(document.shown_source))


def _shown_markup(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        if element.tag in {"style", "script"}:
            continue
        texts = [element.text or "", *((child.tail or "") for child in element), element.get("alt", "")]
        if any(_DOUBLE_ESCAPED.search(text) or _SHOWN_TAG.search(text) for text in texts):
            yield document.spot(element)


def _breakable_amounts(document: Document) -> Iterator[Spot]:
    return _spots(document, (found.span() for found in _AMOUNT.finditer(document.shown_source)))


def _long_words(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        found = _LONG_WORD.search(own_text(element))
        if found and not document.is_hidden(element) and not _may_break(document, element):
            yield document.spot(element, found[0][:60])


def _may_break(document: Document, element: Element) -> bool:
    return any(
        document.css(one, name) not in {"", "normal", "manual"}
        for one in (element, *element.iterancestors())
        for name in ("word-break", "overflow-wrap", "word-wrap", "hyphens")
    )


def _preheader(document: Document) -> Element | None:
    """The first hidden text, when nothing visible stands before it."""
    body = document.first("body")
    if body is None:
        return None
    for element in body.iter("*"):
        if document.is_hidden(element):
            if text_of(element):
                return element
        elif (element.text or "").strip() and element.tag not in {"style", "script"}:
            return None
    return None


def _is_filler(letter: str) -> bool:
    return letter in "\u00a0\u034f" or unicodedata.category(letter) == "Cf"


def _spoken(text: str) -> str:
    return " ".join("".join(" " if _is_filler(letter) else letter for letter in text).split())


def _no_preheader(document: Document) -> Iterator[Spot]:
    if document.body_text and _preheader(document) is None:
        yield Spot()


def _preheader_length(document: Document) -> Iterator[Spot]:
    element = _preheader(document)
    if element is not None:
        count = len(_spoken(text_of(element)))
        if not PREHEADER_CHARS[0] <= count <= PREHEADER_CHARS[1]:
            yield document.spot(element, str(count))


def _preheader_filler(document: Document) -> Iterator[Spot]:
    element = _preheader(document)
    if element is not None and sum(map(_is_filler, text_of(element))) > _MOST_FILLER:
        yield document.spot(element)


def _no_way_out(document: Document) -> Iterator[Spot]:
    if "%%AFMELDEN%%" in document.shown_source:
        return
    if not any(is_way_out(address_of(link), name_of(link)) for link in links_of(document)):
        yield Spot()


def _no_web_version(document: Document) -> Iterator[Spot]:
    if "%%WEBVERSIE%%" in document.shown_source:
        return
    if not any(_WEB_VERSION.search(f"{address_of(link)} {name_of(link)}") for link in links_of(document)):
        yield Spot()


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "placeholder-left",
        BLOCKING,
        "Hier is iets niet ingevuld: ‘{detail}’.",
        "Vul het in, of haal het weg. Alleen %%AFMELDEN%% en %%WEBVERSIE%% mogen blijven staan.",
        _left_over,
    ),
    Rule(
        "mojibake",
        BLOCKING,
        "Hier zijn letters stukgegaan: ‘{detail}’.",
        "Typ de letters opnieuw, en sla het bestand op als utf-8.",
        _mojibake,
    ),
    Rule(
        "markup-visible",
        ADVICE,
        "De lezer ziet hier code in plaats van tekst, zoals &amp;amp; of <p>.",
        "Haal de code weg, of typ het teken zelf.",
        _shown_markup,
    ),
    Rule(
        "amount-breakable",
        ADVICE,
        "Dit bedrag kan na het euroteken afbreken: ‘{detail}’.",
        "Zet &nbsp; tussen het euroteken en het getal.",
        _breakable_amounts,
    ),
    Rule(
        "word-long",
        ADVICE,
        "Het woord ‘{detail}’ past op een telefoon niet op een regel, en kan niet afbreken.",
        "Zet word-break:break-word in de cel, of kies een korter woord.",
        _long_words,
    ),
    Rule(
        "preheader-missing",
        ADVICE,
        "De mail heeft geen voorvertoning. In de inbox staat dan naast het onderwerp wat er toevallig "
        "bovenaan staat.",
        "Schrijf een zin van 40 tot 130 tekens die nieuwsgierig maakt naar de mail.",
        _no_preheader,
    ),
    Rule(
        "preheader-length",
        ADVICE,
        "De voorvertoning is {detail} tekens lang. Tussen 40 en 130 is goed.",
        "Maak er één zin van die past naast het onderwerp.",
        _preheader_length,
    ),
    Rule(
        "preheader-filler",
        ADVICE,
        "De voorvertoning is aangevuld met onzichtbare tekens. Sommige programma’s lezen die voor.",
        "Haal de tekens weg.",
        _preheader_filler,
    ),
    Rule(
        "unsubscribe-missing",
        BLOCKING,
        "Er staat geen link in de mail om je af te melden.",
        "Zet onderaan een link met %%AFMELDEN%% als adres.",
        _no_way_out,
    ),
    Rule(
        "web-version-missing",
        ADVICE,
        "Er staat geen link in de mail om hem in een browser te bekijken.",
        "Zet bovenaan een link met %%WEBVERSIE%% als adres.",
        _no_web_version,
    ),
)
