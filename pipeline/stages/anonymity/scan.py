"""A text -> everything in it that may give somebody away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.dates import find_dates
from pipeline.stages.anonymity.digital import find_digital
from pipeline.stages.anonymity.numbers import find_numbers
from pipeline.stages.anonymity.people import believable, find_people_and_places
from pipeline.stages.anonymity.together import find_ages, find_illnesses
from pipeline.stages.anonymity.where import find_streets

# Of two kinds in one place the first is told. Ages and illnesses are about something beside them.
_ORDER = (
    *(
        Identifying.SAFELINK,
        Identifying.EMAIL,
        Identifying.BESTANDSNAAM,
        Identifying.HANDLE,
        Identifying.IBAN,
    ),
    *(
        Identifying.DOSSIERNUMMER,
        Identifying.TELEFOON,
        Identifying.BSN,
        Identifying.KENTEKEN,
        Identifying.STRAAT,
    ),
    *(
        Identifying.POSTCODE,
        Identifying.GEBOORTEDATUM,
        Identifying.DATUM,
        Identifying.ZIEKTE,
        Identifying.LEEFTIJD,
    ),
    *(
        Identifying.SCHOOL,
        Identifying.VERENIGING,
        Identifying.INSTELLING,
        Identifying.WERKGEVER,
        Identifying.PLAATS,
    ),
    Identifying.NAAM,
)
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class Public:
    """What may stand in any story: help lines' numbers, the newsletter's own addresses."""

    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def scan(text: str, *, public: Public | None = None, names: Iterable[Found] = ()) -> tuple[Found, ...]:
    """Returns what is found in plain text or Markdown, in order of place, nothing twice.

    `names` are what a name library found in the same text. Text should be NFC.
    """
    public = public or Public()
    found = [
        *find_numbers(text, public.phones),
        *find_digital(text, public.addresses),
        *find_dates(text),
        *find_streets(text),
        *find_people_and_places(text),
    ]
    kept = _without_overlaps([*found, *believable(text, names)])
    more = [*find_ages(text, kept), *find_illnesses(text, kept)]
    return _without_overlaps([*kept, *more])


def _without_overlaps(found: Sequence[Found]) -> tuple[Found, ...]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (_RANK[one.kind], one.start, -one.end)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return tuple(sorted(kept))
