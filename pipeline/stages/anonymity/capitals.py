"""Runs of words with a capital, and what stands before them.

for run in runs(text): ...      "mevrouw De Graaf" gives the run "De Graaf" with before=("mevrouw",)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĞİŁŞŚŽŻČĆĐŐŰŘŠÉ]"
_WORD = rf"{_CAPITAL}[^\W\d_]*(?:[’'\-][^\W_]+)*"
_GAP = r"(?:[ \u00a0]|\n(?![\n#>\-*]))"
_SMALL = "van|de|der|den|het|’t|'t|ter|ten|te|el|al|des|voor|von|da|dos|bin|ben|ait|op|aan|à|&"
_RUN = re.compile(
    rf"(?<![\w’'])(?:[’'][tns]{_GAP})?{_WORD}(?:(?:{_GAP}(?:{_SMALL})(?![\w])){{0,2}}{_GAP}{_WORD})*(?:{_GAP}[A-Z]\.(?!\w))?"
    rf"|(?<![\w’'.])(?:[A-Z]\.{_GAP}?){{1,4}}(?:(?:{_SMALL}|in)(?![\w]){_GAP}){{0,3}}{_WORD}"
)
_PART = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*|[’'][tns]|&")
_LAST_WORDS = re.compile(r"[^\W\d_]+(?:[’'.\-][^\W\d_]+)*[’']?|[’'][tn]\b|\d+")
_TRANSPARENT = " \u00a0*_"
_OPENING = "‘“\"'(«‹[>#"
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|dr|drs|ds|dhr|mevr|mw|mej|ing|ir|prof|st|nr|tel|bijv|ca|fam|wed|ad)|\b[A-Z]|\b[a-z]\.[a-z])\.$",
    re.I,
)
_LIST_MARK = re.compile(r"(?:^|\n)[ \t]*(?:[-*+>]|\d+[.)]|#+)?[ \t]*$")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together, in characters of the text, `end` not included.

    `before` are up to three words before it in its sentence, small letters, the nearest first. `opens` says
    that it begins a sentence or a quotation, where a capital says nothing.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    before: tuple[str, ...]
    opens: bool
    offsets: tuple[int, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The parts that have a capital."""
        return tuple(part for part in self.parts if part[:1].isupper())

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
        )


def runs(text: str) -> Iterator[Run]:
    for match in _RUN.finditer(text):
        parts = list(_PART.finditer(text, match.start(), match.end()))
        if not parts:
            continue
        before, opens = _before(text, match.start())
        yield Run(
            match.start(),
            match.end(),
            tuple(part[0].removesuffix("’") for part in parts),
            before,
            opens,
            tuple(part.start() for part in parts),
        )


def word_after(text: str, at: int) -> str:
    """Returns the word that stands directly after `at`; "" when a mark comes first."""
    match = re.compile(r"[ \u00a0\n]([^\W\d_]+)").match(text, at)
    return match[1].lower() if match else ""


def _before(text: str, at: int) -> tuple[tuple[str, ...], bool]:
    window = text[max(0, at - 60) : at]
    stripped = window.rstrip(_TRANSPARENT)
    quoted = stripped[-1:] in tuple(_OPENING) and bool(stripped)
    bare = stripped.rstrip(_OPENING + _TRANSPARENT)
    ends = bare.rstrip("\n")
    is_new_line = "\n" in bare[len(ends) :] and (
        "\n\n" in bare[len(ends) :] or bool(_LIST_MARK.search(window))
    )
    if not ends or is_new_line or (at - len(window) == 0 and not ends.strip()):
        return (), True
    closed = ends.rstrip("’”\"')»›")
    is_end = closed[-1:] in (".", "!", "?", "…", ":") and not _ABBREVIATED.search(closed)
    if is_end:
        return (), True
    sentence = re.split(r"[.!?…:;]\s|\n\n", ends)[-1] if not _ABBREVIATED.search(ends) else ends
    words = tuple(word.lower().rstrip(".") for word in _LAST_WORDS.findall(sentence)[-3:][::-1])
    touches = ends[-1:] not in (",", ";", "–", "—")
    return (words if touches else ("", *words)[:3]), quoted
