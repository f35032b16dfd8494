"""Collect as a good guest: robots.txt, pauses, freshness, 410, new addresses, silence. Over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.jobs.collect import resting, run_collect
from pipeline.jobs.root import Root
from pipeline.model import EndpointState, Rest, RestReason, Status, Visit
from tests.roots import (
    COLLECTED,
    MONTH,
    SUMMARY,
    Site,
    build_edition,
    collect_from,
    entry,
    feed_file,
    make_root,
    page,
    rss,
    stand_ins,
    stored,
)

FEED = "http://bron.example/feed"
NEWS = "http://bron.example/nieuws"
ROBOTS = "GET /robots.txt"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.serve("/feed", rss(entry("Eerste bericht", "/een")))
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return make_root(tmp_path, feeds={"bron": feed_file(FEED, lines="rhythm_days = 30")})


def collect(root: Root, site: Site, days: float = 0, *slugs: str) -> tuple[Visit, ...]:
    return collect_from(root, {"bron.example": site}, now=COLLECTED + days * DAY, slugs=slugs)


def statuses(visits: tuple[Visit, ...]) -> list[Status]:
    return [visit.status for visit in visits]


def state(root: Root, url: str = FEED) -> EndpointState:
    with root.open_store() as store:
        return next(one for one in store.load_states() if (one.source, one.url) == ("bron", url))


def rests(root: Root, days: float) -> tuple[Rest, ...]:
    with root.open_store() as store:
        return resting(root, store, now=COLLECTED + days * DAY)


# robots.txt


def test_a_robots_txt_is_asked_before_anything_else_and_once_a_day(root: Root, site: Site) -> None:
    for hours in (0, 4, 23, 24, 28):
        collect(root, site, hours / 24)

    assert site.asked_in_all == [
        ROBOTS, "GET /feed", "GET /feed", "GET /feed", ROBOTS, "GET /feed", "GET /feed",
    ]  # fmt: skip


def test_a_robots_txt_is_asked_again_by_its_validators_and_a_304_keeps_what_it_said(
    root: Root, site: Site
) -> None:
    date = "Sun, 01 Nov 2026 12:00:00 GMT"
    site.serve("/robots.txt", "User-agent: *\nDisallow: /feed", 'ETag: "r1"', f"Last-Modified: {date}")
    assert statuses(collect(root, site)) == [Status.ROBOTS]
    assert "If-None-Match" not in site.last_request("/robots.txt")

    site.serve("/robots.txt", status="304 Not Modified")
    for days in (2, 4):
        assert statuses(collect(root, site, days)) == [Status.ROBOTS]
        asked = site.last_request("/robots.txt")
        assert ('If-None-Match: "r1"' in asked, f"If-Modified-Since: {date}" in asked) == (True, True)


def test_an_address_that_robots_txt_closes_is_not_asked_and_says_so(root: Root, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /feed")

    assert collect(root, site) == (
        Visit("bron", FEED, Status.ROBOTS, "its robots.txt asks programs not to read this address"),
    )
    assert site.asked == []


def test_robots_txt_may_name_us_and_let_others_in(root: Root, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: nieuwsbrief\nDisallow: /\n\nUser-agent: *\nAllow: /")

    assert statuses(collect(root, site)) == [Status.ROBOTS]


def test_pages_that_robots_txt_closes_leave_their_item_as_its_list_gave_it(
    tmp_path: Path, site: Site
) -> None:
    root = make_root(tmp_path, feeds={"bron": feed_file(NEWS, kind="listing", lines='links = ["/nieuws/*"]')})
    site.serve("/robots.txt", "User-agent: *\nDisallow: /nieuws/dicht")
    site.serve(
        "/nieuws",
        '<html><main><a href="/nieuws/open">Open bericht</a><a href="/nieuws/dicht">Dicht bericht</a></main>',
    )
    site.serve("/nieuws/open", page("Open bericht", SUMMARY))

    [visit] = collect(root, site)
    assert (visit.status, visit.new, visit.reason) == (
        Status.OK,
        2,
        "robots.txt asks programs not to read 1 item pages",
    )
    assert site.asked == ["GET /nieuws", "GET /nieuws/open"]
    found = stored(root)
    assert [found[title].data.summary for title in ("Open bericht", "Dicht bericht")] == [SUMMARY, ""]


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"])
def test_a_site_without_robots_txt_forbids_nothing(root: Root, site: Site, status: str) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /", status=status)

    assert statuses(collect(root, site)) == [Status.OK]


def test_a_robots_txt_that_redirects_without_end_or_to_an_error_page_forbids_nothing(
    root: Root, site: Site
) -> None:
    site.serve("/robots.txt", "", "Location: /robots.txt", status="302 Found")
    assert statuses(collect(root, site)) == [Status.OK]

    site.serve("/robots.txt", "", "Location: /404", status="302 Found")
    site.serve("/404", "User-agent: *\nDisallow: /")
    assert statuses(collect(root, site, 2)) == [Status.UNCHANGED]


def test_while_robots_txt_cannot_be_read_a_new_site_is_left_alone(root: Root, site: Site) -> None:
    site.serve("/robots.txt", status="500 Internal Server Error")

    [visit] = collect(root, site)
    assert (visit.status, visit.reason) == (
        Status.HTTP_ERROR,
        "its robots.txt answered 500 Internal Server Error; we stay away until it can be read",
    )
    assert site.asked == []

    site.serve("/robots.txt", "User-agent: *\nDisallow: /intern")
    assert statuses(collect(root, site, 1)) == [Status.OK]


def test_while_robots_txt_cannot_be_read_what_it_said_before_holds(root: Root, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /intern")
    collect(root, site)
    site.serve("/robots.txt", status="503 Service Unavailable")

    assert statuses(collect(root, site, 2)) == [Status.UNCHANGED]
    site.serve("/robots.txt", "User-agent: *\nDisallow: /feed")
    assert statuses(collect(root, site, 2.1)) == [Status.ROBOTS]


def test_a_crawl_delay_is_waited_for_and_counted_apart(root: Root, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 0.4")
    with root.open_store() as store:
        [visit] = run_collect(root, store, now=COLLECTED, connect_to=stand_ins({"bron.example": site}))
        [kept] = store.load_visits()

    assert 0.3 < visit.paused_seconds < 0.6
    assert visit.seconds < 10
    assert kept == visit


# Freshness


def test_what_says_it_stays_as_it_is_is_not_asked_before_then(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")), "Cache-Control: max-age=7200")
    collect(root, site)

    assert collect(root, site, 1.9 / 24) == ()
    assert rests(root, 1.9 / 24) == (Rest("bron", FEED, RestReason.FRESH, COLLECTED + 2 * HOUR),)
    assert statuses(collect(root, site, 2 / 24)) == [Status.UNCHANGED]


def test_naming_a_source_asks_it_however_fresh_it_is(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")), "Cache-Control: max-age=7200")
    collect(root, site)

    assert statuses(collect(root, site, 1 / 24, "bron")) == [Status.UNCHANGED]


def test_nothing_stays_fresh_for_more_than_a_day(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")), "Cache-Control: max-age=31536000")
    collect(root, site)

    assert (collect(root, site, 0.9), statuses(collect(root, site, 1))) == ((), [Status.UNCHANGED])


def test_the_ttl_of_a_feed_counts_and_is_remembered_while_it_does_not_change(root: Root, site: Site) -> None:
    feed = rss(entry("Eerste bericht", "/een")).replace("<title>Bron", "<ttl>180</ttl><title>Bron", 1)
    site.serve("/feed", feed, "Cache-Control: no-cache")
    collect(root, site)
    assert collect(root, site, 2 / 24) == ()

    assert statuses(collect(root, site, 3 / 24)) == [Status.UNCHANGED]
    assert collect(root, site, 5 / 24) == ()


def test_a_304_says_anew_how_long_it_stays(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")), 'ETag: "v1"')
    collect(root, site)
    site.serve("/feed", "", "Cache-Control: max-age=3600", status="304 Not Modified")

    assert statuses(collect(root, site)) == [Status.UNCHANGED]
    assert state(root).fresh_until == COLLECTED + HOUR


# Gone, moved, and validators that lie


def test_an_endpoint_that_is_gone_is_never_asked_again_until_it_is_named(root: Root, site: Site) -> None:
    site.serve("/feed", status="410 Gone")
    assert statuses(collect(root, site)) == [Status.GONE]

    assert collect(root, site, 100) == ()
    assert rests(root, 100) == (Rest("bron", FEED, RestReason.GONE, None, "answered 410: gone for good"),)
    site.serve("/feed", rss(entry("Eerste bericht", "/een")))
    assert statuses(collect(root, site, 100, "bron")) == [Status.OK]
    assert statuses(collect(root, site, 101)) == [Status.UNCHANGED]


def test_another_address_in_feeds_ends_a_410(root: Root, site: Site) -> None:
    site.serve("/feed", status="410 Gone")
    collect(root, site)
    moved = make_root(root.path, feeds={"bron": feed_file("http://bron.example/nieuw")})
    site.serve("/nieuw", rss(entry("Eerste bericht", "/een")))

    assert statuses(collect(moved, site, 1)) == [Status.OK]


def test_a_permanent_redirect_is_a_proposal_and_the_address_in_feeds_stays(root: Root, site: Site) -> None:
    site.serve("/feed", "", "Location: /nieuw", status="308 Permanent Redirect")
    site.serve("/nieuw", rss(entry("Eerste bericht", "/een")), 'ETag: "v1"')

    for status in (Status.OK, Status.UNCHANGED):
        [visit] = collect(root, site)
        assert (visit.status, visit.moved_to) == (status, "http://bron.example/nieuw")
        site.serve("/nieuw", status="304 Not Modified")
    assert state(root).moved_to == "http://bron.example/nieuw"


def test_a_304_to_what_was_never_kept_is_an_error_once_and_then_all_is_asked(root: Root, site: Site) -> None:
    known = EndpointState("bron", FEED, etag='"v1"', status=Status.OK, checked_at=COLLECTED)
    with root.open_store() as store:
        store.save_visit(Visit("bron", FEED, Status.OK), known)
    site.serve("/feed", status="304 Not Modified")

    assert collect(root, site) == (
        Visit(
            "bron",
            FEED,
            Status.HTTP_ERROR,
            "answered 304, and nothing of it was kept; it is asked in full next time",
        ),
    )
    site.serve("/feed", rss(entry("Eerste bericht", "/een")))
    assert statuses(collect(root, site, 1 / 24)) == [Status.OK]
    assert "If-None-Match" not in site.last_request("/feed")


def test_a_304_that_nobody_asked_for_is_an_error_too(root: Root, site: Site) -> None:
    site.serve("/feed", status="304 Not Modified")

    [visit] = collect(root, site)
    assert (visit.status, visit.reason) == (
        Status.HTTP_ERROR,
        "answered 304 although nothing was known of it",
    )


def test_an_etag_that_is_another_each_time_does_not_make_the_same_body_new(root: Root, site: Site) -> None:
    seen = []
    for number in range(3):
        site.serve("/feed", rss(entry("Eerste bericht", "/een")), f'ETag: "v{number}"')
        seen += statuses(collect(root, site))

    assert seen == [Status.OK, Status.UNCHANGED, Status.UNCHANGED]


# Silence


def test_silence_is_reported_once_and_again_only_after_something_new_came(root: Root, site: Site) -> None:
    published = COLLECTED.replace(day=12)
    heard = [collect(root, site, days)[0].quiet_since for days in (0, 20, 23, 24)]
    assert heard == [None, None, published, None]
    assert state(root).quiet_since == published

    site.serve("/feed", rss(entry("Tweede bericht", "/twee"), entry("Eerste bericht", "/een")))
    heard = [collect(root, site, days)[0].quiet_since for days in (25, 55, 56, 57)]
    assert heard == [None, None, COLLECTED + 25 * DAY, None]


def test_the_report_says_since_when_a_source_is_silent_fails_or_is_gone(tmp_path: Path, site: Site) -> None:
    paths = ("stil", "kapot", "weg", "verhuisd")
    urls = [f"http://bron.example/{path}" for path in paths]
    feed = feed_file(*urls, lines="rhythm_days = 7")
    root = make_root(tmp_path, feeds={"bron": feed})
    for path in paths:
        site.serve(f"/{path}", rss(entry(f"Bericht {path}", f"/{path}/een")))
    site.serve("/weg", status="410 Gone")
    site.serve("/kapot", status="500 Internal Server Error")
    site.serve("/verhuisd", "", "Location: /nieuw", status="301 Moved Permanently")
    site.serve("/nieuw", rss(entry("Bericht nieuw", "/nieuw/een", day="20 Nov 2026 09:00:00 +0100")))
    for days in (0, 1, 2, 4, 7):
        collect(root, site, days, "bron")

    report = (build_edition(root, month=MONTH).folder / "report.html").read_text(encoding="utf-8")
    for words in (
        "werkt, niets veranderd, maar stil sinds 12 november 2026",
        "geeft een fout, al sinds 20 november 2026",
        "Haal dit adres weg uit feeds/bron.toml, of zet erbij: enabled = false, met de reden.",
        "Verhuisd. Zet in feeds/bron.toml: url = &#34;http://bron.example/nieuw&#34;",
    ):
        assert words in report


def test_what_an_endpoint_remembers_is_the_same_after_a_run_that_asks_nothing(root: Root, site: Site) -> None:
    site.serve("/feed", rss(entry("Eerste bericht", "/een")), "Cache-Control: max-age=7200")
    collect(root, site)
    before = state(root)
    collect(root, site, 1 / 24)

    assert state(root) == replace(before)
