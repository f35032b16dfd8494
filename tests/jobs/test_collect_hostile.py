"""Documents that were made to hurt fail alone: the source beside them is collected all the same."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.jobs.asking import Asker
from pipeline.jobs.visit import Task, Visitor
from pipeline.model import EndpointState, Status, Visit
from pipeline.shell.fetch import Fetcher
from pipeline.shell.workers import Workers
from tests.roots import COLLECTED, Site, collect_from, entry, feed_file, make_root, rss, stand_ins, stored

pytestmark = pytest.mark.slow

FEED = "http://boos.example/feed"


def laughs(levels: int = 9) -> str:
    entities = ['<!ENTITY l0 "ha">']
    entities += [f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, levels + 1)]
    return _with_entities("".join(entities), f"&l{levels};")


def _with_entities(entities: str, title: str) -> str:
    feed = rss(f"<item><title>{title}</title><link>https://boos.example/een</link></item>")
    return f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>{feed}'


def many(count: int) -> str:
    minutes = (f"{number // 60 % 24:02}:{number % 60:02}" for number in range(count))
    return rss(
        *(
            f"<item><title>Bericht nummer {number}</title><link>https://boos.example/{number}</link>"
            f"<description>Tekst.</description><pubDate>Thu, 12 Nov 2026 {minute}:00 GMT</pubDate></item>"
            for number, minute in enumerate(minutes)
        )
    )


def collect_beside(folder: Path, body: str, kind: str = "feed", **config: int) -> tuple[Visit, float]:
    """Collects a hostile source and an ordinary one; returns the visit to the first and how long all took."""
    extra = "[collect]\npages_per_endpoint = 0\n" + "".join(f"{key} = {one}\n" for key, one in config.items())
    feeds = {"boos": feed_file(FEED, kind=kind), "gewoon": feed_file("http://gewoon.example/feed")}
    root = make_root(folder, feeds=feeds, extra=extra)
    with Site() as hostile, Site() as ordinary:
        hostile.serve("/feed", body)
        ordinary.serve("/feed", rss(entry("Gewoon bericht", "https://gewoon.example/een")))
        started = time.monotonic()
        first, second = collect_from(root, {"boos.example": hostile, "gewoon.example": ordinary})
        took = time.monotonic() - started

    assert second == Visit("gewoon", "http://gewoon.example/feed", Status.OK, new=1, seen=1)
    assert "Gewoon bericht" in stored(root)
    return first, took


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize(
    "body",
    [laughs(), _with_entities(f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 20_000)],
    ids=["billion laughs", "quadratic blow-up"],
)
def test_entities_that_explode_fail_their_source_alone_in_two_seconds(
    tmp_path: Path, body: str, kind: str
) -> None:
    """F1."""
    visit, took = collect_beside(tmp_path, body, kind)

    assert visit.status is Status.NOT_A_FEED
    assert took < 2


def test_an_author_that_costs_the_square_of_its_length_costs_nothing_here(tmp_path: Path) -> None:
    """F3: cut before the parser sees it, so that the item stays."""
    author = f"<author>{'a@' + 'a.' * 32_000}!</author>"
    item = f"<item><title>Een bericht</title><link>https://boos.example/een</link>{author}</item>"

    visit, took = collect_beside(tmp_path, rss(item))

    assert (visit.status, visit.new) == (Status.OK, 1)
    assert took < 5


def test_of_fifty_thousand_entries_the_newest_two_hundred_are_kept(tmp_path: Path) -> None:
    """F4."""
    visit, took = collect_beside(tmp_path, many(50_000), max_bytes=20_000_000)

    assert (visit.status, visit.seen) == (Status.OK, 200)
    assert took < 15


def test_a_document_beyond_the_limits_of_a_worker_is_a_visit_with_its_reason(tmp_path: Path) -> None:
    """Whatever the reader does not see coming, the limits of its process end."""
    root = make_root(tmp_path, feeds={"boos": feed_file(FEED)}, extra="[collect]\nmax_bytes = 20_000_000\n")
    source = root.source("boos")
    with Site() as site, Workers(1, memory_mb=40, preload=("pipeline.read.feed.syndication",)) as workers:
        limits = replace(root.config.collect, connect_to=stand_ins({"boos.example": site}))
        site.serve("/feed", many(1))
        with Fetcher(limits) as fetcher:
            asker = Asker(fetcher, limits.user_agent, COLLECTED)
            visitor = Visitor(asker, workers, limits, root, COLLECTED, {}, lambda _keys: {})
            task = Task(source, source.endpoints[0], EndpointState("boos", FEED))
            # What a reader imports at its first document counts for that one.
            assert visitor.visit(task).visit.status is Status.OK
            site.serve("/feed", many(40_000))
            harvest = visitor.visit(task)

    assert (harvest.visit.status, harvest.visit.reason) == (
        Status.TOO_LARGE,
        "reading it took more than 40 MB",
    )


def test_a_body_that_is_known_already_needs_no_worker(tmp_path: Path) -> None:
    root = make_root(tmp_path, feeds={"boos": feed_file(FEED)})
    source = root.source("boos")
    with Site() as site, Workers(1) as workers:
        limits = replace(root.config.collect, connect_to=stand_ins({"boos.example": site}))
        site.serve("/feed", many(3), 'ETag: "v1"')
        with Fetcher(limits) as fetcher:
            asker = Asker(fetcher, limits.user_agent, COLLECTED)
            visitor = Visitor(asker, workers, limits, root, COLLECTED, {}, lambda _keys: {})
            first = visitor.visit(Task(source, source.endpoints[0], EndpointState("boos", FEED)))
            # From here on a worker would raise.
            workers.close()
            same_body = visitor.visit(Task(source, source.endpoints[0], first.state))
            site.serve("/feed", status="304 Not Modified")
            not_modified = visitor.visit(Task(source, source.endpoints[0], same_body.state))

    assert [one.visit.status for one in (first, same_body, not_modified)] == [
        Status.OK,
        Status.UNCHANGED,
        Status.UNCHANGED,
    ]
