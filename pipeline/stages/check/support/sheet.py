"""Reads CSS as far as support asks: which declarations, selectors and at-rules stand where.

No full parser, as in `check.css`: what a mail program balks at is visible in the text. Strings and comments
are blanked before, offsets are those of the mail's source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.stages.check.document import Declared

_SIGN = re.compile(r"[{};()]")
_NAME_OF_AT_RULE = re.compile(r"@(?:-\w+-)?([a-z-]+)", re.IGNORECASE)
# What stands inside these is no selector and no declaration of an element.
_CLOSED = frozenset({"font-face", "keyframes", "page", "counter-style", "property"})


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A selector and what it declares. `is_conditional` within an at-rule such as @media."""

    selector: str
    start: int
    declared: tuple[Declared, ...]
    is_conditional: bool
    is_nested: bool


@dataclass(frozen=True, slots=True)
class AtRule:
    """`@name prelude`, with or without a block."""

    name: str
    prelude: str
    start: int
    end: int


@dataclass(slots=True)
class _Block:
    """A block that is still open."""

    at_rule: str
    selector: str
    start: int
    declared: list[Declared]


def split_declarations(style: str, start: int = 0) -> tuple[Declared, ...]:
    """The declarations of a block in their order, doubled ones too; a `;` within `( )` divides none."""
    found: list[Declared] = []
    at = depth = 0
    for sign in _SIGN.finditer(style):
        depth = _depth(depth, sign[0])
        if sign[0] == ";" and depth == 0:
            found += _declared(style[at : sign.start()], start + at)
            at = sign.end()
    return (*found, *_declared(style[at:], start + at))


def parse_sheet(sheet: str, start: int) -> Iterator[StyleRule | AtRule]:
    """Yields the rules of a <style> that begins at `start`; takes any text, and never raises."""
    open_blocks: list[_Block] = []
    at = depth = 0
    for sign in _SIGN.finditer(sheet):
        depth = _depth(depth, sign[0])
        if sign[0] in "()" or (depth and sign[0] == ";"):
            continue
        piece, offset = sheet[at : sign.start()], start + at
        at, depth = sign.end(), 0
        if sign[0] == "{":
            block = _opened(piece, offset)
            open_blocks.append(block)
            if block.at_rule:
                yield AtRule(block.at_rule, piece.strip().lower(), block.start, offset + len(piece))
            continue
        if piece.lstrip().startswith("@"):
            block = _opened(piece, offset)
            yield AtRule(block.at_rule, piece.strip().lower(), block.start, offset + len(piece))
        elif open_blocks:
            open_blocks[-1].declared += _declared(piece, offset)
        if sign[0] == "}" and open_blocks:
            closed = open_blocks.pop()
            if not any(one.at_rule in _CLOSED for one in (*open_blocks, closed)):
                yield from _closed(closed, open_blocks)


def _closed(block: _Block, around: list[_Block]) -> Iterator[StyleRule]:
    # An at-rule in a style rule declares for that rule's selector; on the top level it declares nothing.
    selector = block.selector or next((one.selector for one in reversed(around) if one.selector), "")
    if selector:
        yield StyleRule(
            selector,
            block.start,
            tuple(block.declared),
            is_conditional=bool(block.at_rule) or any(one.at_rule for one in around),
            is_nested=bool(block.selector) and any(one.selector for one in around),
        )


def _opened(piece: str, offset: int) -> _Block:
    name = _NAME_OF_AT_RULE.match(piece.lstrip())
    start = offset + len(piece) - len(piece.lstrip())
    return _Block(name[1].lower() if name else "", "" if name else piece.strip(), start, [])


def _declared(piece: str, offset: int) -> Iterator[Declared]:
    name, colon, value = piece.partition(":")
    # A value of which only a string was blanked is empty here, and a declaration all the same.
    if colon and name.strip():
        start = offset + len(piece) - len(piece.lstrip())
        yield Declared(name.strip().lower(), value.strip(), start, offset + len(piece.rstrip()))


def _depth(depth: int, sign: str) -> int:
    match sign:
        case "(":
            return depth + 1
        case ")":
            return max(depth - 1, 0)
        case ";":
            return depth
    # A brace ends whatever bracket somebody forgot to close.
    return 0
