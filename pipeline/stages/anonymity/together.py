"""What gives somebody away only together with a place: an age, a rare illness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.vocabulary import any_of

_UNITS = "twee|drie|vier|vijf|zes|zeven|acht|negen"
_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_TEENS = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_N = rf"(?:\d{{1,3}}|één|een|anderhalf|(?:een|{_UNITS})(?:en|ën)(?:{_TENS})|{_UNITS}|{_TEENS}|{_TENS})"
_BEING = r"(?:is|was|ben|bent|werd|wordt|van|toen|pas|net|bijna|nog|nu|waren|inmiddels|geworden)"
_CHILD = any_of(
    """
    baby|peuter|kleuter|kind|kinderen|zoon|zoontje|dochter|dochtertje|dochters|meisje|meisjes|jongen|jongens
    jongetje|puber|tiener|broertje|zusje|tweeling|kleinzoon|kleindochter|neefje|nichtje
    """
)
_ORDINAL = (
    r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|\w{3,5}tiende"
    rf"|\w*(?:{_TENS})ste|\d{{1,2}}(?:e|ste))"
)
_CLASS = "eerste|tweede|derde|vierde|vijfde|zesde|laatste"
_PERSON = r"(?:ik|hij|zij|ze|we|wij|(?:mijn|haar|zijn|hun|onze|ons|de|het) \w+)"
# What may follow a bare number that is an age; a noun makes it a count.
_AFTER = (
    r"(?=[.,;:)!?’–]|\s(?:en|toen|uit|maar|geworden|als|die|dat|op|in|bij|wanneer|daar|met|aan|zit|zat|woont?"
    r"|woonden?|ging|gaat|was|is|of|om|voor|naar|vanuit|dus|want)\b|\s*$)"
)
_FILL = "hij|zij|ze|ik|we|wij|toen|nu|net|pas|nog|bijna|inmiddels|al|ongeveer"
_NO_AGE = (
    "geleden|later|lang|eerder|werk|ervaring|in dienst|getrouwd|samen|op de|ouder|jonger|cel|tbs|gevangenis"
)
_NOT_AFTER = "".join(
    rf"(?<!\b{word} )" for word in ("al", "na", "over", "sinds", "ruim", "elke", "voor", "tussen")
)
_AGES = tuple(
    re.compile(pattern, re.I | re.M)
    for pattern in (
        rf"\b{_N}(?:en)?[- ]?jarige?s?\b",
        rf"\b{_N} (?:jaar|jaren|maanden|weken) (?:oud|jong)\b",
        rf"{_NOT_AFTER}\b{_N} jaar\b(?! (?:{_NO_AGE}))",
        r"(?<=[,(–] )\d{1,2}(?= ?[),–])|(?<=\()\d{1,2}(?=\))",
        rf"\b{_BEING} (?:(?:{_FILL}) ){{0,3}}({_N}){_AFTER}",
        rf"\b(?:toen|als|nu|sinds|zodra|tot|totdat|voordat|nadat|omdat) (?:\w+ ){{1,3}}?({_N})"
        r" (?:was|werd|waren|is|ben|wordt|zijn)\b",
        # Wordt in mei negen, werd dat jaar in een vreemde stad acht: what stands between is no number.
        rf"\b(?:{_BEING}|zijn|worden|werden) (?:(?!(?:om|met|rond|kwart|half|{_N}) )[\w’]+ ){{1,4}}"
        rf"({_N}){_AFTER}",
        rf"\b(?:{_BEING}|zijn) ({_N}(?:, {_N})*,? en {_N})\b(?=[.,;:!?)]|\s(?:en|in|toen|als|maar)\b|\s*$)",
        rf"(?<=, )({_N},? en {_N})(?=[,.;)])|(?<=\()({_N}(?:, {_N})*(?: en {_N})?)(?=\))",
        rf"(?<=\bde oudste )({_N})\b|(?<=\bde jongste )({_N})\b",
        rf"\b({_N}) (?:worden|geweest)\b|\bnog geen ({_N})\b(?! \w+(?:en|s|r)\b)",
        rf"\bmet ({_N}) \w+ {_PERSON}\b|\b(?:een jaar of|rond de) ({_N})\b",
        rf"\b(?:(?:begin|eind|midden|halverwege|ver in) (?:(?:de|haar|zijn|mijn|hun) )?(?:{_TENS}))\b",
        rf"\b(?:{_CLASS}) (?:klas|leerjaar)\b",
        r"\b(?:twintiger|dertiger|veertiger|vijftiger|zestiger|zeventiger)\b",
        rf"\b({_N}) (?:was|werd|ben|is) (?:ik|hij|zij|ze|mijn)\b",
        rf"\bvan ({_N},? (?:en|of) {_N})\b|\b({_N}) en {_N} jaar\b",
        rf"\b(?:op|sinds|vanaf|tot|rond|na|voor|in) (?:mijn|haar|zijn|hun|onze) ({_ORDINAL})\b(?! \w+en\b)",
        rf"\b({_N}) geworden\b|\b({_N}) (?:jr|j)\b|\bleeftijd(?: is| was|:)?(?: van)? ({_N})\b",
        rf"(?<=, )({_N})(?=,(?: en)? )",
        rf"\b(?:{_CHILD}) van (?:bijna |net |nog geen |amper )?({_N})\b",
        r"\b(?:groep (?:[1-8][ab]?|een|één|twee|drie|vier|vijf|zes|zeven|acht)|brugklas|kleuterklas)\b",
        r"\b(?:(?:klas|leerjaar) [1-6][a-z]?|[1-6] (?:vmbo|mavo|havo|vwo)|(?:vmbo|mavo|havo|vwo)[ -][1-6])\b",
    )
)
_PLACES = frozenset(
    {
        *(Identifying.PLAATS, Identifying.SCHOOL, Identifying.VERENIGING, Identifying.INSTELLING),
        *(Identifying.STRAAT, Identifying.POSTCODE),
    }
)
_REGIONS = (
    *("Achterhoek", "Veluwe", "Betuwe", "Twente", "Drenthe", "Zeeland", "Friesland", "Limburg", "Flevoland"),
    *("Groningerland", "Westland", "Kempen", "Hoeksche Waard", "Bollenstreek", "Zaanstreek", "Bommelerwaard"),
    *("Noordoostpolder", "Alblasserwaard", "Salland"),
)
# Illnesses few people have, by name; the European definition is at most one in two thousand.
_OF = any_of(
    """
    Duchenne|Huntington|Prader-Willi|Angelman|Rett|Dravet|Williams|Marfan|Ehlers-Danlos|Tay-Sachs
    Niemann-Pick|Sanfilippo
    Hurler|Hunter|Gaucher|Fabry|Pompe|Batten|Leigh|Wilson|Addison|Cushing|Apert|Crouzon|Cornelia de Lange
    Kabuki|Noonan
    Silver-Russell|Sotos|Usher|Alagille|Klinefelter|Kleine-Levin|Guillain-Barré|Creutzfeldt-Jakob|Moebius
    Möbius|Alport
    Bardet-Biedl|Smith-Magenis|Lesch-Nyhan|Zellweger|Krabbe|Jacobsen|Pitt-Hopkins|Kleefstra|Coffin-Siris
    Koolen-De Vries
    Rubinstein-Taybi|Wolf-Hirschhorn|Phelan-McDermid|Treacher Collins|Turner
    """
)
_NAMED = any_of(
    r"""
    cri-du-chat|taaislijmziekte|cystische fibrose|cystic fibrosis|\w*spierdystrofie
    spinale musculaire atrofie|SMA type|ALS|PKU
    fenylketonurie|hemofilie|sikkelcelziekte|sikkelcelanemie|thalassemie|epidermolysis bullosa
    vlinderkind|vlinderziekte
    galactosemie|porfyrie|neurofibromatose|tubereuze sclerose|progeria|osteogenesis imperfecta
    broze[- ]bottenziekte
    bottenziekte|mucopolysaccharidose|\w*leukodystrofie|stofwisselingsziekte
    mitochondriële (?:ziekte|aandoening)
    retinoblastoom|neuroblastoom|hersenstamkanker|hersenstamtumor|ponsglioom|DIPG|medulloblastoom|osteosarcoom
    ewingsarcoom|narcolepsie|myasthenia gravis|sarcoïdose|sclerodermie|hypofosfatasie|achondroplasie
    dwerggroei|albinisme
    ichthyosis|gastroschisis|holoprosencefalie|microcefalie|trisomie \d+
    foetaal alcoholsyndroom|FASD?|locked-in
    22q11(?:\.2)?(?:-deletie)?(?:syndroom)?|chromosoomafwijking|ziekte die maar \w+
    zeldzame (?:ziekte|aandoening|stofwisselingsziekte|vorm van \w+|spierziekte|kanker|tumor|afwijking)
    """
)
_COMMON = "Down|Alzheimer|Parkinson|Lyme|Pfeiffer|Crohn"
_ILLNESS = re.compile(
    rf"\b(?:het )?syndroom van (?!(?:{_COMMON})\b)(?:de |het )?[A-Z][\w’\-]*"
    rf"|\b(?!Down)[A-Z][\w’]*(?:-[A-Z][\w’]*)*-?syndroom\b"
    rf"|\b(?:de )?(?:ziekte|aandoening) van (?!(?:{_COMMON})\b)(?:de |von )?[A-Z][\w’\-]*"
    rf"|\b(?:{_OF})\b(?! (?:zei|vroeg|keek|belde|kwam|was|is|heet))"
    rf"|\b(?:{_NAMED})\b"
)
_GAP = re.compile(r"\n[ \t]*\n")
_ENDS = re.compile(r"[.!?…][’”\"')]*(?=\s+[A-Z‘“\"'’À-Þ]|\s*\n|\s*$)|\n\n")


def find_ages(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Yields an age, or a class at school, that stands beside a place or a school in `found`.

    Beside is: in one paragraph, or in the sentence before or after it, as in "Ze was negen." and then, on a
    new line, "Wij woonden in ...".
    """
    spots = _spots(text, found)
    if not spots:
        return
    ends = sorted({0, *(match.end() for match in _ENDS.finditer(text)), len(text)})
    sentences = list(pairwise(ends))
    told = [any(start <= spot < end for spot in spots) for start, end in sentences]
    paragraphs = _paragraphs(text)
    beside = [(start, end) for start, end in paragraphs if any(start <= spot < end for spot in spots)]
    beside += [span for index, span in enumerate(sentences) if any(told[max(0, index - 1) : index + 2])]
    for start, end in beside:
        for pattern in _AGES:
            for match in pattern.finditer(text, start, end):
                group = next((index for index in range(1, pattern.groups + 1) if match[index]), 0)
                yield Found(match.start(group), match.end(group), Identifying.LEEFTIJD)


def find_illnesses(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Yields a rare illness that stands in one paragraph with a place."""
    spots = _spots(text, found)
    paragraphs = _paragraphs(text) if spots else []
    for match in _ILLNESS.finditer(text) if spots else ():
        start, end = next(one for one in paragraphs if match.start() < one[1])
        if any(start <= spot < end for spot in spots):
            yield Found(match.start(), match.end(), Identifying.ZIEKTE)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _GAP.finditer(text)]
    return list(pairwise([0, *ends, len(text) + 1]))


def _spots(text: str, found: Sequence[Found]) -> list[int]:
    """Returns where places stand, regions too: by themselves these give nobody away."""
    return [
        *(one.start for one in found if one.kind in _PLACES),
        *(text.index(region) for region in _REGIONS if region in text),
    ]
