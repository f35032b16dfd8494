"""Dates as the Dutch write them, and as their sites do."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

_NUMBER_OF = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name: number for number, name in enumerate(_SHORT, 1)},
    **{"sept": 9, "oct": 10},
}
# Some sites write the letter O for a zero ("3O januari 2O18"); \d alone would also take Arabic digits.
_D = "[0-9Oo]"
_MONTH = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_DAY_NAME = "|".join(name[:2] for name in WEEKDAYS)
_LONG = re.compile(
    # A weekday tells of which year a date is that names none.
    rf"(?:(?<!\w)(?P<weekday>{_DAY_NAME})[a-z]*\.?,?\s+)?"
    # "9 en 10 december", "1 t/m 3 december": the first of the days counts.
    rf"(?<![\w.,/-])(?P<day>{_D}{{1,2}})(?:e|ste|de)?\s*(?:(?:,|en|t/m|tot en met|[-–])\s*[0-9]{{1,2}}\s+)?"
    rf"\s*-?(?P<month>{_MONTH})\b\.?"
    # A day list further on ("3 december, 10 december 2026") has its own year.
    rf"(?:[\s,-]+(?P<year>'?[12]{_D}{{3}}|['’‘]{_D}{{2}})(?!\w)|\s+(?P<side>jl|a\.?\s?s)\b)?",
    re.IGNORECASE,
)
# "30 november t/m 2 december 2026": the year of the second date holds for the first.
_RANGE = re.compile(r"\s*(?:,|en|of|t/m|tot en met|tot|[-–])\s*", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"(?<![\w./-])(?P<day>{_D}{{1,2}})([-/.])(?P<month>{_D}{{1,2}})\2(?P<year>[12]{_D}{{3}})(?!\w)"
)
_YEAR_FIRST = re.compile(
    r"(?<![\w./-])(?P<year>[12][0-9]{3})([-/])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?![0-9])"
)


def format_day(day: date) -> str:
    """Returns "3 december 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_month(year: int, month: int) -> str:
    """Returns "december 2026"."""
    return f"{MONTHS[month - 1]} {year}"


def short_month(day: date) -> str:
    """Returns "dec"."""
    return _SHORT[day.month - 1]


def format_when(start: datetime, end: datetime | None, all_day: bool) -> str:
    """Returns "donderdag 10 december 2026, 13.30 – 16.00 uur", in the wall-clock time `start` carries.

    Of an event that takes whole days `end` is its last day, not the day after.
    """
    if end is not None and end.tzinfo != start.tzinfo and start.tzinfo and end.tzinfo:
        end = end.astimezone(start.tzinfo)
    if end is not None and end < start:
        end = None
    last = start.date() if end is None else end.date()
    if all_day:
        return _long_day(start) if last == start.date() else _day_range(start.date(), last)
    begin = f"{_long_day(start)}, {_clock(start)}"
    if end is None or end == start:
        return f"{begin} uur"
    if last == start.date():
        return f"{begin} – {_clock(end)} uur"
    return f"{begin} uur – {_long_day(end)}, {_clock(end)} uur"


def parse_date(text: str, *, near: date, with_year: bool = False) -> date | None:
    """Returns the first date that stands in `text`, or None; never raises.

    Reads "3 december 2026", "vr, 6 mrt '26", "03-12-2026", "3/12/2026", "2026-12-03". A date without a
    year is the one nearest to `near`, on its weekday if it names one: agendas leave out what their readers
    know. "jl." is the last such day before `near`, "a.s." the next. `with_year` passes those dates over.
    """
    line = " ".join(text.split())
    found = sorted(
        (match.start("day"), rank, match)
        for rank, pattern in enumerate((_LONG, _DAY_FIRST, _YEAR_FIRST))
        for match in pattern.finditer(line)
        if match["year"] or not with_year
    )
    matches = [match for _, _, match in found]
    for index, match in enumerate(matches):
        for day in _days(match, _nearest_to(matches[index:], line, near)):
            return day
    return None


def _nearest_to(matches: list[re.Match[str]], line: str, near: date) -> date:
    """Returns what a date without a year is nearest to: the end of its range when that has one."""
    for before, match in itertools.pairwise(matches):
        if not _RANGE.fullmatch(line[before.end() : match.start()]):
            break
        if match["year"]:
            return next(_days(match, near), near)
    return near


def _days(match: re.Match[str], near: date) -> Iterator[date]:
    day, month, year = (match[name] for name in ("day", "month", "year"))
    if not re.search("[0-9]", day):
        return
    number = _NUMBER_OF.get(month.lower()) or _digits(month)
    years = [_year(year)] if year else [near.year + offset for offset in (-1, 0, 1)]
    possible = [made for one in years if (made := _made(one, number, _digits(day)))]
    if possible and not year and match.re is _LONG:
        possible = _fitting(possible, match["weekday"], match["side"], near)
    if possible:
        yield min(possible, key=lambda made: abs(made - near))


def _fitting(possible: list[date], weekday: str | None, side: str | None, near: date) -> list[date]:
    """Returns those on the weekday and the side of `near` that the text names; all when none is."""
    named = [
        one for one in possible if weekday and WEEKDAYS[one.weekday()].startswith(weekday.lower())
    ] or possible
    if side is None:
        return named
    is_past = side.lower() == "jl"
    return [one for one in named if (one <= near if is_past else one >= near)] or named


def _year(text: str) -> int:
    number = _digits(text.lstrip("'’‘"))
    return number + 2000 if number < 100 else number


def _digits(text: str) -> int:
    return int(text.replace("O", "0").replace("o", "0"))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _long_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {format_day(day)}"


def _day_range(first: date, last: date) -> str:
    begin = f"{WEEKDAYS[first.weekday()]} {first.day}"
    if first.year != last.year:
        begin = _long_day(first)
    elif first.month != last.month:
        begin = f"{begin} {MONTHS[first.month - 1]}"
    return f"{begin} – {_long_day(last)}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour}.{moment.minute:02d}"
