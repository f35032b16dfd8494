"""How an endpoint is doing: why it rests, since when it fails, and whether it is silent for too long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Protocol

from pipeline.model import Endpoint, EndpointState, Kind, Rest, RestReason, Status

# Failing for this long does not pass by itself: somebody has to look.
LONG_FAILING = timedelta(days=7)

_FIRST_PAUSE = timedelta(hours=1)
_LONGEST_PAUSE = timedelta(days=7)
# How far back an endpoint shows, where its kind says so: a sitemap of news names the last two days.
_WINDOWS = {Kind.SITEMAP: timedelta(days=2)}

# Of what an endpoint published before: silent once it is three times as long as usual, and two weeks at
# least, for everybody has holidays.
_TIMES_USUAL = 3
_SHORTEST_DAYS = 14
_LONGEST_DAYS = 365
# Fewer days with something new tell no rhythm.
_DAYS_NEEDED = 5


class Seen(Protocol):
    """Something an endpoint brought: a publication, or no more than its dates."""

    @property
    def first_seen(self) -> datetime: ...

    @property
    def published(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing new `since` then, where something is usual within `usual_days`."""

    since: datetime
    usual_days: int


def rest_of(state: EndpointState, now: datetime) -> Rest | None:
    """Returns why an endpoint is not to be asked at `now`; None when it is due.

    One that answered 410 is not asked again: another address in feeds/ is another endpoint.
    """
    if state.status is Status.GONE:
        return Rest(state.source, state.url, RestReason.GONE, None, state.reason)
    if state.not_before is not None and state.not_before > now:
        return Rest(state.source, state.url, RestReason.FAILED, state.not_before, state.reason)
    if state.fresh_until is not None and state.fresh_until > now:
        return Rest(state.source, state.url, RestReason.FRESH, state.fresh_until)
    return None


def pause_after(failures: int, kind: Kind, asked_for: timedelta | None) -> timedelta:
    """Returns how long to leave an endpoint alone after so many failures in a row.

    An hour, twice as long each time, at most a week; at most half of what its kind shows, so that nothing
    passes by unseen; and never less than the site asked for, at most a week.
    """
    longest = _WINDOWS[kind] / 2 if kind in _WINDOWS else _LONGEST_PAUSE
    pause: timedelta = min(_FIRST_PAUSE * 2 ** min(failures - 1, 10), longest)
    return pause if asked_for is None else min(max(pause, asked_for), _LONGEST_PAUSE)


def long_failing_since(state: EndpointState, at: datetime | None = None) -> datetime | None:
    """Returns since when an endpoint fails, once that is a week or more; `at` its last visit if not told."""
    at = at or state.checked_at
    since = state.failing_since
    if since is None or at is None or at - since < LONG_FAILING:
        return None
    return since


def silence(endpoint: Endpoint, publications: Sequence[Seen], now: datetime) -> Silence | None:
    """Returns since when an endpoint brings nothing new, once that is longer than its own rhythm.

    `publications` are all that it ever brought. What was there at the first visit counts by its own date:
    the whole of a feed that died years ago is new to us on that day.
    """
    if not publications:
        return None
    begun = min(one.first_seen for one in publications)
    since = max(_moment(one) if one.first_seen == begun else one.first_seen for one in publications)
    days = usual_days(endpoint, publications)
    return Silence(since, days) if now - since > timedelta(days=days) else None


def shortest_silence(endpoint: Endpoint) -> timedelta:
    """Returns how long an endpoint may bring nothing new before its silence can be one at all."""
    return timedelta(days=_SHORTEST_DAYS if endpoint.learns_rhythm else endpoint.rhythm_days)


def usual_days(endpoint: Endpoint, publications: Iterable[Seen]) -> int:
    """Returns how many days without anything new are usual here: what its file says, else what it did."""
    if not endpoint.learns_rhythm:
        return endpoint.rhythm_days
    days = sorted({_moment(one).date() for one in publications})
    if len(days) < _DAYS_NEEDED:
        return endpoint.rhythm_days
    gap = median((later - earlier).days for earlier, later in pairwise(days))
    return min(max(round(_TIMES_USUAL * gap), _SHORTEST_DAYS), _LONGEST_DAYS)


def _moment(one: Seen) -> datetime:
    """When it was put online as far as we know, and never later than we saw it."""
    return min(one.published, one.first_seen) if one.published else one.first_seen
