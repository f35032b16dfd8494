"""templates/toestemming/*.toml -> ConsentForm. What is missing or misspelt is an error with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.errors import ConfigError
from pipeline.model.consent_form import ConsentForm, FormPart, Signer
from pipeline.text.tables import Table, TableError, parse_toml

FORM_KEYS = {"titel", "voor", "inleiding", "deel", "ondertekening"}
PART_KEYS = {"kop", "tekst", "punten", "keuzes", "velden"}
SIGNATURE_KEYS = {"kop", "tekst", "velden", "redactie"}

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def parse_form(text: str, path: str, signer: Signer, *, values: Mapping[str, str]) -> ConsentForm:
    """Reads one form and puts `values` where it says {name}. Raises ConfigError with file and line."""
    try:
        return _form(parse_toml(_filled(text, values)), signer)
    except TableError as error:
        raise ConfigError(path, error.message, line=error.line) from error


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fills the placeholders in before the text is parsed, so that an error has the line of its own."""
    for number, line in enumerate(text.splitlines(), 1):
        unknown = [name for name in _PLACEHOLDER.findall(line) if name not in values]
        if unknown and not line.lstrip().startswith("#"):
            known = ", ".join(f"{{{name}}}" for name in values)
            raise TableError(f"{{{unknown[0]}}} is not known here; known are: {known}", number)
    return _PLACEHOLDER.sub(lambda match: _escaped(values.get(match[1], match[0])), text)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _form(table: Table, signer: Signer) -> ConsentForm:
    table.demand_known(FORM_KEYS)
    signature = table.child("ondertekening", known=SIGNATURE_KEYS)
    parts = tuple(_part(entry) for entry in table.children("deel", known=PART_KEYS))
    if not any(part.choices for part in parts):
        raise table.error("no [[deel]] has keuzes, so nobody can say where the story may appear")
    return ConsentForm(
        signer=signer,
        title=table.string("titel"),
        for_whom=table.string("voor"),
        introduction=_some(table, "inleiding"),
        parts=parts,
        signature=FormPart(
            signature.string("kop"), signature.string("tekst"), fields=_some(signature, "velden")
        ),
        office=_some(signature, "redactie"),
    )


def _part(entry: Table) -> FormPart:
    return FormPart(
        heading=entry.string("kop"),
        text=entry.string("tekst", ""),
        points=entry.strings("punten"),
        choices=entry.strings("keuzes"),
        fields=entry.strings("velden"),
    )


def _some(table: Table, key: str) -> tuple[str, ...]:
    texts = table.strings(key)
    if not texts or not all(text.strip() for text in texts):
        raise table.error(f"{key} must hold at least one text", key)
    return texts
