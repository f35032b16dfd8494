"""Moments as machines write them: RFC 822 and ISO 8601, also when their months are Dutch."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

_MONTHS = {"mrt": "Mar", "maa": "Mar", "mei": "May", "okt": "Oct"}
_DAY_NAME = re.compile(r"^\s*[^\W\d]{2,}\.?,?\s+(?=\d)")
_LETTERS = re.compile(r"(?<=\d )([^\W\d]{3,})\.?(?= \d)")
_FRACTION = re.compile(r"(\.\d{1,6})\d*")
_YEAR = re.compile(r"[12]\d{3}")
# As RFC 822 has it, with the zones that are used; all else takes the long way.
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?([0-3][0-9]) (" + "|".join(_ENGLISH) + r") ([12][0-9]{3}) "
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:GMT|([+-])([0-9]{2})([0-9]{2}))"
)
# Outside these no moment can be a publisher's, and some cannot be moved to another zone.
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_PLAUSIBLE_FROM = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)


def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """Returns the moment `text` names, in `zone`; one that names no zone is `zone`'s own. Never raises.

    Reads "Wed, 23 Sep 2026 05:00:47 GMT", "vr, 06 mrt 2026 10:30:00 +0100", "2026-09-23T14:47:46.215Z",
    "2026-09-23" (its midnight). None for anything else, and for years before 1900.
    """
    parsed = _iso(text.strip()) or _rfc822(text)
    if parsed is None or not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        return None
    return parsed.replace(tzinfo=zone) if parsed.tzinfo is None else parsed.astimezone(zone)


def parse_pattern(text: str, pattern: str, zone: tzinfo) -> datetime | None:
    """Returns the moment that `text` names by a pattern of strptime, in `zone`; None when it does not fit."""
    try:
        parsed = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone comes next
    except (ValueError, re.error):
        return None
    if not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        return None
    return parsed.replace(tzinfo=zone) if parsed.tzinfo is None else parsed.astimezone(zone)


def date_flags(moment: datetime | None, now: datetime) -> tuple[str, ...]:
    """Returns what is odd about a date: "no-date", "implausible-date" (before 1990), "future-date"."""
    if moment is None:
        return ("no-date",)
    if moment < _PLAUSIBLE_FROM:
        return ("implausible-date",)
    return ("future-date",) if moment > now + _AHEAD else ()


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_FRACTION.sub(r"\1", text))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    if found := _RFC822.fullmatch(text):
        return _as_specified(found)
    line = " ".join(_DAY_NAME.sub("", text).split())
    # email.utils makes 2001 of a year 0001, and a moment of much that is none.
    if not _YEAR.search(line):
        return None
    english = _LETTERS.sub(lambda match: _MONTHS.get(match[1][:3].lower(), match[1][:3]), line)
    try:
        parsed = parsedate_to_datetime(english)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" is UTC whose local zone is not told (RFC 5322 section 3.3).
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None and english.endswith("-0000") else parsed


def _as_specified(found: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes)) if sign else timedelta()
    try:
        zone = timezone(-away if sign == "-" else away)
        return datetime(
            int(year), _ENGLISH.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=zone
        )
    except ValueError:
        return None
