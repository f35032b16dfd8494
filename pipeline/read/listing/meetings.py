"""When and where a meeting is, from linked data, microdata, or the lines that people read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lxml import etree

from pipeline.model import PublicationData, ReadContext
from pipeline.read.listing.linked_data import LinkedData
from pipeline.read.listing.tree import OWN, elements, words_of
from pipeline.text import moments
from pipeline.text.dutch import parse_date
from pipeline.text.url import join, tidy

# An agenda looks ahead: a day without a year is rather next spring's than last spring's.
_LOOKS_AHEAD = timedelta(days=90)
_DATE_LINE_CHARACTERS = 90
_BARE_DATE_CHARACTERS = 45
_DATE_LINES = 40
_YEAR = re.compile(r"\b[12][0-9Oo]{3}\b")
_WHEN = re.compile(r"^(?:datum|data|wanneer)\s*:?\s*(.{3,120})$", re.IGNORECASE | re.MULTILINE)
_WHERE = re.compile(r"^(?:locatie|plaats|waar)\s*:?\s*(.{2,100})$", re.IGNORECASE | re.MULTILINE)
_TOWN = re.compile(r"^([A-Z][A-Z’' -]{2,30}?)\s+[-–]\s+\S", re.MULTILINE)
_CLOCK = (
    r"(?:van )?([0-9]{1,2})[.:]([0-9]{2})"
    r"(?:\s*(?:uur)?\s*(?:[-–]|tot(?: en met)?|t/m)\s*([0-9]{1,2})[.:]([0-9]{2}))?"
)
_HOURS = re.compile(rf"^(?:tijd(?:stip)?|aanvang)\s*:?\s*{_CLOCK}", re.IGNORECASE | re.MULTILINE)
_HOURS_BESIDE = re.compile(rf"(?<![0-9.,:-]){_CLOCK}\s*(?:uur|u\b)", re.IGNORECASE)
_SERIES = re.compile(
    r"\b(?:(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|[2-9]|1[0-9])(?:delige)?\s+(?:\w+\s)?"
    r"(?:bijeenkomsten|sessies|webinars|masterclasses|dagdelen|dagen|modules|avonden|workshops|leersessies)"
    r"|(?:webinar|bijeenkomsten|training|lezingen|workshop|masterclass)s?reeks|reeks (?:van )?\w+"
    r"|serie (?:van )?(?:\w+ )?(?:bijeenkomsten|webinars|sessies)|leergang|meerdere data"
    r"|(?:twee|drie|vier|vijf|zes|zeven|acht)delige)\b",
    re.IGNORECASE,
)
_SIGNUP = re.compile(
    r"(?:^|\b)(?:aanmelden|inschrijven|registreren|meld (?:je|u) (?:\w+ )?aan|schrijf (?:je|u) (?:\w+ )?in"
    r"|aanmeldformulier|inschrijfformulier|naar de aanmelding|aanmelding|inschrijving)\b",
    re.IGNORECASE,
)
_NOT_THIS_SIGNUP = re.compile(r"nieuwsbrief|newsletter|inloggen|account", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is known of one meeting; a series without one date has no `start`."""

    start: datetime | None = None
    end: datetime | None = None
    all_day: bool = False
    location: str = ""
    signup: str | None = None
    is_series: bool = False
    is_cancelled: bool = False

    def told_in(self, data: PublicationData) -> PublicationData:
        """Returns `data` as a meeting, with the flags that its time asks for."""
        held = {
            "no-event-date": self.start is None,
            "series": self.is_series,
            "cancelled": self.is_cancelled,
        }
        return replace(
            data,
            event_start=self.start,
            event_end=self.end,
            all_day=self.all_day,
            location=self.location,
            signup=self.signup,
            flags=(*data.flags, *(flag for flag, holds in held.items() if holds)),
        )


def meeting_said(said: LinkedData, context: ReadContext) -> Meeting:
    """Returns the meeting that a page's linked data describes."""
    start, end = (moments.parse_moment(text, context.zone) for text in (said.start, said.end))
    signup = join(context.url, said.offer)
    return Meeting(
        start=start,
        end=end if start and end and end > start else None,
        all_day=start is not None and "T" not in said.start,
        location=said.location,
        signup=tidy(signup) if signup else None,
        is_series=said.kind == "EventSeries",
        is_cancelled=said.is_cancelled,
    )


