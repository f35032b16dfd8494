"""One function a verb: what the words mean, which jobs they call, what is printed, the exit code."""

from __future__ import annotations

import importlib
import logging
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime

from pipeline.cli import (
    checking,
    consent,
    delivering,
    exporting,
    looking,
    output,
    planning,
    sending,
    story_checks,
    subscribing,
    summaries,
    visiting,
)
from pipeline.cli.moments import moment_of, month_of
from pipeline.jobs import demo as demo_job
from pipeline.jobs.approve import run_approve
from pipeline.jobs.build import run_build
from pipeline.jobs.calendar import read_calendar
from pipeline.jobs.collect import resting, run_collect
from pipeline.jobs.edition import run_edition_add, run_edition_drop, run_edition_new, run_edition_pin
from pipeline.jobs.evaluate import evaluate as run_evaluate
from pipeline.jobs.publications import list_publications
from pipeline.jobs.root import load_root
from pipeline.jobs.sources import Trial, check_sources
from pipeline.jobs.status import read_status
from pipeline.jobs.stories import list_stories, run_stories_accept
from pipeline.jobs.story_index import run_stories_index
from pipeline.jobs.story_writing import run_stories_import, run_stories_new
from pipeline.shell import clock
from pipeline.stages.record import measures_record

DONE, FAILED = 0, 1


def collect(words: Namespace) -> int:
    root = load_root(words.root)
    now = moment_of(root, words.as_of)
    with root.open_store() as store, output.collect_progress() as progress:
        rests = () if words.source else resting(root, store, now=now)
        visits = run_collect(root, store, now=now, slugs=words.source, progress=progress)
    if words.json:
        output.print_json(visits)
    else:
        visiting.print_visits(visits)
        visiting.print_rests(rests, root.config.newsletter.zone)
    return DONE


def build(words: Namespace) -> int:
    root = load_root(words.root)
    now = moment_of(root, words.as_of)
    month = month_of(words.month) if words.month else root.next_month(now)
    # A demo's example sites are served only while 'demo' runs.
    is_offline = words.no_collect or words.as_of is not None or root.stands_at is not None
    with root.open_store() as store:
        if not is_offline:
            with output.collect_progress() as progress:
                visiting.print_visits(run_collect(root, store, now=now, progress=progress))
        result = run_build(
            root,
            store,
            month=month,
            now=now,
            ask_links=not is_offline,
            with_pictures=not words.no_screenshots,
        )
    summaries.print_build(result)
    return FAILED if result.blocking else DONE


def approve(words: Namespace) -> int:
    root = load_root(words.root)
    month = month_of(words.month)
    with root.open_store() as store:
        approval = run_approve(root, store, month=month, by=words.by, now=moment_of(root, None))
    print(f"The edition of {month} is approved by {approval.by} and lies in {root.archive(month)}.")
    print(f"Spent: {len(approval.keys)} items, and the story {approval.story or '(none)'}.")
    return DONE


