"""Moments as machines write them, also in Dutch."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.moments import date_flags, parse_moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

MOMENTS = {
    "Wed, 23 Sep 2026 05:00:47 GMT": "2026-09-23T07:00:47+02:00",
    "Sun, 05 Mar 2023 23:00:00 GMT": "2023-03-06T00:00:00+01:00",
    "vr, 06 mrt 2026 10:30:00 +0100": "2026-03-06T10:30:00+01:00",
    "za 3 okt. 2026 09:00": "2026-10-03T09:00:00+02:00",
    "2026-09-23T14:47:46.215Z": "2026-09-23T16:47:46.215000+02:00",
    "2026-09-28T18:21:25.1106565+02:00": "2026-09-28T18:21:25.110656+02:00",
    "2026-07-01T12:00:00": "2026-07-01T12:00:00+02:00",
    "2026-12-03": "2026-12-03T00:00:00+01:00",
    "Thu, 01 Jan 2026 10:00:00 -0000": "2026-01-01T11:00:00+01:00",
    "0001-01-01T00:00:00Z": None,
    "Mon, 01 Jan 0001 00:00:00 GMT": None,
    "Mon, 30 Feb 2026 10:00:00 GMT": None,
    "9999-12-31T23:59:59-12:00": None,
    "binnenkort": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), MOMENTS.items())
def test_moments_are_read_and_put_in_the_zone(text: str, expected: str | None) -> None:
    moment = parse_moment(text, AMSTERDAM)

    assert (moment and moment.isoformat()) == expected


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(), st.datetimes().map(str), st.from_regex(r"[A-Z][a-z]{2}, \d{1,2} [a-z]{3} \d{4} \d\d:\d\d")
    )
)
def test_reading_a_moment_never_fails(text: str) -> None:
    moment = parse_moment(text, AMSTERDAM)

    assert moment is None or moment.astimezone(UTC).year >= 1899


def test_odd_dates_are_flagged() -> None:
    asked = (None, datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(days=3), NOW + timedelta(days=1))

    assert [date_flags(moment, NOW) for moment in asked] == [
        ("no-date",),
        ("implausible-date",),
        ("future-date",),
        (),
    ]
