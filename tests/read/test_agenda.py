"""iCalendar files become meetings with the time they begin."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectError
from pipeline.model import Kind, PublicationData, PublicationType, Status
from pipeline.read.agenda import parse_agenda
from tests.read.contexts import at, context
from tests.read.mutations import mutations

HERE = context("https://bron.example/agenda.ics", Kind.AGENDA)


def calendar(*events: str) -> bytes:
    lines = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events]
    whole = "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bron//NL", *lines, "END:VCALENDAR", ""))
    return whole.replace("\n", "\r\n").encode()


def read(*events: str) -> tuple[PublicationData, ...]:
    return parse_agenda(calendar(*events), HERE).publications


def test_a_meeting_has_its_time_its_place_and_its_page() -> None:
    assert read("""
UID:leersessie-1
SUMMARY:Leersessie: terug naar het gezin
DTSTART;TZID=Europe/Amsterdam:20261210T133000
DTEND;TZID=Europe/Amsterdam:20261210T160000
LOCATION:De Zaal\\, Utrecht
URL:/agenda/leersessie?utm_source=ics
DESCRIPTION:<p>We lezen een verhaal.</p><p>Lees meer</p>
CREATED:20261101T090000Z
LAST-MODIFIED:20261102T090000Z
""") == (
        PublicationData(
            title="Leersessie: terug naar het gezin",
            url="https://bron.example/agenda/leersessie",
            guid="leersessie-1",
            type=PublicationType.BIJEENKOMST,
            summary="We lezen een verhaal.",
            summary_from="DESCRIPTION",
            published=at(2026, 11, 1, 10),
            published_from="CREATED",
            updated=at(2026, 11, 2, 10),
            event_start=at(2026, 12, 10, 13, 30),
            event_end=at(2026, 12, 10, 16),
            location="De Zaal, Utrecht",
        ),
    )


def _when(*events: str) -> list[tuple[object, object, bool]]:
    return [(one.event_start, one.event_end, one.all_day) for one in read(*events)]


def test_whole_days_end_on_their_last_day() -> None:
    two = "UID:1\nSUMMARY:Congres\nDTSTART;VALUE=DATE:20261210\nDTEND;VALUE=DATE:20261212"
    one = "UID:2\nSUMMARY:Studiedag\nDTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20261216"

    assert _when(two, one) == [(at(2026, 12, 10), at(2026, 12, 11), True), (at(2026, 12, 15), None, True)]


def test_times_without_a_zone_are_ours_and_utc_is_moved_to_it() -> None:
    naive = "UID:1\nSUMMARY:Een\nDTSTART:20261210T133000\nDURATION:PT1H"
    utc = "UID:2\nSUMMARY:Twee\nDTSTART:20261211T123000Z"

    assert _when(naive, utc) == [
        (at(2026, 12, 10, 13, 30), at(2026, 12, 10, 14, 30), False),
        (at(2026, 12, 11, 13, 30), None, False),
    ]


WEEKLY = """UID:1
SUMMARY:Intervisie
DTSTART;TZID=Europe/Amsterdam:20260907T140000
DTEND;TZID=Europe/Amsterdam:20260907T160000
"""


def test_a_series_is_shown_at_its_next_occurrence_at_the_same_hour_in_winter() -> None:
    (series,) = read(WEEKLY + "RRULE:FREQ=WEEKLY")

    assert (series.event_start, series.event_end, series.flags) == (
        at(2026, 11, 23, 14),
        at(2026, 11, 23, 16),
        ("no-link", "series"),
    )


def test_an_occurrence_that_was_left_out_or_moved_is_not_the_next() -> None:
    left_out = WEEKLY + "RRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Amsterdam:20261123T140000"
    moved = """UID:1
SUMMARY:Intervisie (verplaatst)
RECURRENCE-ID;TZID=Europe/Amsterdam:20261123T140000
DTSTART;TZID=Europe/Amsterdam:20261125T100000"""

    assert _when(left_out)[0][0] == at(2026, 11, 30, 14)
    assert [(one.title, one.event_start) for one in read(WEEKLY + "RRULE:FREQ=WEEKLY", moved)] == [
        ("Intervisie (verplaatst)", at(2026, 11, 25, 10))
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;COUNT=2", "FREQ=WEEKLY;UNTIL=20261001T000000Z", "FREQ=SECONDLY", "FREQ=NOOIT", "X"]
)
def test_a_series_that_is_over_or_cannot_be_followed_stays_at_its_first(rule: str) -> None:
    assert _when(WEEKLY + f"RRULE:{rule}") == [(at(2026, 9, 7, 14), at(2026, 9, 7, 16), False)]


def test_a_cancelled_meeting_says_so_in_its_title() -> None:
    (one,) = read(
        "UID:1\nSUMMARY:Congres\nSTATUS:CANCELLED\nDTSTART:20261210T100000\nURL:https://bron.example/c"
    )

    assert (one.title, one.flags) == ("Geannuleerd: Congres", ("cancelled",))


def test_an_unreadable_date_is_flagged_and_other_meetings_are_read() -> None:
    broken = "UID:1\nSUMMARY:Kapot\nDTSTART:30 februari"
    whole = "UID:2\nSUMMARY:Heel\nDTSTART:20261210T100000"

    assert [(one.title, one.flags) for one in read(broken, whole)] == [
        ("Heel", ("no-link",)),
        ("Kapot", ("no-link", "no-event-date")),
    ]


def test_meetings_to_come_stand_before_those_that_were() -> None:
    days = ("20261001", "20261224", "20261130", "20250101")
    events = (f"UID:{day}\nSUMMARY:{day}\nDTSTART;VALUE=DATE:{day}" for day in days)

    assert [one.title for one in read(*events)] == ["20261130", "20261224", "20261001", "20250101"]


REFUSED = [
    (b"", Status.EMPTY),
    (b"<html><title>Agenda</title><p>Hallo", Status.NOT_A_FEED),
    (b"<html><title>Just a moment...</title>", Status.BLOCKED),
    (b"BEGIN:VCARD", Status.NOT_A_FEED),
]


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_what_is_no_calendar_is_refused_with_its_cause(body: bytes, status: Status) -> None:
    with pytest.raises(CollectError) as refused:
        parse_agenda(body, HERE)

    assert refused.value.status is status


_LINES = st.lists(
    st.builds(
        "{}:{}".format,
        st.sampled_from(
            ["SUMMARY", "DTSTART", "DTEND", "RRULE", "EXDATE", "URL", "DURATION", "UID", "CREATED"]
        ),
        st.one_of(
            st.text(max_size=20), st.sampled_from(["20261210T100000", "20260101", "FREQ=DAILY", "PT1H"])
        ),
    ),
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), _LINES.map(lambda lines: calendar("\n".join(["SUMMARY:x", *lines]))))
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(CollectError):
        parse_agenda(body, HERE)


WHOLE = calendar(
    "SUMMARY:Leersessie\nUID:1\nDTSTART;TZID=Europe/Amsterdam:20261210T133000\nDURATION:PT2H\n"
    "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20261217T123000Z\nLOCATION:Utrecht\nURL:https://bron.example/1"
)


@settings(max_examples=60, deadline=None)
@given(mutations(WHOLE.decode()))
def test_a_damaged_calendar_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(CollectError):
        parse_agenda(body, HERE)
