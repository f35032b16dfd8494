"""Months, the moment an edition closes, and the window it looks back on."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import ORDINALS, WEEKDAYS, Month, MonthlyRule, Window
from tests.makers import AMSTERDAM

MONTHS = st.builds(Month, st.integers(2000, 2100), st.integers(1, 12))
RULES = st.builds(
    MonthlyRule,
    st.sampled_from(ORDINALS),
    st.sampled_from(WEEKDAYS),
    st.times().map(lambda at: at.replace(fold=0)),
)


def moment(ordinal: str, weekday: str, at: str, month: str) -> str:
    rule = MonthlyRule(ordinal, weekday, time.fromisoformat(at))
    return rule.moment(Month.parse(month), AMSTERDAM).isoformat()


def test_a_month_is_written_as_it_is_read() -> None:
    assert str(Month.parse("2026-02")) == "2026-02"


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "26-01", "2026/01", "december", "", "2026-01-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|match|data"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(0, "2026-12"), (1, "2027-01"), (-11, "2026-01"), (-12, "2025-12"), (25, "2029-01")],
)
def test_months_are_counted_across_years(months: int, expected: str) -> None:
    assert str(Month(2026, 12).plus(months)) == expected


@given(MONTHS, st.integers(-600, 600))
def test_counting_back_leads_back(month: Month, months: int) -> None:
    assert month.plus(months).plus(-months) == month
    assert (month.plus(months) > month) == (months > 0)


@pytest.mark.parametrize(
    ("ordinal", "weekday", "at", "month", "expected"),
    [
        ("first", "thursday", "09:00", "2026-12", "2026-12-03T09:00:00+01:00"),
        ("first", "thursday", "09:00", "2026-10", "2026-10-01T09:00:00+02:00"),
        ("first", "sunday", "00:00", "2026-11", "2026-11-01T00:00:00+01:00"),
        # Five Thursdays in this month, four in the next.
        ("fourth", "thursday", "09:00", "2026-10", "2026-10-22T09:00:00+02:00"),
        ("last", "thursday", "09:00", "2026-10", "2026-10-29T09:00:00+01:00"),
        ("last", "thursday", "09:00", "2026-11", "2026-11-26T09:00:00+01:00"),
        ("last", "friday", "23:59", "2027-12", "2027-12-31T23:59:00+01:00"),
        ("last", "saturday", "08:30", "2028-02", "2028-02-26T08:30:00+01:00"),
        # The night the clock goes back: the first of the two half past twos.
        ("last", "sunday", "02:30", "2026-10", "2026-10-25T02:30:00+02:00"),
    ],
)
def test_a_rule_names_one_moment_of_each_month(
    ordinal: str, weekday: str, at: str, month: str, expected: str
) -> None:
    assert moment(ordinal, weekday, at, month) == expected


@given(RULES, MONTHS)
def test_the_moment_lies_in_its_month_on_its_weekday_and_before_the_next(
    rule: MonthlyRule, month: Month
) -> None:
    closes = rule.moment(month, AMSTERDAM)

    assert (closes.year, closes.month) == (month.year, month.month)
    assert WEEKDAYS[closes.weekday()] == rule.weekday
    assert closes.time() == rule.at
    assert closes < rule.moment(month.plus(1), AMSTERDAM)


def test_a_window_holds_its_begin_and_not_its_end() -> None:
    window = Window(datetime(2026, 11, 5, 9, tzinfo=AMSTERDAM), datetime(2026, 12, 3, 9, tzinfo=AMSTERDAM))

    assert [
        window.contains(datetime.fromisoformat(text))
        for text in (
            "2026-11-05T07:59:59.999999+00:00",
            "2026-11-05T08:00:00+00:00",
            "2026-12-03T07:59:59.999999+00:00",
            "2026-12-03T08:00:00+00:00",
        )
    ] == [False, True, True, False]


def test_two_windows_in_a_row_leave_out_no_moment_of_the_night_the_clock_goes_back() -> None:
    rule = MonthlyRule("last", "sunday", time(2, 30))
    cut = [rule.moment(Month(2026, month), AMSTERDAM) for month in (9, 10, 11)]
    october, november = Window(cut[0], cut[1]), Window(cut[1], cut[2])
    night = [
        datetime(2026, 10, 25, hour, minute, tzinfo=UTC) for hour in (0, 1) for minute in (0, 29, 30, 59)
    ]

    assert [(october.contains(at), november.contains(at)) for at in night] == [
        *[(True, False)] * 2,
        *[(False, True)] * 6,
    ]
