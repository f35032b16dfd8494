"""What was found in a story -> findings, less those an editor signed off.

A finding names kind, place and the hash of its paragraph, never what stands there: build logs are public.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.model import Finding, Found, Identifying, NameReview, Severity
from pipeline.stages.anonymity.first_names import ALSO_WORDS, FIRST_NAMES
from pipeline.stages.anonymity.place_names import PLACES
from pipeline.stages.anonymity.prose import SHORTEST, Paragraph, Prose, shown_digest
from pipeline.stages.anonymity.scan import Public, scan

_WHAT: Mapping[Identifying, str] = MappingProxyType(
    {
        Identifying.NAAM: "een naam",
        Identifying.LEEFTIJD: "een leeftijd bij een plaats of school",
        Identifying.STRAAT: "een straat of adres",
        Identifying.POSTCODE: "een postcode",
        Identifying.TELEFOON: "een telefoonnummer",
        Identifying.EMAIL: "een e-mailadres",
        Identifying.IBAN: "een rekeningnummer",
        Identifying.BSN: "een burgerservicenummer",
        Identifying.KENTEKEN: "een kenteken",
        Identifying.GEBOORTEDATUM: "een geboortedatum",
        Identifying.DATUM: "een precieze datum",
        Identifying.SCHOOL: "de naam van een school of opvang",
        Identifying.VERENIGING: "de naam van een club of vereniging",
        Identifying.INSTELLING: "de naam van een instelling",
        Identifying.WERKGEVER: "de naam van een werkgever",
        Identifying.DOSSIERNUMMER: "een dossier- of zaaknummer",
        Identifying.ZIEKTE: "een zeldzame ziekte bij een plaats",
        Identifying.PLAATS: "een plaatsnaam",
        Identifying.HANDLE: "de naam van een account",
        Identifying.SAFELINK: "een omgeleide link uit een mail; daarin staat vaak een adres",
        Identifying.BESTANDSNAAM: "een bestandsnaam die iets verraadt",
    }
)
_INSTEAD: Mapping[Identifying, str] = MappingProxyType(
    {
        Identifying.NAAM: "schrijf een rol (‘mijn dochter’) of een verzonnen naam",
        Identifying.LEEFTIJD: "laat de leeftijd of de plaats weg, of schrijf ‘een meisje op de basisschool’",
        Identifying.DATUM: "schrijf de maand of het seizoen: ‘in het voorjaar’",
        Identifying.GEBOORTEDATUM: "laat hem weg; een leeftijd in jaren is genoeg",
        Identifying.PLAATS: "schrijf ‘een dorp’, ‘een grote stad’ of ‘bij ons in de buurt’",
        Identifying.SCHOOL: "schrijf ‘haar school’ of ‘de opvang’",
        Identifying.VERENIGING: "schrijf ‘de club’ of ‘het koor’",
        Identifying.INSTELLING: "schrijf ‘het ziekenhuis’ of ‘de instelling’",
        Identifying.WERKGEVER: "schrijf wat voor werk het was, niet bij wie",
        Identifying.ZIEKTE: "schrijf ‘een zeldzame ziekte’, of laat de plaats weg",
        Identifying.SAFELINK: "zet de link zelf neer, zonder omleiding",
        Identifying.BESTANDSNAAM: "geef het bestand een neutrale naam, zoals ‘beeld.jpg’",
    }
)
_CODES: Mapping[Identifying, str] = MappingProxyType(
    {
        Identifying.NAAM: "identifying-name",
        Identifying.LEEFTIJD: "identifying-age",
        Identifying.STRAAT: "identifying-street",
        Identifying.POSTCODE: "identifying-postcode",
        Identifying.TELEFOON: "identifying-phone",
        Identifying.EMAIL: "identifying-email",
        Identifying.IBAN: "identifying-iban",
        Identifying.BSN: "identifying-bsn",
        Identifying.KENTEKEN: "identifying-number-plate",
        Identifying.GEBOORTEDATUM: "identifying-birth-date",
        Identifying.DATUM: "identifying-date",
        Identifying.SCHOOL: "identifying-school",
        Identifying.VERENIGING: "identifying-club",
        Identifying.INSTELLING: "identifying-institution",
        Identifying.WERKGEVER: "identifying-employer",
        Identifying.DOSSIERNUMMER: "identifying-file-number",
        Identifying.ZIEKTE: "identifying-illness",
        Identifying.PLAATS: "identifying-place",
        Identifying.HANDLE: "identifying-handle",
        Identifying.SAFELINK: "identifying-safelink",
        Identifying.BESTANDSNAAM: "identifying-file-name",
    }
)
_DIGEST = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that was found, in the text it was found in."""

    prose: Prose
    found: Found
    paragraph: Paragraph

    @property
    def text(self) -> str:
        """What stands there. Only ever for a terminal."""
        return self.prose.text[self.found.start : self.found.end]


