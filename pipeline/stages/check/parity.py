"""Whether the plain text tells the same as the HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.stages.check.document import Document, text_of
from pipeline.stages.check.links import Kind, address_of, kind_of, links_of, name_of
from pipeline.stages.check.plain import addresses_in
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot, Where
from pipeline.text.url import identity

SHORT_HEADING = 24


_ENOUGH_WORDS = 40
_LEAST_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one mail."""

    document: Document
    text: str


def _missing_links(pair: Pair) -> Iterator[Spot]:
    known = {identity(pair.text[start:end]) for start, end in addresses_in(pair.text)}
    seen: set[str] = set()
    for link in links_of(pair.document):
        address = address_of(link)
        if address in seen or pair.document.is_hidden(link):
            continue
        seen.add(address)
        match kind_of(link):
            case Kind.WEB:
                is_told = identity(address) in known or address in pair.text
            case Kind.OPEN_PLACE:
                is_told = address in pair.text
            case _:
                is_told = True
        if not is_told:
            yield pair.document.spot(link, name_of(link) or address)


def _starts_one(lines: list[str], wanted: str) -> bool:
    bare = wanted.lstrip("0123456789")
    return any(line.startswith(bare) for line in lines)


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _missing_headings(pair: Pair) -> Iterator[Spot]:
    lines = [_folded(line).lstrip("0123456789") for line in pair.text.splitlines()]
    told = _folded(pair.text)
    for heading in pair.document.all("h1", "h2", "h3"):
        name = text_of(heading)
        wanted = _folded(name)
        # A short heading ("Agenda") is easily part of a sentence; a long one may run over two lines.
        is_told = wanted in told if len(wanted) > SHORT_HEADING else _starts_one(lines, wanted)
        if not is_told and not pair.document.is_hidden(heading):
            yield pair.document.spot(heading, name[:80])


def _other_links(pair: Pair) -> Iterator[Spot]:
    """Addresses that only the text has; each once."""
    known = {identity(address_of(link)) for link in links_of(pair.document)}
    seen: set[str] = set()
    for start, end in addresses_in(pair.text):
        address = pair.text[start:end]
        if identity(address) not in known | seen and address not in pair.document.source:
            seen.add(identity(address))
            yield Spot(detail=address[:80])


def _short(pair: Pair) -> Iterator[Spot]:
    shown = sum(len(block.text.split()) for block in pair.document.blocks)
    told = len(pair.text.split())
    if shown >= _ENOUGH_WORDS and told < shown * _LEAST_SHARE:
        yield Spot(detail=f"{told} van de {shown} woorden")


def _other_order(pair: Pair) -> Iterator[Spot]:
    """The first link that the text has earlier than the one that stands before it in the HTML."""
    at = {identity(pair.text[start:end]): start for start, end in reversed(list(addresses_in(pair.text)))}
    before = -1
    seen: set[str] = set()
    for link in links_of(pair.document):
        key = identity(address_of(link)) if kind_of(link) is Kind.WEB else ""
        if key not in at or key in seen or pair.document.is_hidden(link):
            continue
        seen.add(key)
        if at[key] < before:
            yield pair.document.spot(link, name_of(link)[:60])
            return
        before = at[key]


RULES: tuple[Rule[Pair], ...] = (
    Rule(
        "parity-link-missing",
        ADVICE,
        "Deze link staat niet in de tekstversie: {detail}.",
        "Zet hem ook in de tekst, zodat wie geen opmaak ziet er ook kan komen.",
        _missing_links,
        why="Anders is de tekstversie een mindere versie.",
        source="RFC 2046, 5.1.4; SpamAssassin, MPART_ALT_DIFF",
        example=Example(
            "Lees hoe het team dat doet.",
            "Lees hoe het team dat doet: https://www.wijkteams.example/nieuws/een-gezicht",
            Where.TEXT,
        ),
    ),
    Rule(
        "parity-heading-missing",
        ADVICE,
        "Deze kop staat niet in de tekstversie: {detail}.",
        "Zet hem ook in de tekst, met wat eronder hoort.",
        _missing_headings,
        why="Twee rubrieken lopen dan in elkaar over.",
        source="RFC 2046, 5.1.4",
        example=Example("", "NIEUWS UIT HET VELD", Where.TEXT),
    ),
    Rule(
        "parity-link-extra",
        ADVICE,
        "Deze link staat alleen in de tekstversie: {detail}.",
        "Haal hem weg, of zet hem ook in de versie met opmaak.",
        _other_links,
        why="Vaak is het een adres van de vorige keer.",
        source="RFC 2046, 5.1.4",
        example=Example("Lees ook https://elders.example/oude-pagina", "Lees ook de agenda.", Where.TEXT),
    ),
    Rule(
        "parity-text-short",
        ADVICE,
        "De tekstversie vertelt veel minder dan de versie met opmaak: {detail}.",
        "Zet dezelfde berichten in de tekst.",
        _short,
        why="Wie tekst koos omdat hij luistert, krijgt dan een lege huls.",
        source="RFC 2046, 5.1.4",
        example=Example(
            'Content-Type: multipart/alternative; boundary="g"\n\n--g\nContent-Type: text/plain; '
            "charset=utf-8\n\n"
            "Je programma toont geen HTML.\n--g\nContent-Type: text/html; charset=utf-8\n\n"
            f"<p>{'Aanmelden kan nog bij de regio. ' * 12}</p>\n--g--\n",
            'Content-Type: multipart/alternative; boundary="g"\n\n--g\nContent-Type: text/plain; '
            "charset=utf-8\n\n"
            f"{'Aanmelden kan nog bij de regio. ' * 12}\n--g\nContent-Type: text/html; charset=utf-8\n\n"
            f"<p>{'Aanmelden kan nog bij de regio. ' * 12}</p>\n--g--\n",
            Where.MESSAGE,
        ),
    ),
    Rule(
        "parity-order",
        ADVICE,
        "De tekstversie zet de links in een andere volgorde: ‘{detail}’ staat daar eerder.",
        "Zet de berichten in dezelfde volgorde.",
        _other_order,
        why="Wie samen met een ander leest, raakt de weg kwijt.",
        source="RFC 2046, 5.1.4",
        example=Example(
            "Het rapport: https://onderzoek.example/rapporten/veilig-opgroeien?taal=nl\n\n"
            "In deze nieuwsbrief lees je hoe drie wijkteams",
            "In deze nieuwsbrief lees je hoe drie wijkteams",
            Where.TEXT,
        ),
    ),
)
