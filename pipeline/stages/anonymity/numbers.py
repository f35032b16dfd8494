"""Numbers that lead to somebody: telephone, bank account, BSN, number plate, postcode, file number.

Each has a form, most have a test of their own, and a word before it ("dossiernummer", "bsn") can vouch for a
number that fails it: a typing error still leads to somebody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.vocabulary import any_of, has_digit, listed, near_digits

# How far back a word may stand that says what a number is.
_REACH = 45

_DIGIT = r"(?:[ .\-–/()\u00a0]{0,3}\d)"
_PHONE = re.compile(
    rf"(?<![\w+,.\-/])(?<![A-Z]{{4}} )(?:(?:\+|00) ?31[ .\-]?(?:\(0\)|0)?|\(?0){_DIGIT}{{9}}(?!\d)"
    r"|(?<![\w+])(?:\+|00)(?!31)[1-9]\d{0,2}(?:[ .\-/()]{0,2}\d){7,11}(?!\d)"
)
_SHORT_PHONE = re.compile(
    r"\b(?:tel|telefoon|telefoonnummer|mobiel|nummer|06)\b[.:]?(?: is| was)?:? "
    r"(\d(?:[ -]?\d){5,6})(?![\d/-])",
    re.I,
)
_DIGIT_WORD = (
    r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf"
    r"|[a-zëï]{3,15}tig|[a-z]{4,8}tien)"
)
_SPOKEN_PHONE = re.compile(rf"\bnul[ ,-]{{1,2}}zes(?:[ ,.…-]{{1,3}}{_DIGIT_WORD}){{2,}}", re.I)
_SPOKEN_DIGITS = re.compile(rf"\b{_DIGIT_WORD}(?:[ ,.…-]{{1,3}}{_DIGIT_WORD}){{2,}}\b", re.I)
_CALLING = re.compile(r"(?:[Bb]el|[Aa]pp|sms|ummer|obiel|elefoon)\b")
# Numbers of everybody: 0800, 0900, 088 is not among them, since a team has one.
_PUBLIC_PHONES = ("0800", "0900", "0906", "0909")

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?\d{2}(?:[ .\-\u00a0]?[A-Za-z0-9]){11,30}")
_IBAN_LENGTHS = {
    **{"NL": 18, "BE": 16, "DE": 22, "FR": 27, "ES": 24, "PL": 28, "TR": 26, "GB": 22, "LU": 20, "IT": 27},
    **{"PT": 25, "RO": 24, "BG": 22, "AT": 20, "LT": 20, "IE": 22, "CH": 21, "HU": 28, "CZ": 24, "GR": 27},
}
_OLD_ACCOUNT = re.compile(r"(?<![\w.])\d(?:[ .]?\d){6,9}(?![\w])")
_BSN = re.compile(r"(?<![\w.,/\-+€])\d(?:[ .\-]?\d){7,8}(?![\w/]|[-.,]\d)")
_PLATE_FORMS = (
    *listed(
        """
LL-99-99 99-99-LL 99-LL-99 LL-99-LL LL-LL-99 99-LL-LL 99-LLL-9 9-LLL-99
"""
    ),
    *listed(
        """
LL-999-L L-999-LL LLL-99-L L-99-LLL 9-LL-999 999-LL-9 LLL-99-9 9-99-LLL
"""
    ),
)
_PLATE_SIGNS = {"L": "[A-Z]", "9": r"\d", "-": "[-–‑]"}
_PLATE_BODY = "|".join("".join(_PLATE_SIGNS[sign] for sign in form) for form in _PLATE_FORMS)
_PLATE = re.compile(rf"(?<![\w\-–])(?:{_PLATE_BODY})(?![\w]|-\w)")
_LOOSE_PLATE = re.compile(rf"(?<![\w\-–])(?:{_PLATE_BODY.replace('[-–‑]', '[-–‑ .]?')})(?![\w]|-\w)", re.I)
_POSTCODE = re.compile(r"(?<![\w.,/\-€])(?<!€ )[1-9]\d{3}(?:[ \u00a0]{0,2}|-)[A-Z]{2}(?![\w])")
_LOW_POSTCODE = re.compile(r"(?<![\w.,/\-€])[1-9]\d{3} ?[a-z]{2}(?![\w])")
_CUED_POSTCODE = re.compile(r"\bpostcode(?:gebied)?\b[^.\n\d]{0,20}([1-9]\d{3}(?: ?[A-Za-z]{2}\b)?)", re.I)
_UNITS = frozenset(
    listed(
        """
