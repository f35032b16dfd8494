"""Sources check: shows what would be read, and stores nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.sources import Trial, check_sources
from pipeline.model import Kind, Offer, Status, Visit
from tests.roots import COLLECTED, Site, entry, feed_file, make_root, rss


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.serve("/feed", rss(entry("Een wijkteam gaat terug", "/een")), 'ETag: "v1"')
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Root:
    off = feed_file("http://uit.example/feed", lines='enabled = false\nreason = "geen feed meer"')
    feeds = {"bron": feed_file("http://bron.example/feed", "http://bron.example/weg"), "uit": off}
    return make_root(tmp_path, feeds=feeds)


def check(root: Root, site: Site, *slugs: str) -> tuple[Trial, ...]:
    return check_sources(root, now=COLLECTED, slugs=slugs, connect_to={"bron.example": site.address})


def test_each_endpoint_is_tried_once_and_shows_what_it_brings(root: Root, site: Site) -> None:
    works, gone, off = check(root, site)

    assert works.visit is not None
    assert (works.visit.status, [data.title for data in works.found]) == (
        Status.OK,
        ["Een wijkteam gaat terug"],
    )
    assert gone.visit is not None
    assert (gone.visit.status, gone.visit.reason) == (Status.HTTP_ERROR, "answered 404 Not Found")
    assert off == Trial("uit", "http://uit.example/feed", None, switched_off="geen feed meer")
    # The homepage is the feed itself here, and offers no more than that.
    assert site.asked == ["GET /feed", "GET /weg", "GET /feed"]


def test_a_trial_stores_and_remembers_nothing(root: Root, site: Site) -> None:
    check(root, site, "bron")
    check(root, site, "bron")

    assert not (root.path / "var").exists()
    assert "If-None-Match" not in site.last_request("/feed")


def test_an_unknown_source_is_named_with_its_nearest(root: Root, site: Site) -> None:
    with pytest.raises(UsageError, match=r"no source 'bronnen'.*did you mean 'bron'"):
        check(root, site, "bronnen")


HOME = """<!doctype html><html><head>
<link rel="alternate" type="application/rss+xml" title="Nieuws" href="/feed">
<link rel="alternate" type="application/rss+xml" title="Agenda" href="/agenda/feed/">
</head><body><p>Welkom</p></body></html>"""
FEED_OFFER = Offer(Kind.FEED, "http://bron.example/feed", "Nieuws", "<link> in its head")
AGENDA_OFFER = Offer(Kind.FEED, "http://bron.example/agenda/feed/", "Agenda", "<link> in its head")
MAP_OFFER = Offer(Kind.SITEMAP, "http://bron.example/kaart.xml", "", "robots.txt")
USUAL_OFFER = Offer(Kind.SITEMAP, "http://bron.example/sitemap.xml", "", "the usual place")


@pytest.fixture
def home(site: Site) -> Site:
    site.serve("/", HOME)
    site.serve("/robots.txt", "User-agent: *\nDisallow:\nSitemap: http://bron.example/kaart.xml")
    site.serve("/sitemap.xml", "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>")
    return site


def test_what_the_homepage_offers_and_no_endpoint_uses_stands_with_the_last_endpoint(
    tmp_path: Path, home: Site
) -> None:
    feed = feed_file("http://bron.example/feed", homepage="http://bron.example/")
    root = make_root(tmp_path, feeds={"bron": feed})

    [trial] = check(root, home)

    assert trial.offers == (AGENDA_OFFER, MAP_OFFER, USUAL_OFFER)
    assert home.asked_in_all == ["GET /robots.txt", "GET /feed", "GET /", "GET /sitemap.xml"]


def test_an_address_that_is_no_source_yet_is_only_looked_at(root: Root, home: Site) -> None:
    [trial] = check(root, home, "http://bron.example/")

    assert trial.visit == Visit("", "http://bron.example/", Status.OK)
    assert (trial.source, trial.found) == ("", ())
    assert trial.offers == (FEED_OFFER, AGENDA_OFFER, MAP_OFFER, USUAL_OFFER)
    assert len(home.asked_in_all) == 3
    assert not (root.path / "var").exists()


def test_the_address_of_a_feed_offers_itself(root: Root, site: Site) -> None:
    [trial] = check(root, site, "http://bron.example/feed")

    assert trial.offers == (Offer(Kind.FEED, "http://bron.example/feed", "", "the address itself"),)


def test_a_site_that_does_not_answer_says_why_and_offers_nothing(root: Root, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /")

    [trial] = check(root, site, "http://bron.example/")

    assert trial.visit is not None
    assert (trial.visit.status, trial.offers) == (Status.ROBOTS, ())
    assert site.asked == []


def test_what_says_404_at_the_usual_place_of_a_sitemap_is_none(root: Root, site: Site) -> None:
    site.serve("/", "<!doctype html><title>Bron</title><p>Welkom</p>")
    site.serve("/sitemap.xml", "<!doctype html><title>Niet gevonden</title>")

    [trial] = check(root, site, "http://bron.example/")
    assert trial.offers == ()
