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
from pipeline.jobs.notices import tell_editors
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.send import Edges, continue_sending, send_as_planned
from pipeline.jobs.send.bounces import run_bounces
from pipeline.jobs.subscribers import sweep_subscribers
from pipeline.jobs.sweep import run_stories_sweep
from pipeline.model.delivery import Sending, SendingState
from pipeline.shell import clock
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.stages.due import COLLECT, FAILED, JOBS, SEND, SENDING, SWEEP, DueRun, due_runs

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
        # Sending has a job of its own: it may take an hour, and must not wait for a site that is slow.
        for work in (
            lambda: tick_safely(path, now=now, dead_before=started),
            lambda: send_safely(path, now=now, stop=stopped, dead_before=started),
            lambda: bounces_safely(path, now=now),
        ):
            scheduler.add_job(
                work,
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


def send_safely(
    path: Path, *, now: Callable[[], datetime], stop: threading.Event, dead_before: datetime
) -> None:
    """Begins a sending whose planned time has come, and goes on with those of which something is due.

    Somebody who sends by hand comes first.
    """
    try:
        root, edges = load_root(path), Edges(now, stop)
        with root.open_store() as store:
            _send_planned(root, store, edges, dead_before)
            for sending in continue_sending(root, edges):
                _report_sending(store, sending, now())
            tell_editors(root, store, now=now())
    except BusyError as error:
        log.info("sending waits: %s", error)
    except NewsletterError as error:
        log.error("sending failed: %s; trying again in %d minutes", error, TICK_MINUTES)


def bounces_safely(path: Path, *, now: Callable[[], datetime]) -> None:
    """Reads mail that came back, where config.toml names a mailbox for it."""
    try:
        root = load_root(path)
        if root.config.bounces.is_set and root.subscriber_file.is_file():
            log.info("came back: %s", run_bounces(root, now=now()))
    except BusyError as error:
        log.info("reading what came back waits: %s", error)
    except NewsletterError as error:
        log.error("what came back could not be read: %s; trying again in %d minutes", error, TICK_MINUTES)


def _send_planned(root: Root, store: Store, edges: Edges, dead_before: datetime) -> None:
    for run in due_now(root, store, edges.now()):
        if run.job != SEND or run.month is None:
            continue
        if not store.claim_run(SEND, run.due_at, edges.now(), dead_before=dead_before):
            continue
        try:
            outcome = send_as_planned(root, store, month=run.month, planned=run.due_at, edges=edges)
        except BusyError:
            store.release_run(SEND, run.due_at)
            raise
        store.finish_run(SEND, run.due_at, edges.now(), outcome)
        log.info("%s due at %s: %s", SEND, run.due_at.isoformat(timespec="minutes"), outcome)


def _report_sending(store: Store, sending: Sending, moment: datetime) -> None:
    """Logs how it stands; what waits for a person is a run that failed, which the editors are told of."""
    told = (sending.month, sending.state.value, sending.accepted, sending.readers, sending.note)
    log.info("sending %s: %s; %d of %d accepted. %s", *told)
    if sending.state in (SendingState.PAUSED, SendingState.STOPPED) and store.claim_run(
        SENDING, moment, moment
    ):
        outcome = f"{FAILED}{sending.month} {sending.state.value}: {sending.note}"
        store.finish_run(SENDING, moment, moment, outcome)


def tick(root: Root, *, now: Callable[[], datetime], dead_before: datetime) -> tuple[DueRun, ...]:
    """Does each run that is due, once, and returns those that were done.

    `dead_before` is when this schedule got its lock: an unfinished run from before then has no process
    any more and is taken up again.
    """
    done = []
    with root.open_store() as store:
        for run in due_now(root, store, now()):
            if run.job != SEND and store.claim_run(run.job, run.due_at, now(), dead_before=dead_before):
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
        tell_editors(root, store, now=now())
    return tuple(done)


def due_now(root: Root, store: Store, moment: datetime) -> tuple[DueRun, ...]:
    """Returns the runs whose time has come, collecting first, so that a draft has the latest."""
    runs = due_runs(
        root.config.schedule,
        root.config.newsletter.zone,
        now=moment,
        runs=[run for job in JOBS for run in store.load_runs(job, 10)],
        began=store.load_first_due(),
    )
    return tuple(run for run in runs if run.due_at <= moment)


def _do(root: Root, store: Store, run: DueRun, now: Callable[[], datetime]) -> str:
    """Does one run and returns its outcome in a few words; an error is an outcome too, and is not repeated.

    A run that failed for what only a person can mend would otherwise fail every five minutes. BusyError is
    raised: that passes by itself.
    """
    try:
        if run.job == SWEEP:
            addresses = _sweep_subscribers(root, now())
            swept = run_stories_sweep(root, store, now=now())
            down = (*swept.withdrawn, *swept.taken_down)
            look = f"; look yourself at: {', '.join(swept.unclear)}" if swept.unclear else ""
            return f"{addresses}taken down: {len(down)} stories; off the index: {len(swept.unlisted)}{look}"
        if run.job == COLLECT or run.month is None:
            visits = run_collect(root, store, now=now())
            healthy = sum(visit.status.is_healthy for visit in visits)
            return f"{healthy} of {len(visits)} endpoints answered, {sum(visit.new for visit in visits)} new"
        built = run_build(root, store, month=run.month, now=now(), ask_links=True, with_pictures=True)
        return f"draft of {run.month} with {len(built.blocking)} blocking findings"
    except BusyError:
        raise
    except NewsletterError as error:
        log.error("%s failed: %s", run.job, error)
        return f"{FAILED}{error}"


def _sweep_subscribers(root: Root, moment: datetime) -> str:
    """Returns what it came to, "" for a newsletter without subscribers; stories are swept all the same."""
    if not root.subscriber_file.is_file():
        return ""
    try:
        swept = sweep_subscribers(root, now=moment)
    except NewsletterError as error:
        log.error("the sweep of the subscribers failed: %s", error)
        return f"subscribers {FAILED}{error}; "
    return f"let go of: {swept.unconfirmed + swept.ended} addresses; "
