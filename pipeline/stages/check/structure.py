"""How the document is built: head, headings, tables, ids, comments for Outlook, balanced tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.stages.check.document import Document, Element, Tag, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot

_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MUST_BALANCE = frozenset(
    {"table", "tr", "td", "th", "div", "a", "span", "strong", "em", "ul", "ol", *_HEADINGS}
)
# <!--[if …]> hides its content from all but Outlook, unless the comment ends at once (<!--[if !mso]><!-->).
_CONDITIONAL = re.compile(
    r"(?P<open><!--\[if\b[^\]>]*\]>(?P<reveals>\s*<!--[\s-]*>|--+>)?)"
    r"|(?P<bare><!\[if\b[^\]>]*\]>)"
    r"|(?P<close>(?:<!--\s*)?<!\[endif\]\s*(?:--)?>)",
    re.IGNORECASE,
)
_HIDDEN_END = re.compile(r"<!\[endif\]\s*-->\Z", re.IGNORECASE)
_GHOST_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_MSO = re.compile(r"<!--\[if\b[^\]>]*\bmso\b[^\]>]*\]>", re.IGNORECASE)
_NOT_MSO = re.compile(r"<!--\[if\b[^\]>]*!\s*\(?\s*mso\b", re.IGNORECASE)


def _is_layout(table: Element) -> bool:
    """A table without header cells or caption carries layout, no data."""
    own = (cell for cell in table.iter("th", "caption") if _table_of(cell) is table)
    return next(own, None) is None


def _table_of(cell: Element) -> Element | None:
    return next(cell.iterancestors("table"), None)


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


def _empty_body(document: Document) -> Iterator[Spot]:
    if not document.body_text and not any(image.get("alt") for image in document.all("img")):
        yield Spot()


def _layout_without_role(document: Document) -> Iterator[Spot]:
    for table in document.all("table"):
        is_named = table.get("role", "").strip() or table.get("aria-hidden", "").lower() == "true"
        if not is_named and _is_layout(table):
            yield document.spot(table)


def _data_as_layout(document: Document) -> Iterator[Spot]:
    for table in document.all("table"):
        role = table.get("role", "").strip().lower()
        if role in {"presentation", "none"} and not _is_layout(table):
            yield document.spot(table)


def _no_scope(document: Document) -> Iterator[Spot]:
    for cell in document.all("th"):
        if not cell.get("scope") and text_of(cell):
            yield document.spot(cell)


def _shown_headings(document: Document) -> list[Element]:
    levels = set(_HEADINGS)
    return [one for one in document.elements if one.tag in levels and not document.is_hidden(one)]


def _skipped_headings(document: Document) -> Iterator[Spot]:
    before = 0
    for heading in _shown_headings(document):
        level = int(str(heading.tag)[1])
        if before and level > before + 1:
            yield document.spot(heading, f"h{before} naar h{level}")
        before = level


def _no_first_heading(document: Document) -> Iterator[Spot]:
    if not any(heading.tag == "h1" for heading in _shown_headings(document)):
        yield Spot()


def _more_first_headings(document: Document) -> Iterator[Spot]:
    for heading in [one for one in _shown_headings(document) if one.tag == "h1"][1:]:
        yield document.spot(heading)


def _empty_headings(document: Document) -> Iterator[Spot]:
    for heading in _shown_headings(document):
        if not text_of(heading) and not any(image.get("alt") for image in heading.iter("img")):
            yield document.spot(heading)


def _doubled_ids(document: Document) -> Iterator[Spot]:
    seen: set[str] = set()
    for element in document.elements:
        name = element.get("id", "")
        if name and name in seen:
            yield document.spot(element, name)
        seen.add(name)


def _unbalanced_tags(document: Document) -> Iterator[Spot]:
    counts: Counter[str] = Counter()
    for tag in document.tags:
        if tag.name in _MUST_BALANCE and not _closes_itself(document, tag):
            counts[tag.name] += -1 if tag.closes else 1
    for name, count in counts.items():
        if count:
            yield _last_tag(document, name, f"<{name}>")


def _closes_itself(document: Document, tag: Tag) -> bool:
    return document.source[tag.end - 2 : tag.end] == "/>"


def _last_tag(document: Document, name: str, detail: str) -> Spot:
    last = next(tag for tag in reversed(document.tags) if tag.name == name)
    return document.spot_at(last.start, last.end, detail)


def _unbalanced_conditions(document: Document) -> Iterator[Spot]:
    """Every opening has its own end, and a hidden one ends within the comment it opens."""
    waiting: list[Spot] = []
    comments = {span.start: span.end for span in document.spans if span.name == "comment"}
    for found in _CONDITIONAL.finditer(document.source):
        spot = document.spot_at(found.start(), found.end())
        if found["close"]:
            if waiting:
                waiting.pop()
            else:
                yield spot
        elif found["open"] and not found["reveals"]:
            end = comments.get(found.start(), 0)
            if not _HIDDEN_END.search(document.source, max(end - 20, 0), end):
                yield spot
            waiting.append(spot)
        else:
            waiting.append(spot)
    yield from waiting


def _unbalanced_ghosts(document: Document) -> Iterator[Spot]:
    depth = 0
    first: Spot | None = None
    for span in document.spans:
        comment = document.source[span.start : span.end]
        if span.name != "comment" or not _MSO.match(comment) or _NOT_MSO.match(comment):
            continue
        for table in _GHOST_TABLE.finditer(comment):
            depth += -1 if table[1] else 1
            first = first or document.spot_at(span.start, span.end)
    if depth and first:
        yield first


def _rules() -> Iterable[Rule[Document]]:
    yield Rule(
        "doctype-missing",
        ADVICE,
        "De mail begint niet met <!DOCTYPE html>. Mailprogramma’s tonen hem dan op een verouderde manier.",
        "Zet <!DOCTYPE html> op de eerste regel.",
        _no_doctype,
    )
    yield Rule(
        "charset-missing",
        ADVICE,
        "De mail zegt niet met welke tekenset hij is geschreven. Letters als é en ë kunnen stukgaan.",
        'Zet <meta charset="utf-8"> boven in de <head>.',
        _no_charset,
    )
    yield Rule(
        "charset-not-utf8",
        ADVICE,
        "De mail noemt een andere tekenset dan utf-8: {detail}.",
        "Sla de mail op als utf-8 en noem die tekenset in de <head>.",
        _other_charset,
    )
    yield Rule(
        "viewport-missing",
        ADVICE,
        "De mail past zich op een telefoon niet aan de breedte van het scherm aan.",
        'Zet <meta name="viewport" content="width=device-width, initial-scale=1"> in de <head>.',
        _no_viewport,
    )
    yield Rule(
        "viewport-fixed",
        ADVICE,
        "De lezer kan de mail niet groter maken met twee vingers.",
        "Haal ‘user-scalable=no’ en ‘maximum-scale=1’ weg uit de viewport.",
        _fixed_viewport,
    )
    yield Rule(
        "title-missing",
        ADVICE,
        "De mail heeft geen titel. Een schermlezer en een browser noemen die als eerste.",
        "Zet het onderwerp van de mail in <title>.",
        _no_title,
    )
    yield Rule(
        "body-empty",
        BLOCKING,
        "Er staat niets in de mail dat een lezer kan zien of horen.",
        "Kijk of het bouwen van de mail is gelukt.",
        _empty_body,
    )
    yield Rule(
        "table-role-missing",
        BLOCKING,
        'Een tabel voor de opmaak heeft geen role="presentation". '
        "Een schermlezer leest dan ‘tabel, rij, cel’ voor.",
        'Zet role="presentation" op de tabel. Staan er gegevens in, geef hem dan kopcellen (<th>).',
        _layout_without_role,
    )
    yield Rule(
        "table-role-wrong",
        ADVICE,
        'Een tabel met gegevens heeft role="presentation". Een schermlezer noemt de kopcellen dan niet.',
        "Haal de role weg bij een tabel met kopcellen of een bijschrift.",
        _data_as_layout,
    )
    yield Rule(
        "table-scope-missing",
        ADVICE,
        "Een kopcel zegt niet of hij bij een rij of bij een kolom hoort.",
        'Zet scope="col" of scope="row" op de kopcel.',
        _no_scope,
    )
    yield Rule(
        "heading-skipped",
        ADVICE,
        "De koppen slaan een niveau over: {detail}.",
        "Laat elke kop hoogstens één niveau dieper gaan dan de kop ervoor.",
        _skipped_headings,
    )
    yield Rule(
        "h1-missing",
        ADVICE,
        "De mail heeft geen hoofdkop.",
        "Maak van de titel bovenaan een <h1>.",
        _no_first_heading,
    )
    yield Rule(
        "h1-repeated",
        ADVICE,
        "De mail heeft meer dan één hoofdkop.",
        "Houd één <h1> over en maak van de andere een <h2>.",
        _more_first_headings,
    )
    yield Rule(
        "heading-empty",
        ADVICE,
        "Er staat een kop zonder tekst in de mail.",
        "Vul de kop, of haal hem weg.",
        _empty_headings,
    )
    yield Rule(
        "id-duplicate",
        ADVICE,
        "Twee onderdelen hebben hetzelfde id: {detail}.",
        "Geef elk onderdeel een eigen id.",
        _doubled_ids,
    )
    yield Rule(
        "tag-unbalanced",
        ADVICE,
        "Niet elke {detail} is gesloten, of er is er één te veel gesloten. "
        "Mailprogramma’s raden dan waar hij eindigt.",
        "Tel de begin- en eindtags na, en zet de ontbrekende erbij.",
        _unbalanced_tags,
    )
    yield Rule(
        "mso-comment-unbalanced",
        BLOCKING,
        "Een stuk dat alleen voor Outlook is (<!--[if mso]>) is niet goed gesloten. "
        "De rest van de mail kan wegvallen.",
        "Sluit het af met <![endif]-->, en zet er geen tweede in.",
        _unbalanced_conditions,
    )
    yield Rule(
        "mso-ghost-unbalanced",
        BLOCKING,
        "De hulptabellen voor Outlook worden niet even vaak geopend als gesloten. "
        "Outlook toont de mail dan scheef.",
        "Zet bij elke <table> tussen <!--[if mso]> en <![endif]--> ook de </table>.",
        _unbalanced_ghosts,
    )


RULES = tuple(_rules())
