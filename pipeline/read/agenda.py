"""iCalendar files to meetings; the only home of icalendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrule, rruleset, rrulestr
from icalendar import Calendar, Event

from pipeline.errors import CollectError
from pipeline.model import SUMMARY_WORDS, Parsed, PublicationData, PublicationType, ReadContext, Status
from pipeline.text import boilerplate
from pipeline.text import html as markup
from pipeline.text.dutch import clean_text, drop_cut_off, repair_mojibake, strip_tail, whole_sentences
from pipeline.text.url import join, tidy

_CHARACTERS = 20_000
_TITLE_CHARACTERS = 300
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
# A rule by the hour or faster has more moments than anybody attends, and takes as long to unfold.
_RULES = re.compile(r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Span:
    """When a meeting is. Of one that takes whole days both are midnights, and `end` is of its last day."""

    start: datetime
    end: datetime | None
    all_day: bool


def parse_agenda(body: bytes, context: ReadContext) -> Parsed:
    """Returns the meetings of an iCalendar `body`: those to come first, then the latest past ones.

    A series is one meeting, at its next occurrence, with the flag "series". A cancelled one stays, so
    that what is stored learns of it: its title says "Geannuleerd: …", its flag "cancelled". `published` is
    CREATED if there. An all-day meeting's `event_end` is its last day; iCalendar names the day after.
    Raises CollectError: EMPTY for no content, the status of a page that stands in its place, NOT_A_FEED.
    """
    if not body.strip():
        raise CollectError(Status.EMPTY, "the answer has no content")
    if not is_calendar(body):
        raise _no_calendar(body, context)
    by_uid: dict[str, list[Event]] = {}
    for number, event in enumerate(_events(body)):
        by_uid.setdefault(_text(event, "UID") or f"#{number}", []).append(event)
    found = [one for events in by_uid.values() if (one := _publication(events, context))]
    return Parsed(tuple(sorted(found, key=lambda one: _to_come_first(one, context.now))[: context.limit]))


def is_calendar(body: bytes) -> bool:
    """Says whether `body` is an iCalendar file, and not a page that lists meetings."""
    return b"BEGIN:VCALENDAR" in body[:4096].upper()


def _events(body: bytes) -> Iterator[Event]:
    try:
        calendars = Calendar.from_ical(body, multiple=True)
        walked = (component for calendar in calendars for component in calendar.walk("VEVENT"))
        yield from (component for component in walked if isinstance(component, Event))
    except Exception as error:  # whatever the parser lets escape on broken input says the same
        raise CollectError(
            Status.NOT_A_FEED, f"cannot be read as iCalendar ({type(error).__name__})"
        ) from error


def _no_calendar(body: bytes, context: ReadContext) -> CollectError:
    html = markup.decode(body, context.content_type)
    refusal = boilerplate.refusal(markup.title_of(html), markup.plain(html))
    if refusal:
        return CollectError(Status(refusal), "a page of the site stands in place of the calendar")
    return CollectError(Status.NOT_A_FEED, "no iCalendar; a page that lists meetings is of kind listing")


def _publication(events: list[Event], context: ReadContext) -> PublicationData | None:
    """Returns the meeting that events of one UID describe: a series and its changed occurrences."""
    spans = [(span, event) for event in events for span in _next_spans(event, events, context)]
    to_come = [pair for pair in spans if not _is_past(pair[0], context.now)]
    chosen = min(to_come, key=_by_start, default=None) or max(spans, key=_by_start, default=None)
    span, event = chosen or (None, events[0])
    is_series = any(_value(one, "RRULE") is not None for one in events)
    is_cancelled = _text(event, "STATUS").upper() == "CANCELLED"
    title, _ = strip_tail(_text(event, "SUMMARY")[:_TITLE_CHARACTERS])
    if not title:
        return None
    url = join(context.url, _text(event, "URL"))
    summary = _summary(event)
    created = _moment(event, "CREATED", context)
    flags = {
        "no-link": not url,
        "series": is_series,
        "cancelled": is_cancelled,
        "no-event-date": span is None,
    }
    return PublicationData(
        title=f"Geannuleerd: {title}" if is_cancelled else title,
        url=tidy(url) if url else None,
        guid=_text(event, "UID")[:_TITLE_CHARACTERS],
        type=PublicationType.BIJEENKOMST,
        summary=summary,
        summary_from="DESCRIPTION" if summary else "",
        published=created,
        published_from="CREATED" if created else "",
        updated=_moment(event, "LAST-MODIFIED", context),
        event_start=span.start if span else None,
        event_end=span.end if span else None,
        all_day=span.all_day if span else False,
        location=_text(event, "LOCATION"),
        flags=tuple(flag for flag, holds in flags.items() if holds),
    )


def _by_start(pair: tuple[_Span, Event]) -> datetime:
    return pair[0].start


def _is_past(span: _Span, now: datetime) -> bool:
    last = span.end or span.start
    return last + (timedelta(days=1) if span.all_day else timedelta()) < now


def _to_come_first(one: PublicationData, now: datetime) -> tuple[bool, timedelta]:
    if one.event_start is None:
        return True, timedelta.max
    return one.event_start < now, abs(one.event_start - now)


def _next_spans(event: Event, siblings: Iterable[Event], context: ReadContext) -> list[_Span]:
    """Returns an event's own time, or of a series the occurrence that comes next (else the first)."""
    span = _span(event, context)
    rule = _value(event, "RRULE")
    if span is None or rule is None:
        return [span] if span else []
    length = (span.end - span.start) if span.end else None
    start = _next_start(event, siblings, span, length or timedelta(), context)
    return [_Span(start, start + length if length is not None else None, span.all_day)]


