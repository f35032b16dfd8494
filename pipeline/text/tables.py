"""TOML tables read strictly: every key known, every type right, every complaint with its line.

    table = parse_toml(text)                      TableError for broken TOML
    reader = table.child("newsletter", known={"title", "sender"})
    title = reader.string("title")                TableError when missing or not a string

`known` is given up front so that a misspelt key is reported as such and not as another one missing.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipeline.text.nearest import did_you_mean

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class TableError(ValueError):
    """What is wrong in a table; `line` counts from 1, None for the end of the text."""

    def __init__(self, message: str, line: int | None) -> None:
        self.message = message
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a TOML text: its values, its name for messages, and the line it begins on."""

    values: dict[str, Any]
    lines: tuple[str, ...]
    name: str = ""
    start: int = 0

    def error(self, message: str, key: str = "") -> TableError:
        """Makes the error for `key` (or the table as a whole), with its line."""
        where = f"[{self.name}] " if self.name else ""
        return TableError(f"{where}{message}", self.line_of(key))

    def line_of(self, key: str) -> int | None:
        """Returns the line `key` stands on, the table's own line when it cannot be told."""
        pattern = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(key)}["']?\s*[=\].]""")
        if key:
            for number, line in enumerate(self.lines[self.start :], self.start + 1):
                if pattern.match(line):
                    return number
        return self.start or None

    def demand_known(self, known: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                raise self.error(f"unknown key {key!r}{did_you_mean(key, known)}", key)

    def child(self, key: str, *, known: Collection[str]) -> Table:
        """Returns the table under `key`, which must be there and hold known keys only."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.error(f"[{key}] is missing" if value is None else f"{key} must be a table", key)
        start = next(iter(_headers(self.lines, key, 1)), self.start)
        table = Table(value, self.lines, key, start)
        table.demand_known(known)
        return table

    def children(self, key: str, *, known: Collection[str]) -> tuple[Table, ...]:
        """Returns the tables written as `[[key]]`, none when there are none."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.error(f"{key} must be written as [[{key}]] tables", key)
        starts = [*_headers(self.lines, key, 2), *[self.start] * len(value)]
        tables = tuple(
            Table(entry, self.lines, key, start) for entry, start in zip(value, starts, strict=False)
        )
        for table in tables:
            table.demand_known(known)
        return tables

    def string(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self.error(f"{key} must be text between quotes", key)
        if default is None and not value.strip():
            raise self.error(f"{key} is empty", key)
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Returns a list of texts; one text alone counts as a list of one."""
        value = self.values.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self.error(f"{key} must be a list of texts", key)
        return tuple(value)

    def number(self, key: str, default: int | float | None = None) -> int | float:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            raise self.error(f"{key} must be a number of 0 or more", key)
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        value = self.number(key, default)
        if not isinstance(value, int):
            raise self.error(f"{key} must be a whole number", key)
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"{key} must be true or false", key)
        return value

    def day(self, key: str) -> date:
        value = self._get(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.error(f"{key} must be a date such as 2026-11-23, without quotes", key)
        return value

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        value = self.string(key, default)
        words = [str(word) for word in allowed]  # a plain text even of an enumeration
        if value not in words:
            raise self.error(f"{key} is {value!r}{did_you_mean(value, words)}", key)
        return value

    def _get(self, key: str, default: object) -> object:
        value = self.values.get(key, default)
        if value is None:
            raise self.error(f"{key} is missing")
        return value


def parse_toml(text: str) -> Table:
    """Parses a whole TOML text; raises TableError with the line for broken TOML."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        message = _AT_LINE.sub("", str(error)).strip().rstrip(".")
        line = int(found[1]) if found else len(text.splitlines())
        raise TableError(f"broken TOML: {message}", line) from error
    return Table(values, tuple(text.splitlines()))


def _headers(lines: tuple[str, ...], key: str, brackets: int) -> list[int]:
    """Returns the lines of the headers `[key]` or `[[key]]`, which may hold blanks and quotes."""
    header = re.compile(rf"""\s*\[{{{brackets}}}\s*["']?{re.escape(key)}["']?\s*\]{{{brackets}}}""")
    return [number for number, line in enumerate(lines, 1) if header.match(line)]
