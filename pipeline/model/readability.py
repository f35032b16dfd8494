"""Words that stop a reader, as the team lists them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Jargon:
    """Words for one thing, in small letters, and what everybody says; "*" at the end takes longer forms."""

    words: tuple[str, ...]
    everyday: str


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """How it is written short, what it means, and the words (in small letters) that count as written out."""

    short: tuple[str, ...]
    meaning: str
    written_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    jargon: tuple[Jargon, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