def _next_start(
    event: Event, siblings: Iterable[Event], span: _Span, length: timedelta, context: ReadContext
) -> datetime:
    # Wall-clock time without a zone: a weekly meeting stays at two o'clock when the clock changes.
    zone = span.start.tzinfo
    first = span.start.replace(tzinfo=None)
    left_out = {
        moment.astimezone(zone).replace(tzinfo=None)
        for moment in (*_dates(event, "EXDATE", context), *_replaced(siblings, context))
    }
    since = context.now.astimezone(zone).replace(tzinfo=None) - length - timedelta(days=span.all_day)
    occurrences = rruleset()
    try:
        text = _rule_text(_value(event, "RRULE"))
        if text is None:
            return span.start
        rule = rrulestr(text, dtstart=first)
        if not isinstance(rule, rrule):  # a set: more rules than a series has
            return span.start
        occurrences.rrule(rule)
        for moment in left_out:
            occurrences.exdate(moment)
        found = occurrences.after(since, inc=True)
    except (ValueError, TypeError, OverflowError):
        return span.start
    return found.replace(tzinfo=zone) if isinstance(found, datetime) else span.start


def _rule_text(rule: Any) -> str | None:
    one = rule[0] if isinstance(rule, list) else rule
    try:
        text = one.to_ical().decode()
    except (AttributeError, ValueError, TypeError):
        return None
    # UNTIL is in UTC or by the wall clock; to a day both say the same.
    text = re.sub(r"UNTIL=(\d{8})(?:T\d{6}Z?)?", r"UNTIL=\1T235959", text)
    return text if _RULES.search(text) else None


def _replaced(siblings: Iterable[Event], context: ReadContext) -> Iterator[datetime]:
    return (moment for event in siblings for moment in _dates(event, "RECURRENCE-ID", context))


def _span(event: Event, context: ReadContext) -> _Span | None:
    start_value = _when(_value(event, "DTSTART"))
    start = _aware(start_value, context)
    if start is None:
        return None
    all_day = not isinstance(start_value, datetime)
    end = _aware(_when(_value(event, "DTEND")), context)
    duration = _held(_value(event, "DURATION"))
    if end is None and isinstance(duration, timedelta) and timedelta() < duration < timedelta(days=400):
        end = start + duration
    if end is not None and all_day:
        # The day after the last, says RFC 5545 (3.6.1).
        end = datetime.combine(end.date() - timedelta(days=1), time(), tzinfo=end.tzinfo)
    return _Span(start, end if end is not None and end > start else None, all_day)


def _dates(event: Event, name: str, context: ReadContext) -> Iterator[datetime]:
    value = _value(event, name)
    for one in value if isinstance(value, list) else [value]:
        for held in [one] if isinstance(one, str) else getattr(one, "dts", [one]):
            if moment := _aware(_when(held), context):
                yield moment


def _moment(event: Event, name: str, context: ReadContext) -> datetime | None:
    moment = _aware(_when(_value(event, name)), context)
    return moment.astimezone(context.zone) if moment else None


def _when(value: Any) -> date | None:
    held = _held(value)
    return held if isinstance(held, date) else None


def _held(value: Any) -> Any:
    # icalendar keeps what it cannot read as text, which then answers ".dt" with an error.
    return None if isinstance(value, str) else getattr(value, "dt", None)


def _aware(value: date | None, context: ReadContext) -> datetime | None:
    if value is None or not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), tzinfo=context.zone)
    return value.replace(tzinfo=context.zone) if value.tzinfo is None else value.astimezone(context.zone)


def _summary(event: Event) -> str:
    blocks = (clean_text(block) for block in markup.blocks(_raw(event, "DESCRIPTION")))
    text, _ = boilerplate.prose(blocks)
    return whole_sentences(drop_cut_off(text), SUMMARY_WORDS)


def _text(event: Event, name: str) -> str:
    return clean_text(markup.plain(_raw(event, name)))


def _raw(event: Event, name: str) -> str:
    value = _value(event, name)
    one = value[0] if isinstance(value, list) and value else value
    return repair_mojibake(str(one)[:_CHARACTERS]) if isinstance(one, str) else ""


def _value(event: Event, name: str) -> Any:
    return event.get(name)
