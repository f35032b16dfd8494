"""Blank space and lists that are typed instead of made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check.document import BLANKS, Document, Element, text_of
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot

_BREAKS = re.compile(r"(?:<br\b[^<>]{0,60}>(?:\s|&nbsp;|&#160;|\u00a0)*){3,}", re.IGNORECASE)


_BULLET = re.compile(r"\s*(?:[-–—•·▪●◦*→»✓]|\d{1,2}[.)])\s+\S")


_SPACES = re.compile(r"(?:&nbsp;|&#160;|\u00a0)(?: ?(?:&nbsp;|&#160;|\u00a0)){3,}", re.IGNORECASE)


def _stacked_breaks(document: Document) -> Iterator[Spot]:
    for found in _BREAKS.finditer(document.shown_source):
        yield document.spot_at(found.start(), found.end())


def _empty_paragraphs(document: Document) -> Iterator[Spot]:
    for paragraph in document.all("p", "li"):
        is_empty = (
            not text_of(paragraph).strip(BLANKS) and next(paragraph.iter("img", "input", "hr"), None) is None
        )
        if is_empty and not document.is_hidden(paragraph):
            yield document.spot(paragraph)


def _faked_lists(document: Document) -> Iterator[Spot]:
    before: Element | None = None
    for block in document.blocks:
        lines = [line for line in block.text.split("\n") if line.strip()]
        bullets = [line for line in lines if _BULLET.match(line)]
        if block.element.tag == "li":
            continue
        if len(bullets) >= 2:
            yield document.spot(block.element)
        is_one = len(lines) == 1 == len(bullets)
        if is_one and before is not None and block.element.getprevious() is before:
            yield document.spot(block.element)
        before = block.element if is_one else None


def _stacked_spaces(document: Document) -> Iterator[Spot]:
    for found in _SPACES.finditer(document.shown_source):
        yield document.spot_at(found.start(), found.end())


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "breaks-stacked",
        ADVICE,
        "Hier staan drie of meer regeleinden achter elkaar.",
        "Gebruik alinea’s met ruimte in de opmaak.",
        _stacked_breaks,
        why="Op een telefoon is het een gat, en een schermlezer zegt ‘leeg, leeg’.",
        source="WCAG 2.2, 1.3.1, fout F33",
        example=Example("<p>Tot ziens.<br><br><br>Dag.</p>", "<p>Tot ziens.</p><p>Dag.</p>"),
    ),
    Rule(
        "paragraph-empty",
        ADVICE,
        "Hier staat een alinea zonder tekst.",
        "Haal haar weg, en geef de alinea ervoor ruimte in de opmaak.",
        _empty_paragraphs,
        why="De ruimte verschilt per programma, en een schermlezer zegt ‘leeg’.",
        source="WCAG 2.2, 1.3.1",
        example=Example("<p>&nbsp;</p>", "<p>Dag allemaal</p>"),
    ),
    Rule(
        "list-faked",
        ADVICE,
        "Dit is een opsomming van streepjes of cijfers, en geen echte lijst.",
        "Maak er een <ul> of <ol> van, met een <li> voor elk punt.",
        _faked_lists,
        why="Een schermlezer zegt bij een lijst hoeveel punten er komen, en regels lopen netjes in.",
        source="WCAG 2.2, 1.3.1, techniek H48",
        example=Example(
            "<p>- lokale teams<br>- scholen<br>- huisartsen</p>",
            "<ul><li>lokale teams</li><li>scholen</li><li>huisartsen</li></ul>",
        ),
    ),
    Rule(
        "spaces-stacked",
        ADVICE,
        "Hier staan vier of meer vaste spaties achter elkaar.",
        "Maak de ruimte met opmaak of een tabel.",
        _stacked_spaces,
        why="De ruimte verschilt per lettertype en per scherm, en een schermlezer leest ze soms voor.",
        source="WCAG 2.2, 1.3.1, fout F33",
        example=Example("<p>Naam:&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;Plaats</p>", "<p>Naam en plaats</p>"),
    ),
)
