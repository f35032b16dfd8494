"""Whether the plain text tells the same as the HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.stages.check.document import Document, text_of
from pipeline.stages.check.links import Kind, address_of, kind_of, links_of, name_of
from pipeline.stages.check.plain import addresses_in
from pipeline.stages.check.rules import ADVICE, Rule, Spot
from pipeline.text.url import identity

SHORT_HEADING = 24


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


RULES: tuple[Rule[Pair], ...] = (
    Rule(
        "parity-link-missing",
        ADVICE,
        "Deze link staat niet in de tekstversie: {detail}.",
        "Zet hem ook in de tekst, zodat wie geen opmaak ziet er ook kan komen.",
        _missing_links,
    ),
    Rule(
        "parity-heading-missing",
        ADVICE,
        "Deze kop staat niet in de tekstversie: {detail}.",
        "Zet hem ook in de tekst, met wat eronder hoort.",
        _missing_headings,
    ),
)
