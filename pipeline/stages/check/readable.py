"""Whether the letters can be read: size, capitals, lines, what looks like a link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check import css
from pipeline.stages.check.document import Document, Element, own_text, text_of
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot

SMALLEST_FONT = 12


_FEWEST_CAPITALS = 25
_FEWEST_CHARS_AROUND = 8
_MORE_THAN_A_LINE = 70
_TIGHTEST = 1.15
_TEXT_BLOCKS = frozenset({"p", "li", "td", "div", "dd", "blockquote"})


_LONGEST_CENTRED = 160
_LONGEST_LINE = 40


def _small_print(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        size = css.pixels(document.css(element, "font-size"))
        if size is None or size >= SMALLEST_FONT or document.is_hidden(element):
            continue
        if size > 0 and any(letter.isalnum() for letter in own_text(element)):
            yield document.spot(element, f"{size:.0f}")


def _shouted(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        upper = document.css(block.element, "text-transform") == "uppercase"
        for line in block.text.split("\n"):
            letters = [letter for letter in line if letter.isalpha()]
            is_loud = len(letters) >= _FEWEST_CAPITALS and len(line.split()) >= 4
            if is_loud and (upper or sum(map(str.isupper, letters)) > len(letters) * 0.9):
                yield document.spot(block.element, line[:40])
                break


def _justified(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        if element.get("align", "").lower() == "justify" or document.css(element, "text-align") == "justify":
            yield document.spot(element)
    for start, sheet in document.style_sheets:
        for found in re.finditer(r"text-align\s*+:\s*+justify", sheet, re.IGNORECASE):
            yield document.spot_at(start + found.start(), start + found.end())


def _underlined(document: Document) -> Iterator[Spot]:
    def is_line_or_link(element: Element) -> bool:
        styles = document.css(element, "text-decoration") + document.css(element, "text-decoration-line")
        return element.tag in {"u", "a"} or "underline" in styles

    for element in document.outermost(is_line_or_link):
        text = text_of(element)
        if next(element.iter("a"), None) is None and any(map(str.isalpha, text)):
            yield document.spot(element, text[:40])


def _links_by_colour(document: Document) -> Iterator[Spot]:
    """A link amid other words that has no line, no weight and no ground of its own to tell it by."""
    around: dict[Element, int] = {}
    for link in document.all("a"):
        if link.get("href") is None or "none" not in document.css(link, "text-decoration"):
            continue
        block = next((one for one in link.iterancestors() if one.tag in _TEXT_BLOCKS), None)
        if block is None or document.is_hidden(link) or _stands_out(document, link):
            continue
        if block not in around:
            around[block] = len(text_of(block)) - sum(len(text_of(one)) for one in block.iter("a"))
        if text_of(link) and around[block] >= _FEWEST_CHARS_AROUND:
            yield document.spot(link)


def _stands_out(document: Document, link: Element) -> bool:
    marks = ("font-weight", "border", "border-bottom", "background", "background-color")
    own = (link, *(one for one in link.iter("b", "strong", "u", "span", "img")))
    return any(
        one.tag in {"b", "strong", "u", "img"}
        or any(document.css(one, mark) not in {"", "normal", "400", "none", "0", "inherit"} for mark in marks)
        or ("underline" in document.css(one, "text-decoration") and one is not link)
        for one in own
    )


def _tight_lines(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        height, size = (
            document.css(block.element, "line-height"),
            css.pixels(document.css(block.element, "font-size")),
        )
        number = css.pixels(height)
        if len(block.text) < _MORE_THAN_A_LINE or number is None or number <= 0:
            continue
        ratio = number / (size or 16) if "px" in height or "pt" in height else number
        if ratio < _TIGHTEST:
            yield document.spot(block.element, f"{ratio:.1f}".replace(".", ","))


def _hidden_words(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        size = css.pixels(document.css(element, "font-size"))
        is_tiny = size is not None and size <= 2 and not document.is_hidden(element)
        if is_tiny and sum(map(str.isalpha, own_text(element))) >= 3:
            yield document.spot(element)


def _centred(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        place = document.css(block.element, "text-align") or block.element.get("align", "").lower()
        if (place == "center" or block.element.tag == "center") and len(block.text) > _LONGEST_CENTRED:
            yield document.spot(block.element)


def _clipped(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        height = css.pixels(
            document.css(block.element, "height") or document.css(block.element, "max-height")
        )
        is_cut = "hidden" in document.css(block.element, "overflow") and height is not None
        if is_cut and len(block.text) > (height or 0) * 2:
            yield document.spot(block.element)


def _on_one_line(document: Document) -> Iterator[Spot]:
    for element in document.outermost(lambda one: document.css(one, "white-space") in {"nowrap", "pre"}):
        if len(text_of(element)) > _LONGEST_LINE and not document.is_hidden(element):
            yield document.spot(element, text_of(element)[:40])


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "font-small",
        ADVICE,
        f"Deze tekst is {{detail}} pixels hoog. Onder {SMALLEST_FONT} is hij voor veel mensen niet te lezen.",
        "Maak de letters minstens 14 pixels, in de voettekst minstens 12.",
        _small_print,
        why="Niemand van vijftig leest negen pixels op een telefoon.",
        source="WCAG 2.2, 1.4.4; eigen proef",
        example=Example(
            '<p style="font-size:9px">Aan dit bericht ontleen je geen rechten.</p>',
            '<p style="font-size:14px">Aan dit bericht ontleen je geen rechten.</p>',
        ),
    ),
    Rule(
        "text-capitals",
        ADVICE,
        "Dit stuk staat in hoofdletters: ‘{detail}…’.",
        "Schrijf het met gewone letters.",
        _shouted,
        why="Hoofdletters schreeuwen, en woorden verliezen hun vorm. Sommige schermlezers spellen ze.",
        source="WCAG 2.2, 3.1.5; Communicatierijk",
        example=Example(
            "<p>DE AANVRAAG VOOR DE SUBSIDIE SLUIT DIT JAAR EERDER</p>",
            "<p>De aanvraag voor de subsidie sluit dit jaar eerder.</p>",
        ),
    ),
    Rule(
        "text-justified",
        ADVICE,
        "Deze tekst is links en rechts uitgelijnd.",
        "Lijn hem alleen links uit.",
        _justified,
        why="Op een telefoon ontstaan grote gaten tussen de woorden. Dat leest slecht, vooral met dyslexie.",
        source="WCAG 2.2, 1.4.8",
        example=Example(
            '<p style="text-align:justify">Aanmelden kan nog.</p>',
            '<p style="text-align:left">Aanmelden kan nog.</p>',
        ),
    ),
    Rule(
        "text-underlined",
        ADVICE,
        "Deze woorden zijn onderstreept, maar zijn geen link: ‘{detail}’.",
        "Maak ze vet, als ze nadruk nodig hebben.",
        _underlined,
        why="Lezers tikken erop en denken dat de mail stuk is.",
        source="NL Design System, tekst onderstrepen",
        example=Example(
            "<p>Let op: <u>aanmelden kan nog</u>.</p>", "<p>Let op: <b>aanmelden kan nog</b>.</p>"
        ),
    ),
    Rule(
        "link-colour-alone",
        ADVICE,
        "Deze link verschilt alleen in kleur van de tekst eromheen.",
        "Onderstreep hem.",
        _links_by_colour,
        why="Wie kleuren slecht ziet, ziet niet dat er een link staat.",
        source="WCAG 2.2, 1.4.1",
        example=Example(
            '<p>Lees het <a href="https://verslag.example/a" style="text-decoration:none">hele verslag</a> '
            "nog.</p>",
            '<p>Lees het <a href="https://verslag.example/a" style="text-decoration:underline">hele '
            "verslag</a> nog.</p>",
        ),
    ),
    Rule(
        "line-height-tight",
        ADVICE,
        "De regels van deze tekst staan te dicht op elkaar: {detail}.",
        "Geef gewone tekst een regelhoogte van 1,5.",
        _tight_lines,
        why="Je oog vindt dan het begin van de volgende regel niet.",
        source="WCAG 2.2, 1.4.12",
        example=Example(
            '<p style="line-height:1">Aanmelden kan tot en met vrijdag, bij het secretariaat van je eigen '
            "regio.</p>",
            '<p style="line-height:1.5">Aanmelden kan tot en met vrijdag, bij het secretariaat van je '
            "eigen regio.</p>",
        ),
    ),
    Rule(
        "text-hidden",
        ADVICE,
        "Hier staat tekst die niemand kan zien.",
        "Haal de tekst weg. Alleen de voorvertoning bovenaan mag verborgen zijn.",
        _hidden_words,
        why="Zo werkt spam, en een schermlezer leest hem misschien voor.",
        source="SpamAssassin, HTML_FONT_LOW_CONTRAST; Gmail, support.google.com/mail/answer/81126",
        example=Example('<p style="font-size:0">gratis geld winnen</p>', "<p>Aanmelden kan nog.</p>"),
    ),
    Rule(
        "text-centred",
        ADVICE,
        "Deze tekst is gecentreerd, en langer dan een paar regels.",
        "Lijn hem links uit.",
        _centred,
        why="Elke regel begint ergens anders. Je oog zoekt steeds opnieuw, vooral met dyslexie.",
        source="WCAG 2.2, 1.4.8; NL Design System, tekst uitlijnen",
        example=Example(
            f'<p style="text-align:center">{"Aanmelden kan nog bij je eigen regio. " * 6}</p>',
            f'<p style="text-align:left">{"Aanmelden kan nog bij je eigen regio. " * 6}</p>',
        ),
    ),
    Rule(
        "text-clipped",
        ADVICE,
        "Deze tekst past niet in zijn vak, en wordt afgesneden.",
        "Haal de vaste hoogte weg.",
        _clipped,
        why="Wie letters vergroot, mist nog meer.",
        source="WCAG 2.2, 1.4.4, fout F69",
        example=Example(
            '<p style="height:20px;overflow:hidden">Aanmelden kan nog bij je eigen regio of bij ons.</p>',
            "<p>Aanmelden kan nog bij je eigen regio of bij ons.</p>",
        ),
    ),
    Rule(
        "text-nowrap-long",
        ADVICE,
        "Deze tekst mag niet afbreken, en past niet op een telefoon: ‘{detail}…’.",
        "Haal white-space:nowrap weg.",
        _on_one_line,
        why="De hele mail wordt dan breder dan het scherm.",
        source="WCAG 2.2, 1.4.10",
        example=Example(
            '<p style="white-space:nowrap">Aanmelden kan nog bij je eigen regio of bij een team.</p>',
            '<p>Aanmelden kan van <span style="white-space:nowrap">13.30 tot 16.00 uur</span>.</p>',
        ),
    ),
)