kg km ml cm mm kw px wh gr st nd mb gb kb dm ha kv ds uu pk
in op is de en we ik al te om of er ze je na nu zo ja ga nl zn bv aj ok me wo ma di do vr za nr jr
"""
    )
)
_ABBREVIATIONS = frozenset(
    listed(
        """
VT GI VO PO BV NV OM SO EU VN EK WK AI TV IT HR PC CV EC SS SA NS
"""
    )
)

_FILE = re.compile(
    r"(?<![\w/])(?:"
    r"[A-Z]/\d{2}/\d{5,7}(?: ?/ ?[A-Z]{2} ?[A-Z]{2} ?\d{2}[-/]\d{1,5})?"  # court: C/05/412345 / JE RK 25-114
    r"|[A-Z]{2} [A-Z]{2} \d{2}[-/]\d{1,5}"  # court: JE RK 25-114
    r"|[A-Z]{3,4} \d{2}/\d{2,5}"  # administrative court: ARN 24/1832
    r"|ECLI:[A-Z]{2}:[A-Z]+:\d{4}:[A-Z0-9.]+"
    r"|\d{3}\.\d{3}\.\d{3}/\d{2}"  # court of appeal
    r"|\d{2}[-/]\d{6}[-/]\d{2}"  # public prosecutor
    r"|PL[ -]?\d{4}[- ]?\d{4}[- ]?\d{3,8}(?:-\d{1,3})?"  # police
    r"|[A-Z]{1,5}[-/.]?\d{2,4}[-/.]\d{3,}(?:[-/.]\d+)*"  # many an agency: Z/24/118823, DL-2025-0087
    r")(?![\w])"
)
_FILE_WORDS = any_of(
    """
    dossier|zaak|kenmerk|cliënt|client|registratie|referentie|rekest|parket|melding|meldings|aangifte
    incident|polis|klant|patiënt|patient|inschrijf|inschrijvings|beschikking|beschikkings|proces-verbaal
    procesverbaal|pv|mutatie|casus|volg|burgerzaken|v|big|studie|studenten|leerling|personeels|vervolg
    """
)
_OTHER_NUMBERS = (
    "telefoon|huis|rekening|kamer|rug|lijn|bus|burgerservice|spoor|mobiele?|bank|giro|sofi|rang|leden"
)
_CUED_FILE = re.compile(
    rf"\b(?P<word>(?:{_FILE_WORDS})(?:-?(?:nummers?|nr|id|code)|)"
    rf"|(?!(?:{_OTHER_NUMBERS})nummer)[a-zë\-]{{2,}}nummer|nummer|nr)\b[.:]?"
    r"(?: (?!onder\b)[a-zà-ž’]+){0,6}?[ ,:#‘“\"(]{1,4}"
    r"(?P<number>(?=[A-Z0-9./\-]*\d\d)[A-Z0-9](?:[A-Z0-9./\-_]*[A-Z0-9])?(?: \d{2,}\b)*)(?![\w%/]| euro)",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_numbers(text: str, public_phones: Collection[str] = ()) -> Iterator[Found]:
    """Yields what is found in `text`; `public_phones` are numbers that may stand anywhere."""
    if has_digit(text):
        yield from _phones(text, {_digits(phone) for phone in public_phones})
        yield from _ibans(text)
        yield from _bsns(text)
        yield from _plates(text)
        yield from _postcodes(text)
        yield from _files(text)
    for match in _SPOKEN_PHONE.finditer(text):
        yield Found(match.start(), match.end(), Identifying.TELEFOON)
    for cue in _CALLING.finditer(text):
        if spoken := _SPOKEN_DIGITS.search(text, cue.end(), cue.end() + 80):
            yield Found(spoken.start(), spoken.end(), Identifying.TELEFOON)


def _phones(text: str, public: Collection[str]) -> Iterator[Found]:
    for match in near_digits(_PHONE, text):
        digits = _national(match[0])
        is_dutch = digits.startswith("0")
        if digits in public or digits.startswith(_PUBLIC_PHONES):
            continue
        if is_dutch and (len(digits) != 10 or digits[1] == "0"):
            continue
        yield Found(match.start(), match.end(), Identifying.TELEFOON)
    for match in near_digits(_SHORT_PHONE, text):
        if match[0][:6].lower() != "nummer" or _says(text, match.start() + 7, "bel|telefoon|app|sms"):
            yield Found(match.start(1), match.end(1), Identifying.TELEFOON)


def _national(number: str) -> str:
    digits = _digits(number.replace("(0)", ""))
    if number.startswith("+31") or number.startswith("+ 31"):
        return "0" + digits[2:].removeprefix("0")
    if digits.startswith("0031"):
        return "0" + digits[4:].removeprefix("0")
    # Another country's: what it is written with, so that no Dutch rule judges it.
    return f"+{digits}" if number.startswith("+") else digits


def _ibans(text: str) -> Iterator[Found]:
    for match in near_digits(_IBAN, text):
        country = match[0][:2].upper()
        length = _IBAN_LENGTHS.get(country)
        end = _end_of(match[0], length) if length else None
        if end is None:
            continue
        number = re.sub(r"[^A-Za-z0-9]", "", match[0][:end]).upper()
        if _is_iban(number) or _says(text, match.start(), "rekening|iban|bank"):
            yield Found(match.start(), match.start() + end, Identifying.IBAN)
    for match in near_digits(_OLD_ACCOUNT, text):
        if _says(text, match.start(), "rekeningnummer|bankrekening|giro"):
            yield Found(match.start(), match.end(), Identifying.IBAN)


def _end_of(text: str, length: int) -> int | None:
    """Returns where the first `length` letters and digits end; None when there are fewer."""
    seen = 0
    for index, character in enumerate(text):
        seen += character.isalnum()
        if seen == length:
            return index + 1
    return None


def _is_iban(number: str) -> bool:
    """ISO 13616: the first four to the back, letters as 10 to 35, and the whole is 1 modulo 97."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _bsns(text: str) -> Iterator[Found]:
    for match in near_digits(_BSN, text):
        digits = _digits(match[0])
        is_named = _says(text, match.start(), r"bsn|burgerservice|sofi")
        if is_named or (
            len(digits) == 9
            and _passes_eleven_test(digits)
            and not _says(text, match.start(), "bestel|order|factuur|artikel|barcode|pakket|track", reach=30)
        ):
            yield Found(match.start(), match.end(), Identifying.BSN)