def find_in_story(
    proses: Sequence[Prose], *, public: Public, names: Mapping[str, Sequence[Found]] = MappingProxyType({})
) -> tuple[Spot, ...]:
    """Looks through all texts of a story; `names` are a library's, by the text they were found in."""
    spots = []
    for prose in proses:
        found = (
            _in_name(prose.text)
            if prose.is_name
            else scan(prose.text, public=public, names=names.get(prose.text, ()))
        )
        spots += [Spot(prose, one, prose.paragraph_at(one.start)) for one in found]
    return tuple(spots)


def identifying_findings(
    path: str,
    proses: Sequence[Prose],
    spots: Sequence[Spot],
    *,
    reviews: Sequence[NameReview],
    review_line: int | None = None,
    show: bool = False,
) -> tuple[Finding, ...]:
    """Returns a blocking finding for each spot that is not signed off, and advice for what signs off nothing.

    `path` is the story's own file, where its sign-offs stand, on `review_line`. With `show` a finding
    carries what was found as its excerpt, for a terminal and nothing else.
    """
    digests = {one.digest for prose in proses for one in prose.paragraphs}
    signed = {
        (review.kind.casefold(), digest)
        for review in reviews
        for digest in [_only(review.paragraph, digests)]
        if digest
    }
    findings = [
        _finding(spot, shown_digest(spot.paragraph.digest, digests), show=show)
        for spot in spots
        if (spot.found.kind.value, spot.paragraph.digest) not in signed
    ]
    return (*findings, *_stale(path, reviews, digests, review_line))


def _finding(spot: Spot, digest: str, *, show: bool) -> Finding:
    kind = spot.found.kind
    line, column = spot.prose.position(spot.found.start)
    instead = _INSTEAD.get(kind, "haal het weg")
    told = f"hier staat waarschijnlijk {_WHAT[kind]}"
    if spot.prose.is_name:
        told = "de naam van dit bestand verraadt waarschijnlijk om wie het gaat"
    return Finding(
        _CODES[kind],
        Severity.BLOCKING,
        spot.prose.path,
        told,
        f"{instead}; kan het blijven, zet dan onder ‘controle’: soort: {kind.value}, alinea: {digest}, "
        "en bij ‘reden’ waarom",
        line=line,
        column=column,
        excerpt=spot.text if show else "",
    )


def _stale(path: str, reviews: Sequence[NameReview], digests: set[str], line: int | None) -> list[Finding]:
    kinds = {kind.value for kind in Identifying}
    found = []
    for number, review in enumerate(reviews, 1):
        if review.kind.casefold() not in kinds:
            message = f"controle {number}: deze soort bestaat niet, dus dit tekent niets af"
            hint = f"kies uit {', '.join(sorted(kinds))}"
        elif _only(review.paragraph, digests) is None:
            message = f"controle {number} hoort bij een alinea die er niet meer is, of die is veranderd"
            hint = "haal hem weg; staat er nog iets open, neem dan de nieuwe code over uit de bevinding"
        else:
            continue
        found.append(Finding("review-stale", Severity.ADVICE, path, message, hint, line=line))
    return found


def _only(beginning: str, digests: set[str]) -> str | None:
    """Returns the one digest that begins so; None when there is none, or more than one."""
    beginning = beginning.casefold()
    if not _DIGEST.fullmatch(beginning):
        return None
    fitting = [digest for digest in digests if digest.startswith(beginning)]
    return fitting[0] if len(fitting) == 1 else None


def _in_name(name: str) -> tuple[Found, ...]:
    """Looks for people, places, dates and long numbers in the name of a file."""
    words = re.split(r"[^\w]|_", name.rpartition(".")[0])
    named = {word.capitalize() for word in words}
    is_telling = (
        not named.isdisjoint(PLACES | (FIRST_NAMES - ALSO_WORDS))
        or re.search(r"\d{6}", name)
        or re.search(r"\d{1,4}[-_.]\d{1,2}[-_.]\d{1,4}", name)
    )
    return (Found(0, len(name), Identifying.BESTANDSNAAM),) if is_telling else ()
