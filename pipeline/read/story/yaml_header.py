"""The header of a story: YAML between two `---` lines, read as plain texts with their lines.

    header = read_header(text)      Header(table, faults, body, ...); None when there is no header

PyYAML only cuts the text into events here; no value ever gets a type, so that `nee` and `2026-02-30` stay
what somebody typed. Anchors, aliases and tags are refused, and nesting stops at MAX_DEPTH: events come one
at a time, so neither an alias bomb nor ten thousand brackets cost anything. When one key is broken the others
are still read, each by itself, and all faults are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml

from pipeline.read.story.messages import Fault, yaml_hint
from pipeline.text.nearest import quoted

MAX_DEPTH = 5
MAX_CHARACTERS = 64_000

_FENCE = re.compile(r"---[ \t]*")
# A line that begins a key of its own: not indented, no list item, no comment, no closing bracket.
_KEY_LINE = re.compile(r"[^\s#\-\]}]")
_KEY = re.compile(r"""["']?([\w-]+)["']?\s*:""")
# YAML counts these as ends of lines and editors do not: as blanks, the line numbers stay right.
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    line: int
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    entries: tuple[Entry, ...]
    line: int


Node = Scalar | Items | Table


@dataclass(frozen=True, slots=True)
class Header:
    """What stands between the fences, and the text after it.

    `broken` are keys that were there but could not be read, so that nobody calls them missing.
    """

    table: Table
    body: str
    body_line: int
    faults: tuple[Fault, ...] = ()
    broken: frozenset[str] = frozenset()


class _HeaderError(Exception):
    def __init__(self, line: int, message: str, hint: str = "") -> None:
        self.fault = Fault("story-yaml-broken", line, message, hint)
        super().__init__(message)


def read_header(text: str) -> Header | Fault:
    """Cuts a story's text into header and body; returns a Fault when there is no header, or no end to it."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[start]):
        return Fault(
            "story-header-missing",
            start + 1,
            "het verhaal heeft geen kop",
            "begin met een regel ---, dan de sleutels zoals ‘titel: …’, dan weer een regel ---",
        )
    end = next((i for i in range(start + 1, len(lines)) if _FENCE.fullmatch(lines[i])), None)
    if end is None:
        return Fault(
            "story-header-missing",
            start + 1,
            "de kop is niet afgesloten",
            "zet na de laatste sleutel een regel met alleen ---; daaronder begint het verhaal",
        )
    body = lines[end + 1 :]
    blank = next((index for index, line in enumerate(body) if line.strip()), 0)
    header = [_ODD_BREAKS.sub(" ", line) for line in lines[start + 1 : end]]
    table, faults, broken = _read_lines(header, start + 2)
    doubled = tuple(_doubled(table))
    return Header(table, "\n".join(body[blank:]).rstrip(), end + 2 + blank, faults + doubled, broken)


def _read_lines(lines: list[str], first: int) -> tuple[Table, tuple[Fault, ...], frozenset[str]]:
    if sum(map(len, lines)) > MAX_CHARACTERS:
        message = "de kop is veel te lang"
        hint = f"hij mag {MAX_CHARACTERS} tekens tellen; zet het verhaal zelf onder de tweede regel ---"
        return Table((), first), (Fault("story-yaml-broken", first, message, hint),), frozenset()
    try:
        return _parse(lines, first), (), frozenset()
    except _HeaderError:
        return _read_by_key(lines, first)


def _read_by_key(lines: list[str], first: int) -> tuple[Table, tuple[Fault, ...], frozenset[str]]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    broken: set[str] = set()
    for offset, block in _blocks(lines):
        try:
            entries += _parse(block, first + offset).entries
        except _HeaderError as error:
            faults.append(error.fault)
            if key := _KEY.match(block[0]):
                broken.add(key[1])
    return Table(tuple(entries), first), tuple(faults), frozenset(broken)


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    starts = [index for index, line in enumerate(lines) if _KEY_LINE.match(line)]
    bounds = sorted({0, *starts, len(lines)})
    for start, end in pairwise(bounds):
        yield start, lines[start:end]


def _parse(lines: list[str], first: int) -> Table:
    text = "\n".join(lines) + "\n"
    try:
        root = _build_fast(text, first) or _build(text, first, yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # ValueError, OverflowError: an escape such as "\UFFFFFFFF" that names no character.
        line, message, hint = yaml_hint(error, lines)
        raise _HeaderError(first + line, message, hint) from error
    if isinstance(root, Table):
        return root
    raise _HeaderError(
        root.line, "hier staat geen ‘sleutel: waarde’", "begin de regel met een sleutel en een dubbele punt"
    )


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun; a mapping's nodes are keys and values by turns."""

    is_table: bool
    line: int
    nodes: list[Node]

    def close(self) -> Node:
        if not self.is_table:
            return Items(tuple(self.nodes), self.line)
        pairs = zip(self.nodes[::2], self.nodes[1::2], strict=True)
        return Table(tuple(_entry(key, value) for key, value in pairs), self.line)


def _build_fast(text: str, first: int) -> Node | None:
    """Reads by libyaml, ten times as fast; None where it stumbles, since only the other tells where."""
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        return None
    try:
        return _build(text, first, loader)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None


def _build(text: str, first: int, loader: type[yaml.SafeLoader]) -> Node:
    opened = [_Open(False, first, [])]
    for event in yaml.parse(text, Loader=loader):
        line = first + (event.start_mark.line if event.start_mark else 0)
        _refuse_extras(event, line)
        if isinstance(event, yaml.ScalarEvent):
            opened[-1].nodes.append(Scalar(event.value, line))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(opened) > MAX_DEPTH:
                raise _HeaderError(line, "hier staan te veel lijsten in elkaar", "maak de waarde eenvoudiger")
            opened.append(_Open(isinstance(event, yaml.MappingStartEvent), line, []))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = opened.pop().close()
            opened[-1].nodes.append(closed)
    nodes = opened[0].nodes
    if len(nodes) > 1:
        raise _HeaderError(nodes[1].line, "de kop begint hier opnieuw", "haal de regel met ... weg")
    return nodes[0] if nodes else Table((), first)


def _refuse_extras(event: yaml.Event, line: int) -> None:
    """Raises for what YAML can do and a header has no use for."""
    quote = "zet de waarde tussen aanhalingstekens als ze zo hoort te beginnen"
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _HeaderError(line, "een waarde mag niet met * of & beginnen", quote)
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        raise _HeaderError(line, "een waarde mag niet met ! beginnen", quote)
    if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
        raise _HeaderError(line, "een regel mag niet met % beginnen", "haal die regel weg")


def _entry(key: Node, value: Node) -> Entry:
    if not isinstance(key, Scalar):
        raise _HeaderError(
            key.line, "een sleutel moet één woord zijn", "zet een waarde met haakjes tussen aanhalingstekens"
        )
    return Entry(key.text.strip(), key.line, value)


def _doubled(node: Node) -> Iterator[Fault]:
    """Finds keys that stand twice in one mapping. YAML would silently take the last."""
    if isinstance(node, Table):
        first: dict[str, int] = {}
        for entry in node.entries:
            if entry.key in first:
                yield Fault(
                    "story-key-double",
                    entry.line,
                    f"de sleutel{quoted(entry.key)} staat hier voor de tweede keer",
                    f"hij staat ook op regel {first[entry.key]}; haal er een weg",
                )
            first.setdefault(entry.key, entry.line)
            yield from _doubled(entry.value)
    elif isinstance(node, Items):
        for child in node.nodes:
            yield from _doubled(child)
