"""Whether programs that read aloud find their way: lists, roles, what is hidden from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check.document import HEADINGS, Document, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

_MOST_HIDDEN_CHARS = 200
_ROLE_NAMES = """
    presentation none article main banner contentinfo complementary navigation region search form alert
    alertdialog application button cell checkbox columnheader combobox definition dialog document feed
    figure grid gridcell group heading img image link list listbox listitem log marquee math menu
    menubar menuitem meter note option paragraph progressbar radio radiogroup row rowgroup rowheader
    separator status strong switch tab table tablist tabpanel term textbox timer toolbar tooltip tree
    treegrid treeitem code emphasis deletion insertion subscript superscript time blockquote caption
    generic
"""
_ROLES = frozenset(_ROLE_NAMES.split())


def _empty_body(document: Document) -> Iterator[Spot]:
    if not document.body_text and not any(image.get("alt") for image in document.all("img")):
        yield Spot()


def _hidden_from_ears(document: Document) -> Iterator[Spot]:
    for element in document.outermost(lambda one: one.get("aria-hidden") == "true"):
        if document.is_hidden(element):
            continue
        has_heading = next(element.iter(*HEADINGS), None) is not None
        if has_heading or len(text_of(element)) > _MOST_HIDDEN_CHARS:
            yield document.spot(element)


def _loose_items(document: Document) -> Iterator[Spot]:
    for item in document.all("li"):
        parent = item.getparent()
        if parent is not None and parent.tag not in {"ul", "ol", "menu"}:
            yield document.spot(item)
    for lists in document.all("ul", "ol"):
        for child in lists:
            if isinstance(child.tag, str) and child.tag not in {"li", "script", "template"}:
                yield document.spot(child)


def _steered_focus(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        if re.fullmatch(r"\s*[1-9]\d*\s*", element.get("tabindex", "")):
            yield document.spot(element)


def _unknown_roles(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        for role in element.get("role", "").split():
            if role.lower() not in _ROLES:
                yield document.spot(element, role[:40])


def _nameless_pictures(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        is_picture = element.get("role", "").lower() == "img" and element.tag != "img"
        if is_picture and not (element.get("aria-label") or element.get("aria-labelledby")):
            yield document.spot(element)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "body-empty",
        BLOCKING,
        "Er staat niets in de mail dat een lezer kan zien of horen.",
        "Kijk of het bouwen van de mail is gelukt.",
        _empty_body,
        why="Dan is het bouwen misgegaan, of zijn er alleen plaatjes zonder beschrijving.",
        source="WCAG 2.2, 1.1.1",
        example=Example(
            '<!DOCTYPE html><html lang="nl"><body></body></html>',
            '<!DOCTYPE html><html lang="nl"><body><p>Dag allemaal</p></body></html>',
            Where.MESSAGE,
        ),
    ),
    Rule(
        "content-hidden",
        BLOCKING,
        "Dit stuk is verborgen voor schermlezers (aria-hidden), en er staat tekst in.",
        "Haal aria-hidden weg.",
        _hidden_from_ears,
        why="Ogen zien een mail, oren horen een lege.",
        source="WCAG 2.2, 1.3.1; WAI-ARIA 1.2, aria-hidden",
        example=Example('<div aria-hidden="true"><h2>Nieuws</h2></div>', "<div><h2>Nieuws</h2></div>"),
    ),
    Rule(
        "list-item-loose",
        ADVICE,
        "Een lijst klopt niet: een <li> staat los, of er staat iets anders in de <ul> of <ol>.",
        "Zet elke <li> in een <ul> of <ol>, en niets anders.",
        _loose_items,
        why="Een schermlezer telt de punten dan verkeerd, of noemt de lijst niet.",
        source="WCAG 2.2, 1.3.1",
        example=Example("<div><li>Scholen</li></div>", "<ul><li>Scholen</li></ul>"),
    ),
    Rule(
        "focus-order",
        ADVICE,
        "De volgorde van de tabtoets is hier met de hand gezet.",
        "Haal tabindex weg.",
        _steered_focus,
        why="Wie met het toetsenbord leest, springt dan kriskras door de mail.",
        source="WCAG 2.2, 2.4.3",
        example=Example('<p tabindex="3">Dag allemaal</p>', "<p>Dag allemaal</p>"),
    ),
    Rule(
        "role-unknown",
        ADVICE,
        "Deze rol bestaat niet: ‘{detail}’.",
        'Kijk of er een tikfout in zit. Voor een opmaaktabel is het role="presentation".',
        _unknown_roles,
        why="Een schermlezer doet dan alsof er niets staat.",
        source="WAI-ARIA 1.2, 5.3",
        example=Example('<div role="presentatie">Dag</div>', '<div role="presentation">Dag</div>'),
    ),
    Rule(
        "role-img-nameless",
        ADVICE,
        "Dit onderdeel noemt zich een afbeelding (role), en zegt niet wat erop staat.",
        "Zet in aria-label wat er te zien is.",
        _nameless_pictures,
        why="Een schermlezer zegt alleen ‘afbeelding’, en slaat over wat erin staat.",
        source="WCAG 2.2, 1.1.1",
        example=Example('<div role="img">*</div>', '<div role="img" aria-label="Een ster">*</div>'),
    ),
)
