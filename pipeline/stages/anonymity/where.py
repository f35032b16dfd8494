"""Streets with a house number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.known_words import SENTENCE_STARTS
from pipeline.stages.anonymity.vocabulary import any_of, has_digit, near_digits

_ENDINGS = any_of(
    """
    straat|straatje|laan|weg|plein|gracht|kade|dijk|hof|singel|steeg|pad|park|plantsoen|dreef|dam|markt
    burgwal|haven
    hofje|baan|ring|wal|kamp|veld|oord|erf|meent|akker|wei|weide|berg|poort|brink|es|horst|boulevard
    allee|lei|vest
    waard|zoom|zijde|sluis|brug|gaarde|passage|promenade|esplanade|tuin|bos|donk|heuvel|kwartier|burg
    land|gang|hoek
    eind|einde|kolk|rak|slag|stee|trek|loop|wijk|diep|vaart
    """
)
_NUMBER = (
    r"\d{1,4}(?:[ -]?[a-zA-Z]\b|-\d{1,4}[a-z]?|-[a-zA-Z]{1,3}\b| ?bis\b| hs\b| ?[IVX]{1,3}\b)?"
    r"(?![\d,.]\d|\w|:\d)"
)
_CAPITAL = r"[A-ZÀ-Þ’'][\w’'\-]*\.?"
_SMALL = r"(?:van|de|der|den|het|’t|'t|ter|ten|te|aan|op|in|bij|la)"
_NUMBERED = re.compile(
    rf"(?<![\w])(?:{_CAPITAL} (?:{_SMALL} ){{0,3}}){{0,4}}[\w’'\-]*(?:{_ENDINGS}) "
    rf"(?:nr\.? |nummer |huisnummer )?{_NUMBER}"
)
_FIRST_WORDS = any_of(
    """
    Laan|Plein|Weg|Hof|Kade|Dijk|Pad|Burgemeester|Prins|Prinses|Koningin|Lange|Korte|Oude|Nieuwe|Grote
    Kleine|Sint
    Dokter|Pastoor
    """
)
_PREFIXED = re.compile(
    rf"\b(?:{_FIRST_WORDS}) (?:{_SMALL} ){{0,3}}{_CAPITAL}"
    rf"(?: (?:{_SMALL} ){{0,2}}{_CAPITAL}){{0,3}} {_NUMBER}"
)
_UNIT = (
    r"(?:uur|jaar|euro|procent|keer|mensen|kinderen|dagen|weken|maanden|minuten|[a-z]+uari|maart|april|mei|juni|juli"
    r"|augustus|\w+ber)\b"
)
_AT = re.compile(
    r"\b(?:aan|op|in|naar|bij|woont|woonde|woon|adres(?:\sis|\swas)?|van)(?: de| het| ’t)?:? "
    rf"({_CAPITAL}(?: (?:{_SMALL} ){{0,2}}{_CAPITAL}){{0,3}} {_NUMBER})(?!\s?{_UNIT})"
)
_NO_STREET = re.compile(
    r"(?:"
    + any_of(
        """
        artikel|groep|kamer|stap|deel|hoofdstuk|blz|bladzijde|pagina|lijn|bus|klas|spoor|perron|zaal
        lokaal|dag|week
        nummer|punt|vraag|bijlage|veilig thuis|covid|team|januari|februari|maart|april|mei|juni|juli
        augustus|september
        oktober|november|december|playstation|windows|formule|top|wmo|snelweg|rijksweg|de weg|onderweg
        weg|hof|pad|park
        veld|baan|hoek|eind|einde|land|gang|berg|brug|haven|sluis|markt|tuin|bos|wijk|poort|ring
        """
    )
    + r")\b",
    re.I,
)
_NO_STREET_WORD = re.compile(
    r"\b(?:snelweg|autoweg|onderweg|halverwege|vandaan|voetbalveld|onderhand|nederland|buitenland|ruim)\b",
    re.I,
)
_IN_SMALL = re.compile(r"[\w\-]{3,}(?:straat|laan|plein|gracht|singel|plantsoen|steeg) ")


def find_streets(text: str) -> Iterator[Found]:
    if not has_digit(text):
        return
    for match in near_digits(_NUMBERED, text):
        start = _beginning(match)
        if start is not None:
            yield Found(start, match.end(), Identifying.STRAAT)
    for match in near_digits(_PREFIXED, text):
        yield Found(match.start(), match.end(), Identifying.STRAAT)
    for match in near_digits(_AT, text):
        if not _NO_STREET.match(match[1]):
            yield Found(match.start(1), match.end(1), Identifying.STRAAT)


def _beginning(match: re.Match[str]) -> int | None:
    """Returns where the street begins, after a word that begins a sentence; None when it is none."""
    whole, start = match[0], match.start()
    while True:
        first, blank, rest = whole.partition(" ")
        if not blank or first.lower() not in SENTENCE_STARTS - {"de", "het"}:
            break
        whole, start = rest, start + len(first) + 1
    if _NO_STREET.match(whole) or _NO_STREET_WORD.search(whole):
        return None
    # In small letters only what can be nothing else.
    return start if re.match(r"[A-ZÀ-Þ’']", whole) or _IN_SMALL.match(whole) else None