def meeting_on(page: etree._Element, said: LinkedData, lines: list[str], context: ReadContext) -> Meeting:
    """Returns the meeting of an item's own page; what it says of itself goes before what it shows."""
    told = meeting_said(said, context)
    marked = _marked(page, context)
    shown = _shown(page, lines, context)
    known = next((one for one in (told, marked, shown) if one.start), shown)
    text = "\n".join(lines)
    return replace(
        known,
        location=told.location or marked.location or shown.location,
        signup=told.signup or _signup(page, context),
        is_series=told.is_series or (not (told.start or marked.start) and _SERIES.search(text) is not None),
        is_cancelled=told.is_cancelled,
    )


def meeting_in(lines: list[str], context: ReadContext, *, day: date | None = None) -> Meeting:
    """Returns the meeting that lines tell of: "Datum: …", "Tijd: …", "Locatie: …", or a date by itself.

    `day` is the day where something else has told it.
    """
    text = "\n".join(lines)
    where = _WHERE.search(text) or _TOWN.search(text)
    location = where[1].strip() if where else ""
    location = location.title() if location.isupper() and len(location) > 4 else location
    day = day or _day_in(lines, context)
    if day is None:
        return Meeting(location=location)
    hours = _HOURS.search(text) or _HOURS_BESIDE.search(text)
    start = _at(day, hours[1], hours[2], context) if hours else None
    if hours is None or start is None:
        return Meeting(start=midnight(day, context), all_day=True, location=location)
    end = _at(day, hours[3], hours[4], context) if hours[3] else None
    return Meeting(start=start, end=end if end and end > start else None, location=location)


def day_ahead(text: str, context: ReadContext) -> date | None:
    """Returns the first day in `text`; one without a year is seen from an agenda, which looks ahead."""
    day = parse_date(text, near=(context.now + _LOOKS_AHEAD).date())
    return day if day and day.year >= 1900 else None


def midnight(day: date, context: ReadContext) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=context.zone)


def _day_in(lines: list[str], context: ReadContext) -> date | None:
    if (when := _WHEN.search("\n".join(lines))) and (day := day_ahead(when[1], context)):
        return day
    short = [line for line in lines[:_DATE_LINES] if len(line) <= _DATE_LINE_CHARACTERS]
    with_year = (line for line in short if _YEAR.search(line))
    bare = (line for line in short if len(line) <= _BARE_DATE_CHARACTERS)
    return next(_days((*with_year, *bare), context), None)


def _days(lines: Iterable[str], context: ReadContext) -> Iterator[date]:
    return (day for line in lines if (day := day_ahead(line, context)))


def _marked(page: etree._Element, context: ReadContext) -> Meeting:
    """Returns the meeting that microdata marks, schema.org's itemprop."""
    start_text = _property(page, "startDate")
    start, end = (
        moments.parse_moment(text, context.zone) for text in (start_text, _property(page, "endDate"))
    )
    place = elements(page, ".//*[@itemprop='location']")
    return Meeting(
        start=start,
        end=end if start and end and end > start else None,
        all_day=start is not None and "T" not in start_text,
        location=words_of(place[0])[:100] if place else "",
    )


def _shown(page: etree._Element, lines: list[str], context: ReadContext) -> Meeting:
    """Returns the meeting that people read: by a line "Datum: …", else the first <time>, else any line."""
    times = elements(page, f".//time[@datetime][{OWN}]")[:1]
    stamp = times[0].get("datetime") or "" if times else ""
    moment = moments.parse_moment(stamp, context.zone)
    # The first <time> of a page may be of the day it was put online; a line that says "Datum" is not.
    if moment is None or _WHEN.search("\n".join(lines)):
        return meeting_in(lines, context)
    shown = meeting_in(lines, context, day=moment.date())
    return replace(shown, start=moment, all_day=False) if "T" in stamp and shown.all_day else shown


def _property(page: etree._Element, name: str) -> str:
    for one in elements(page, f".//*[@itemprop='{name}']"):
        if text := one.get("content") or one.get("datetime") or words_of(one)[:100]:
            return text
    return ""


def _signup(page: etree._Element, context: ReadContext) -> str | None:
    for link in elements(page, ".//a[@href]"):
        words, href = words_of(link)[:120], link.get("href") or ""
        if _SIGNUP.search(words) and not _NOT_THIS_SIGNUP.search(f"{words} {href}"):
            url = join(context.url, href)
            if url and not href.startswith("#"):
                return tidy(url)
    return None


def _at(day: date, hour: str, minute: str, context: ReadContext) -> datetime | None:
    try:
        return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=context.zone)
    except ValueError:
        return None
