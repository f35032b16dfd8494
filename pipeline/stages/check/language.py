"""Which language the mail says it is in; a screen reader picks its voice by it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check.document import Document, Element, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

_FEWEST_ENGLISH = 4
_ENGLISH_WORDS = """
    the and of to are have has from how what with for their about us more this that you your our they them
"""
_DUTCH_WORDS = """
    de het een en van voor met naar bij je we wij zijn hebben heeft op dat die niet ook aan
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_DUTCH = frozenset(_DUTCH_WORDS.split())
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*|")


def _root(document: Document) -> Element | None:
    return document.first("html")


def _language(document: Document) -> str:
    root = _root(document)
    return "" if root is None else (root.get("lang") or root.get("xml:lang") or "").strip()


def _without_language(document: Document) -> Iterator[Spot]:
    root = _root(document)
    if not _language(document):
        yield Spot() if root is None else document.spot(root)


def _not_dutch(document: Document) -> Iterator[Spot]:
    language = _language(document)
    root = _root(document)
    if language and root is not None and language.lower().replace("_", "-").split("-")[0] != "nl":
        yield document.spot(root, language)


def _lost_with_the_root(document: Document) -> Iterator[Spot]:
    """Most programs keep the body's children and drop <html>, and the language on it."""
    body = document.first("body")
    if body is None or body.get("lang") or not _language(document):
        return
    unnamed = [
        one for one in _children(body) if not one.get("lang") and text_of(one) and not document.is_hidden(one)
    ]
    if unnamed:
        yield document.spot(unnamed[0])


def _children(body: Element) -> list[Element]:
    return [one for one in body if isinstance(one.tag, str) and one.tag not in {"style", "script"}]


def _without_direction(document: Document) -> Iterator[Spot]:
    carriers = [*document.all("html", "body")]
    body = document.first("body")
    carriers += [] if body is None else _children(body)
    if not any(one.get("dir") for one in carriers):
        root = _root(document)
        yield Spot() if root is None else document.spot(root)


def _direction_lost_with_the_root(document: Document) -> Iterator[Spot]:
    body = document.first("body")
    if body is None or body.get("dir") or not any(one.get("dir") for one in document.all("html", "body")):
        return
    unnamed = [
        one for one in _children(body) if not one.get("dir") and text_of(one) and not document.is_hidden(one)
    ]
    if unnamed:
        yield document.spot(unnamed[0])


