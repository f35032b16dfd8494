"""The form a teller signs on paper: what it says, as the team wrote it, and what is filled in by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Signer(StrEnum):
    """Who signs; the file in templates/toestemming/ has the same name."""

    VERTELLER = "verteller"
    KIND = "kind"
    OUDER = "ouder"


@dataclass(frozen=True, slots=True)
class FormPart:
    """One heading with what stands below it: a text, points, boxes to tick, and lines to write on."""

    heading: str
    text: str = ""
    points: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """A whole form. `signature` is its last part; `office` are the lines the editors fill in."""

    signer: Signer
    title: str
    for_whom: str
    introduction: tuple[str, ...]
    parts: tuple[FormPart, ...]
    signature: FormPart
    office: tuple[str, ...]
