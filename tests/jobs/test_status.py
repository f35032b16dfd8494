"""Status: what ran, what comes next, and what needs somebody's eye."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root
from pipeline.jobs.status import MovedEndpoint, NextRun, QuietSource, StatusReport, read_status
from pipeline.model import Run
from tests.roots import (
    COLLECTED,
    CUT_OFF,
    MONTH,
    ZONE,
    Site,
    build_edition,
    collect_from,
    entry,
    feed_file,
    make_root,
    rss,
)

FEED = "http://bron.example/feed"
PUBLISHED = datetime(2026, 11, 12, 10, 0, tzinfo=ZONE)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.serve("/feed", rss(entry("Een wijkteam gaat terug", "/een")))
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return make_root(tmp_path, feeds={"bron": feed_file(FEED, lines="rhythm_days = 14")})


def status(root: Root, now: datetime) -> StatusReport:
    with root.open_store() as store:
        return read_status(root, store, now=now)


def test_a_new_root_has_run_nothing_and_knows_what_comes(root: Root) -> None:
    assert status(root, COLLECTED) == StatusReport(
        month=MONTH,
        edition_state="none",
        cut_off=CUT_OFF,
        last_runs=(),
        next_runs=(
            NextRun("sweep", datetime(2026, 11, 21, 0, 0, tzinfo=ZONE), is_late=False),
            NextRun("collect", datetime(2026, 11, 20, 9, 0, tzinfo=ZONE), is_late=True),
            NextRun("build", CUT_OFF, is_late=False),
        ),
        quiet=(),
        stories_ready=1,
        stories_in_all=1,
    )


def test_the_edition_goes_from_none_to_draft_to_approved(root: Root, site: Site) -> None:
    collect_from(root, {"bron.example": site})
    states = [status(root, COLLECTED).edition_state]
    build_edition(root, now=COLLECTED + timedelta(days=1))
    states.append(status(root, COLLECTED).edition_state)
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by="redactie", now=COLLECTED + timedelta(days=1))
    states.append(status(root, COLLECTED).edition_state)

    assert states == ["none", "draft", "approved"]


def test_a_source_that_fails_is_named_with_its_reason(root: Root, site: Site) -> None:
    site.serve("/feed", status="500 Internal Server Error")
    collect_from(root, {"bron.example": site})

    assert status(root, COLLECTED).quiet == (
        QuietSource("bron", FEED, "http-error", "answered 500 Internal Server Error"),
    )


def test_a_source_that_answers_but_is_silent_longer_than_its_rhythm_is_named(root: Root, site: Site) -> None:
    """What was there at the first visit counts by its own date."""
    collect_from(root, {"bron.example": site})
    assert status(root, PUBLISHED + timedelta(days=14)).quiet == ()

    [quiet] = status(root, PUBLISHED + timedelta(days=15)).quiet
    assert quiet.why == "nothing new since 2026-11-12; usual is every 14 days"


def test_a_source_that_is_gone_is_named_with_what_to_do(root: Root, site: Site) -> None:
    site.serve("/feed", status="410 Gone")
    collect_from(root, {"bron.example": site})

    assert status(root, COLLECTED + timedelta(days=8)).quiet == (
        QuietSource(
            "bron",
            FEED,
            "gone",
            "answered 410: gone for good",
            failing_since=COLLECTED,
            to_do="remove its [[endpoint]] from feeds/bron.toml, or write enabled = false there with the "
            "reason; 'nieuwsbrief sources check bron' shows what the site offers now",
        ),
    )


def test_a_source_that_failed_for_a_week_is_told_apart_from_one_that_failed_last_night(
    root: Root, site: Site
) -> None:
    site.serve("/feed", status="500 Internal Server Error")
    for days in (0, 3, 7):
        collect_from(root, {"bron.example": site}, now=COLLECTED + timedelta(days=days))

    since = [
        quiet.failing_since
        for days in (6, 7)
        for quiet in status(root, COLLECTED + timedelta(days=days)).quiet
    ]
    assert since == [None, COLLECTED]


def test_a_source_that_moved_is_named_with_the_line_to_write(root: Root, site: Site) -> None:
    site.serve("/feed", "", "Location: http://bron.example/nieuw.xml", status="301 Moved Permanently")
    site.serve("/nieuw.xml", rss(entry("Een wijkteam gaat terug", "/een")))
    collect_from(root, {"bron.example": site})

    assert status(root, COLLECTED).moved == (
        MovedEndpoint(
            "bron",
            FEED,
            "http://bron.example/nieuw.xml",
            'in feeds/bron.toml write url = "http://bron.example/nieuw.xml"',
        ),
    )


def test_the_last_runs_are_shown_with_what_they_came_to(root: Root) -> None:
    due = datetime(2026, 11, 20, 8, 0, tzinfo=ZONE)
    with root.open_store() as store:
        store.claim_run("collect", due, COLLECTED)
        store.finish_run("collect", due, COLLECTED, "1 of 1 endpoints answered, 1 new")

    assert status(root, COLLECTED).last_runs == (
        Run("collect", due, COLLECTED, COLLECTED, "1 of 1 endpoints answered, 1 new"),
    )
