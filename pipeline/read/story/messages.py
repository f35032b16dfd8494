"""What an editor is told about a story's file; never a word of what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import yaml

from pipeline.model import FileProblem, Finding, Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding that does not know its file yet."""

    code: str
    line: int | None
    message: str
    hint: str = ""
    severity: Severity = Severity.BLOCKING

    def at(self, path: str) -> Finding:
        return Finding(self.code, self.severity, path, self.message, self.hint, line=self.line)


# What belongs behind each key, told when it is missing or wrong.
KEY_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "titel": "zo dus: ‘titel: Ik vroeg altijd of het lukte’",
        "herkomst": "schrijf ‘herkomst: eigen’, of ‘elders’ voor een film, podcast of artikel van een ander",
        "verteller": "schrijf ‘verteller: gezin’ of ‘verteller: professional’",
        "vorm": "schrijf ‘vorm: lezen’, ‘vorm: kijken’ of ‘vorm: luisteren’",
        "toon": "schrijf ‘toon: succes’, ‘spijt’, ‘schaamte’ of ‘besef’",
        "kernelementen": "zo dus: ‘kernelementen: [lokale-teams]’",
        "samenvatting": "schrijf in één alinea waarom iemand dit wil lezen; ze staat in de mail",
        "duur": "zo dus: ‘duur: 6 min’",
        "maand": "zo dus: ‘maand: 2026-12’; zonder deze sleutel kiest de pijplijn uit de voorraad",
        "media": "zet hier het hele adres van de film of podcast, beginnend met https://",
        "link": "zet hier het hele adres, beginnend met https://",
        "bron": "schrijf van wie de film, de podcast of het artikel is",
        "transcript": "zo dus: ‘transcript: transcript.md’, een bestand naast verhaal.md",
        "ondertiteling": "schrijf ‘ondertiteling: ja’ als de film ondertiteld is",
        "afbeelding": "zo dus: ‘afbeelding: beeld.jpg’, een jpg, png of webp naast verhaal.md",
        "afbeelding_alt": "beschrijf in één zin wat er op het beeld te zien is",
        "betrokkenen": "schrijf ‘betrokkenen: onherkenbaar’ of ‘betrokkenen: toestemming’",
        "vragen": "schrijf drie tot vijf open vragen, elk op een regel die met ‘- ’ begint",
        "toestemming": "zet onder ‘toestemming:’ wat er is afgesproken, te beginnen met ‘status: gegeven’",
        "controle": "zet bij elke behandelde bevinding ‘soort’, ‘alinea’ en ‘reden’",
        "geanonimiseerd_door": "schrijf een rol, geen naam: ‘geanonimiseerd_door: redactie’",
        "fictief": "schrijf ‘fictief: nee’, of ‘ja’ bij een verzonnen verhaal",
        "toestemming.status": "schrijf ‘status: gevraagd’, ‘gegeven’ of ‘ingetrokken’",
        "toestemming.kenmerk": "schrijf de verwijzing naar het formulier; FICTIEF als het verzonnen is",
        "toestemming.datum": "schrijf de dag waarop de toestemming is gegeven: ‘datum: 2026-10-02’",
        "toestemming.geldig_tot": "schrijf de laatste dag waarop ze geldt: ‘geldig_tot: 2028-10-02’",
        "toestemming.bereik": "schrijf ‘bereik: [nieuwsbrief]’ of ‘bereik: [nieuwsbrief, website]’",
        "toestemming.gelezen_door_verteller": "schrijf de dag waarop de verteller het las: ‘2026-10-05’",
        "toestemming.leeftijd_kind": "schrijf ‘onder_12’, ‘12_15’ of ‘16_plus’; laat weg zonder kind",
        "toestemming.getekend_door": "onder de 16: wie met gezag tekende, een rol en geen naam",
        "toestemming.toestemming_kind": "van 12 tot 16: de dag waarop het kind zelf ja zei",
        "controle.soort": "neem de soort over uit de bevinding, bijvoorbeeld ‘soort: plaats’",
        "controle.alinea": "neem de code van de alinea over uit de bevinding",
        "controle.reden": "schrijf waarom dit kan blijven staan",
    }
)  # fmt: skip

