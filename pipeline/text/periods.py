"""Periods in an address: `{from}` and `{to}` filled in, read back, and halved when an answer was cut off.

A bare `{from}` or `{to}` is a whole instant, "2026-10-31T23:00:00.000Z", of which `{to}` does not belong to
the period any more. With a pattern of strftime, `{from:%d-%m-%Y}`, it is what the clock of the zone shows,
and a `{to}` by days is the last day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from urllib.parse import quote, unquote, urlsplit

_PLACE = re.compile(r"\{(from|to)(?::([^{}]+))?\}")
_INSTANT = "%Y-%m-%dT%H:%M:%S"
# What is put online today may be dated before the last visit: a document stamped at midnight, an embargo.
MARGIN = timedelta(days=7)
_LONGEST = timedelta(days=400)
_SHORTEST = timedelta(hours=1)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to, not including, `end`; both aware."""

    start: datetime
    end: datetime


def has_period(template: str) -> bool:
    """Says whether an address asks for a period."""
    return _PLACE.search(template) is not None


def complaint_of(template: str) -> str:
    """Returns what is wrong with the places in `template`, or ""."""
    sample = datetime(2026, 11, 3, tzinfo=UTC)
    for _, pattern in _PLACE.findall(template):
        read = _parsed(sample.strftime(pattern), pattern) if pattern else sample
        if read is None or read.date() != sample.date():
            return f"{{…:{pattern}}} is no pattern of a date such as %d-%m-%Y"
    return ""


def next_period(*, last: datetime | None, now: datetime, rhythm_days: int, zone: tzinfo) -> Period:
    """Returns the period to ask for: since the `last` good visit less a margin, at first `rhythm_days` back.

    It is made of whole days of `zone`, so that on one day the same address is asked; ends with today.
    """
    since = last - MARGIN if last else now - max(timedelta(days=rhythm_days), MARGIN)
    first = max(since, now - _LONGEST).astimezone(zone).date()
    today = now.astimezone(zone).date()
    return Period(
        datetime.combine(min(first, today), time(), tzinfo=zone),
        datetime.combine(today + _A_DAY, time(), tzinfo=zone),
    )


def fill(template: str, period: Period, zone: tzinfo) -> str:
    """Returns the address that asks for `period`; one without places comes back as it is."""

    def one(match: re.Match[str]) -> str:
        name, pattern = match.groups()
        moment = period.start if name == "from" else period.end
        if not pattern:
            return quote(moment.astimezone(UTC).strftime(_INSTANT) + ".000Z", safe="")
        if name == "to" and not _has_hours(pattern):
            moment = moment - timedelta(microseconds=1)
        return quote(moment.astimezone(zone).strftime(pattern), safe="")

    return _PLACE.sub(one, template)


def period_of(template: str, url: str, zone: tzinfo) -> Period | None:
    """Returns the period that `url`, made of `template`, asks for; None when it is none of its kind.

    The host may have changed by a redirect, and the percent encoding on its way.
    """
    try:
        found = re.search(_pattern_of(template), unquote(_behind_host(url)))
    except ValueError:  # no address at all
        return None
    if found is None:
        return None
    moments = {}
    for number, (name, pattern) in enumerate(_PLACE.findall(template)):
        moment = _parsed(found[f"p{number}"], pattern)
        if moment is None:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        if name == "to" and pattern and not _has_hours(pattern):
            moment = datetime.combine(moment.date() + _A_DAY, time(), tzinfo=zone)
        moments[name] = moment
    if set(moments) != {"from", "to"} or moments["from"] >= moments["to"]:
        return None
    return Period(moments["from"], moments["to"])


def halves(template: str, url: str, zone: tzinfo) -> tuple[str, ...]:
    """Returns the two addresses that together ask for what `url` asks; none when it cannot be halved.

    An hour is the shortest period there is, and a day where the address knows days only.
    """
    period = period_of(template, url, zone)
    middle = None if period is None else _middle(period, template, zone)
    if period is None or middle is None:
        return ()
    parts = (Period(period.start, middle), Period(middle, period.end))
    return tuple(fill(template, part, zone) for part in parts)


def _middle(period: Period, template: str, zone: tzinfo) -> datetime | None:
    start, end = period.start.astimezone(UTC), period.end.astimezone(UTC)
    half = start + (end - start) / 2
    if all(not pattern or _has_hours(pattern) for _, pattern in _PLACE.findall(template)):
        middle = half.replace(minute=0, second=0, microsecond=0)
        return middle if end - start > _SHORTEST and start < middle < end else None
    midnight = datetime.combine(half.astimezone(zone).date(), time(), tzinfo=zone)
    later = datetime.combine(midnight.date() + _A_DAY, time(), tzinfo=zone)
    return next((one for one in (midnight, later) if start < one.astimezone(UTC) < end), None)


def _pattern_of(template: str) -> str:
    pieces: list[str] = []
    rest, behind = 0, _behind_host(template)
    for number, match in enumerate(_PLACE.finditer(behind)):
        pieces += [re.escape(unquote(behind[rest : match.start()])), f"(?P<p{number}>.{{4,40}}?)"]
        rest = match.end()
    return "".join(pieces) + re.escape(unquote(behind[rest:])) + r"\Z"


def _behind_host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def _has_hours(pattern: str) -> bool:
    return "%H" in pattern


def _parsed(text: str, pattern: str) -> datetime | None:
    try:
        read = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007
    except ValueError:
        return None
    # No period begins or ends where the calendar does: there is no day behind the last.
    return read if 1900 <= read.year <= 9000 else None
