"""Resting, failing and being silent, as values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.model import Endpoint, EndpointState, Kind, Publication, Rest, RestReason, Status
from pipeline.stages.health import Silence, long_failing_since, pause_after, rest_of, silence, usual_days
from tests.makers import publication

FEED = "https://bron.example/feed"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def state(**changes: object) -> EndpointState:
    return EndpointState("bron", FEED, **changes)  # type: ignore[arg-type]


def endpoint(**changes: object) -> Endpoint:
    return Endpoint(FEED, Kind.FEED, **changes)  # type: ignore[arg-type]


def brought(*days_ago: float, seen: datetime | None = None) -> list[Publication]:
    """Publications of so many days ago; seen as they came, or all at once."""
    moments = [NOW - days * DAY for days in days_ago]
    return [
        publication(f"p{number}", published=moment, first_seen=seen or moment)
        for number, moment in enumerate(moments)
    ]


@pytest.mark.parametrize(
    ("one", "rest"),
    [
        (state(), None),
        (state(fresh_until=NOW, not_before=NOW), None),
        (state(fresh_until=NOW + DAY), Rest("bron", FEED, RestReason.FRESH, NOW + DAY)),
        (
            state(status=Status.TIMEOUT, reason="te laat", not_before=NOW + DAY),
            Rest("bron", FEED, RestReason.FAILED, NOW + DAY, "te laat"),
        ),
        (
            state(status=Status.GONE, reason="weg", not_before=NOW - DAY),
            Rest("bron", FEED, RestReason.GONE, None, "weg"),
        ),
    ],
)
def test_an_endpoint_rests_for_a_reason_and_until_a_moment(one: EndpointState, rest: Rest | None) -> None:
    assert rest_of(one, NOW) == rest


@pytest.mark.parametrize(
    ("kind", "failures", "asked_for", "pause"),
    [
        (Kind.FEED, 1, None, timedelta(hours=1)),
        (Kind.FEED, 4, None, timedelta(hours=8)),
        (Kind.FEED, 500, None, 7 * DAY),
        (Kind.FEED, 1, 2 * DAY, 2 * DAY),
        (Kind.FEED, 1, 30 * DAY, 7 * DAY),
        # A sitemap of news shows two days: who stays away longer misses what came and went.
        (Kind.SITEMAP, 4, None, timedelta(hours=8)),
        (Kind.SITEMAP, 500, None, DAY),
        (Kind.SITEMAP, 1, 3 * DAY, 3 * DAY),
    ],
)
def test_an_endpoint_that_fails_is_left_alone_for_ever_longer(
    kind: Kind, failures: int, asked_for: timedelta | None, pause: timedelta
) -> None:
    assert pause_after(failures, kind, asked_for) == pause


def test_failing_is_long_from_the_seventh_day_on() -> None:
    failing = state(status=Status.TIMEOUT, failing_since=NOW - 7 * DAY, checked_at=NOW)

    assert long_failing_since(failing) == NOW - 7 * DAY
    assert long_failing_since(failing, NOW - DAY) is None
    assert long_failing_since(state(status=Status.OK, checked_at=NOW)) is None


def test_silence_is_longer_than_the_days_that_the_file_names() -> None:
    publications = brought(40, 31)

    assert silence(endpoint(rhythm_days=31), publications, NOW) is None
    assert silence(endpoint(rhythm_days=30), publications, NOW) == Silence(NOW - 31 * DAY, 30)


def test_what_was_there_at_the_first_visit_counts_by_its_own_date() -> None:
    """A feed that died two years ago was new to us yesterday."""
    dead = brought(730, 760, seen=NOW - DAY)

    assert silence(endpoint(rhythm_days=45), dead, NOW) == Silence(NOW - 730 * DAY, 45)


def test_what_came_later_counts_by_the_day_it_came_whatever_its_date() -> None:
    late = [*brought(100, 90), *brought(80, seen=NOW - 3 * DAY)]

    assert silence(endpoint(rhythm_days=30), late, NOW) is None


def test_an_endpoint_that_never_brought_anything_has_no_silence() -> None:
    assert silence(endpoint(rhythm_days=1), [], NOW) is None


@pytest.mark.parametrize(
    ("days_ago", "usual"),
    [
        ((1, 2, 3, 4, 5, 6), 14),  # daily: two weeks at least
        ((10, 20, 30, 40, 50), 30),
        ((30, 60, 90, 120, 150), 90),
        ((200, 400, 600, 800, 1000), 365),
        ((10, 20, 30), 45),  # too few to tell
        ((10, 10, 10, 10, 10, 10), 45),
    ],
)
def test_a_rhythm_is_learnt_from_the_days_on_which_something_came(
    days_ago: tuple[int, ...], usual: int
) -> None:
    assert usual_days(endpoint(learns_rhythm=True), brought(*days_ago)) == usual


def test_a_rhythm_that_the_file_names_is_not_learnt() -> None:
    assert usual_days(endpoint(rhythm_days=7), brought(10, 20, 30, 40, 50)) == 7