def edition_new(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        path = run_edition_new(root, store, month=month_of(words.month), now=moment_of(root, words.as_of))
    print(f"Wrote {path}; open it in a text editor.")
    return DONE


def edition_add(words: Namespace) -> int:
    root = load_root(words.root)
    path = run_edition_add(
        root, month=month_of(words.month), url=words.url, title=words.title, section=words.section
    )
    print(f"{path}: taken in: {words.url}")
    return DONE


def edition_drop(words: Namespace) -> int:
    path = run_edition_drop(load_root(words.root), month=month_of(words.month), url=words.url)
    print(f"{path}: left out: {words.url}")
    return DONE


def edition_pin(words: Namespace) -> int:
    path = run_edition_pin(load_root(words.root), month=month_of(words.month), url=words.url)
    print(f"{path}: pinned: {words.url}")
    return DONE


def stories_list(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        rows = list_stories(root, store, now=moment_of(root, words.as_of))
    if words.json:
        output.print_json(rows)
    elif rows:
        titles = summaries.STOCK_TITLES
        output.print_table(titles, [summaries.stock_cells(row) for row in rows], wide=titles[-1])
    else:
        print(f"Er staan geen verhalen in {root.stories}.")
    return DONE


def stories_plan(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        calendar = read_calendar(root, store, now=moment_of(root, words.as_of))
    if words.json:
        output.print_json(calendar)
    else:
        planning.print_calendar(calendar)
    return FAILED if any(finding.is_blocking for finding in calendar.findings) else DONE


def stories_index(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        written = run_stories_index(root, store, now=moment_of(root, words.as_of), preview=words.preview)
    planning.print_index(written)
    return DONE


def stories_new(words: Namespace) -> int:
    summaries.print_written(run_stories_new(load_root(words.root), title=words.title))
    return DONE


def stories_import(words: Namespace) -> int:
    written = run_stories_import(load_root(words.root), file=words.file, title=words.title)
    summaries.print_written(written)
    return DONE


def stories_accept(words: Namespace) -> int:
    root = load_root(words.root)
    path = run_stories_accept(root, slug=words.slug, by=words.by, now=moment_of(root, None))
    print(f"Geaccepteerd door {words.by}; het staat in {path}.")
    print("Verandert er nog iets aan het verhaal of het beeld, dan geldt dit akkoord niet meer.")
    return DONE


def sources_check(words: Namespace) -> int:
    root = load_root(words.root)
    show: Callable[[Trial], None] = (lambda _: None) if words.json else visiting.print_trial
    trials = check_sources(root, now=clock.now(), slugs=words.slugs, progress=show)
    if words.json:
        output.print_json(trials)
    tried = [trial.visit for trial in trials if trial.visit]
    return DONE if all(visit.status.is_healthy for visit in tried) else FAILED


def publications(words: Namespace) -> int:
    root = load_root(words.root)
    since = moment_of(root, words.since) if words.since else None
    with root.open_store() as store:
        rows = list_publications(root, store, since=since, source=words.source)
    if words.json:
        output.print_json(rows)
        return DONE
    cells = [
        (
            _day(row.event_start or row.published),
            row.type,
            row.source,
            "" if row.relevant else "no",
            row.title,
        )
        for row in rows
    ]
    output.print_table(("date", "type", "source", "relevant", "title"), cells, wide="title")
    print(f"{len(rows)} publications.")
    return DONE


def evaluate(words: Namespace) -> int:
    measures = run_evaluate(load_root(words.root), words.file)
    if words.json:
        output.print_json(measures_record(measures))
    else:
        summaries.print_measures(measures)
    return DONE


def schedule(words: Namespace) -> int:
    # Only this verb pays for importing APScheduler.
    run_schedule = importlib.import_module("pipeline.schedule").run_schedule
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    run_schedule(words.root)
    return DONE


def status(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        report = read_status(root, store, now=moment_of(root, None))
    if words.json:
        output.print_json(report)
    else:
        summaries.print_status(report, root.config.newsletter.zone)
    return DONE


def demo(words: Namespace) -> int:
    folder = (words.out or words.root / "build" / "demo").resolve()
    root = demo_job.prepare_demo(folder)
    with demo_job.example_sites() as connect_to, root.open_store() as store:
        with output.collect_progress() as progress:
            visits = run_collect(root, store, now=demo_job.NOW, connect_to=connect_to, progress=progress)
        result = run_build(
            root,
            store,
            month=demo_job.MONTH,
            now=demo_job.NOW,
            ask_links=True,
            connect_to=connect_to,
            with_pictures=not words.no_screenshots,
        )
    visiting.print_visits(visits)
    summaries.print_build(result)
    print(f"\nOpen in a browser: {(result.folder / 'report.html').as_uri()}")
    return DONE


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "-"


VERBS: Mapping[str, Callable[[Namespace], int]] = {
    "collect": collect,
    "build": build,
    **looking.VERBS,
    "approve": approve,
    "edition new": edition_new,
    "edition add": edition_add,
    "edition drop": edition_drop,
    "edition pin": edition_pin,
    **checking.VERBS,
    "stories check": story_checks.stories_check,
    "stories list": stories_list,
    "stories plan": stories_plan,
    "stories index": stories_index,
    "stories new": stories_new,
    "stories import": stories_import,
    "stories accept": stories_accept,
    "stories alias": story_checks.stories_alias,
    **consent.VERBS,
    **sending.VERBS,
    **delivering.VERBS,
    **exporting.VERBS,
    "sources check": sources_check,
    "publications": publications,
    "evaluate": evaluate,
    **subscribing.VERBS,
    "schedule": schedule,
    "status": status,
    "demo": demo,
}
