"""What the mail says: left-over places, broken letters, the preview text, the ways out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.stages.check.document import Document, Element, parse_document, text_of
from pipeline.stages.check.links import address_of, links_of, name_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot

PREHEADER_CHARS = (40, 130)
_MOST_FILLER = 20

_UNSUBSCRIBE = re.compile(
    r"%%AFMELDEN%%|afmeld|uitschrij|opzegg|unsubscri|opt[-_ ]?out|abmeld|abbestell|désabonn|desabonn"
    r"|désinscri|meld je af|schrijf je uit|voorkeuren|preferences|manage[-_ ]?subscri|abonnement",
    re.IGNORECASE,
)
_WEB_VERSION = re.compile(
    r"%%WEBVERSIE%%|browser|web[- ]?versi|online|web[- ]?view|view (?:this|in)|bekijk (?:deze"
    r"|de) (?:mail|nieuwsbrief)",
    re.IGNORECASE,
)


def is_way_out(address: str, name: str) -> bool:
    """Whether a link looks like one to unsubscribe with."""
    return bool(_UNSUBSCRIBE.search(address) or _UNSUBSCRIBE.search(name))


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


def preview_of(html: str) -> str:
    """The preview text of an HTML mail, without filler; "" where there is none."""
    element = _preheader(parse_document(html))
    return "" if element is None else _spoken(text_of(element))


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
    if "%%AFMELDEN%%" in document.body_text:
        return
    seen = (link for link in links_of(document) if not document.is_hidden(link))
    if not any(is_way_out(address_of(link), name_of(link)) for link in seen):
        yield Spot()


def _no_web_version(document: Document) -> Iterator[Spot]:
    if "%%WEBVERSIE%%" in document.shown_source:
        return
    if not any(_WEB_VERSION.search(f"{address_of(link)} {name_of(link)}") for link in links_of(document)):
        yield Spot()


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "preheader-missing",
        ADVICE,
        "De mail heeft geen voorvertoning. In de inbox staat dan naast het onderwerp wat er toevallig "
        "bovenaan staat.",
        "Schrijf een zin van 40 tot 130 tekens die nieuwsgierig maakt naar de mail.",
        _no_preheader,
        why="De voorvertoning beslist mee of iemand de mail opent.",
        source="redactie",
        example=Example("", "Drie verhalen uit de wijk, een nieuw rapport en vijf data voor je agenda."),
    ),
    Rule(
        "preheader-length",
        ADVICE,
        "De voorvertoning is {detail} tekens lang. Tussen 40 en 130 is goed.",
        "Maak er één zin van die past naast het onderwerp.",
        _preheader_length,
        why=("Te kort laat ruimte over voor wat er toevallig onder staat, te lang wordt afgebroken."),
        source="eigen meting in inboxen",
        example=Example(
            "Drie verhalen.", "Drie verhalen uit de wijk, een nieuw rapport en vijf data voor je agenda."
        ),
    ),
    Rule(
        "preheader-filler",
        ADVICE,
        "De voorvertoning is aangevuld met onzichtbare tekens. Sommige programma’s lezen die voor.",
        "Haal de tekens weg.",
        _preheader_filler,
        why="Schermlezers en tekstprogramma’s lezen die tekens als ‘leeg, leeg, leeg’.",
        source="emailmarkup.org",
        example=Example(
            "Drie verhalen uit de wijk, een nieuw rapport en vijf data voor je agenda." + "&zwnj;&nbsp;" * 30,
            "Drie verhalen uit de wijk, een nieuw rapport en vijf data voor je agenda.",
        ),
    ),
    Rule(
        "unsubscribe-missing",
        BLOCKING,
        "Er staat geen link in de mail om je af te melden.",
        "Zet onderaan een link met %%AFMELDEN%% als adres.",
        _no_way_out,
        why="De wet vraagt het, en wie geen uitgang ziet, drukt op ‘spam’.",
        source="Telecommunicatiewet, 11.7; Gmail, support.google.com/mail/answer/81126",
        example=Example(
            "Tot de volgende keer",
            ('<a href="%%AFMELDEN%%" style="color:#1d4f91;">Meld je af voor de nieuwsbrief</a>'),
        ),
    ),
    Rule(
        "web-version-missing",
        ADVICE,
        "Er staat geen link in de mail om hem in een browser te bekijken.",
        "Zet bovenaan een link met %%WEBVERSIE%% als adres.",
        _no_web_version,
        why="Wie de mail slecht ziet, kan hem dan nergens anders lezen.",
        source="redactie",
        example=Example(
            "<span></span>",
            (
                '<a href="%%WEBVERSIE%%" '
                'style="color:#1d4f91;text-decoration:underline;">Bekijk deze nieuwsbrief in '
                "je browser</a>"
            ),
        ),
    ),
)
