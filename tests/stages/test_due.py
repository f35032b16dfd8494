"""What is due follows from the runs in the store: nothing is done twice, and nothing is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Month, MonthlyRule, Run, ScheduleRules
from pipeline.stages.due import (
    BUILD,
    COLLECT,
    SEND,
    SWEEP,
    TELL_BUILD,
    TELL_FAILED,
    TELL_SEND,
    DueNotice,
    DueRun,
    due_notices,
    due_runs,
    month_sent_at,
)
from tests.makers import AMSTERDAM

THURSDAY = ScheduleRules(MonthlyRule("first", "thursday", time(9)), collect_hours=4)
NIGHT = ScheduleRules(MonthlyRule("last", "sunday", time(2, 30)), collect_hours=24)
DECEMBER = datetime(2026, 12, 3, 9, tzinfo=AMSTERDAM)
JANUARY = datetime(2027, 1, 7, 9, tzinfo=AMSTERDAM)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def run(job: str, due_at: datetime, *, ended: bool = True) -> Run:
    return Run(job, due_at, due_at, due_at if ended else None, "")


def due(
    now: datetime, *runs: Run, began: datetime | None = LONG_AGO, rules: ScheduleRules = THURSDAY
) -> dict[str, DueRun]:
    return {one.job: one for one in due_runs(rules, AMSTERDAM, now=now, runs=runs, began=began)}


def build(now: datetime, *runs: Run, began: datetime | None = LONG_AGO) -> DueRun:
    return due(now, *runs, began=began)[BUILD]


# --- sweeping --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        ("2026-12-03T00:00:00+01:00", "2026-12-03T00:00:00+01:00"),
        ("2026-12-03T23:59:59+01:00", "2026-12-03T00:00:00+01:00"),
        ("2026-12-03T22:30:00+00:00", "2026-12-03T00:00:00+01:00"),
        ("2026-12-03T23:30:00+00:00", "2026-12-04T00:00:00+01:00"),
        ("2026-10-25T12:00:00+01:00", "2026-10-25T00:00:00+02:00"),  # the day of 25 hours
    ],
)
def test_pages_are_swept_at_the_start_of_each_day_of_the_newsletter(now: str, due_at: str) -> None:
    expected = DueRun(SWEEP, datetime.fromisoformat(due_at))

    assert due(datetime.fromisoformat(now))[SWEEP] == expected


def test_a_sweep_that_was_done_comes_again_the_next_day() -> None:
    midnight = DECEMBER.replace(hour=0)

    assert due(DECEMBER, run(SWEEP, midnight))[SWEEP] == DueRun(SWEEP, midnight + timedelta(days=1))
    assert due(DECEMBER, run(SWEEP, midnight, ended=False))[SWEEP] == DueRun(SWEEP, midnight)


def test_a_new_root_is_swept_from_its_second_day_on() -> None:
    tomorrow = DueRun(SWEEP, DECEMBER.replace(hour=0) + timedelta(days=1))

    assert due(DECEMBER, began=None)[SWEEP] == tomorrow
    assert due(DECEMBER, began=DECEMBER - HOUR)[SWEEP] == tomorrow


# --- collecting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        ("2026-12-03T08:00:00+00:00", "2026-12-03T08:00:00+00:00"),
        ("2026-12-03T11:59:59+00:00", "2026-12-03T08:00:00+00:00"),
        ("2026-12-03T12:59:59+01:00", "2026-12-03T08:00:00+00:00"),
        ("2026-12-03T13:00:00+01:00", "2026-12-03T12:00:00+00:00"),
    ],
)
def test_sites_are_read_every_four_hours_of_utc(now: str, due_at: str) -> None:
    expected = DueRun(COLLECT, datetime.fromisoformat(due_at))

    assert due(datetime.fromisoformat(now))[COLLECT] == expected


def test_what_was_read_is_next_read_four_hours_on() -> None:
    at = datetime(2026, 12, 3, 8, tzinfo=UTC)

    assert due(at + HOUR, run(COLLECT, at))[COLLECT] == DueRun(COLLECT, at + 4 * HOUR)


def test_a_collect_that_did_not_end_is_due_again() -> None:
    at = datetime(2026, 12, 3, 8, tzinfo=UTC)

    assert due(at + HOUR, run(COLLECT, at, ended=False))[COLLECT] == DueRun(COLLECT, at)


def test_three_missed_collects_are_made_up_by_one() -> None:
    at = datetime(2026, 12, 3, 8, tzinfo=UTC)

    assert due(at + HOUR, run(COLLECT, at - 16 * HOUR))[COLLECT] == DueRun(COLLECT, at)


# --- building --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("began", [None, DECEMBER])
def test_an_edition_is_due_at_its_moment_also_on_a_new_root(began: datetime | None) -> None:
    assert build(DECEMBER, began=began) == DueRun(BUILD, DECEMBER, Month(2026, 12))


def test_before_its_moment_the_edition_is_next() -> None:
    november = datetime(2026, 11, 5, 9, tzinfo=AMSTERDAM)

    assert build(DECEMBER - HOUR, run(BUILD, november)) == DueRun(BUILD, DECEMBER, Month(2026, 12))


def test_an_edition_that_was_built_is_followed_by_the_next() -> None:
    assert build(DECEMBER + HOUR, run(BUILD, DECEMBER.astimezone(UTC))) == DueRun(
        BUILD, JANUARY, Month(2027, 1)
    )


def test_a_missed_edition_is_made_up_until_the_next_is_due() -> None:
    assert build(JANUARY - HOUR) == DueRun(BUILD, DECEMBER, Month(2026, 12))
    assert build(JANUARY) == DueRun(BUILD, JANUARY, Month(2027, 1))


def test_a_build_that_did_not_end_is_due_again() -> None:
    assert build(DECEMBER + HOUR, run(BUILD, DECEMBER, ended=False)) == DueRun(
        BUILD, DECEMBER, Month(2026, 12)
    )


@pytest.mark.parametrize("began", [None, DECEMBER + HOUR])
def test_a_new_root_does_not_make_last_months_edition(began: datetime | None) -> None:
    assert build(DECEMBER + 2 * HOUR, began=began) == DueRun(BUILD, JANUARY, Month(2027, 1))


def test_a_collect_at_the_moment_of_a_build_is_not_that_build() -> None:
    assert build(DECEMBER, run(COLLECT, DECEMBER)) == DueRun(BUILD, DECEMBER, Month(2026, 12))


@pytest.mark.parametrize(
    ("month", "following"), [(Month(2026, 10), Month(2026, 11)), (Month(2027, 3), Month(2027, 4))]
)
@pytest.mark.parametrize("zone", [UTC, AMSTERDAM])
def test_in_the_hour_the_clock_changes_an_edition_is_built_once(
    month: Month, following: Month, zone: tzinfo
) -> None:
    at = NIGHT.build.moment(month, AMSTERDAM)
    done = run(BUILD, at.astimezone(zone))
    now = at.astimezone(UTC)

    assert due(now, began=None, rules=NIGHT)[BUILD] == DueRun(BUILD, at, month)
    assert due(now + HOUR / 60, done, rules=NIGHT)[BUILD].month == following


@given(st.lists(st.integers(1, 60 * 24 * 20), max_size=30))
def test_however_the_clock_rings_each_edition_is_built_at_most_once_and_none_is_skipped(
    steps: list[int],
) -> None:
    now = datetime(2026, 8, 1, tzinfo=UTC)
    runs: list[Run] = []
    for minutes in [0, *steps]:
        now += timedelta(minutes=minutes)
        one = due(now, *runs, began=LONG_AGO, rules=NIGHT)[BUILD]
        if one.due_at <= now:
            runs.append(run(BUILD, one.due_at.astimezone(UTC)))

    months = [one.due_at.astimezone(AMSTERDAM) for one in runs]
    numbers = [month.year * 12 + month.month for month in months]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


# --- sending ---------------------------------------------------------------------------------------------

SENDS = replace(THURSDAY, send=MonthlyRule("second", "tuesday", time(10)))
SENT = datetime(2026, 12, 8, 10, tzinfo=AMSTERDAM)


def test_without_a_rule_no_sending_is_ever_due() -> None:
    assert SEND not in due(SENT)


def test_an_approved_edition_is_sent_at_the_first_moment_after_its_draft() -> None:
    assert due(SENT - HOUR, run(SEND, datetime(2026, 11, 10, 10, tzinfo=AMSTERDAM)), rules=SENDS)[
        SEND
    ] == DueRun(SEND, SENT, Month(2026, 12))
    assert due(SENT, rules=SENDS)[SEND] == DueRun(SEND, SENT, Month(2026, 12))
    assert due(SENT, run(SEND, SENT), rules=SENDS)[SEND].month == Month(2027, 1)


def test_a_draft_of_the_end_of_a_month_is_sent_in_the_next() -> None:
    rules = ScheduleRules(
        MonthlyRule("last", "thursday", time(9)), send=MonthlyRule("first", "tuesday", time(10))
    )
    january = datetime(2027, 1, 5, 10, tzinfo=AMSTERDAM)

    assert due(january, rules=rules)[SEND] == DueRun(SEND, january, Month(2026, 12))
    assert month_sent_at(rules, AMSTERDAM, january.astimezone(UTC)) == Month(2026, 12)
    assert month_sent_at(rules, AMSTERDAM, january + HOUR) is None
    assert month_sent_at(THURSDAY, AMSTERDAM, january) is None


# --- telling ---------------------------------------------------------------------------------------------


def ended(job: str, due_at: datetime, outcome: str = "done") -> Run:
    return Run(job, due_at, due_at, due_at + HOUR, outcome)


def notices(now: datetime, *runs: Run, told: tuple[Run, ...] = ()) -> tuple[DueNotice, ...]:
    return due_notices(runs, told, AMSTERDAM, now=now)


@pytest.mark.parametrize("outcome", ["draft of 2026-12 with 0 blocking findings", "failed: a file"])
def test_the_editors_are_told_of_each_build_once_however_it_ended(outcome: str) -> None:
    built = ended(BUILD, DECEMBER, outcome)
    told = run(TELL_BUILD, DECEMBER.astimezone(UTC), ended=False)

    assert notices(DECEMBER + 2 * HOUR, built) == (DueNotice(TELL_BUILD, DECEMBER, (built,)),)
    assert notices(DECEMBER + 2 * HOUR, built, told=(told,)) == ()


def test_a_sending_that_was_planned_is_told_beside_the_build() -> None:
    built, sent_ = ended(BUILD, DECEMBER), ended(SEND, SENT)

    assert notices(SENT + HOUR, built, sent_) == (
        DueNotice(TELL_BUILD, DECEMBER, (built,)),
        DueNotice(TELL_SEND, SENT, (sent_,)),
    )


def test_what_is_not_ended_or_longer_ago_than_a_week_is_no_news() -> None:
    assert notices(DECEMBER, run(BUILD, DECEMBER, ended=False)) == ()
    assert notices(DECEMBER + timedelta(days=8), ended(BUILD, DECEMBER)) == ()


def test_what_failed_is_told_together_and_at_most_once_a_day() -> None:
    good, first, second = (
        ended(COLLECT, DECEMBER),
        ended(SWEEP, DECEMBER, "subscribers failed: a key; taken down: 0 stories"),
        ended(COLLECT, DECEMBER + HOUR, "failed: a full disk"),
    )
    told = ended(TELL_FAILED, DECEMBER + HOUR)
    third = ended(COLLECT, DECEMBER + 5 * HOUR, "failed: a full disk")
    morning = DECEMBER.replace(hour=0) + timedelta(days=1)

    assert notices(DECEMBER + 3 * HOUR, good, first, second) == (
        DueNotice(TELL_FAILED, DECEMBER + HOUR, (first, second)),
    )
    assert notices(DECEMBER + 7 * HOUR, good, first, second, third, told=(told,)) == ()
    assert notices(morning, third, told=(told,)) == (DueNotice(TELL_FAILED, third.due_at, (third,)),)
