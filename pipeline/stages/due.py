"""What is due: decided from the runs in the store and the rules of config.toml, never by an alarm clock.

A run is named by its job and the moment it was due. The schedule may ring late, twice or not at all; this
says which runs are still to be done, and the store lets each be claimed once. What the editors are to be
told about runs is decided in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from pipeline.model import Month, Run, ScheduleRules

COLLECT = "collect"
BUILD = "build"
SWEEP = "sweep"
SEND = "send"
JOBS = (SWEEP, COLLECT, BUILD, SEND)
# What went wrong in a sending that had begun; it is due at the moment it did.
SENDING = "sending"

TELL_BUILD, TELL_SEND, TELL_FAILED = "tell-build", "tell-send", "tell-failed"
TELL_JOBS = (TELL_BUILD, TELL_SEND, TELL_FAILED)

# How the outcome of a run begins that did not do its work, and of a sending that did not begin.
FAILED, NOT_SENT = "failed: ", "not sent: "
# Older runs are no news, such as those of before an upgrade.
_NEWS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueRun:
    """A run with the moment it is due; in the past when it was missed. `month` is that of an edition."""

    job: str
    due_at: datetime
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class DueNotice:
    """Something to tell the editors, once: `job` and `due_at` name it in the store, `runs` are what about."""

    job: str
    due_at: datetime
    runs: tuple[Run, ...]


def due_runs(
    rules: ScheduleRules, zone: tzinfo, *, now: datetime, runs: Sequence[Run], began: datetime | None
) -> tuple[DueRun, ...]:
    """Returns for each job the run that is to be done next; it is due when its `due_at` is not after `now`.

    `runs` are the latest of each job; `began` is when this root's first run was due, None on a new root.

    Missed collects are made up by one, since one fetch sees all that is there now. A missed build or sending
    is due as long as no later one came due. The sweep comes first: what may not be seen goes before what is
    new.
    """
    every = (_due_sweep(zone, now, runs, began), _due_collect(rules, now, runs))
    build = _due_monthly(BUILD, lambda month: rules.build.moment(month, zone), zone, now, runs, began)
    if rules.send is None:
        return (*every, build)
    return (*every, build, _due_monthly(SEND, _sending(rules, zone), zone, now, runs, began))


def month_sent_at(rules: ScheduleRules, zone: tzinfo, due_at: datetime) -> Month | None:
    """Returns the month of the edition whose sending was due then; None when the rule was another."""
    if rules.send is None:
        return None
    moment = _sending(rules, zone)
    return next((month for month in _months_to(due_at, zone) if moment(month) == due_at), None)


def due_notices(
    runs: Sequence[Run], told: Sequence[Run], zone: tzinfo, *, now: datetime
) -> tuple[DueNotice, ...]:
    """Returns what the editors are to be told: one notice a build and one a sending, however those ended.

    What else failed is told together, at most once a day. `told` are the latest runs of TELL_JOBS.
    """
    news = [run for run in runs if run.ended_at is not None and now - run.ended_at < _NEWS]
    known = {(run.job, run.due_at.astimezone(UTC)) for run in told}
    own = (
        DueNotice(job, run.due_at, (run,))
        for run in sorted(news, key=lambda run: run.due_at)
        for about, job in ((BUILD, TELL_BUILD), (SEND, TELL_SEND))
        if run.job == about and (job, run.due_at.astimezone(UTC)) not in known
    )
    return (*own, *_failures(news, told, zone, now))


def _failures(news: Iterable[Run], told: Sequence[Run], zone: tzinfo, now: datetime) -> tuple[DueNotice, ...]:
    last = max((run.started_at for run in told if run.job == TELL_FAILED), default=None)
    if last is not None and last.astimezone(zone).date() >= now.astimezone(zone).date():
        return ()
    failed = sorted(
        (
            run
            for run in news
            if run.job in (SWEEP, COLLECT, SENDING)
            and FAILED in run.outcome
            and run.ended_at is not None
            and (last is None or run.ended_at > last)
        ),
        key=lambda run: run.due_at,
    )
    return (DueNotice(TELL_FAILED, failed[-1].due_at, tuple(failed)),) if failed else ()


def _due_sweep(zone: tzinfo, now: datetime, runs: Sequence[Run], began: datetime | None) -> DueRun:
    """At the start of each day of the newsletter: a consent holds up to and including its last day."""
    day = now.astimezone(zone).date()
    current, following = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    is_done = any(run.job == SWEEP and run.due_at == current and run.ended_at for run in runs)
    # A new root has nothing to take down, and its first run is what `began` is counted from.
    is_ours = began is not None and began <= current
    return DueRun(SWEEP, current if is_ours and not is_done else following)


def _due_collect(rules: ScheduleRules, now: datetime, runs: Sequence[Run]) -> DueRun:
    """Every `collect_hours`, counted from the epoch, so that two machines agree on the moments."""
    step = timedelta(hours=rules.collect_hours)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    current = epoch + (now.astimezone(UTC) - epoch) // step * step
    is_done = any(run.job == COLLECT and run.due_at == current and run.ended_at for run in runs)
    return DueRun(COLLECT, current + step if is_done else current)


def _due_monthly(
    job: str,
    moment_of: Callable[[Month], datetime],
    zone: tzinfo,
    now: datetime,
    runs: Sequence[Run],
    began: datetime | None,
) -> DueRun:
    past = next(month for month in _months_to(now, zone) if moment_of(month) <= now)
    moment = moment_of(past)
    # In UTC: Python calls a wall-clock time that the clock change doubles equal to no time elsewhere.
    done = {run.due_at.astimezone(UTC) for run in runs if run.job == job and run.ended_at}
    # On a new root last month's edition is nobody's wish.
    is_ours = moment.astimezone(UTC) == now.astimezone(UTC) or (began is not None and began <= moment)
    if is_ours and moment.astimezone(UTC) not in done:
        return DueRun(job, moment, past)
    return DueRun(job, moment_of(past.plus(1)), past.plus(1))


def _sending(rules: ScheduleRules, zone: tzinfo) -> Callable[[Month], datetime]:
    def moment_of(month: Month) -> datetime:
        moment = rules.send_moment(month, zone)
        assert moment is not None, "asked only where there is a rule"  # noqa: S101 - for mypy
        return moment

    return moment_of


def _months_to(moment: datetime, zone: tzinfo) -> tuple[Month, ...]:
    """The months whose run may be the last before `moment`: a sending may come in the month after."""
    local = moment.astimezone(zone)
    this = Month(local.year, local.month)
    return this, this.plus(-1), this.plus(-2)
