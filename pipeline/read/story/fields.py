"""Takes typed values out of one mapping of the header, and keeps what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pipeline.model import Month
from pipeline.read.story.messages import KEY_HINTS, Fault
from pipeline.read.story.yaml_header import Items, Node, Scalar, Table
from pipeline.text.dutch import MONTHS, clean_text, parse_date
from pipeline.text.nearest import nearest, quoted, suggest
from pipeline.text.url import is_web, tidy

MAX_MINUTES = 180

Word = TypeVar("Word", bound=StrEnum)

_DAY = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([-/.])\d{1,2}\1\d{4}|(?:[a-z]+,? )?\d{1,2} [a-z]+\.? \d{4}", re.ASCII
)
_MINUTES = re.compile(r"(?:ca\.? |circa |ongeveer )?(\d{1,4}) ?(?:min|min\.|minuut|minuten)?", re.ASCII)
_MONTH_NAME = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}})", re.ASCII)
_NOTHING = ("", "~", "null")
# Read as any day of their years; only dates with a year get this far.
_ANY_DAY = date(2000, 1, 1)


@dataclass(slots=True)
class Fields:
    """One mapping of the header. A value that cannot be read is a fault and comes back empty or None.

    `prefix` is what stands before a key in `lines` and KEY_HINTS, as in `toestemming.`. A key that could
    not be parsed (`broken`) is not called missing as well.
    """

    table: Table
    faults: list[Fault]
    lines: dict[str, int]
    prefix: str = ""
    broken: frozenset[str] = frozenset()

    _nodes: dict[str, Node] = field(init=False)

    def __post_init__(self) -> None:
        self._nodes = {}
        for entry in self.table.entries:
            self._nodes.setdefault(entry.key, entry.value)

    def demand_known(self, known: Collection[str]) -> None:
        """Faults every key that is not `known`; keeps the lines of those that are."""
        for entry in self.table.entries:
            if entry.key in known:
                self.lines.setdefault(self.prefix + entry.key, entry.line)
                continue
            message = f"onbekende sleutel{quoted(entry.key)}"
            near = nearest(entry.key, known)
            hint = (
                f"bedoel je ‘{near}’?"
                if near
                else "haal de regel weg; hoort hij bij het verhaal, zet hem onder ---"
            )
            self.faults.append(Fault("story-key-unknown", entry.line, message, hint))

    def has(self, key: str) -> bool:
        """Says whether `key` stands there with anything behind it, readable or not."""
        node = self._nodes.get(key)
        return key in self.broken or not (node is None or _is_nothing(node))

    def line(self, key: str) -> int:
        return self.lines.get(self.prefix + key, self.table.line)

    def wrong(
        self, key: str, message: str, *, code: str = "story-value-invalid", line: int | None = None
    ) -> None:
        hint = KEY_HINTS.get(self.prefix + key, "")
        self.faults.append(Fault(code, line or self.line(key), message, hint))

    def missing(
        self, key: str, because: str = "", *, code: str = "story-key-missing", beside: str = ""
    ) -> None:
        """Faults a key that should be there; `beside` is the key that asks for it, for the line."""
        name = f"{self.prefix}{key}".replace(".", " › ")
        line = self.lines.get(self.prefix + key) or self.line(beside)
        self.wrong(key, f"‘{name}’ ontbreekt of is leeg{because}", code=code, line=line)

    def require(self, *keys: str) -> None:
        for key in keys:
            if not self.has(key):
                self.missing(key)

    def text(self, key: str) -> str:
        """Returns the value on one line; "" when it is not there or no text."""
        node = self._get(key)
        if isinstance(node, Scalar):
            return clean_text(node.text)
        if node is not None:
            self.wrong(
                key, f"bij ‘{key}’ hoort één tekst, geen lijst; zet hem anders tussen aanhalingstekens"
            )
        return ""

    def raw(self, key: str) -> str:
        """Returns the value as it was typed, with whatever characters; "" when it is not there or no text."""
        node = self._get(key)
        return node.text.strip() if isinstance(node, Scalar) else ""

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """Returns the texts of a list with their lines; one text alone is a list of one."""
        node = self._get(key)
        nodes = node.nodes if isinstance(node, Items) else (node,) if node else ()
        for one in nodes:
            if not isinstance(one, Scalar):
                # The usual cause: "- Wat raakte je: de blik?" is a mapping to YAML.
                message = f"bij ‘{key}’ horen losse teksten; zet een tekst met ‘: ’ tussen aanhalingstekens"
                self.wrong(key, message, line=one.line)
        return tuple(
            Scalar(clean_text(one.text), one.line)
            for one in nodes
            if isinstance(one, Scalar) and not _is_nothing(one)
        )

    def size(self, key: str) -> int:
        """Counts what stands in a list, readable or not."""
        node = self._get(key)
        return len(node.nodes) if isinstance(node, Items) else int(node is not None)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Returns the mappings of a list."""
        node = self._get(key)
        nodes = node.nodes if isinstance(node, Items) else (node,) if node else ()
        for one in nodes:
            if not isinstance(one, Table):
                self.wrong(key, f"bij ‘{key}’ hoort een lijst van blokjes met sleutels", line=one.line)
        return tuple(one for one in nodes if isinstance(one, Table))

    def child(self, key: str) -> Table | None:
        node = self._get(key)
        if node is None or isinstance(node, Table):
            return node
        self.wrong(key, f"onder ‘{key}’ horen eigen sleutels, elk op een ingesprongen regel")
        return None

    def choice(self, key: str, words: type[Word]) -> Word | None:
        value = self.text(key)
        return self._word(key, Scalar(value, self.line(key)), words) if value else None

    def choices(self, key: str, words: type[Word]) -> frozenset[Word]:
        found = (self._word(key, one, words) for one in self.texts(key))
        return frozenset(one for one in found if one is not None)

    def day(self, key: str) -> date | None:
        """Reads a date as people write it: 2026-10-02, 2 oktober 2026, 02-10-2026."""
        value = self.text(key).lower()
        if not value:
            return None
        if not _DAY.fullmatch(value):
            self.wrong(key, f"bij ‘{key}’ hoort een datum met dag, maand en jaar")
            return None
        day = parse_date(value, near=_ANY_DAY)
        if day is None:
            self.wrong(key, f"de datum bij ‘{key}’ bestaat niet")
        return day

    def month(self, key: str) -> Month | None:
        value = self.text(key).lower()
        if not value:
            return None
        named = _MONTH_NAME.fullmatch(value)
        try:
            return Month(int(named[2]), MONTHS.index(named[1]) + 1) if named else Month.parse(value)
        except ValueError:
            self.wrong(key, f"bij ‘{key}’ hoort een maand met een jaar")
            return None

    def minutes(self, key: str) -> int:
        value = self.text(key).lower()
        found = _MINUTES.fullmatch(value)
        minutes = int(found[1]) if found else 0
        if value and not 0 < minutes <= MAX_MINUTES:
            message = f"‘{key}’ moet een heel aantal minuten zijn, van 1 tot {MAX_MINUTES}"
            self.wrong(key, message, code="story-minutes-invalid")
        return minutes

    def yes(self, key: str) -> bool | None:
        """Reads `ja` or `nee`; None when it is not there, or neither, which is a fault."""
        value = self.text(key).lower()
        if value not in ("ja", "nee", ""):
            self.wrong(key, f"bij ‘{key}’ hoort ‘ja’ of ‘nee’, in het Nederlands")
        return {"ja": True, "nee": False}.get(value)

    def web(self, key: str) -> str:
        value = self.text(key)
        if value and not is_web(value):
            self.wrong(key, f"bij ‘{key}’ hoort een heel webadres")
            return ""
        return tidy(value) if value else ""

    def _word(self, key: str, value: Scalar, words: type[Word]) -> Word | None:
        for word in words:
            if word.value == value.text.casefold():
                return word
        allowed = [word.value for word in words]
        message = f"onbekende waarde{quoted(value.text)} bij ‘{key}’{suggest(value.text, allowed)}"
        self.wrong(key, message, line=value.line)
        return None

    def _get(self, key: str) -> Node | None:
        node = self._nodes.get(key)
        return None if node is None or _is_nothing(node) else node


def _is_nothing(node: Node) -> bool:
    if isinstance(node, Scalar):
        return not clean_text(node.text) or node.text.strip() in _NOTHING
    return not (node.nodes if isinstance(node, Items) else node.entries)
