"""Months, the moment an edition closes, and the window it looks back on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = ("first", "second", "third", "fourth", "last")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """The month an edition is named after, written `2026-12`."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Reads `YYYY-MM`; raises ValueError for anything else."""
        parsed = datetime.strptime(text, "%Y-%m")  # noqa: DTZ007 - a month has no zone
        if len(text) != 7:
            raise ValueError(f"not a month: {text!r}")
        return cls(parsed.year, parsed.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def plus(self, months: int) -> Month:
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)


@dataclass(frozen=True, slots=True)
class MonthlyRule:
    """A moment in each month, as in "first thursday 09:00"."""

    ordinal: str
    weekday: str
    at: time

    def moment(self, month: Month, zone: tzinfo) -> datetime:
        """Returns the aware moment of this rule in `month`, wall-clock time of `zone`."""
        days = _weekdays_of(month, WEEKDAYS.index(self.weekday))
        day = days[-1] if self.ordinal == "last" else days[ORDINALS.index(self.ordinal)]
        return datetime.combine(day, self.at, tzinfo=zone)


def _weekdays_of(month: Month, weekday: int) -> list[date]:
    first = date(month.year, month.month, 1)
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    return [day for week in range(5) if (day := start + timedelta(weeks=week)).month == month.month]


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` up to, not including, `end`: the time an edition looks back on."""

    start: datetime
    end: datetime

    def contains(self, moment: datetime) -> bool:
        return self.start <= moment < self.end
