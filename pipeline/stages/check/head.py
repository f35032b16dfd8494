"""What stands in the head of the page: doctype, character set, viewport, title, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check.document import Document, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)


_TOOL_TITLE = re.compile(
    r"\s*(?:naamloos(?: document)?|untitled(?: document)?|(?:new |nieuw )?document\s*\d*|(?:new "
    r"|nieuwe )?page|pagina|index|template|sjabloon|e-?mail|newsletter|mail|test|titel|title"
    r"|copy of .*|kopie van .*|.*\.(?:html?|docx?|indd)|microsoft word.*|\*\|.*)\s*",
    re.IGNORECASE,
)
_FETCHING = frozenset(
    {"preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "prerender", "import"}
)


def _no_doctype(document: Document) -> Iterator[Spot]:
    if not _DOCTYPE.search(document.shown_source[:2000]):
        yield Spot()


def _metas(document: Document, name: str) -> list[str]:
    return [one.get("content", "") for one in document.all("meta") if one.get("name", "").lower() == name]


def _charsets(document: Document) -> list[str]:
    found = [one.get("charset", "") for one in document.all("meta")]
    found += [
        one.get("content", "").lower().partition("charset=")[2]
        for one in document.all("meta")
        if one.get("http-equiv", "").lower() == "content-type"
    ]
    return [one.strip().lower() for one in found if one.strip()]


def _no_charset(document: Document) -> Iterator[Spot]:
    if not _charsets(document):
        yield Spot()


def _other_charset(document: Document) -> Iterator[Spot]:
    for charset in _charsets(document):
        if charset not in {"utf-8", "utf8"}:
            yield Spot(detail=charset)


def _no_viewport(document: Document) -> Iterator[Spot]:
    if not any("width" in content for content in _metas(document, "viewport")):
        yield Spot()


def _fixed_viewport(document: Document) -> Iterator[Spot]:
    for content in _metas(document, "viewport"):
        folded = content.replace(" ", "").lower()
        if "user-scalable=no" in folded or "user-scalable=0" in folded or "maximum-scale=1" in folded:
            yield Spot(excerpt=content)


def _no_title(document: Document) -> Iterator[Spot]:
    if not any(text_of(title) for title in document.all("title")):
        yield Spot()


def _refreshes(document: Document) -> Iterator[Spot]:
    for meta in document.all("meta"):
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            yield document.spot(meta)


def _bases(document: Document) -> Iterator[Spot]:
    for base in document.all("base"):
        if base.get("href"):
            yield document.spot(base)


def _borrowed_title(document: Document) -> Iterator[Spot]:
    for title in document.all("title"):
        if _TOOL_TITLE.fullmatch(text_of(title)):
            yield document.spot(title, text_of(title)[:60])


def _preloads(document: Document) -> Iterator[Spot]:
    for link in document.all("link"):
        found = set(link.get("rel", "").lower().split()) & _FETCHING
        if found and link.get("href", "").startswith(("http", "//")):
            yield document.spot(link, min(found))


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "doctype-missing",
        ADVICE,
        "De mail begint niet met <!DOCTYPE html>. Mailprogramma’s tonen hem dan op een verouderde manier.",
        "Zet <!DOCTYPE html> op de eerste regel.",
        _no_doctype,
        why=(
            "Zonder die regel kiest een browser zijn oude rekenwijze, en vallen maten en regels anders uit."
        ),
        source="HTML Standard, 13.1.1",
        example=Example("", "<!DOCTYPE html>"),
    ),
    Rule(
        "charset-missing",
        ADVICE,
        "De mail zegt niet met welke tekenset hij is geschreven. Letters als é en ë kunnen stukgaan.",
        'Zet <meta charset="utf-8"> boven in de <head>.',
        _no_charset,
        why="Wie de mail bewaart of in een browser opent, laat het programma anders raden.",
        source="HTML Standard, 4.2.5.4",
        example=Example("", '<meta charset="utf-8">'),
    ),
    Rule(
        "charset-not-utf8",
        ADVICE,
        "De mail noemt een andere tekenset dan utf-8: {detail}.",
        "Sla de mail op als utf-8 en noem die tekenset in de <head>.",
        _other_charset,
        why=("De mail wordt als utf-8 verstuurd. Noemt hij iets anders, dan wordt ‘één’ onderweg ‘Ã©Ã©n’."),
        source="HTML Standard, 4.2.5.4",
        example=Example('<meta charset="iso-8859-1">', '<meta charset="utf-8">'),
    ),
    Rule(
        "viewport-missing",
        ADVICE,
        "De mail past zich op een telefoon niet aan de breedte van het scherm aan.",
        'Zet <meta name="viewport" content="width=device-width, initial-scale=1"> in de <head>.',
        _no_viewport,
        why=("Een telefoon tekent de webversie dan op 980 pixels breed, en alles wordt piepklein."),
        source="HTML Standard, 4.2.5.1",
        example=Example("", '<meta name="viewport" content="width=device-width, initial-scale=1">'),
    ),
    Rule(
        "viewport-fixed",
        ADVICE,
        "De lezer kan de mail niet groter maken met twee vingers.",
        "Haal ‘user-scalable=no’ en ‘maximum-scale=1’ weg uit de viewport.",
        _fixed_viewport,
        why="Wie slecht ziet, vergroot met twee vingers. Dat moet kunnen.",
        source="WCAG 2.2, 1.4.4",
        example=Example("initial-scale=1, user-scalable=no", "initial-scale=1"),
    ),
    Rule(
        "title-missing",
        ADVICE,
        "De mail heeft geen titel. Een schermlezer en een browser noemen die als eerste.",
        "Zet het onderwerp van de mail in <title>.",
        _no_title,
        why="De titel is het eerste wat een schermlezer zegt, en de naam van het tabblad.",
        source="WCAG 2.2, 2.4.2",
        example=Example("<title></title>", "<title>Nieuwsbrief december: samen aan tafel</title>"),
    ),
    Rule(
        "meta-refresh",
        BLOCKING,
        "De mail stuurt de lezer vanzelf door naar een andere pagina.",
        'Haal de <meta http-equiv="refresh"> weg.',
        _refreshes,
        why="Dat lijkt op oplichting, en in de webversie is de lezer zomaar ergens anders.",
        source="WCAG 2.2, 2.2.1",
        example=Example(
            '<meta http-equiv="refresh" content="5; url=https://elders.example/">',
            '<meta name="description" content="Nieuws">',
            Where.HEAD,
        ),
    ),
    Rule(
        "base-present",
        ADVICE,
        "De mail heeft een <base>. Mailprogramma’s slaan die over, en dan kloppen de adressen niet.",
        "Schrijf in elke link het hele adres.",
        _bases,
        why="Waar hij wel werkt, buigt hij ook links om die al goed waren.",
        source="caniemail.com, html-base",
        example=Example(
            '<base href="https://elders.example/">', '<meta name="description" content="Nieuws">', Where.HEAD
        ),
    ),
    Rule(
        "title-generic",
        ADVICE,
        "De titel zegt niet waar de mail over gaat: ‘{detail}’.",
        "Zet het onderwerp van de mail in <title>.",
        _borrowed_title,
        why="In het tabblad en bij de bladwijzers is deze editie dan niet terug te vinden.",
        source="WCAG 2.2, 2.4.2, fout F25",
        example=Example(
            "<title>Naamloos document</title>", "<title>Nieuwsbrief december: samen aan tafel</title>"
        ),
    ),
    Rule(
        "resource-preloaded",
        ADVICE,
        "De mail vraagt vooraf iets op bij een andere website ({detail}).",
        "Haal de <link> weg.",
        _preloads,
        why="Wie de mail opent, wordt daar gezien, ook als er niets van wordt getoond.",
        source="Telecommunicatiewet, 11.7a",
        example=Example('<link rel="preconnect" href="https://elders.example">', "", Where.HEAD),
    ),
)
