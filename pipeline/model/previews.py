"""What the local preview shows: one version of a draft, and how somebody wants to see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.findings import Finding


class Screen(StrEnum):
    TELEFOON = "telefoon"
    COMPUTER = "computer"


class Part(StrEnum):
    MAIL = "mail"
    TEKST = "tekst"
    VERHAAL = "verhaal"
    GESPREK = "gesprek"
    WEBVERSIE = "webversie"


@dataclass(frozen=True, slots=True)
class Switches:
    """How to show it; the words are those of the page's address."""

    part: Part = Part.MAIL
    screen: Screen = Screen.TELEFOON
    is_dark: bool = False
    without_images: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    number: int
    text: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the last change is not shown: a file that cannot be used, where in it, and what the program says.

    `path` is as editors know it and "" when no file is meant; `lines` show the place in the file. The message
    is in Dutch for the files that editors write, else in English.
    """

    path: str
    line: int | None
    message: str
    lines: tuple[SourceLine, ...] = ()
    is_dutch: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """One version of the edition; `number` goes up with every change, also with one that cannot be shown.

    `parts` hold HTML, and text for TEKST; `images` are bytes by name. Both are empty while nothing could be
    made.
    """

    number: int
    title: str = ""
    month: str = ""
    subject: str = ""
    preheader: str = ""
    parts: Mapping[Part, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    trouble: Trouble | None = None
