"""The text of editions/<month>.toml -> EditionPlan. Messages are Dutch: it is an editor's file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipeline.errors import EditionError
from pipeline.model import EditionPlan, Month, PlannedItem, Waiver
from pipeline.read.edition.places import Block, find_blocks
from pipeline.text.dutch import clean_text, parse_date
from pipeline.text.nearest import nearest, one_of, suggest
from pipeline.text.url import identity, is_web, tidy

# The word in `verhaal` that says: this month without a story.
NO_STORY = "geen"

_TOP_KEYS = (
    *("onderwerp", "voorvertoning", "inleiding", "verhaal", "verhaal_reden"),
    *("weglaten", "item", "ontheffing"),
)
_ITEM_KEYS = ("url", "titel", "samenvatting", "rubriek", "vast")
_WAIVER_KEYS = ("code", "reden", "door", "datum")

_AT = re.compile(r"\(at line (\d+), column \d+\)")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"\b\d{4}\b")
# By a part of tomllib's own English sentence: what an editor did, and the way out.
_TOML_SAYS = (
    ("Cannot overwrite", "deze sleutel staat er voor de tweede keer; haal er een weg"),
    ("Cannot declare", "dit blok staat er voor de tweede keer; schrijf het als [[item]] of [[ontheffing]]"),
    ("Cannot mutate", "dit blok staat er voor de tweede keer; schrijf het als [[item]] of [[ontheffing]]"),
    ("Unclosed array", "een haakje [ wordt niet gesloten; zet er een ] achter, of een komma ertussen"),
    ("Expected '='", "hier staat geen ‘sleutel = waarde’; zet een # voor een regel die alleen opmerking is"),
    ("Invalid value", "zet de waarde tussen aanhalingstekens"),
    ("Illegal character", "een aanhalingsteken wordt niet gesloten; zet er aan het eind nog een"),
    ("Unterminated string", "een aanhalingsteken wordt niet gesloten; zet er aan het eind nog een"),
    ("Unescaped '\\'", "voor een \\ hoort nog een \\; of gebruik enkele aanhalingstekens"),
    ("Invalid date", "deze datum bestaat niet"),
    ("Invalid statement", "hier staat geen ‘sleutel = waarde’; zet een # voor een opmerking"),
)


def parse_edition(
    text: str, path: str, month: Month, *, sections: Collection[str] | None = None
) -> EditionPlan:
    """Reads an edition's file; an empty text is a plan in which nothing was decided.

    `path` is for messages; `sections`, when given, are the slugs a `rubriek` may name. Raises EditionError
    with file and line for broken TOML, unknown keys, values of the wrong kind, and decisions that contradict
    each other.
    """
    top = _Table(_load(text, path), path, find_blocks(text)[0])
    top.demand_known(_TOP_KEYS)
    items = tuple(_item(table, sections) for table in top.tables("item", _ITEM_KEYS, text))
    dropped = _dropped(top)
    _demand_consistent(items, dropped, top)
    story = top.text("verhaal")
    reason = top.text("verhaal_reden")
    if story == NO_STORY and not reason:
        raise top.error("verhaal", 'bij verhaal = "geen" hoort ‘verhaal_reden’: waarom deze maand niet?')
    return EditionPlan(
        month=month,
        path=path,
        subject=top.text("onderwerp"),
        preheader=top.text("voorvertoning"),
        introduction=top.prose("inleiding"),
        story=story,
        no_story_reason=reason,
        items=items,
        dropped=dropped,
        waivers=tuple(_waiver(table) for table in top.tables("ontheffing", _WAIVER_KEYS, text)),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """The values of one table with what a message about them needs."""

    values: Mapping[str, Any]
    path: str
    block: Block

    def error(self, key: str, message: str) -> EditionError:
        return EditionError(self.path, message, line=self.block.line_of(key))

    def demand_known(self, known: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                raise self.error(key, f"onbekende sleutel ‘{key}’{suggest(key, known)}")

    def text(self, key: str) -> str:
        """Returns the value on one line, "" when it is not there."""
        return clean_text(self.prose(key))

    def prose(self, key: str) -> str:
        """Returns the value with its line ends."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, f"bij ‘{key}’ hoort tekst tussen aanhalingstekens")
        return value.strip()

    def required(self, key: str, what: str) -> str:
        value = self.text(key)
        if not value:
            raise self.error(key, f"in dit blok ontbreekt ‘{key}’: {what}")
        return value

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, f"bij ‘{key}’ hoort true of false, zonder aanhalingstekens")
        return value

    def day(self, key: str) -> date:
        """Returns a TOML date, or a date in quotes as people write it."""
        value = self.values.get(key)
        if isinstance(value, str) and _YEAR.search(value):
            value = parse_date(value, near=date(2000, 1, 1))
        if isinstance(value, datetime):
            value = value.date()
        if not isinstance(value, date):
            raise self.error(key, f"bij ‘{key}’ hoort een datum zoals 2026-12-01")
        return value

    def tables(self, key: str, known: Collection[str], text: str) -> tuple[_Table, ...]:
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            block = next((block for block in find_blocks(text) if block.name == key), self.block)
            message = f"schrijf dit als een blok dat begint met [[{key}]]"
            raise EditionError(self.path, message, line=block.line_of(key))
        blocks = {block.index: block for block in find_blocks(text) if block.name == key}
        # Written as `item = [{…}]` the tables have no header of their own.
        start = self.block.line_of(key) or 0
        tables = tuple(
            _Table(value, self.path, blocks.get(index, Block(key, index, start, start)))
            for index, value in enumerate(values)
        )
        for table in tables:
            table.demand_known(known)
        return tables


