"""The schedule does each run that is due once, whatever the alarm clock and the process go through."""

from __future__ import annotations

import logging
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root
from pipeline.jobs.subscribers import import_subscribers
from pipeline.model import Month, Run
from pipeline.schedule import tick, tick_safely
from pipeline.shell.lock import hold
from pipeline.stages.due import DueRun
from tests.roots import (
    COMMAND,
    ENVIRONMENT,
    MONTH,
    ZONE,
    Site,
    build_edition,
    entry,
    feed_file,
    make_root,
    rss,
    stored,
    write,
)

# A collect is due every four hours, counted in UTC: in winter in Amsterdam at 1, 5, 9, 13, 17 and 21.
STARTED = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)
DUE = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
BUILD_DUE = datetime(2026, 12, 3, 9, 0, tzinfo=ZONE)
ONE_ITEM = """\
[[item]]
titel = "Een eigen bericht"
url = "https://eigen.example/bericht"
samenvatting = "Dit bericht staat hier omdat een editie zonder berichten niet kan worden goedgekeurd."
rubriek = "nieuws"
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        link = f"http://{running.address}/een"
        running.serve("/feed", rss(entry("Een wijkteam gaat terug", link)))
        running.serve("/een", "hier")
        yield running


@pytest.fixture
def root(tmp_path: Path, site: Site) -> Root:
    feeds = {"bron": feed_file(f"http://{site.address}/feed")}
    return make_root(tmp_path, feeds=feeds, extra=f'[collect]\nallow_hosts = ["{site.address}"]\n')


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build looks at its draft where a browser is; here that would only take time."""
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")


def ring(root: Root, moment: datetime) -> list[tuple[str, datetime]]:
    """The alarm goes off at `moment`; returns the runs that were done."""
    done = tick(root, now=at(moment), dead_before=STARTED)
    return [(run.job, run.due_at) for run in done]


def runs(root: Root) -> dict[tuple[str, datetime], str]:
    with root.open_store() as store:
        return {(run.job, run.due_at): run.outcome for run in store.load_runs()}


def test_a_collect_that_is_due_is_done_once_and_the_next_four_hours_later(root: Root, site: Site) -> None:
    assert ring(root, STARTED) == [("collect", DUE)]
    assert ring(root, STARTED + timedelta(minutes=5)) == []
    assert ring(root, DUE + timedelta(hours=4)) == [("collect", DUE + timedelta(hours=4))]

    assert runs(root) == {
        ("collect", DUE): "1 of 1 endpoints answered, 1 new",
        ("collect", DUE + timedelta(hours=4)): "1 of 1 endpoints answered, 0 new",
    }
    assert site.asked.count("GET /feed") == 2


def test_two_alarms_at_the_same_moment_do_each_run_once(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Een wijkteam", f"http://{site.address}/een")), wait=True)
    done: list[DueRun] = []
    alarms = [
        Thread(target=lambda: done.extend(tick(root, now=at(STARTED), dead_before=STARTED))) for _ in range(2)
    ]
    for alarm in alarms:
        alarm.start()
    site.release.set()
    for alarm in alarms:
        alarm.join()

    assert done == [DueRun("collect", DUE)]
    assert site.asked == ["GET /feed"]


def test_a_build_missed_by_a_gap_of_two_weeks_is_made_up_once(root: Root) -> None:
    ring(root, STARTED)
    back = BUILD_DUE + timedelta(days=7, minutes=1)
    assert ring(root, back) == [
        ("sweep", datetime(2026, 12, 10, 0, 0, tzinfo=ZONE)),
        ("collect", datetime(2026, 12, 10, 9, 0, tzinfo=ZONE)),
        ("build", BUILD_DUE),
    ]
    assert ring(root, back + timedelta(minutes=5)) == []

    assert runs(root)["build", BUILD_DUE].startswith("draft of 2026-12 with ")
    html = (root.build(MONTH) / "newsletter.html").read_text(encoding="utf-8")
    assert "Een wijkteam gaat terug" in html


def test_a_new_root_is_not_given_last_months_edition(root: Root) -> None:
    assert [job for job, _ in ring(root, STARTED)] == ["collect"]
    assert not root.build(Month(2026, 11)).exists()


def test_a_page_whose_consent_ran_out_comes_down_at_the_start_of_the_next_day(root: Root) -> None:
    write(root.edition_file(MONTH), ONE_ITEM)
    build_edition(root, now=BUILD_DUE)
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by="redactie", now=BUILD_DUE)
    page = root.archive(MONTH) / "verhaal.html"
    ring(root, datetime(2028, 10, 2, 23, 55, tzinfo=ZONE))
    assert "De lege stoel" in page.read_text(encoding="utf-8")
    midnight = datetime(2028, 10, 3, 0, 0, tzinfo=ZONE)

    assert ring(root, midnight) == [("sweep", midnight)]
    assert runs(root)["sweep", midnight] == "taken down: 1 stories; off the index: 0"
    assert "Dit verhaal staat hier niet meer" in page.read_text(encoding="utf-8")
    assert ring(root, midnight + timedelta(minutes=5)) == []


