"""The date in an address's path: evidence of a page's age, and never its date of publication by itself.

On some sites it is the day a page was made, on others the week it covers or the month a file was put up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_FIRST_YEAR = 1995
_BY_SEGMENT = re.compile(r"/((?:19|20)[0-9]{2})/([0-9]{1,2})/([0-9]{1,2})(?=/|$)")
_DASHED = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?![0-9])")
_DASHED_DAY_FIRST = re.compile(r"(?<![0-9])([0-9]{1,2})-([0-9]{1,2})-((?:19|20)[0-9]{2})(?![0-9])")
_EIGHT = re.compile(r"(?<![0-9])([0-9]{8})(?![0-9])")
_SIX_ALONE = re.compile(r"/([0-9]{2})([0-9]{2})([0-9]{2})(?=/|$)")
_SIX_IN_FRONT = re.compile(r"/([0-9]{2})([0-9]{2})([0-9]{2})([_-])(?=[^/]*[a-z])", re.IGNORECASE)
_YEAR_SEGMENT = re.compile(r"/((?:19|20)[0-9]{2})(?=/)")


def path_date(path: str, *, near: date) -> date | None:
    """Returns the day that `path` names, not after the year that follows `near`; None when it names none.

    Reads "/2025/03/06/", "/2022/7/25/", "2026-03-06", "06-03-2026", "_20062024", "/20210708-", "/180130/"
    (year first) and "/011122_" (day first). A month without a day is no date.
    """
    plausible = (day for day in _named(path) if _FIRST_YEAR <= day.year <= near.year + 1)
    return next(plausible, None)


def _named(path: str) -> Iterator[date]:
    for year, month, day in _BY_SEGMENT.findall(path) + _DASHED.findall(path):
        yield from _made(year, month, day)
    for day, month, year in _DASHED_DAY_FIRST.findall(path):
        yield from _made(year, month, day)
    for eight in _EIGHT.findall(path):
        yield from _made(eight[:4], eight[4:6], eight[6:])
        yield from _made(eight[4:], eight[2:4], eight[:2])
    for year, month, day in _SIX_ALONE.findall(path):
        yield from _made(f"20{year}", month, day)
    folder = _YEAR_SEGMENT.search(path)
    for day, month, year, mark in _SIX_IN_FRONT.findall(path):
        # Six digits may be a number as well; an underscore or the folder's own year makes them a date.
        if folder[1] == f"20{year}" if folder else mark == "_":
            yield from _made(f"20{year}", month, day)


def _made(year: str, month: str, day: str) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return