def _load(text: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        line, way = _explained(str(error), text)
        raise EditionError(path, f"hier is het bestand niet te lezen: {way}", line=line) from error
    except (ValueError, RecursionError) as error:
        # ValueError: a number of thousands of digits. RecursionError: hundreds of brackets in each other.
        raise EditionError(path, "hierin staat een waarde die niet te lezen is") from error


def _explained(said: str, text: str) -> tuple[int, str]:
    """Returns the line, and the way out, for what tomllib said."""
    found = _AT.search(said)
    line = int(found[1]) if found else text.count("\n") + 1
    if found is None and "Cannot" not in said:
        # Nothing ended before the file did.
        return line, "een haakje of aanhalingsteken wordt niet gesloten"
    ways = (way for part, way in _TOML_SAYS if part in said)
    return line, next(ways, "kijk of elke waarde goed is afgesloten")


def _item(table: _Table, sections: Collection[str] | None) -> PlannedItem:
    url, title, section = table.text("url"), table.text("titel"), table.text("rubriek")
    if not url and not title:
        raise table.error("", "in dit blok ontbreekt ‘url’ of ‘titel’")
    if url:
        url = _web(table, "url", url)
    if section and sections is not None and section not in sections:
        near = nearest(section, sections)
        way = f"; bedoel je ‘{near}’?" if near else f"; kies uit {one_of(list(sections))}"
        raise table.error("rubriek", f"onbekende rubriek ‘{section}’{way}")
    return PlannedItem(
        url=url,
        title=title,
        summary=table.text("samenvatting"),
        section=section,
        pinned=table.flag("vast"),
        line=table.block.line or None,
    )


def _waiver(table: _Table) -> Waiver:
    code = table.required("code", "de code van de bevinding, zoals ‘link-gone’")
    if not _CODE.fullmatch(code):
        raise table.error("code", "neem de code over uit de bevinding: kleine letters en streepjes")
    return Waiver(
        code=code,
        reason=table.required("reden", "waarom mag dit zo blijven?"),
        by=table.required("door", "een rol, geen naam, zoals ‘redactie’"),
        on=table.day("datum"),
    )


def _dropped(top: _Table) -> tuple[str, ...]:
    values = top.values.get("weglaten", [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise top.error("weglaten", 'bij ‘weglaten’ hoort een lijst van adressen: ["https://…", "https://…"]')
    return tuple(_web(top, "weglaten", clean_text(value)) for value in values)


def _web(table: _Table, key: str, value: str) -> str:
    if not is_web(value):
        raise table.error(key, f"bij ‘{key}’ hoort een heel webadres, beginnend met https://")
    return tidy(value)


def _demand_consistent(items: tuple[PlannedItem, ...], dropped: tuple[str, ...], top: _Table) -> None:
    gone = {identity(url) for url in dropped}
    first: dict[str, int | None] = {}
    for item in items:
        key = identity(item.url) if item.url else ""
        if key in gone:
            message = "dit adres staat ook bij ‘weglaten’; haal het op een van de twee plekken weg"
            raise EditionError(top.path, message, line=item.line)
        if key in first:
            message = f"dit adres heeft al een blok [[item]], op regel {first[key]}; maak er één van"
            raise EditionError(top.path, message, line=item.line)
        if key:
            first[key] = item.line
