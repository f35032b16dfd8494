"""An address asks for a period, which is read back from it and halved when the answer was cut off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.periods import Period, complaint_of, fill, halves, has_period, next_period, period_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
INSTANTS = "https://bron.example/api/rss?query=%7B%22from%22%3A%22{from}%22%2C%22to%22%3A%22{to}%22%7D"
DAYS = "https://bron.example/zoek?van={from:%d-%m-%Y}&tot={to:%d-%m-%Y}&aantal=50"


def at(day: int, hour: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=AMSTERDAM)


NOVEMBER = Period(at(1), at(1, month=12))


def test_a_period_is_filled_in_as_instants_or_as_days() -> None:
    assert fill(INSTANTS, NOVEMBER, AMSTERDAM) == (
        "https://bron.example/api/rss?query=%7B%22from%22%3A%222026-10-31T23%3A00%3A00.000Z%22%2C"
        "%22to%22%3A%222026-11-30T23%3A00%3A00.000Z%22%7D"
    )
    assert fill(DAYS, NOVEMBER, AMSTERDAM) == (
        "https://bron.example/zoek?van=01-11-2026&tot=30-11-2026&aantal=50"
    )


@pytest.mark.parametrize("template", [INSTANTS, DAYS])
def test_what_was_filled_in_is_read_back_also_from_another_host(template: str) -> None:
    url = fill(template, NOVEMBER, AMSTERDAM).replace("bron.example", "www.bron.example").replace("%3A", ":")

    assert period_of(template, url, AMSTERDAM) == NOVEMBER


def test_a_period_is_halved_at_an_hour_or_at_midnight() -> None:
    by_day = halves(DAYS, fill(DAYS, NOVEMBER, AMSTERDAM), AMSTERDAM)
    by_hour = halves(INSTANTS, fill(INSTANTS, Period(at(1), at(2)), AMSTERDAM), AMSTERDAM)

    assert by_day == (
        "https://bron.example/zoek?van=01-11-2026&tot=15-11-2026&aantal=50",
        "https://bron.example/zoek?van=16-11-2026&tot=30-11-2026&aantal=50",
    )
    assert [period_of(INSTANTS, url, AMSTERDAM) for url in by_hour] == [
        Period(at(1), at(1, 12)),
        Period(at(1, 12), at(2)),
    ]


def test_an_hour_and_a_day_are_not_halved() -> None:
    assert halves(INSTANTS, fill(INSTANTS, Period(at(1, 9), at(1, 10)), AMSTERDAM), AMSTERDAM) == ()
    assert halves(DAYS, fill(DAYS, Period(at(1), at(2)), AMSTERDAM), AMSTERDAM) == ()
    assert halves(DAYS, "https://bron.example/iets-anders", AMSTERDAM) == ()


def test_the_next_period_begins_a_week_before_the_last_visit_and_ends_with_today() -> None:
    now = at(23, 12)
    first = next_period(last=None, now=now, rhythm_days=45, zone=AMSTERDAM)
    later = next_period(last=at(22, 9), now=now, rhythm_days=45, zone=AMSTERDAM)

    assert (first, later) == (Period(at(9, month=10), at(24)), Period(at(15), at(24)))


def test_an_address_is_told_to_have_a_period_and_what_is_wrong_with_it() -> None:
    assert [has_period(url) for url in (INSTANTS, DAYS, "https://bron.example/{page}")] == [True, True, False]
    assert complaint_of(DAYS) == ""
    assert "no pattern" in complaint_of("https://bron.example/?van={from:dd-mm}")


@pytest.mark.parametrize(
    "url", ["https://[bron.example/", "https://bron.example/?van=01-11-2026&tot=31-12-9999", "", "?van=&tot="]
)
def test_an_address_that_nobody_would_make_has_no_period(url: str) -> None:
    template = "https://bron.example/?van={from:%d-%m-%Y}&tot={to:%d-%m-%Y}"

    assert period_of(template, url, AMSTERDAM) is None
    assert halves(template, url, AMSTERDAM) == ()


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 300),
    st.sampled_from([INSTANTS, DAYS]),
)
def test_halving_to_the_end_leaves_no_gap_and_comes_to_an_end(start: date, days: int, template: str) -> None:
    midnight = datetime.combine(start, time(), tzinfo=AMSTERDAM)
    whole = Period(midnight, midnight + timedelta(days=days))
    waiting, leaves = [fill(template, whole, AMSTERDAM)], []
    while waiting:
        url = waiting.pop()
        period = period_of(template, url, AMSTERDAM)
        assert period is not None
        if period.end.astimezone(UTC) - period.start.astimezone(UTC) > timedelta(days=20):
            waiting += halves(template, url, AMSTERDAM)
        else:
            leaves.append(period)
    leaves.sort(key=lambda period: period.start)

    assert (leaves[0].start, leaves[-1].end) == (whole.start, whole.end)
    assert all(one.end == other.start for one, other in pairwise(leaves))
