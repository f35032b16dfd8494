"""Feeds as they were once served: each is read or refused, and known traps have the right outcome.

The recordings lie beside the project in `../shared/data/recorded-feeds` and are not part of it; without
them these tests are skipped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import CollectError
from pipeline.model import SUMMARY_WORDS, Kind, Parsed, PublicationType, Status
from pipeline.read.answer import parse_json
from pipeline.read.feed import parse_feed
from pipeline.read.listing import parse_page
from pipeline.read.sitemap import parse_sitemap
from pipeline.read.source import parse_source
from pipeline.text.dutch import clean_text, words
from pipeline.text.url import is_web
from tests.read.contexts import at, context

_PLACES = [
    parent / "shared" / "data" / "recorded-feeds"
    for parent in Path(__file__).resolve().parents
    if (parent / "shared" / "data" / "recorded-feeds").is_dir()
]
FEEDS = _PLACES[0] if _PLACES else Path()
SHIPPED = Path(__file__).parents[2] / "feeds"

pytestmark = pytest.mark.skipif(not _PLACES, reason="no recorded feeds beside the project (../shared)")


HERE = "https://bron.example/map/feed.xml"
# A sitemap speaks of its own host only.
SITEMAP = "https://www.rijksoverheid.nl/news/sitemap.xml"


def read(name: str) -> Parsed:
    return parse_feed((FEEDS / name).read_bytes(), context(HERE))


def line_of(path: Path) -> str:
    """What was read of one file: how many, and title and date of the first; or why it was refused."""
    try:
        found = read_as_it_was_meant(path).publications
    except CollectError as error:
        return f"refused, {error}"
    if not found:
        return "0"
    day = found[0].published or found[0].event_start
    return f"{len(found)}, first {found[0].title[:50]!r} of {day.date() if day else 'no date'}"


def read_as_it_was_meant(path: Path) -> Parsed:
    body = path.read_bytes()
    if b"<urlset" in body[:1000]:
        return parse_sitemap(body, context(SITEMAP, Kind.SITEMAP))
    return parse_feed(body, context(HERE))


FILES = sorted(path for path in FEEDS.rglob("*.*") if path.is_file()) if _PLACES else []


def test_every_recording_is_read_or_refused(say: Callable[[str], None]) -> None:
    lines = {str(path.relative_to(FEEDS)): line_of(path) for path in FILES}
    say("\n".join(["recorded feeds:", *(f"  {name}: {line}" for name, line in lines.items())]))

    refused = {name for name, line in lines.items() if line.startswith("refused")}
    assert refused == REFUSED


# Pages, pages of slides that show a feed, an interface's own XML, and an answer of kind json.
REFUSED = {
    "feed-io/discovery-dualprotocol.html",
    "feed-io/discovery-https.html",
    "feed-io/discovery.html",
    "huginn/public_transport_agent.xml",
    "nl-gov/open-overheid-zoek-sample.json",
    "nl-gov/rijksoverheid-article-head-trimmed.html",
    "php-presentations/slides/intro/rss_lca.xml",
    "php-presentations/slides/mdb/rssapplet.xml",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FEEDS)))
def test_what_is_read_of_a_recording_can_be_shown(path: Path) -> None:
    """Whatever a feed holds, what comes out is plain, short, on the web, and flagged where it is odd."""
    try:
        found = read_as_it_was_meant(path).publications
    except CollectError:
        return

    for one in found:
        assert one.title == clean_text(one.title)
        assert "<a " not in one.title.lower()
        assert len(one.title) <= 300
        assert words(one.summary) <= SUMMARY_WORDS
        assert (one.url is None) == ("no-link" in one.flags)
        assert one.url is None or (is_web(one.url) and not one.url.endswith((".mp3", ".m4a")))
        assert (one.published is None) == bool({"no-date", "implausible-date"} & set(one.flags)) or (
            one.published is not None and one.published.year < 1990
        )
    assert len({(one.guid, one.url) for one in found if one.guid}) == sum(1 for one in found if one.guid)


# How many, how many without a link, without a date, without a title; and the first title and address.
COUNTS = {
    "antennapod/feed-atom-testEmptyRelLinks.xml": (1, 0, 0, 0, "item-0", "http://example.com/items/0"),
    "antennapod/feed-rss-testUnsupportedElements.xml": (2, 2, 2, 0, "item-0", None),
    "feed-io/rss/truncated-rss.xml": (1, 0, 0, 0, "Example entry", "http://www.wikipedia.org/"),
    "feed-io/sample-rdf.xml": (1, 0, 0, 0, "A RDF News", "http://www.rdf-test.org/News/2013/20130615"),
    "huginn/iso-8859-1.rss": (1, 0, 0, 0, "Mëkanïk Zaïn", "http://example.net/post/1"),
    # Episodes that are nothing but a sound.
    "huginn/podcast.rss": (4, 4, 0, 0, "Shake Shake Shake Your Spices", None),
    "lemon24-reader/10.json": (0, 0, 0, 0, "", None),
    "lemon24-reader/empty.json": (1, 1, 1, 1, "", None),
    "lemon24-reader/full.atom": (
        2,
        1,
        0,
        0,
        "Atom-Powered Robots Run Amok",
        "http://example.org/2003/12/13/atom03",
    ),
    "lemon24-reader/full.json": (2, 0, 0, 1, "Title", "https://example.org/second-item"),
    "lemon24-reader/full.rss": (2, 1, 0, 0, "Example entry", "http://www.example.com/blog/post/1"),
    "lemon24-reader/invalid.json": (1, 1, 1, 0, "float id", None),
    # RSS 0.9, which knows no dates.
    "php-presentations/slides/intro/slashdot.rdf": (
        10,
        0,
        10,
        0,
        "Ballmer Touts Focus on Security",
        "http://slashdot.org/article.pl?sid=03/10/10/192206",
    ),
    # No item has a link, and each guid says that it is none.
    "rss2email/fastmailstatus/feed.rss": (10, 10, 0, 0, "Login & sessions - Up", None),
    "simplepie/feed-with-whitespace-before-xml-declaration.xml": (0, 0, 0, 0, "", None),
}


@pytest.mark.parametrize(("name", "expected"), COUNTS.items())
def test_each_kind_of_feed_is_read_for_what_it_holds(name: str, expected: tuple[object, ...]) -> None:
    found = read(name).publications

    assert (
        len(found),
        sum(one.url is None for one in found),
        sum(one.published is None for one in found),
        sum(not one.title for one in found),
        found[0].title if found else "",
        found[0].url if found else None,
    ) == expected


def test_an_item_whose_guid_changed_keeps_its_address() -> None:
    names = [f"rss2email/nodejs/feed{number}.xml" for number in (1, 2, 3)]
    found = [read(name).publications[0] for name in names]

    assert len({one.url for one in found}) == 1


def test_a_json_feed_that_repeats_an_item_without_its_address_gives_it_once() -> None:
    assert [(one.title, one.url, one.published) for one in read("feed-io/feed.json").publications] == [
        (
            "Announcing JSON Feed",
            "https://jsonfeed.org/2017/05/17/announcing_json_feed",
            at(2017, 5, 17, 17, 2, 12),
        )
    ]


def test_the_search_of_open_overheid_is_read_by_the_map_we_ship() -> None:
    source = parse_source((SHIPPED / "rijksoverheid.toml").read_text(), "rijksoverheid.toml", "rijksoverheid")
    (endpoint,) = (one for one in source.endpoints if one.kind is Kind.JSON and one.enabled)
    told = replace(context("https://open.overheid.nl/x", Kind.JSON), endpoint=endpoint)

    parsed = parse_json((FEEDS / "nl-gov/open-overheid-zoek-sample.json").read_bytes(), told)

    assert [(bool(one.title), one.url, one.published, one.flags) for one in parsed.publications] == [
        (
            True,
            "https://open.overheid.nl/documenten/eef2edec-019e-4085-8e2e-4d3f42686431",
            at(2026, 3, 21),
            (),
        )
    ]
    assert parsed.wanted == ()


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

    # The page names no date; the one in its address stands in, and says so.
    assert (page.summary_from, page.summary.count("."), page.published, page.published_from, page.flags) == (
        "meta description",
        2,
        at(2026, 9, 23),
        "path",
        ("path-date",),
    )
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


@pytest.mark.parametrize("name", ["feed-io/discovery.html", "nl-gov/open-overheid-zoek-sample.json"])
def test_pages_and_other_json_are_no_feeds(name: str) -> None:
    with pytest.raises(CollectError) as refused:
        read(name)

    assert refused.value.status is Status.NOT_A_FEED