def test_the_daily_sweep_lets_go_of_subscribers_too_and_a_wrong_key_file_keeps_no_story_up(
    root: Root, tmp_path: Path
) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("jan@wijkteam.example\n", encoding="utf-8")
    import_subscribers(root, file, basis="Aanmeldformulier van de oude site", now=STARTED)
    ring(root, STARTED)
    first, second = (datetime(2026, 11, day, 0, 0, tzinfo=ZONE) for day in (21, 22))

    ring(root, first)
    root.subscriber_keys.chmod(0o644)
    ring(root, second)

    swept = runs(root)
    assert swept["sweep", first] == "let go of: 0 addresses; taken down: 0 stories; off the index: 0"
    assert swept["sweep", second].startswith("subscribers failed: ")
    assert swept["sweep", second].endswith("; taken down: 0 stories; off the index: 0")


def test_a_run_whose_process_died_is_taken_up_again(root: Root, site: Site) -> None:
    with root.open_store() as store:
        assert store.claim_run("collect", DUE, STARTED - timedelta(minutes=10))

    assert ring(root, STARTED) == [("collect", DUE)]
    assert site.asked == ["GET /feed"]


def test_a_run_that_is_still_at_work_is_left_to_it(root: Root, site: Site) -> None:
    with root.open_store() as store:
        assert store.claim_run("collect", DUE, STARTED)

    assert ring(root, STARTED + timedelta(minutes=5)) == []
    assert site.asked == []


def test_a_build_waits_while_somebody_builds_by_hand_and_is_not_lost(root: Root) -> None:
    ring(root, STARTED)
    with hold(root.lock, "build"):
        assert [job for job, _ in ring(root, BUILD_DUE)] == ["collect"]
    assert ("build", BUILD_DUE) not in runs(root)

    assert [job for job, _ in ring(root, BUILD_DUE + timedelta(minutes=5))] == ["sweep", "build"]


def test_a_run_that_failed_is_an_outcome_and_is_not_repeated_every_five_minutes(root: Root) -> None:
    ring(root, STARTED)
    write(root.edition_file(MONTH), 'onderwerp = "open\n')

    assert [job for job, _ in ring(root, BUILD_DUE)] == ["sweep", "collect", "build"]
    assert runs(root)["build", BUILD_DUE].startswith("failed: editions/2026-12.toml:1: ")
    assert ring(root, BUILD_DUE + timedelta(minutes=5)) == []


def test_a_file_somebody_is_just_editing_does_not_end_the_schedule(
    root: Root, caplog: pytest.LogCaptureFixture
) -> None:
    write(root.path / "config.toml", "[newsletter\n")
    with caplog.at_level(logging.ERROR):
        tick_safely(root.path, now=at(STARTED), dead_before=STARTED)

    assert "config.toml:1: " in caplog.text
    assert "trying again in 5 minutes" in caplog.text


def test_the_command_collects_at_once_suffers_no_second_and_stops_when_told(root: Root) -> None:
    words = [*COMMAND, "--root", str(root.path), "schedule"]
    first = subprocess.Popen(words, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: "Een wijkteam gaat terug" in stored(root))
        until(lambda: bool(ended(root)))
        second = subprocess.run(
            words, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=10
        )
        told = time.monotonic()
        first.send_signal(signal.SIGTERM)
        _, said = first.communicate(timeout=10)
    finally:
        first.kill()

    assert second.returncode == 1
    assert "another schedule is running on this folder" in second.stderr
    assert (first.returncode, time.monotonic() - told < 5) == (0, True)
    assert "schedule started on" in said
    assert "1 of 1 endpoints answered, 1 new" in said
    assert "Traceback" not in said


def ended(root: Root) -> list[Run]:
    with root.open_store() as store:
        return [run for run in store.load_runs() if run.ended_at]


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
