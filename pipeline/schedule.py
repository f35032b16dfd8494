"""The schedule: an alarm clock that asks the store what is due, and does it once.

APScheduler only wakes us up. It drops what is late, fires twice when the clock goes back and cannot share
its jobs between processes; so each time it rings, `tick` asks `stages.due` which runs are due, claims each
in the store, and only then works. A run that was missed, or whose process died, is made up at the next tick.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from pipeline.errors import BusyError, NewsletterError
from pipeline.jobs.build import run_build
from pipeline.jobs.collect import run_collect
from pipeline.jobs.root import Root, load_root
from pipeline.shell import clock
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.stages.due import BUILD, COLLECT, DueRun, due_runs

log = logging.getLogger("nieuwsbrief.schedule")

TICK_MINUTES = 5


def run_schedule(path: Path, *, now: Callable[[], datetime] = clock.now) -> None:
    """Runs until it is told to stop (SIGINT, SIGTERM). Raises BusyError when a schedule runs on this root.

    config.toml and feeds/ are read again at every tick, so a change needs no restart.
    """
    root = load_root(path)
    with hold(root.path / "var" / "schedule.lock", "schedule"):
        started = now()
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        scheduler = BackgroundScheduler(timezone=root.config.newsletter.zone)
        scheduler.add_job(
            lambda: tick_safely(path, now=now, dead_before=started),
            "interval",
            minutes=TICK_MINUTES,
            next_run_time=started,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        scheduler.start()
        log.info("schedule started on %s; it looks every %d minutes what is due", root.path, TICK_MINUTES)
        stopped.wait()
        log.info("stopping after the run in hand")
        scheduler.shutdown(wait=True)


def tick_safely(path: Path, *, now: Callable[[], datetime], dead_before: datetime) -> None:
    """Does what is due; a file somebody is just editing must not end the schedule."""
    try:
        tick(load_root(path), now=now, dead_before=dead_before)
    except NewsletterError as error:
        log.error("%s; trying again in %d minutes", error, TICK_MINUTES)


def tick(root: Root, *, now: Callable[[], datetime], dead_before: datetime) -> tuple[DueRun, ...]:
    """Does each run that is due, once, and returns those that were done.

    `dead_before` is when this schedule got its lock: an unfinished run from before then has no process
    any more and is taken up again.
    """
    done = []
    with root.open_store() as store:
        for run in due_now(root, store, now()):
            if store.claim_run(run.job, run.due_at, now(), dead_before=dead_before):
                try:
                    outcome = _do(root, store, run, now)
                except BusyError as error:
                    # Somebody is building by hand: nothing was done, so the next tick tries again.
                    store.release_run(run.job, run.due_at)
                    log.info("%s waits: %s", run.job, error)
                    continue
                store.finish_run(run.job, run.due_at, now(), outcome)
                log.info("%s due at %s: %s", run.job, run.due_at.isoformat(timespec="minutes"), outcome)
                done.append(run)
    return tuple(done)


def due_now(root: Root, store: Store, moment: datetime) -> tuple[DueRun, ...]:
    """Returns the runs whose time has come, collecting first, so that a draft has the latest."""
    runs = due_runs(
        root.config.schedule,
        root.config.newsletter.zone,
        now=moment,
        runs=(*store.load_runs(COLLECT, 10), *store.load_runs(BUILD, 10)),
        began=store.load_first_due(),
    )
    return tuple(run for run in runs if run.due_at <= moment)


def _do(root: Root, store: Store, run: DueRun, now: Callable[[], datetime]) -> str:
    """Does one run and returns its outcome in a few words; an error is an outcome too, and is not repeated.

    A run that failed for what only a person can mend would otherwise fail every five minutes. BusyError is
    raised: that passes by itself.
    """
    try:
        if run.job == COLLECT or run.month is None:
            visits = run_collect(root, store, now=now())
            healthy = sum(visit.status.is_healthy for visit in visits)
            return f"{healthy} of {len(visits)} endpoints answered, {sum(visit.new for visit in visits)} new"
        built = run_build(root, store, month=run.month, now=now(), ask_links=True)
        return f"draft of {run.month} with {len(built.blocking)} blocking findings"
    except BusyError:
        raise
    except NewsletterError as error:
        log.error("%s failed: %s", run.job, error)
        return f"failed: {error}"
