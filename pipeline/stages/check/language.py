"""Which language the mail says it is in; a screen reader picks its voice by it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.check.document import Document, Element, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot


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


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "lang-missing",
        BLOCKING,
        "De mail zegt niet in welke taal hij is. Een schermlezer leest hem dan voor in de taal van de "
        "computer.",
        'Zet lang="nl" in de <html>-tag.',
        _without_language,
    ),
    Rule(
        "lang-not-dutch",
        ADVICE,
        "De mail zegt dat hij in een andere taal is dan het Nederlands: ‘{detail}’.",
        'Is de mail in het Nederlands, zet dan lang="nl" in de <html>-tag.',
        _not_dutch,
    ),
    Rule(
        "lang-body-missing",
        ADVICE,
        "De taal staat alleen bovenaan. Veel mailprogramma’s gooien dat stuk weg.",
        'Zet lang="nl" ook op de buitenste tabel of <div> in de <body>.',
        _lost_with_the_root,
    ),
    Rule(
        "dir-missing",
        ADVICE,
        "De mail zegt niet in welke richting je hem leest.",
        'Zet dir="ltr" bij lang="nl".',
        _without_direction,
    ),
)