def _unmarked_english(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        words = re.findall(r"[a-zà-ÿ’']+", block.text.lower())
        english = sum(word in _ENGLISH for word in words)
        dutch = sum(word in _DUTCH for word in words)
        if english < _FEWEST_ENGLISH or english < dutch * 3:
            continue
        chain = (block.element, *block.element.iterancestors(), *block.element.iterdescendants())
        named = [str(one.get("lang")) for one in chain if one.get("lang")]
        if all(one.lower().startswith("nl") for one in named):
            yield document.spot(block.element, block.text[:40])


def _odd_language(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        named = element.get("lang")
        if named is not None and not _LANGUAGE_TAG.fullmatch(named.strip()):
            yield document.spot(element, named[:30])


def _turned(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        named = (element.get("lang") or _language(document)).lower()
        if element.get("dir", "").lower() == "rtl" and named.startswith("nl"):
            yield document.spot(element)


def _marked_wrong(document: Document) -> Iterator[Spot]:
    """Dutch within a part that says it is in another language."""
    for block in document.blocks:
        words = re.findall(r"[a-zà-ÿ’']+", block.text.lower())
        if sum(word in _DUTCH for word in words) < _FEWEST_ENGLISH:
            continue
        near = next((one for one in (block.element, *block.element.iterancestors()) if one.get("lang")), None)
        named = "" if near is None or near.tag == "html" else near.get("lang", "")
        is_foreign = named and not named.lower().startswith("nl")
        if is_foreign and sum(word in _ENGLISH for word in words) < 2:
            yield document.spot(block.element, named[:20])


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "lang-missing",
        BLOCKING,
        "De mail zegt niet in welke taal hij is. Een schermlezer leest hem dan voor in de taal van de "
        "computer.",
        'Zet lang="nl" in de <html>-tag.',
        _without_language,
        why="Nederlands met Engelse klanken is niet te volgen.",
        source="WCAG 2.2, 3.1.1; emailmarkup.org",
        example=Example('<html dir="ltr"', '<html lang="nl" dir="ltr"'),
    ),
    Rule(
        "lang-not-dutch",
        ADVICE,
        "De mail zegt dat hij in een andere taal is dan het Nederlands: ‘{detail}’.",
        'Is de mail in het Nederlands, zet dan lang="nl" in de <html>-tag.',
        _not_dutch,
        why="Een schermlezer kiest zijn stem op wat hier staat.",
        source="WCAG 2.2, 3.1.1",
        example=Example('<html lang="en" dir="ltr"', '<html lang="nl" dir="ltr"'),
    ),
    Rule(
        "lang-body-missing",
        ADVICE,
        "De taal staat alleen bovenaan. Veel mailprogramma’s gooien dat stuk weg.",
        'Zet lang="nl" ook op de buitenste tabel of <div> in de <body>.',
        _lost_with_the_root,
        why="Webmail houdt van de mail alleen wat in de <body> staat.",
        source="emailmarkup.org",
        example=Example('<div dir="ltr">', '<div lang="nl" dir="ltr">'),
    ),
    Rule(
        "dir-missing",
        ADVICE,
        "De mail zegt niet in welke richting je hem leest.",
        'Zet dir="ltr" bij lang="nl".',
        _without_direction,
        why=("Bij een lezer met een Arabisch of Hebreeuws programma komt de mail anders rechts te staan."),
        source="emailmarkup.org",
        example=Example(
            '<!DOCTYPE html><html lang="nl"><body><div lang="nl">Dag</div></body></html>',
            ('<!DOCTYPE html><html lang="nl"><body><div lang="nl" dir="ltr">Dag</div></body></html>'),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "dir-body-missing",
        ADVICE,
        "De leesrichting staat alleen bovenaan. Veel mailprogramma’s gooien dat stuk weg.",
        'Zet dir="ltr" ook op de buitenste tabel of <div> in de <body>.',
        _direction_lost_with_the_root,
        why="Webmail houdt van de mail alleen wat in de <body> staat.",
        source="emailmarkup.org",
        example=Example('<div lang="nl">', '<div lang="nl" dir="ltr">'),
    ),
    Rule(
        "lang-foreign",
        ADVICE,
        "Dit stuk is in het Engels, en dat staat er niet bij: ‘{detail}…’.",
        'Zet lang="en" op dit stuk, of vertaal het.',
        _unmarked_english,
        why="Engels met Nederlandse klanken is niet te volgen.",
        source="WCAG 2.2, 3.1.2",
        example=Example(
            "<p>Read more about what the families have told us and how the teams are learning from this.</p>",
            '<p lang="en">Read more about what the families have told us and how the teams are learning.</p>',
        ),
    ),
    Rule(
        "lang-invalid",
        ADVICE,
        "Deze taalcode bestaat niet: ‘{detail}’.",
        'Schrijf lang="nl" of lang="en".',
        _odd_language,
        why="Een schermlezer slaat een code die hij niet kent over.",
        source="BCP 47; WCAG 2.2, 3.1.1",
        example=Example('<p lang="dutch">Dag allemaal</p>', '<p lang="nl">Dag allemaal</p>'),
    ),
    Rule(
        "dir-wrong",
        ADVICE,
        "Dit stuk zegt dat je het van rechts naar links leest.",
        'Maak er dir="ltr" van.',
        _turned,
        why="De leestekens staan dan aan de verkeerde kant, en de tekst rechts.",
        source="HTML Standard, 3.2.6.4",
        example=Example('<p dir="rtl">Dag allemaal.</p>', '<p dir="ltr">Dag allemaal.</p>'),
    ),
    Rule(
        "lang-part-wrong",
        ADVICE,
        "Dit stuk is Nederlands, en er staat bij dat het ‘{detail}’ is.",
        'Zet lang="nl" op dit stuk.',
        _marked_wrong,
        why="Een schermlezer leest het dan voor met de stem van een andere taal.",
        source="WCAG 2.2, 3.1.2",
        example=Example(
            '<p lang="en">Het verslag van de leersessie staat op de website van het programma.</p>',
            '<p lang="nl">Het verslag van de leersessie staat op de website van het programma.</p>',
        ),
    ),
)
