"""Tables: those that only lay out, and those that hold data."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.check.document import Document, Element, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where


def _is_layout(table: Element) -> bool:
    """A table without header cells or caption carries layout, no data."""
    own = (cell for cell in table.iter("th", "caption") if _table_of(cell) is table)
    return next(own, None) is None


def _table_of(cell: Element) -> Element | None:
    return next(cell.iterancestors("table"), None)


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


def _without_caption(document: Document) -> Iterator[Spot]:
    for table in document.all("table"):
        is_named = table.get("aria-label") or table.get("aria-labelledby") or table.get("summary")
        has_header = any(_table_of(cell) is table for cell in table.iter("th"))
        if has_header and not is_named and next(table.iter("caption"), None) is None:
            yield document.spot(table)


def _with_gaps(document: Document) -> Iterator[Spot]:
    """A layout table whose cells keep the two pixels that every program puts between them."""
    for table in document.all("table"):
        is_tight = (
            table.get("cellspacing") is not None
            or document.css(table, "border-collapse") == "collapse"
            or document.css(table, "border-spacing").startswith("0")
        )
        if not is_tight and _is_layout(table) and next(table.iter("td"), None) is not None:
            yield document.spot(table)


def _empty_headers(document: Document) -> Iterator[Spot]:
    for cell in document.all("th"):
        if (
            not text_of(cell).strip("\u00a0")
            and next(cell.iter("img"), None) is None
            and not cell.get("aria-label")
        ):
            yield document.spot(cell)


def _loose_cells(document: Document) -> Iterator[Spot]:
    """Rows and cells that lost what should stand around them; the parser drops the tag, so the tags tell."""
    depth = 0
    for tag in document.tags:
        if tag.name == "table":
            depth += -1 if tag.closes else 1
        elif tag.name in {"td", "th", "tr"} and depth <= 0 and not tag.closes:
            yield document.spot_at(tag.start, tag.end, f"<{tag.name}>")


def _without_headers(document: Document) -> Iterator[Spot]:
    for table in document.all("table"):
        is_data = any(_table_of(one) is table for one in table.iter("caption"))
        if is_data and not any(_table_of(one) is table for one in table.iter("th")):
            yield document.spot(table)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "table-role-missing",
        BLOCKING,
        'Een tabel voor de opmaak heeft geen role="presentation". '
        "Een schermlezer leest dan ‘tabel, rij, cel’ voor.",
        'Zet role="presentation" op de tabel. Staan er gegevens in, geef hem dan kopcellen (<th>).',
        _layout_without_role,
        why=(
            "Een nieuwsbrief heeft al gauw dertig tabellen voor de opmaak. Wie luistert, "
            "hoort die dan allemaal."
        ),
        source="WCAG 2.2, 1.3.1; emailmarkup.org",
        example=Example(
            ('<table cellpadding="0" cellspacing="0" border="0"><tr><td>Dag allemaal</td></tr></table>'),
            (
                '<table role="presentation" cellpadding="0" cellspacing="0" '
                'border="0"><tr><td>Dag allemaal</td></tr></table>'
            ),
        ),
    ),
    Rule(
        "table-role-wrong",
        ADVICE,
        'Een tabel met gegevens heeft role="presentation". Een schermlezer noemt de kopcellen dan niet.',
        "Haal de role weg bij een tabel met kopcellen of een bijschrift.",
        _data_as_layout,
        why="De cellen worden dan los voorgelezen: ‘24’, zonder dat je weet waarvan.",
        source="WCAG 2.2, 1.3.1",
        example=Example(
            (
                '<table role="presentation" cellspacing="0" cellpadding="4"><tr><th '
                'scope="col">Regio</th></tr><tr><td>Noord</td></tr></table>'
            ),
            (
                '<table cellspacing="0" cellpadding="4"><caption>De regio’s</caption><tr><th '
                'scope="col">Regio</th></tr><tr><td>Noord</td></tr></table>'
            ),
        ),
    ),
    Rule(
        "table-scope-missing",
        ADVICE,
        "Een kopcel zegt niet of hij bij een rij of bij een kolom hoort.",
        'Zet scope="col" of scope="row" op de kopcel.',
        _no_scope,
        why="Met scope weet een schermlezer welke kop bij welke cel hoort.",
        source="WCAG 2.2, 1.3.1, techniek H63",
        example=Example(
            (
                '<table cellspacing="0" cellpadding="4"><caption>De '
                "regio’s</caption><tr><th>Regio</th></tr><tr><td>Noord</td></tr></table>"
            ),
            (
                '<table cellspacing="0" cellpadding="4"><caption>De regio’s</caption><tr><th '
                'scope="col">Regio</th></tr><tr><td>Noord</td></tr></table>'
            ),
        ),
    ),
    Rule(
        "table-caption-missing",
        ADVICE,
        "Deze tabel met gegevens heeft geen naam.",
        "Zet er een <caption> in die zegt wat erin staat.",
        _without_caption,
        why="Een schermlezer noemt de naam voordat de lezer de tabel in gaat.",
        source="WCAG 2.2, 1.3.1, techniek H39",
        example=Example(
            '<table cellspacing="0"><tr><th scope="col">Regio</th></tr><tr><td>Noord</td></tr></table>',
            '<table cellspacing="0"><caption>De regio’s</caption><tr><th scope="col">Regio</th></tr>'
            "<tr><td>Noord</td></tr></table>",
        ),
    ),
    Rule(
        "table-spacing-missing",
        ADVICE,
        "Tussen de cellen van deze opmaaktabel staat ruimte die niemand koos.",
        'Zet cellpadding="0" cellspacing="0" border="0" op de tabel.',
        _with_gaps,
        why="Zonder cellspacing zet elk programma er twee pixels tussen, en vlakken sluiten niet aan.",
        source="HTML Standard, 15.3.8",
        example=Example(
            '<table role="presentation"><tr><td>Dag allemaal</td></tr></table>',
            '<table role="presentation" cellpadding="0" cellspacing="0"><tr><td>Dag allemaal</td></tr>'
            "</table>",
        ),
    ),
    Rule(
        "table-header-empty",
        ADVICE,
        "Een kopcel van deze tabel is leeg.",
        "Zet erin wat er onder of naast staat, of maak er een gewone cel (<td>) van.",
        _empty_headers,
        why="Een schermlezer noemt bij elke cel een kop zonder naam.",
        source="WCAG 2.2, 1.3.1",
        example=Example(
            '<table cellspacing="0"><caption>De regio’s</caption><tr><th scope="col"></th></tr></table>',
            '<table cellspacing="0"><caption>De regio’s</caption><tr><th scope="col">Naam</th></tr></table>',
        ),
    ),
    Rule(
        "table-cell-loose",
        ADVICE,
        "Hier staat een rij of cel buiten een tabel: {detail}.",
        "Zet de <table> eromheen terug.",
        _loose_cells,
        why="Programma’s laten de tag dan weg, en de tekst staat zomaar ergens.",
        source="HTML Standard, 13.2.6.4",
        example=Example(
            '<!DOCTYPE html><html lang="nl"><body><td>Dag allemaal</td></body></html>',
            '<!DOCTYPE html><html lang="nl"><body><p>Dag allemaal</p></body></html>',
            Where.MESSAGE,
        ),
    ),
    Rule(
        "table-header-missing",
        ADVICE,
        "Deze tabel met gegevens heeft geen kopcellen.",
        "Maak van de cellen met de koppen een <th>.",
        _without_headers,
        why="Vette letters zijn voor een schermlezer gewone cellen: ‘24’, zonder te zeggen waarvan.",
        source="WCAG 2.2, 1.3.1, techniek H51",
        example=Example(
            '<table cellspacing="0"><caption>De regio’s</caption><tr><td><b>Naam</b></td></tr></table>',
            '<table cellspacing="0"><caption>De regio’s</caption><tr><th scope="col">Naam</th></tr></table>',
        ),
    ),
)