_FILE_PROBLEMS = MappingProxyType(
    {
        FileProblem.UNREADABLE: (
            "story-unreadable",
            "dit bestand kan niet worden gelezen",
            "kijk of je het zelf kunt openen, en of je er rechten op hebt",
        ),
        FileProblem.NOT_UTF8: (
            "story-not-utf8",
            "de letters in dit bestand zijn niet als UTF-8 opgeslagen",
            "open het in je tekstprogramma en sla het op als ‘platte tekst, UTF-8’",
        ),
        FileProblem.TOO_LARGE: (
            "story-too-large",
            "dit bestand is te groot voor een tekst",
            "zet hier alleen de tekst neer, en beeld en geluid in losse bestanden",
        ),
        FileProblem.OUTSIDE: (
            "story-path-unsafe",
            "dit is een verwijzing naar een plek buiten de map",
            "zet het bestand zelf in de map van het verhaal",
        ),
        FileProblem.NO_STORY: (
            "story-file-missing",
            "in deze map staat geen verhaal.md",
            "noem het bestand met het verhaal verhaal.md, met kleine letters",
        ),
        FileProblem.NOT_MARKDOWN: (
            "story-not-markdown",
            "een document van een tekstverwerker kan de pijplijn niet lezen",
            "sla het verhaal op als platte tekst met de naam verhaal.md",
        ),
    }
)


def file_fault(problem: FileProblem, line: int | None = None) -> Fault:
    code, message, hint = _FILE_PROBLEMS[problem]
    return Fault(code, line, message, hint)


_QUOTES = "zet de hele waarde tussen aanhalingstekens"
# By a part of PyYAML's own English sentence: what an editor did, and the way out.
_YAML_SAYS = (
    ("mapping values are not allowed", "in deze waarde staat een dubbele punt met een spatie", _QUOTES),
    ("\\t", "hier staat een tab", "spring in met spaties"),
    ("quoted scalar", "een aanhalingsteken wordt niet gesloten", "zet er aan het eind nog een"),
    ("flow sequence", "een haakje [ wordt niet gesloten", f"zet er een ] achter, of {_QUOTES}"),
    ("flow mapping", "een haakje { wordt niet gesloten", _QUOTES),
    ("block mapping", "deze regel springt anders in dan die erboven", "laat ze even ver inspringen"),
    ("block collection", "deze regel springt anders in dan die erboven", "laat ze even ver inspringen"),
    ("could not find expected ':'", "hier staat geen ‘sleutel: waarde’", "begin de regel met een sleutel"),
    ("special characters", "hier staat een onzichtbaar teken", "typ de regel opnieuw"),
    ("cannot start any token", "een waarde mag niet met dit teken beginnen", _QUOTES),
)  # fmt: skip


def yaml_hint(error: Exception, lines: list[str]) -> tuple[int, str, str]:
    """Returns the line (from 0), the message and the hint for what PyYAML stumbled over in `lines`."""
    said = str(getattr(error, "problem", "")) + " " + str(getattr(error, "context", ""))
    said = error.reason if isinstance(error, yaml.reader.ReaderError) else said
    for part, message, hint in _YAML_SAYS:
        if part in said:
            return _line_of(error, lines), message, hint
    return _line_of(error, lines), "de kop is hier niet te lezen", _QUOTES


def _line_of(error: Exception, lines: list[str]) -> int:
    if isinstance(error, yaml.reader.ReaderError):
        return "\n".join(lines)[: error.position].count("\n")
    # What is never closed is found at the end of the text; the place to mend is where it began.
    unclosed = "scanning a quoted" in str(getattr(error, "context", "")) or "flow" in str(
        getattr(error, "context", "")
    )
    mark = getattr(error, "context_mark" if unclosed else "problem_mark", None)
    return min(mark.line, len(lines) - 1) if mark else 0
