"""Runs of words with a capital, and what stands before them.

for run in runs(text): ...      "mevrouw De Graaf" gives the run "De Graaf" with before=("mevrouw",)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĞİŁŞŚŽŻČĆĐŐŰŘŠÉ]"
_WORD = rf"{_CAPITAL}[^\W\d_]*(?:[’'\-][^\W_]+)*"
_GAP = r"(?:[ \u00a0]|\n(?![\n#>\-*]))"
_SMALL = "van|de|der|den|het|’t|'t|ter|ten|te|el|al|des|voor|von|da|dos|bin|ben|ait|op|aan|à|&"
_RUN = re.compile(
    rf"(?<![\w’'])(?:[’'][tns]{_GAP})?{_WORD}(?:(?:{_GAP}(?:{_SMALL})(?![\w])){{0,2}}{_GAP}{_WORD})*(?:{_GAP}[A-Z]\.(?!\w))?"
    rf"|(?<![\w’'.])(?:[A-Z]\.{_GAP}?){{1,4}}(?:(?:{_SMALL}|in)(?![\w]){_GAP}){{0,3}}{_WORD}"
)
_NEXT_WORD = re.compile(r"[ \u00a0\n]([^\W\d_]+)")
_PART = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*|[’'][tns]|&")
_LAST_WORDS = re.compile(r"[^\W\d_]+(?:[’'.\-][^\W\d_]+)*[’']?|[’'][tn]\b|\d+")
_TRANSPARENT = " \u00a0*_"
_OPENING = "‘“\"'(«‹[>#"
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|dr|drs|ds|dhr|mevr|mw|mej|ing|ir|prof|st|nr|tel|bijv|ca|fam|wed|ad)|\b[A-Z]|\b[a-z]\.[a-z])\.$",
    re.I,
)
_MARK = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together, in characters of the text, `end` not included.

    `before` are up to three words before it in its sentence, small letters, the nearest first. `opens` says
    that it begins a sentence or a quotation, where a capital says nothing.
    `words` are the parts that have a capital.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    before: tuple[str, ...]
    opens: bool
    offsets: tuple[int, ...]
    words: tuple[str, ...]

    def without_first(self) -> Run | None:
        """Returns what is left after the first word, which then stands before it; None when nothing is."""
        rest = [index for index, part in enumerate(self.parts) if index > 0 and part[:1].isupper()]
        if not rest:
            return None
        first = rest[0]
        skipped = tuple(part.lower() for part in reversed(self.parts[:first]))
        return Run(
            self.offsets[first],
            self.end,
            self.parts[first:],
            (skipped + self.before)[:3],
            False,
            self.offsets[first:],
            _capitalised(self.parts[first:]),
        )


def runs(text: str, skipping: Collection[str] = ()) -> Iterator[Run]:
    """Yields the runs in `text`, but those that are one word of `skipping`, which is in small letters."""
    for match in _RUN.finditer(text):
        if match[0].lower() in skipping:
            continue
        found = list(_PART.finditer(text, match.start(), match.end()))
        if not found:
            continue
        before, opens = _before(text, match.start())
        parts = tuple(part[0].removesuffix("’") for part in found)
        offsets = tuple(part.start() for part in found)
        yield Run(match.start(), match.end(), parts, before, opens, offsets, _capitalised(parts))


def _capitalised(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for part in parts if part[:1].isupper())


def word_after(text: str, at: int) -> str:
    """Returns the word that stands directly after `at`; "" when a mark comes first."""
    match = _NEXT_WORD.match(text, at)
    return match[1].lower() if match else ""


def _before(text: str, at: int) -> tuple[tuple[str, ...], bool]:
    if _begins_block(text, at):
        return (), True
    window = text[max(0, at - 60) : at]
    stripped = window.rstrip(_TRANSPARENT)
    ends = stripped.rstrip(_OPENING + _TRANSPARENT).rstrip("\n")
    closed = ends.rstrip("’”\"')»›")
    is_abbreviated = bool(_ABBREVIATED.search(closed))
    if not closed or (closed[-1] in ".!?…:" and not is_abbreviated):
        return (), True
    sentence = ends if is_abbreviated else re.split(r"[.!?…:;]\s|\n\n", ends)[-1]
    words = tuple(word.lower().rstrip(".") for word in _LAST_WORDS.findall(sentence)[-3:][::-1])
    touches = ends[-1] not in ",;–—"
    return (words if touches else ("", *words)[:3]), stripped[-1] in _OPENING


def _begins_block(text: str, at: int) -> bool:
    """Says whether `at` begins a paragraph, a heading, an item of a list, or a value of the header."""
    start = text.rfind("\n", 0, at) + 1
    head = text[start:at].rstrip(_OPENING + _TRANSPARENT)
    if head.strip():
        return bool(_MARK.fullmatch(head))
    if at > start and text[start:at].isspace():
        # No line of running text is indented; a value of the header is, now that its key is blanked out.
        return True
    before = text[:start].rstrip("\n").rpartition("\n")[2] if start > 1 else ""
    return start < 2 or text[start - 2 : start] == "\n\n" or not before.strip() or before.startswith("#")
