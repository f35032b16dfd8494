"""Collect over real HTTP on loopback: what is stored, what is remembered, and what failure costs."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.jobs.asking import Asker
from pipeline.jobs.root import Root
from pipeline.jobs.visit import Task, Visitor
from pipeline.model import Copy, EndpointState, Fetched, FetchRequest, Publication, Status, Visit
from pipeline.shell.fetch import Fetcher
from pipeline.shell.workers import Workers
from tests.roots import (
    COLLECTED,
    COMMAND,
    ENVIRONMENT,
    SUMMARY,
    Site,
    collect_from,
    entry,
    feed_file,
    make_root,
    page,
    rss,
    stored,
)

FEED = "http://bron.example/feed"
HOUR = timedelta(hours=1)
LISTING = '<html lang="nl"><title>Nieuws</title><main><ul>{}</ul></main></html>'


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return make_root(tmp_path, feeds={"bron": feed_file(FEED)})


def visit(status: Status = Status.OK, *, endpoint: str = FEED, **changes: object) -> Visit:
    return Visit("bron", endpoint, status, **changes)  # type: ignore[arg-type]


def state(root: Root, url: str = FEED, source: str = "bron") -> EndpointState:
    with root.open_store() as store:
        return next(one for one in store.load_states() if (one.source, one.url) == (source, url))


def links(*paths: str) -> str:
    return LISTING.format("".join(f'<li><a href="{path}">Bericht {path}</a></li>' for path in paths))


def test_what_is_new_is_stored_with_its_source_and_the_moment_it_was_seen(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een"), entry("Tweede bericht", "/twee")))

    assert collect_from(root, {"bron.example": site}) == (visit(new=2, seen=2),)
    first = stored(root)["Eerste bericht"]
    assert (first.key, first.source, first.endpoint, first.first_seen) == (
        "https://bron.example/een",
        "bron",
        FEED,
        COLLECTED,
    )


def test_a_changed_text_is_an_update_that_keeps_the_day_it_was_first_seen(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")))
    collect_from(root, {"bron.example": site})
    site.serve("/feed", rss(entry("Eerste bericht, herzien", "/een")))

    later = COLLECTED + 4 * HOUR
    assert collect_from(root, {"bron.example": site}, now=later) == (visit(updated=1, seen=1),)
    changed = stored(root)["Eerste bericht, herzien"]
    assert (changed.first_seen, changed.changed_at) == (COLLECTED, later)


def test_the_same_body_again_is_unchanged_even_without_an_etag(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")))
    collect_from(root, {"bron.example": site})

    assert collect_from(root, {"bron.example": site}) == (visit(Status.UNCHANGED),)


def test_a_known_etag_is_sent_and_a_304_is_unchanged_and_keeps_it(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")), 'ETag: "v1"')
    collect_from(root, {"bron.example": site})
    site.serve("/feed", status="304 Not Modified")

    for _ in range(2):
        assert collect_from(root, {"bron.example": site}) == (visit(Status.UNCHANGED),)
        assert 'If-None-Match: "v1"' in site.last_request("/feed")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("<!doctype html><html><title>Welkom</title><body><p>Hallo</p></body></html>", Status.NOT_A_FEED),
        (rss(), Status.EMPTY),
    ],
)
def test_an_etag_is_kept_only_after_a_parse_that_worked(
    root: Root, site: Site, body: str, status: Status
) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")), 'ETag: "goed"')
    collect_from(root, {"bron.example": site})
    site.serve("/feed", body, 'ETag: "kapot"')

    [failed] = collect_from(root, {"bron.example": site}, now=COLLECTED + HOUR)
    assert failed.status is status
    assert state(root).etag == ""

    site.serve("/feed", rss(entry("Eerste bericht", "/een")), 'ETag: "goed"')
    [healed] = collect_from(root, {"bron.example": site}, now=COLLECTED + 3 * HOUR)
    assert healed.status is Status.UNCHANGED
    assert "If-None-Match" not in site.last_request("/feed")
    assert state(root).etag == '"goed"'


def test_a_feed_that_may_be_empty_is_well_without_items(tmp_path: Path, site: Site) -> None:
    root = make_root(tmp_path, feeds={"bron": feed_file(FEED, lines="may_be_empty = true")})
    site.serve("/feed", rss())

    assert collect_from(root, {"bron.example": site}) == (visit(),)


def test_a_dead_source_costs_one_line_and_the_others_are_collected(tmp_path: Path, site: Site) -> None:
    feeds = {"dood": feed_file("http://dood.example/feed"), "bron": feed_file(FEED)}
    root = make_root(tmp_path, feeds=feeds)
    site.serve("/feed", rss(entry("Eerste bericht", "/een")))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        nobody = f"127.0.0.1:{closed.getsockname()[1]}"
        alive, dead = collect_from(root, {"bron.example": site, "dood.example": nobody})

    assert alive == visit(new=1, seen=1)
    assert (dead.source, dead.status, dead.new) == ("dood", Status.HTTP_ERROR, 0)
    assert "refused" in dead.reason


def test_an_endpoint_that_fails_rests_an_hour_then_twice_as_long_up_to_a_week(root: Root, site: Site) -> None:
    site.serve("/feed", status="500 Internal Server Error")
    now, rests = COLLECTED, []
    for _ in range(10):
        assert [one.status for one in collect_from(root, {"bron.example": site}, now=now)] == [
            Status.HTTP_ERROR
        ]
        again = state(root).not_before
        assert again is not None
        rests.append((again - now) / HOUR)
        now = again

    assert rests == [1, 2, 4, 8, 16, 32, 64, 128, 168, 168]


def test_an_endpoint_that_rests_is_not_asked_until_it_is_due_or_named(root: Root, site: Site) -> None:
    site.serve("/feed", status="500 Internal Server Error")
    collect_from(root, {"bron.example": site})

    assert collect_from(root, {"bron.example": site}, now=COLLECTED + HOUR / 2) == ()
    named = collect_from(root, {"bron.example": site}, now=COLLECTED + HOUR / 2, slugs=["bron"])
    assert [one.status for one in named] == [Status.HTTP_ERROR]


def test_a_visit_that_works_ends_the_rests(root: Root, site: Site) -> None:
    site.serve("/feed", status="500 Internal Server Error")
    collect_from(root, {"bron.example": site})
    site.serve("/feed", rss(entry("Eerste bericht", "/een")))
    collect_from(root, {"bron.example": site}, now=COLLECTED + HOUR)

    healed = state(root)
    assert (healed.failures, healed.not_before, healed.reason) == (0, None, "")


@pytest.mark.parametrize(
    ("asked_for", "rest"), [("7200", 2), ("60", 1), ("99999999", 168), ("onzin", 1), ("-5", 1)]
)
def test_retry_after_is_honoured_between_an_hour_and_a_week(
    root: Root, site: Site, asked_for: str, rest: int
) -> None:
    site.serve("/feed", "", f"Retry-After: {asked_for}", status="429 Too Many Requests")
    [limited] = collect_from(root, {"bron.example": site})

    assert limited.status is Status.LIMITED
    assert state(root).not_before == COLLECTED + rest * HOUR


def test_an_unknown_source_is_named_with_its_nearest(root: Root) -> None:
    with pytest.raises(UsageError, match=r"no source 'bronn'.*did you mean 'bron'"):
        collect_from(root, slugs=["bronn"])


def test_a_source_that_is_named_twice_is_asked_once(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")))

    assert collect_from(root, {"bron.example": site}, slugs=["bron", "bron"]) == (visit(new=1, seen=1),)
    assert site.asked == ["GET /feed"]


def test_an_endpoint_that_is_switched_off_is_never_asked(tmp_path: Path, site: Site) -> None:
    feed = feed_file(FEED, lines='enabled = false\nreason = "geen feed meer"')
    root = make_root(tmp_path, feeds={"bron": feed})

    assert collect_from(root, {"bron.example": site}, slugs=["bron"]) == ()
    assert site.asked == []


NEWS = "http://bron.example/nieuws"


@pytest.fixture
def listing(tmp_path: Path) -> Root:
    feed = feed_file(NEWS, kind="listing", lines='links = ["/nieuws/*"]')
    return make_root(tmp_path, feeds={"bron": feed}, extra="[collect]\npages_per_endpoint = 2\n")


def test_the_pages_of_a_list_are_asked_once(listing: Root, site: Site) -> None:
    site.serve("/nieuws", links("/nieuws/een", "/nieuws/twee"))
    for name in ("een", "twee"):
        site.serve(f"/nieuws/{name}", page(f"Bericht /nieuws/{name}", SUMMARY))
    assert collect_from(listing, {"bron.example": site}) == (visit(endpoint=NEWS, new=2, seen=2),)
    found = stored(listing)["Bericht /nieuws/een"]
    assert (found.data.summary, found.data.published is None) == (SUMMARY, False)

    site.serve("/nieuws", links("/nieuws/drie", "/nieuws/een", "/nieuws/twee"))
    site.serve("/nieuws/drie", page("Bericht /nieuws/drie", SUMMARY))
    assert collect_from(listing, {"bron.example": site}) == (visit(endpoint=NEWS, new=1, seen=3),)
    assert [asked for asked in site.asked if asked != "GET /nieuws"] == [
        "GET /nieuws/een",
        "GET /nieuws/twee",
        "GET /nieuws/drie",
    ]


def test_pages_over_the_cap_are_read_in_the_next_run_although_the_list_is_the_same(
    listing: Root, site: Site
) -> None:
    site.serve("/nieuws", links("/nieuws/een", "/nieuws/twee", "/nieuws/drie"), 'ETag: "v1"')
    for name in ("een", "twee", "drie"):
        site.serve(f"/nieuws/{name}", page(f"Bericht /nieuws/{name}", SUMMARY))

    first = collect_from(listing, {"bron.example": site})
    second = collect_from(listing, {"bron.example": site}, now=COLLECTED + HOUR)
    third = collect_from(listing, {"bron.example": site}, now=COLLECTED + 2 * HOUR)

    assert first == (visit(endpoint=NEWS, new=3, seen=3, reason="1 item pages are left for the next run"),)
    assert second == (visit(endpoint=NEWS, updated=1, seen=3),)
    assert third == (visit(Status.UNCHANGED, endpoint=NEWS),)
    assert site.asked.count("GET /nieuws/drie") == 1
    assert stored(listing)["Bericht /nieuws/drie"].data.summary == SUMMARY


def test_a_page_that_did_not_answer_is_asked_again_and_completes_its_item(listing: Root, site: Site) -> None:
    site.serve("/nieuws", links("/nieuws/een"))
    site.serve("/nieuws/een", status="500 Internal Server Error")
    [first] = collect_from(listing, {"bron.example": site})
    assert (first.status, first.new, first.reason) == (Status.OK, 1, "1 item pages are left for the next run")

    site.serve("/nieuws/een", page("Bericht /nieuws/een", SUMMARY))
    assert collect_from(listing, {"bron.example": site}, now=COLLECTED + 4 * HOUR) == (
        visit(endpoint=NEWS, updated=1, seen=1),
    )
    assert stored(listing)["Bericht /nieuws/een"].data.summary == SUMMARY


def test_a_page_that_stays_away_is_given_up_after_three_days(listing: Root, site: Site) -> None:
    site.serve("/nieuws", links("/nieuws/een"))
    for days in range(5):
        collect_from(listing, {"bron.example": site}, now=COLLECTED + timedelta(days=days))

    assert site.asked.count("GET /nieuws/een") == 3
    assert state(listing, NEWS).status is Status.UNCHANGED


def test_a_private_address_is_reached_only_when_allow_hosts_names_it(tmp_path: Path) -> None:
    with Site() as named, Site() as other:
        for one in (named, other):
            one.serve("/feed", rss(entry(f"Bericht van {one.address}", f"http://{one.address}/een")))
        feeds = {
            "ander": feed_file(f"http://{other.address}/feed"),
            "bron": feed_file(f"http://{named.address}/feed"),
        }
        root = make_root(tmp_path, feeds=feeds, extra=f'[collect]\nallow_hosts = ["{named.address}"]\n')
        refused, reached = collect_from(root)

    assert (refused.source, refused.status) == ("ander", Status.BLOCKED)
    assert "allow_hosts" in refused.reason
    assert (reached.source, reached.status, reached.new) == ("bron", Status.OK, 1)
    assert other.asked == []


def test_two_sites_that_carry_one_publication_give_one_item_that_knows_both(
    tmp_path: Path, site: Site
) -> None:
    feeds = {
        "bron": feed_file(FEED),
        "doorgever": feed_file("http://doorgever.example/feed"),
    }
    root = make_root(tmp_path, feeds=feeds)
    site.serve("/feed", rss(entry("Derde rapportage over veilig opgroeien", "/rapport")))
    with Site() as second:
        tracked = "https://elders.example/rapport?utm_source=mail"
        second.serve("/feed", rss(entry("Derde rapportage over veilig opgroeien", tracked)))
        collect_from(root, {"bron.example": site, "doorgever.example": second})

    with root.open_store() as store:
        [one] = store.load_publications()
    assert (one.source, one.also_at) == ("bron", (Copy("doorgever", "https://elders.example/rapport"),))


def test_of_two_sites_the_one_whose_page_it_is_has_the_original(tmp_path: Path, site: Site) -> None:
    # The other comes first in the alphabet, and so in the run.
    feeds = {"bron": feed_file(FEED), "aardig": feed_file("http://aardig.example/feed")}
    root = make_root(tmp_path, feeds=feeds)
    same = rss(entry("Bericht", "http://bron.example/rapport"))
    site.serve("/feed", same)
    with Site() as second:
        second.serve("/feed", same)
        collect_from(root, {"bron.example": site, "aardig.example": second})

    with root.open_store() as store:
        [one] = store.load_publications()
    assert (one.source, [copy.source for copy in one.also_at]) == ("bron", ["aardig"])


def test_a_slow_host_keeps_no_other_waiting_and_the_lines_keep_their_order(tmp_path: Path) -> None:
    names = ("een", "traag", "twee")
    root = make_root(tmp_path, feeds={name: feed_file(f"http://{name}.example/feed") for name in names})
    with Site() as one, Site() as slow, Site() as two:
        sites = {"een.example": one, "traag.example": slow, "twee.example": two}
        for name, site in sites.items():
            site.serve("/feed", rss(entry(f"Bericht van {name}", f"/{name}")), wait=site is slow)
        # Answers once the host behind it in the order was asked; else only after ten seconds.
        threading.Thread(target=release_after, args=(slow, two)).start()
        started = time.monotonic()
        visits = collect_from(root, sites)

    assert [one.source for one in visits] == ["een", "traag", "twee"]
    assert time.monotonic() - started < 8


def release_after(slow: Site, other: Site) -> None:
    deadline = time.monotonic() + 10
    while not other.asked and time.monotonic() < deadline:
        time.sleep(0.01)
    slow.release.set()


class BrokenFetcher(Fetcher):
    """Stands for whatever goes wrong in our own code on a document nobody foresaw."""

    def fetch(self, request: FetchRequest) -> Fetched:
        raise RecursionError(request.url)


def test_a_fault_of_our_own_costs_one_line_too(root: Root, caplog: pytest.LogCaptureFixture) -> None:
    limits = root.config.collect
    with BrokenFetcher(limits) as fetcher, Workers() as workers:
        asker = Asker(fetcher, limits.user_agent, COLLECTED)
        visitor = Visitor(asker, workers, limits, root, COLLECTED, {}, lambda _keys: {})
        endpoint = root.source("bron").endpoints[0]
        harvest = visitor.visit(Task(root.source("bron"), endpoint, EndpointState("bron", FEED)))

    assert replace(harvest.visit, seconds=0.0) == visit(
        Status.NOT_A_FEED, reason="our reader stopped on it (RecursionError); please report this"
    )
    assert harvest.state.not_before == COLLECTED + HOUR
    assert f"{FEED} could not be read" in caplog.text


def test_ctrl_c_leaves_a_store_that_goes_on_where_it_was(tmp_path: Path) -> None:
    with Site() as quick, Site() as slow:
        quick.serve("/feed", rss(entry("Snel bericht", f"http://{quick.address}/snel")))
        slow.serve("/feed", rss(entry("Traag bericht", f"http://{slow.address}/traag")), wait=True)
        feeds = {
            "a-snel": feed_file(f"http://{quick.address}/feed"),
            "b-traag": feed_file(f"http://{slow.address}/feed"),
        }
        allowed = f'[collect]\nallow_hosts = ["{quick.address}", "{slow.address}"]\n'
        root = make_root(tmp_path, feeds=feeds, extra=allowed)
        words = [*COMMAND, "--root", str(tmp_path), "collect"]
        run = subprocess.Popen(words, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
        until_stored(root, "Snel bericht")
        interrupted = time.monotonic()
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=10)
        took = time.monotonic() - interrupted

        assert (run.returncode, said) == (
            130,
            "nieuwsbrief: interrupted; what was stored stays, run the command again\n",
        )
        assert took < 5, "it does not wait for the slow site"
        assert set(stored(root)) == {"Snel bericht"}

        slow.release.set()
        again = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, check=True)

    assert "2 of 2 endpoints answered; 1 new publications." in again.stdout
    assert set(stored(root)) == {"Snel bericht", "Traag bericht"}


def until_stored(root: Root, title: str) -> dict[str, Publication]:
    deadline = time.monotonic() + 10
    while title not in (found := stored(root)):
        assert time.monotonic() < deadline, f"{title} was never stored"
        time.sleep(0.05)
    return found
