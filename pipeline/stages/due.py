"""What is due: decided from the runs in the store and the rules of config.toml, never by an alarm clock.

A run is named by its job and the moment it was due. The schedule may ring late, twice or not at all; this
says which runs are still to be done, and the store lets each be claimed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from pipeline.model import Month, Run, ScheduleRules

COLLECT = "collect"
BUILD = "build"


@dataclass(frozen=True, slots=True)
class DueRun:
    """A run with the moment it is due; in the past when it was missed. `month` is that of a build."""

    job: str
    due_at: datetime
    month: Month | None = None


def due_runs(
    rules: ScheduleRules, zone: tzinfo, *, now: datetime, runs: Sequence[Run], began: datetime | None
) -> tuple[DueRun, ...]:
    """Returns for each job the run that is to be done next; it is due when its `due_at` is not after `now`.

    `runs` are the latest of each job; `began` is when this root's first run was due, None on a new root.

    Missed collects are made up by one, since one fetch sees all that is there now. A missed build is made
    up as long as no later one came due.
    """
    return (_due_collect(rules, now, runs), _due_build(rules, zone, now, runs, began))


def _due_collect(rules: ScheduleRules, now: datetime, runs: Sequence[Run]) -> DueRun:
    """Every `collect_hours`, counted from the epoch, so that two machines agree on the moments."""
    step = timedelta(hours=rules.collect_hours)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    current = epoch + (now.astimezone(UTC) - epoch) // step * step
    is_done = any(run.job == COLLECT and run.due_at == current and run.ended_at for run in runs)
    return DueRun(COLLECT, current + step if is_done else current)


def _due_build(
    rules: ScheduleRules, zone: tzinfo, now: datetime, runs: Sequence[Run], began: datetime | None
) -> DueRun:
    local = now.astimezone(zone)
    month = Month(local.year, local.month)
    past = month if rules.build.moment(month, zone) <= now else month.plus(-1)
    moment = rules.build.moment(past, zone)
    # In UTC: Python calls a wall-clock time that the clock change doubles equal to no time elsewhere.
    done = {run.due_at.astimezone(UTC) for run in runs if run.job == BUILD and run.ended_at}
    # On a new root last month's edition is nobody's wish.
    is_ours = moment.astimezone(UTC) == now.astimezone(UTC) or (began is not None and began <= moment)
    if is_ours and moment.astimezone(UTC) not in done:
        return DueRun(BUILD, moment, past)
    return DueRun(BUILD, rules.build.moment(past.plus(1), zone), past.plus(1))
