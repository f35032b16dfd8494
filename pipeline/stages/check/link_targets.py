"""Where links lead: whether the address works, for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from pipeline.stages.check.document import Document
from pipeline.stages.check.links import Kind, address_of, kind_of, links_of, web_links_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot

_MAIL = re.compile(r"\s*(?:%%\w+%%|[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\".()]{2,})\s*")


def _of_kind(kind: Kind) -> Callable[[Document], Iterator[Spot]]:
    def find(document: Document) -> Iterator[Spot]:
        for link in links_of(document):
            if kind_of(link) is kind:
                yield document.spot(link, address_of(link))

    return find


def _without_address(document: Document) -> Iterator[Spot]:
    for link in document.all("a"):
        styled_away = link.get("style") or link.get("class")
        # <a style> without href keeps phones from making a link of a date or number; <a name> is a place.
        if kind_of(link) is Kind.NONE and not (link.get("name") or link.get("id") or styled_away):
            yield document.spot(link)


def _unsafe(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        if parts.scheme.lower() == "http":
            yield document.spot(link, parts.hostname or "")


def _with_password(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        if "@" in parts.netloc:
            place = document.spot(link)
            yield Spot(place.line, place.column)


def _anchors_to_nowhere(document: Document) -> Iterator[Spot]:
    places = {"top"} | {
        value for one in document.elements for value in (one.get("id"), one.get("name")) if value
    }
    for link in links_of(document):
        if kind_of(link) is Kind.ANCHOR and address_of(link)[1:] not in places:
            yield document.spot(link, address_of(link))


def _anchors(document: Document) -> Iterator[Spot]:
    nowhere = set(_anchors_to_nowhere(document))
    for spot in _of_kind(Kind.ANCHOR)(document):
        if spot not in nowhere:
            yield spot


def _cut(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        address = address_of(link)
        is_open = address.count("(") < address.count(")")
        if (
            re.search(r"(?:…|%E2%80%A6|[.,;:'\"<>])\Z", address, re.IGNORECASE)
            or is_open
            or "<" in parts.path
            or '"' in parts.path
        ):
            yield document.spot(link, address[-40:])


def _broken_contacts(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        address = address_of(link)
        scheme, _, rest = address.partition(":")
        if kind_of(link) is not Kind.OTHER:
            continue
        people = unquote(rest.partition("?")[0])
        is_mail = scheme.lower() == "mailto"
        if is_mail and people.strip() and not all(map(_MAIL.fullmatch, re.split(r"[,;]\s*", people))):
            yield document.spot(link, people[:60])
        elif is_mail and not people.strip() and "to=" not in rest and not rest.startswith("?"):
            yield document.spot(link, address[:60])
        elif not is_mail and len(re.sub(r"\D", "", people)) < 3:
            yield document.spot(link, people[:60])


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "link-empty",
        BLOCKING,
        "Deze link gaat nergens heen.",
        "Vul het adres in, of haal de link weg.",
        _of_kind(Kind.EMPTY),
        why="De lezer tikt en er gebeurt niets.",
        source="HTML Standard, 4.6.1",
        example=Example(
            '<a href="#">Lees het verslag van de leersessie</a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-href-missing",
        ADVICE,
        "Hier staat een link zonder adres.",
        "Vul het adres in, of haal <a> en </a> weg.",
        _without_address,
        why=("Wat op een link lijkt en er geen is, maakt dat mensen denken dat de mail stuk is."),
        source="HTML Standard, 4.6.1",
        example=Example(
            "<a>Lees het verslag</a>",
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-relative",
        BLOCKING,
        "Het adres van deze link is niet volledig: {detail}. In een mail werkt hij dan niet.",
        "Schrijf het hele adres, dat begint met https://.",
        _of_kind(Kind.RELATIVE),
        why="Een mail staat op geen website, dus er is niets waar het adres bij hoort.",
        source="RFC 3986, 4.2",
        example=Example(
            '<a href="/verslagen/2026">Lees het verslag van de leersessie</a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-scheme",
        BLOCKING,
        "Deze link begint met iets anders dan https://, mailto: of tel:. Mailprogramma’s blokkeren dat.",
        "Verwijs naar een gewone pagina op het web.",
        _of_kind(Kind.SCHEME),
        why="file:, ftp: en javascript: werken alleen bij jou, of nergens.",
        source="eigen proef in Roundcube",
        example=Example(
            '<a href="file:///G:/verslag.docx">Lees het verslag van de leersessie</a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-malformed",
        BLOCKING,
        "Het adres van deze link klopt niet: {detail}.",
        "Kijk of er een spatie, een punt of een stuk dubbel in staat, en probeer het adres in een browser.",
        _of_kind(Kind.MALFORMED),
        why="Veel programma’s knippen het adres af waar het fout gaat.",
        source="RFC 3986, 3",
        example=Example(
            ('<a href="https://https://verslag.example/2026">Lees het verslag van de leersessie</a>'),
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-credentials",
        BLOCKING,
        "In het adres van deze link staat een gebruikersnaam of wachtwoord.",
        "Haal alles weg wat voor het apenstaartje staat.",
        _with_password,
        why="Je verstuurt dan een wachtwoord naar alle lezers.",
        source="RFC 3986, 7.5",
        example=Example(
            ('<a href="https://redactie:geheim@verslag.example/">Lees het verslag van de leersessie</a>'),
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-http",
        ADVICE,
        "Deze link is niet beveiligd (http): {detail}.",
        "Probeer hetzelfde adres met https://, en neem dat over als het werkt.",
        _unsafe,
        why=("Wie op hetzelfde netwerk zit, kan meelezen, en sommige programma’s waarschuwen."),
        source="Forum Standaardisatie, HTTPS en HSTS",
        example=Example(
            '<a href="http://verslag.example/a">Lees het verslag van de leersessie</a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-anchor-missing",
        BLOCKING,
        "Deze link wijst naar een plek in de mail die er niet is: {detail}.",
        "Geef die plek het genoemde id, of haal de link weg.",
        _anchors_to_nowhere,
        why="De lezer tikt en er gebeurt niets.",
        source="HTML Standard, 7.4.6",
        example=Example(
            '<a href="#sprekers">Lees het verslag van de leersessie</a>', '<b id="sprekers">Sprekers</b>'
        ),
    ),
    Rule(
        "link-anchor",
        ADVICE,
        "Een link naar een plek in de mail zelf werkt niet in elk mailprogramma, zoals Gmail op een iPhone.",
        "Zorg dat de lezer er ook zonder deze link komt.",
        _anchors,
        why="Een inhoudsopgave met sprongen doet het daar niet.",
        source="caniemail.com, html-anchor-links",
        example=Example(
            '<a href="#sprekers">Naar de sprekers</a> <b id="sprekers">Sprekers</b>',
            '<b id="sprekers">Sprekers</b>',
        ),
    ),
    Rule(
        "link-cut",
        ADVICE,
        "Het adres van deze link lijkt afgebroken, of er zit een leesteken aan vast: …{detail}.",
        "Kopieer het adres opnieuw uit de browser.",
        _cut,
        why="Een punt of beletselteken aan het eind hoort bij de zin, niet bij het adres.",
        source="RFC 3986, aanhangsel C",
        example=Example(
            '<a href="https://verslag.example/2026.">Lees het verslag van de leersessie</a>',
            '<a href="https://verslag.example/2026">Lees het verslag van de leersessie</a>.',
        ),
    ),
    Rule(
        "link-contact-invalid",
        BLOCKING,
        "Het mailadres of telefoonnummer in deze link klopt niet: {detail}.",
        "Kijk of er één @ in het mailadres staat, en cijfers in het nummer.",
        _broken_contacts,
        why="De mail van de lezer komt terug, of de telefoon belt niemand.",
        source="RFC 6068, 2; RFC 3966, 3",
        example=Example(
            '<a href="mailto:redactie.example.nl">Mail de redactie</a>',
            '<a href="mailto:redactie@example.nl">Mail de redactie</a>',
        ),
    ),
)
