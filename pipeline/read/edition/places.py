"""Where things stand in a TOML text: neither tomllib nor tomlkit tells the lines of keys and tables.

Meant for a text that parses; of any other text it tells what it can. Lines count from 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]\s]+)\s*\]")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*[.=]""")
# What a line can hold that counts: a comment, whole strings, the quotes of long strings, brackets.
_PIECE = re.compile(r"""#.*|\"\"\"|'''|"(?:\\.|[^"\\])*"|'[^']*'|[\[\]{}]""")
_LONG_END = {
    '"""': re.compile(r'(?:\\.|[^\\])*?"""("{0,2})', re.DOTALL),
    "'''": re.compile(r".*?'''('{0,2})"),
}


@dataclass(slots=True)
class Block:
    """A table, or the part before the first one (`name` is ""), with the lines of its keys.

    `index` counts the `[[name]]` of one name. `line` is that of the header, 0 without one; `last` the last
    line with a key or a value on it, `line` when there is none. `spans` gives each key's first and last line.
    """

    name: str
    index: int
    line: int
    last: int
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    def line_of(self, key: str) -> int | None:
        """Returns the line of `key`, else of the table's header; None when there is neither."""
        first, _ = self.spans.get(key, (self.line, self.line))
        return first or None


def find_blocks(text: str) -> tuple[Block, ...]:
    """Returns the blocks of `text` in their order; the first is always the one without a header."""
    blocks = [Block("", 0, 0, 0)]
    state = _State()
    key = ""
    for number, line in enumerate(text.split("\n"), 1):
        if state.is_open:
            state.read(line)
        elif header := _HEADER.match(line):
            name = header[2].strip("\"'")
            index = sum(block.name == name for block in blocks)
            blocks.append(Block(name, index, number, number))
            key = ""
            continue
        elif not line.strip() or line.lstrip().startswith("#"):
            continue
        else:
            found = _KEY.match(line)
            key = found[1] if found else key
            state.read(line)
        block = blocks[-1]
        block.last = number
        first, _ = block.spans.get(key, (number, number))
        block.spans[key] = (first, number)
    return tuple(blocks)


@dataclass(slots=True)
class _State:
    """Whether a value goes on over the end of the line: in a long string, or between brackets."""

    quote: str = ""
    depth: int = 0

    @property
    def is_open(self) -> bool:
        return bool(self.quote) or self.depth > 0

    def read(self, line: str) -> None:
        position = 0
        while position < len(line):
            if self.quote:
                end = _LONG_END[self.quote].match(line, position)
                if end is None:
                    return
                self.quote, position = "", end.end()
                continue
            piece = _PIECE.search(line, position)
            if piece is None:
                return
            position = piece.end()
            if piece[0] in _LONG_END:
                self.quote = piece[0]
            elif piece[0] in "[{":
                self.depth += 1
            elif piece[0] in "]}":
                self.depth = max(0, self.depth - 1)
