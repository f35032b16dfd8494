"""Feeds as they were once served: each is read or refused, and known traps have the right outcome.

The recordings lie beside the project in `../shared/data/recorded-feeds` and are not part of it; without
them these tests are skipped.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import CollectError
from pipeline.model import Kind, Parsed, PublicationType, Status
from pipeline.read.feed import parse_feed
from pipeline.read.listing import parse_page
from pipeline.read.sitemap import parse_sitemap
from tests.read.contexts import at, context

_PLACES = [
    parent / "shared" / "data" / "recorded-feeds"
    for parent in Path(__file__).resolve().parents
    if (parent / "shared" / "data" / "recorded-feeds").is_dir()
]
FEEDS = _PLACES[0] if _PLACES else Path()

pytestmark = pytest.mark.skipif(not _PLACES, reason="no recorded feeds beside the project (../shared)")


def read(name: str) -> Parsed:
    return parse_feed((FEEDS / name).read_bytes(), context("https://bron.example/map/feed.xml"))


def test_every_recording_is_read_or_refused(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    for path in sorted(FEEDS.rglob("*.*")):
        if not path.is_file():
            continue
        counts["files"] += 1
        try:
            counts["publications"] += len(read(str(path.relative_to(FEEDS))).publications)
            counts["read"] += 1
        except CollectError:
            counts["refused"] += 1
    with capsys.disabled():
        print("\nrecorded feeds:", ", ".join(f"{n} {word}" for word, n in counts.items()))

    assert counts["read"] + counts["refused"] == counts["files"]
    assert counts["read"] > counts["refused"]


def test_the_dates_of_rijksoverheid_are_days_in_amsterdam() -> None:
    parsed = read("nl-gov/rijksoverheid-api-rss-shape-SYNTHETIC.xml")

    assert [(one.guid, one.title, one.published, one.flags) for one in parsed.publications] == [
        ("doc-1", "", at(2025, 9, 4, 2), ("no-title",)),
        ("doc-2", "embargo", at(2024, 6, 26, 9), ()),
        ("doc-3", "middernacht Amsterdam", at(2023, 3, 6), ()),
        ("doc-4", "agenda week 36", at(2026, 9, 23, 11, 16, 34), ()),
        ("doc-5", "onmogelijke paddatum", at(2024, 4, 1, 12), ()),
        ("doc-6", "kapotte datum", None, ("no-date",)),
        ("g", "geen pubDate", None, ("no-date",)),
    ]


def test_the_feed_of_the_tweede_kamer_names_nothing_that_can_be_shown() -> None:
    assert read("nl-gov/tweedekamer-syncfeed-stemming_page.xml") == Parsed(())


def test_a_news_feed_gives_its_first_sentences_and_not_its_pictures() -> None:
    first, second = read("nl-nos/nos-nieuws-2026-10-01-trimmed.xml").publications

    assert (first.url, first.published, first.type) == (
        "https://nos.nl/l/2633254",
        at(2026, 10, 1, 12, 17, 41),
        None,
    )
    assert "Raffinaderijen" not in first.summary
    assert (second.summary_from, len(second.summary.split())) == ("description", 41)


def test_a_news_sitemap_gives_titles_and_dates() -> None:
    name = "nl-gov/rijksoverheid-news-sitemap-2026-09-23-trimmed.xml"
    told = context("https://www.rijksoverheid.nl/news/sitemap.xml", Kind.SITEMAP)

    parsed = parse_sitemap((FEEDS / name).read_bytes(), told)

    assert [(one.published, one.published_from) for one in parsed.publications] == [
        (at(2026, 9, 23, 16, 47, 46).replace(microsecond=215_000), "news:publication_date"),
        (at(2026, 9, 23, 16, 30, 20).replace(microsecond=53_000), "news:publication_date"),
    ]
    assert all(one.title and one.type is PublicationType.NIEUWS for one in parsed.publications)
    assert [one.url for one in parsed.publications] == [one.url for one in parsed.wanted]


def test_the_page_of_an_item_gives_its_summary() -> None:
    told = context("https://www.rijksoverheid.nl/actueel/nieuws/2026/09/23/x", Kind.SITEMAP)

    page = parse_page((FEEDS / "nl-gov/rijksoverheid-article-head-trimmed.html").read_bytes(), told)

    assert (page.summary_from, page.summary.count("."), page.flags) == ("meta description", 2, ("no-date",))
    assert "|" not in page.title


def test_a_podcast_has_a_page_and_a_length() -> None:
    first = read("nl-podcast-makkelijketaal/podcast.rss").publications[0]

    assert (first.url, first.type, first.duration) == (
        "https://www.youtube.com/watch?v=BDkDC696gDc",
        PublicationType.PODCAST,
        "9 min",
    )


def test_repeated_entries_of_a_podcast_count_once() -> None:
    guids = [one.guid for one in read("nl-podcast-makkelijketaal/podcast.rss").publications]

    assert len(guids) == len(set(guids))


@pytest.mark.parametrize("name", ["simplepie/feed-utf16be.xml", "simplepie/feed-utf16le.xml"])
def test_utf_16_without_a_mark_is_read(name: str) -> None:
    assert [one.title for one in read(name).publications] == ["Test feed title 1"]


def test_relative_links_are_seen_from_the_document() -> None:
    names = ("lemon24-reader/relative.atom", "lemon24-reader/relative.rss")

    assert [one.url for name in names for one in read(name).publications] == [
        "https://bron.example/map/entries/entry.html",
        "https://bron.example/map/blog/post/1",
    ]


def test_a_feed_whose_entries_have_other_names_is_an_empty_feed() -> None:
    assert read("feed-io/truncated-atom.xml") == Parsed(())


def test_a_truncated_file_keeps_the_entries_before_the_cut() -> None:
    whole = (FEEDS / "nl-nos/nos-nieuws-2026-10-01-trimmed.xml").read_bytes()
    cut = whole[: whole.rindex(b"<description>")]

    assert parse_feed(cut, context()).publications[0].url == "https://nos.nl/l/2633254"


@pytest.mark.parametrize(
    "name", ["feed-io/discovery.html", "feed-io/feed.json", "nl-gov/open-overheid-zoek-sample.json"]
)
def test_pages_and_json_are_no_feeds(name: str) -> None:
    with pytest.raises(CollectError) as refused:
        read(name)

    assert refused.value.status is Status.NOT_A_FEED
