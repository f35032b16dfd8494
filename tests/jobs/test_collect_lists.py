"""Lists that one answer does not hold: halves of a period, next pages, sitemaps of an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.model import Status
from tests.roots import COLLECTED, Site, collect_from, entry, feed_file, make_root, page, rss, stored

DAY = timedelta(days=1)
PERIOD = "http://bron.example/rss?van={from:%Y-%m-%d}&tot={to:%Y-%m-%d}"
PERIODS = (("2026-11-13", "2026-11-20"), ("2026-11-13", "2026-11-16"), ("2026-11-17", "2026-11-20"))


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def links(*paths: str, more: str = "") -> str:
    items = "".join(f'<li><a href="{path}">Bericht {path}</a></li>' for path in paths)
    return f'<html lang="nl"><title>Nieuws</title><main><ul>{items}</ul>{more}</main></html>'


def sitemap_index(*paths: str) -> str:
    places = "".join(f"<sitemap><loc>http://bron.example{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{places}</sitemapindex>"


def sitemap(*paths: str) -> str:
    places = "".join(f"<url><loc>http://bron.example{path}</loc></url>" for path in paths)
    return f"<urlset>{places}</urlset>"


def test_a_full_answer_is_halved_until_nothing_is_cut_off(tmp_path: Path, site: Site) -> None:
    root = make_root(tmp_path, feeds={"bron": feed_file(PERIOD, lines="full_at = 2\nrhythm_days = 8")})
    one, two, three = (entry(f"Bericht {n}", f"/{n}") for n in (1, 2, 3))
    # The last visit is none: eight days back, whole days, today included.
    site.serve("/rss?van=2026-11-12&tot=2026-11-20", rss(one, two))
    site.serve("/rss?van=2026-11-12&tot=2026-11-15", rss(one))
    site.serve("/rss?van=2026-11-16&tot=2026-11-20", rss(two, three))
    site.serve("/rss?van=2026-11-16&tot=2026-11-17", rss(two))
    site.serve("/rss?van=2026-11-18&tot=2026-11-20", rss(three))

    [visit] = collect_from(root, {"bron.example": site})

    assert (visit.status, visit.new, visit.seen, visit.endpoint) == (Status.OK, 3, 3, PERIOD)
    assert set(stored(root)) == {"Bericht 1", "Bericht 2", "Bericht 3"}


def test_the_next_period_begins_a_week_before_the_last_visit(tmp_path: Path, site: Site) -> None:
    root = make_root(tmp_path, feeds={"bron": feed_file(PERIOD, lines="rhythm_days = 30")})
    site.serve("/rss?van=2026-10-21&tot=2026-11-20", rss(entry("Een", "/1")), 'ETag: "v1"')
    site.serve("/rss?van=2026-11-13&tot=2026-11-21", rss(entry("Twee", "/2")))

    collect_from(root, {"bron.example": site})
    [visit] = collect_from(root, {"bron.example": site}, now=COLLECTED + DAY)

    assert (visit.status, visit.new) == (Status.OK, 1)
    # What was said of one address holds for no other.
    assert "If-None-Match" not in site.last_request("/rss?van=2026-11-13&tot=2026-11-21")


def test_what_was_left_open_of_a_period_is_asked_again(tmp_path: Path, site: Site) -> None:
    root = make_root(tmp_path, feeds={"bron": feed_file(PERIOD, lines="full_at = 1\nrhythm_days = 8")})
    site.serve("/rss?van=2026-11-12&tot=2026-11-20", rss(entry("Een", "/1")))

    # The halves are 404: the items that came stay, and the next period is not shorter.
    [visit] = collect_from(root, {"bron.example": site})
    collect_from(root, {"bron.example": site}, now=COLLECTED + DAY)

    assert (visit.new, visit.reason) == (1, "2 item pages are left for the next run")
    assert "GET /rss?van=2026-11-13&tot=2026-11-21" in site.asked


LISTING = 'links = ["/nieuws/*"]\nmax_pages = 3'


def test_the_halves_of_a_period_are_asked_again_by_their_validators(tmp_path: Path, site: Site) -> None:
    """On one day it is one period, and a search may be asked six times."""
    root = make_root(tmp_path, feeds={"bron": feed_file(PERIOD, lines="full_at = 2\nrhythm_days = 7")})
    one, two, three = (entry(f"Bericht {n}", f"/{n}") for n in (1, 2, 3))
    whole, first, second = (f"/rss?van={start}&tot={end}" for start, end in PERIODS)
    site.serve(whole, rss(one, two), 'ETag: "heel"')
    site.serve(first, rss(one), 'ETag: "eerste"')
    site.serve(second, rss(two), 'ETag: "tweede"')
    collect_from(root, {"bron.example": site}, slugs=["bron"])
    site.serve(whole, status="304 Not Modified")
    site.serve(first, status="304 Not Modified")
    site.serve(second, rss(three), 'ETag: "derde"')

    [visit] = collect_from(root, {"bron.example": site}, now=COLLECTED)

    assert (visit.status, visit.new, visit.seen) == (Status.OK, 1, 1)
    assert [f'If-None-Match: "{etag}"' in site.last_request(path) for path, etag in (
        (whole, "heel"), (first, "eerste"), (second, "tweede"),
    )] == [True, True, True]  # fmt: skip


def test_the_sitemaps_of_an_index_that_stays_the_same_are_asked_by_their_validators(
    tmp_path: Path, site: Site
) -> None:
    """An index without dates says nothing of what its sitemaps hold."""
    root = make_root(tmp_path, feeds={"bron": feed_file("http://bron.example/index.xml", kind="sitemap")})
    site.serve("/index.xml", sitemap_index("/een.xml", "/twee.xml"), 'ETag: "index"')
    site.serve("/een.xml", sitemap("/1"), 'ETag: "een"')
    site.serve("/twee.xml", sitemap("/2"), 'ETag: "twee"')
    for number in (1, 2, 3):
        site.serve(f"/{number}", page(f"Bericht {number}", "Een samenvatting van dit bericht."))
    collect_from(root, {"bron.example": site})
    site.serve("/index.xml", status="304 Not Modified")
    site.serve("/een.xml", status="304 Not Modified")

    # The second has no 304, and is what it was.
    [same] = collect_from(root, {"bron.example": site}, now=COLLECTED + DAY)
    site.serve("/twee.xml", sitemap("/2", "/3"), 'ETag: "twee, herzien"')
    [more] = collect_from(root, {"bron.example": site}, now=COLLECTED + 2 * DAY)

    assert (same.status, more.status, more.new) == (Status.UNCHANGED, Status.OK, 1)
    assert set(stored(root)) == {"Bericht 1", "Bericht 2", "Bericht 3"}
    assert 'If-None-Match: "een"' in site.last_request("/een.xml")
    assert 'If-None-Match: "twee"' in site.last_request("/twee.xml")


def test_while_pages_are_left_open_no_list_is_asked_by_its_validators(tmp_path: Path, site: Site) -> None:
    """Else the sitemap would say that nothing changed, and what it names would never be read."""
    root = make_root(tmp_path, feeds={"bron": feed_file("http://bron.example/index.xml", kind="sitemap")})
    site.serve("/index.xml", sitemap_index("/een.xml"), 'ETag: "index"')
    site.serve("/een.xml", sitemap("/1"), 'ETag: "een"')
    site.serve("/1", status="503 Service Unavailable")
    collect_from(root, {"bron.example": site})
    site.serve("/1", page("Bericht 1", "Een samenvatting van dit bericht."))

    [visit] = collect_from(root, {"bron.example": site}, now=COLLECTED + DAY)

    assert "If-None-Match" not in site.last_request("/een.xml")
    assert stored(root)["Bericht 1"].data.summary == "Een samenvatting van dit bericht."
    assert visit.status is Status.OK


def test_an_older_page_is_asked_by_its_validators_also_when_it_was_left_out_between(
    tmp_path: Path, site: Site
) -> None:
    lines = 'links = ["/nieuws/*"]\npages = "http://bron.example/nieuws?p={page}"\nmax_pages = 2'
    root = make_root(
        tmp_path, feeds={"bron": feed_file("http://bron.example/nieuws", kind="listing", lines=lines)}
    )
    for number in range(1, 5):
        site.serve(f"/nieuws/{number}", page(f"Bericht {number}", "Een samenvatting van dit bericht."))
    site.serve("/nieuws", links("/nieuws/2"))
    site.serve("/nieuws?p=2", links("/nieuws/1"), 'ETag: "twee"')
    collect_from(root, {"bron.example": site})
    # Another body without news: the older page is left alone.
    site.serve("/nieuws", links("/nieuws/2", more="<p>Goedemorgen</p>"))
    collect_from(root, {"bron.example": site}, now=COLLECTED + DAY)
    site.serve("/nieuws", links("/nieuws/3", "/nieuws/2"))
    site.serve("/nieuws?p=2", status="304 Not Modified")

    [visit] = collect_from(root, {"bron.example": site}, now=COLLECTED + 2 * DAY)

    assert (visit.status, visit.new) == (Status.OK, 1)
    assert site.asked.count("GET /nieuws?p=2") == 2
    assert 'If-None-Match: "twee"' in site.last_request("/nieuws?p=2")


def test_next_pages_are_read_as_far_as_the_endpoint_allows(tmp_path: Path, site: Site) -> None:
    root = make_root(
        tmp_path, feeds={"bron": feed_file("http://bron.example/lijst", kind="listing", lines=LISTING)}
    )
    for number in (1, 2, 3, 4):
        following = f'<a href="/lijst?page={number + 1}">Volgende</a>'
        path = "/lijst" if number == 1 else f"/lijst?page={number}"
        site.serve(path, links(f"/nieuws/{number}", more=following))
        site.serve(f"/nieuws/{number}", page(f"Nr {number}", "Een hele zin."))

    [visit] = collect_from(root, {"bron.example": site})

    assert (visit.status, visit.new) == (Status.OK, 3)
    assert "GET /lijst?page=4" not in site.asked


def test_a_list_without_news_is_not_paged_through(tmp_path: Path, site: Site) -> None:
    root = make_root(
        tmp_path, feeds={"bron": feed_file("http://bron.example/lijst", kind="listing", lines=LISTING)}
    )
    following = '<a href="/lijst?page=2">Volgende</a>'
    site.serve("/lijst", links("/nieuws/1", more=following))
    site.serve("/nieuws/1", page("Nr 1", "Een hele zin."))
    collect_from(root, {"bron.example": site})
    site.serve("/lijst", links("/nieuws/1", more=following + " "))
    before = site.asked.count("GET /lijst?page=2")

    collect_from(root, {"bron.example": site}, now=COLLECTED + DAY)

    assert site.asked.count("GET /lijst?page=2") == before == 1


def test_behind_the_last_page_nothing_is_left_open(tmp_path: Path, site: Site) -> None:
    lines = f'{LISTING}\npages = "http://bron.example/lijst?p={{page}}"'
    root = make_root(
        tmp_path, feeds={"bron": feed_file("http://bron.example/lijst", kind="listing", lines=lines)}
    )
    site.serve("/lijst", links("/nieuws/1"))
    site.serve("/nieuws/1", page("Nr 1", "Een hele zin."))

    [visit] = collect_from(root, {"bron.example": site})

    assert (visit.status, visit.reason) == (Status.OK, "")
    assert "GET /lijst?p=2" in site.asked


def test_an_agenda_page_is_read_as_a_list_of_meetings(tmp_path: Path, site: Site) -> None:
    root = make_root(
        tmp_path,
        feeds={"bron": feed_file("http://bron.example/agenda", kind="agenda", lines='links = ["/agenda/*"]')},
    )
    site.serve("/agenda", '<main><h3>10 december</h3><p><a href="/agenda/1">Leersessie</a></p></main>')
    site.serve("/agenda/1", "<title>Leersessie</title><main><p>Datum: 10 december 2026</p></main>")

    collect_from(root, {"bron.example": site})

    leersessie = stored(root)["Leersessie"]
    assert (leersessie.type, leersessie.data.event_start) == (
        "bijeenkomst",
        COLLECTED.replace(month=12, day=10, hour=0),
    )


def test_a_json_answer_is_collected_by_its_map(tmp_path: Path, site: Site) -> None:
    text = feed_file("http://bron.example/api", kind="json") + (
        '\n[endpoint.map]\nitems = "resultaten[].document"\ntitle = "titel"\nurl = "pid"\n'
        'summary = "tekst"\npublished = "datum"\n'
    )
    root = make_root(tmp_path, feeds={"bron": text})
    document = {"titel": "Een rapport", "pid": "/1", "tekst": "Een hele zin.", "datum": "12-11-2026"}
    site.serve("/api", json.dumps({"resultaten": [{"document": document}]}), "Content-Type: application/json")

    [visit] = collect_from(root, {"bron.example": site})

    assert (visit.status, visit.new, stored(root)["Een rapport"].key) == (
        Status.OK,
        1,
        "https://bron.example/1",
    )