def _passes_eleven_test(digits: str) -> bool:
    """The BSN's own: nine times the first, eight times the second, ... and minus the last, by eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and total != 0


def _plates(text: str) -> Iterator[Found]:
    for match in near_digits(_PLATE, text):
        yield Found(match.start(), match.end(), Identifying.KENTEKEN)
    if re.search("kenteken|nummerbord|nummerplaat", text, re.I):
        for match in near_digits(_LOOSE_PLATE, text):
            is_mixed = any(map(str.isdigit, match[0])) and any(map(str.isalpha, match[0]))
            told = "kenteken|nummerbord|nummerplaat"
            after = text[match.end() : match.end() + 30].partition("\n\n")[0]
            if is_mixed and (_says(text, match.start(), told, reach=80) or re.search(told, after, re.I)):
                yield Found(match.start(), match.end(), Identifying.KENTEKEN)


def _postcodes(text: str) -> Iterator[Found]:
    for match in near_digits(_POSTCODE, text):
        if not (_YEAR.match(match[0]) and match[0][-2:] in _ABBREVIATIONS):
            yield Found(match.start(), match.end(), Identifying.POSTCODE)
    for match in near_digits(_LOW_POSTCODE, text):
        if match[0][-2:] not in _UNITS:
            yield Found(match.start(), match.end(), Identifying.POSTCODE)
    for match in near_digits(_CUED_POSTCODE, text):
        yield Found(match.start(1), match.end(1), Identifying.POSTCODE)


def _files(text: str) -> Iterator[Found]:
    for match in near_digits(_FILE, text):
        yield Found(match.start(), match.end(), Identifying.DOSSIERNUMMER)
    for match in near_digits(_CUED_FILE, text):
        number, word = match["number"], match["word"].lower()
        is_year = bool(_YEAR.fullmatch(number))
        names_a_number = word.endswith(("nummer", "nummers", "nr", "id", "code")) or word == "kenmerk"
        is_bare = word in ("nummer", "nr", "v", "volg", "big", "studie")
        if is_year and not (names_a_number and not is_bare):
            continue
        if len(_digits(number)) >= (4 if names_a_number and not is_bare else 5) or "/" in number:
            yield Found(match.start("number"), match.end("number"), Identifying.DOSSIERNUMMER)


def _says(text: str, at: int, words: str, reach: int = _REACH) -> bool:
    """Says whether one of `words` stands shortly before `at`, on the same line."""
    before = text[max(0, at - reach) : at].rpartition("\n\n")[2]
    return re.search(words, before, re.I) is not None


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
