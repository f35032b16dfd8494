"""What can give away who a story is about, and where it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Identifying(StrEnum):
    """The kinds, as an editor writes them behind `soort` when one may stay."""

    NAAM = "naam"
    LEEFTIJD = "leeftijd-met-plaats"
    STRAAT = "straat"
    POSTCODE = "postcode"
    TELEFOON = "telefoon"
    EMAIL = "e-mail"
    IBAN = "iban"
    BSN = "bsn"
    KENTEKEN = "kenteken"
    GEBOORTEDATUM = "geboortedatum"
    DATUM = "datum"
    SCHOOL = "school"
    VERENIGING = "vereniging"
    INSTELLING = "instelling"
    WERKGEVER = "werkgever"
    DOSSIERNUMMER = "dossiernummer"
    ZIEKTE = "ziekte-met-plaats"
    PLAATS = "plaats"
    HANDLE = "handle"
    SAFELINK = "safelink"
    BESTANDSNAAM = "bestandsnaam"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A place in a text, in characters from 0, `end` not included. The text itself is never here."""

    start: int
    end: int
    kind: Identifying

    def overlaps(self, other: Found) -> bool:
        return self.start < other.end and other.start < self.end
