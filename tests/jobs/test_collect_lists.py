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


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def links(*paths: str, more: str = "") -> str:
    items = "".join(f'<li><a href="{path}">Bericht {path}</a></li>' for path in paths)
    return f'<html lang="nl"><title>Nieuws</title><main><ul>{items}</ul>{more}</main></html>'


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
