"""Exact dates, in every way Dutch writes them. A month with a year is not exact and is no finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.vocabulary import any_of, has_digit, listed, near_digits
from pipeline.text.dutch import MONTHS

_ONES = listed(
    """
    één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
    achttien negentien twintig eenentwintig tweeëntwintig drieëntwintig vierentwintig vijfentwintig
    zesentwintig zevenentwintig achtentwintig negenentwintig dertig eenendertig
    """
)
_ORDINALS = (
    *listed(
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende"
    ),
    *listed("veertiende vijftiende zestiende zeventiende achttiende negentiende"),
    *(f"{word}ste" for word in _ONES[19:]),
)
_WORDS = "|".join(sorted((*_ONES, *_ORDINALS), key=len, reverse=True))
_DAY = rf"(?:[0-3]?\d(?:e|de|ste|ᵉ)?|{_WORDS})"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:jan|feb|febr|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?)"
_WEEKDAY = r"(?:maan|dins|woens|donder|vrij|zater|zon)dag"
_ON = rf"(?:{_WEEKDAY}(?:ochtend|middag|avond|nacht)?|(?:ma|di|wo|do|vr|za|zo)\.?)"
_YEAR = r"(?:19|20)\d\d"
_LONG = re.compile(
    rf"(?<![\w.,/\-])(?:{_ON},? )?(?:de )?(?P<day>{_DAY})(?: van)?[ \u00a0\-/.]+(?P<month>{_MONTH})(?![a-z])"
    r"(?:,?[ \u00a0\-/.]+(?P<year>[’']?\d{4}\b|[’']\d{2}\b))?",
    re.I,
)
_MONTHS = re.compile(rf"\b(?:{'|'.join(MONTHS)}|(?:jan|feb|febr|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?)")
# The longest that stands before a month: "donderdagmiddag, de zevenentwintigste van".
_REACH = 50
_MONTH_FIRST = re.compile(rf" de (?:{'|'.join(_ORDINALS)}|[0-3]?\d(?:e|de|ste))\b", re.I)
# Both begin with a word that is the same everywhere, which Python finds fast; what stands before comes after.
_WEEKDAY_THE = re.compile(
    rf"dag(?:ochtend|middag|avond)? (?:de )?(?:[0-3]?\d(?:e|de|ste)|{'|'.join(_ORDINALS[1:])})\b"
    r"(?! (?:keer|maal|week|maand|groep|klas))"
)
_BEFORE_DAG = re.compile(r"\b(?:[Mm]aan|[Dd]ins|[Ww]oens|[Dd]onder|[Vv]rij|[Zz]ater|[Zz]on)$")
_OF_THE = re.compile(rf" van de (?:{'|'.join(_ORDINALS[:12])})\b(?! \w+en\b)")
_BEFORE_OF_THE = re.compile(rf"\b[Dd]e (?:{'|'.join(_ORDINALS)})$")
_OTHERS = (
    # eerste kerstdag 2022: with its year a feast is a day like any other
    re.compile(
        r"\b(?:(?:eerste |tweede |1e |2e )?(?:kerstdag|paasdag|pinksterdag)|kerst(?:avond|ochtend|nacht|mis)?"
        r"|sinterklaas(?:avond)?|pakjesavond|oude?jaars(?:avond|dag|nacht)|oudjaar|oud en nieuw"
        r"|nieuwjaar(?:sdag)?"
        r"|koningsdag|koningsnacht|koninginnedag|hemelvaart(?:sdag)?|goede vrijdag|witte donderdag|palmzondag"
        r"|aswoensdag|pasen|paas(?:zondag|maandag)|pinksteren|pinkster(?:zondag|maandag)|moederdag|vaderdag"
        r"|bevrijdingsdag|dodenherdenking|valentijnsdag|dierendag|prinsjesdag|driekoningen|sint[- ]maarten"
        rf"|halloween|suikerfeest|offerfeest|keti koti)(?: van| in)?,? {_YEAR}\b",
        re.I,
    ),
    # de laatste dag van mei 2021
    re.compile(rf"\b(?:eerste|laatste) dag van {_MONTH},? {_YEAR}\b", re.I),
    # de laatste maandag van maart 2024
    re.compile(
        rf"\b(?:eerste|tweede|derde|vierde|laatste) {_WEEKDAY} (?:van|in) {_MONTH},? {_YEAR}\b",
        re.I,
    ),
)
# De 28e kwam ze terug, op de veertiende belde hij: what follows is no thing that is counted.
_LONE_DAY = re.compile(
    r"(?<=[Dd]e )(?:[0-3]?\d(?:e|de|ste)(?=[.,;:!?)]"
    r"|\s(?:terug|weer|en|om|was|is|kwam|had|belde|moest|stond|ging|zat|zou|in|op|naar|werd|weg|langs|thuis)\b)"
    # Above the twelfth it is seldom anything else.
    r"|(?:1[3-9]|2\d|3[01])(?:e|de|ste)\b(?! (?:eeuw|verdieping|etage|verjaardag|keer|maal|week|maand|jaar"
    r"|dag|plaats|plek|minuut|bladzijde|pagina|huis|vraag|brief|mail)))"
)
_ON_THE = re.compile(
    rf"p de (?:{'|'.join(_ORDINALS[12:])})"
    r"(?=[.,;:!?)]|\s(?:belde|kwam|was|stond|ging|moest|had|werd)\b)"
)
_BEFORE_ON_THE = re.compile(r"\b[Oo]$")
_HEADED = ((_WEEKDAY_THE, _BEFORE_DAG), (_OF_THE, _BEFORE_OF_THE), (_ON_THE, _BEFORE_ON_THE))
_BIRTH_YEAR = re.compile(rf"\bgeb(?:oren|\.)?(?: is| werd)?(?:: | in | )(?:{_MONTH} )?{_YEAR}\b", re.I)
_NUMERIC = re.compile(
    r"(?<![\w/.,\-€])(?:"
    r"(?P<d>[0-3]?\d) ?(?P<sep>[-/.–]) ?(?P<m>[01]?\d) ?(?P=sep) ?(?P<y>(?:(?:19|20)?|[’'])\d\d)"
    rf"|{_YEAR}(?P<sep2>[-/.])(?P<m2>[01]\d)(?P=sep2)(?P<d2>[0-3]\d)"
    rf"|{_YEAR}(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])"
    rf"|(?P<d4>0[1-9]|[12]\d|3[01])(?P<m4>0[1-9]|1[0-2]){_YEAR}"
    r")(?![\w/]|[-.,]\d)"
)
_SHORT = re.compile(
    r"\b(?P<cue>op|ma|di|wo|do|vr|za|zo|sinds|tot|vanaf|vóór|voor|na|per|datum|d\.d\.|dd\.?|van|rond"
    rf"|{_WEEKDAY})[:.,]?(?: de)? "
    r"(?P<d>[0-3]?\d)(?P<sep>[-/])(?P<m>[01]?\d)"
    r"(?![\w/]|[-.,:]\d| (?:jaar|uur|euro|deel|van de|keer|procent|minuten|weken))",
    re.I,
)
# In notes a day stands alone: at the head of a line, or between brackets.
_LONE = re.compile(
    r"(?:^[ \t*\-]*|\()(?P<d>[0-3]?\d)[-/](?P<m>[01]?\d)(?=[:)]| [–-] |\.? [A-Za-z]| *$)"
    r"(?! (?:jaar|uur|deel))",
    re.M,
)
_BIRTH = re.compile(r"geboren|geboorte|\bgeb\.|jarig|verjaardag|verjaarde|ter wereld", re.I)
_CUT = re.compile(r"[.!?…]\s|\n")
# Everybody's days: without a year they say no more than the feast itself, when that is named beside them.
_FEASTS = {
    "5 december": "sinterklaas|pakjesavond|sint|pieten|schoen",
    "6 december": "sinterklaas|sint",
    "24 december": "kerst",
    "25 december": "kerst",
    "26 december": "kerst",
    "31 december": "oud en nieuw|oudejaar|oudjaar|vuurwerk|oliebol",
    "1 januari": "nieuwjaar|oud en nieuw|ingegaan|gaat in|in werking|wet",
    "27 april": "koningsdag|vrijmarkt",
    "4 mei": "dodenherdenking|herdenking|twee minuten",
    "5 mei": "bevrijdingsdag|bevrijding",
    "11 november": "sint.maarten|lampion",
    "14 februari": "valentijn",
    "8 maart": "vrouwendag",
    "1 april": "grap",
}


def find_dates(text: str) -> Iterator[Found]:
    """Yields exact dates; one that is said to be of a birth is of that kind, also without its day."""
    yield from _long(text)
    has_digits = has_digit(text)
    for pattern, before in _HEADED:
        for match in pattern.finditer(text):
            if head := before.search(text, max(0, match.start() - 30), match.start()):
                yield _found(text, head.start(), match.end())
    if has_digits:
        for match in near_digits(_LONE_DAY, text):
            yield _found(text, match.start(), match.end())
        for pattern in _OTHERS:
            for match in near_digits(pattern, text):
                yield _found(text, match.start(), match.end())
        for match in near_digits(_BIRTH_YEAR, text):
            yield Found(match.start(), match.end(), Identifying.GEBOORTEDATUM)
        yield from _numeric(text)


def _long(text: str) -> Iterator[Found]:
    # Months are rare, so they are looked for first, and what makes a date of one around them.
    end = 0
    lowered = text.lower()
    # A few letters, such as a Turkish İ, grow when they are made small; then places would no longer fit.
    for month in _MONTHS.finditer(lowered if len(lowered) == len(text) else text):
        if after := _MONTH_FIRST.match(text, month.end()):
            yield _found(text, month.start(), after.end())
            continue
        match = _LONG.search(text, max(end, month.start() - _REACH), min(len(text), month.end() + _REACH))
        if match is None or match["month"].lower() != month[0].lower():
            continue
        end = match.end()
        if _number(match["day"]) <= 31 and not _is_feast(text, match):
            yield _found(text, match.start(), match.end())


def _numeric(text: str) -> Iterator[Found]:
    for match in near_digits(_NUMERIC, text):
        day = match["d"] or match["d2"] or match["d3"] or match["d4"]
        month = match["m"] or match["m2"] or match["m3"] or match["m4"]
        # Three pairs with dots are more often a version or a time, save with a zero, as in 03.05.24.
        is_version = match["sep"] == "." and len(match["y"]) == 2 and match["m"][0] != "0"
        if _is_day(day, month) and not is_version:
            yield _found(text, match.start(), match.end())
    for match in near_digits(_LONE, text):
        if _is_day(match["d"], match["m"]):
            yield _found(text, match.start("d"), match.end("m"))
    for match in near_digits(_SHORT, text):
        # From nine to five and four to twelve years are written so too.
        is_span = match["sep"] == "-" and match["cue"].lower() in ("van", "voor", "tot", "na")
        is_always = (match["d"], match["m"]) in (("24", "7"), ("1", "2"))
        if _is_day(match["d"], match["m"]) and not is_span and not is_always:
            yield _found(text, match.start("d"), match.end())


def _found(text: str, start: int, end: int) -> Found:
    before = _CUT.split(text[max(0, start - 60) : start])[-1]
    after = _CUT.split(text[end : end + 25])[0]
    is_birth = _BIRTH.search(before) or _BIRTH.search(after)
    return Found(start, end, Identifying.GEBOORTEDATUM if is_birth else Identifying.DATUM)


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _is_feast(text: str, match: re.Match[str]) -> bool:
    words = _FEASTS.get(f"{_number(match['day'])} {match['month'].lower()}")
    around = text[max(0, match.start() - 90) : match.end() + 90]
    return not match["year"] and words is not None and re.search(any_of(words), around, re.I) is not None


def _number(day: str) -> int:
    digits = "".join(filter(str.isdigit, day))
    word = day.lower()
    if digits:
        return int(digits)
    return _ONES.index(word) + 1 if word in _ONES else _ORDINALS.index(word) + 1
