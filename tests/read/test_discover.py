"""What a site offers to collect from, as its own pages say."""

from __future__ import annotations

import gzip

import pytest

from pipeline.model import Kind, Offer
from pipeline.read.discover import kind_of, offers_of_page, offers_of_sitemaps

HOME = "https://bron.example/"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_a_page_names_its_feeds_and_sitemap_in_its_head() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="Nieuws" href="/feed/">'
        '<link rel="alternate" type="application/atom+xml; charset=utf-8" href="https://bron.example/atom.xml">'
        '<link rel="ALTERNATE" type="application/feed+json" href="feed.json">'
        '<link rel="sitemap" type="application/xml" href="/kaart.xml">'
    )

    assert offers_of_page(page(head), HOME) == (
        Offer(Kind.FEED, "https://bron.example/feed/", "Nieuws", "<link> in its head"),
        Offer(Kind.FEED, "https://bron.example/atom.xml", "", "<link> in its head"),
        Offer(Kind.FEED, "https://bron.example/feed.json", "", "<link> in its head"),
        Offer(Kind.SITEMAP, "https://bron.example/kaart.xml", "", "<link> in its head"),
    )


def test_links_in_the_text_that_look_like_a_feed_or_a_calendar_count_too() -> None:
    body = (
        '<a href="/nieuws/rss">RSS</a> <a href="agenda.ics"><b>In je agenda</b></a> <a href="/rssen">Nee</a>'
    )

    assert offers_of_page(page(body=body), HOME) == (
        Offer(Kind.FEED, "https://bron.example/nieuws/rss", "RSS", "a link on it"),
        Offer(Kind.AGENDA, "https://bron.example/agenda.ics", "In je agenda", "a link on it"),
    )


def test_relative_addresses_are_seen_from_the_base_that_a_page_names() -> None:
    head = '<base href="/nieuws/"><link rel="alternate" type="application/rss+xml" href="rss.xml">'

    assert [offer.url for offer in offers_of_page(page(head), HOME)] == [
        "https://bron.example/nieuws/rss.xml"
    ]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" title="Reacties" href="/comments/feed/">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/12">',
        '<link rel="alternate" hreflang="en" href="/en/">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:feed()">',
        '<link rel="stylesheet" type="text/css" href="/feed">',
    ],
)
def test_what_holds_no_publications_is_not_offered(link: str) -> None:
    assert offers_of_page(page(link), HOME) == ()


def test_one_address_is_offered_once_and_never_more_than_twenty() -> None:
    twice = '<link rel="alternate" type="application/rss+xml" href="/feed">' * 2
    many = "".join(f'<a href="/{number}/feed">x</a>' for number in range(50))

    assert len(offers_of_page(page(twice), HOME)) == 1
    assert len(offers_of_page(page(body=many), HOME)) == 20


@pytest.mark.parametrize("body", [b"", b"\0\0\0", b"%PDF-1.7", b"\xff\xfe"])
def test_what_is_no_page_offers_nothing(body: bytes) -> None:
    assert offers_of_page(body, HOME) == ()


def test_sitemaps_of_a_robots_txt_may_be_relative_and_must_be_web_addresses() -> None:
    assert offers_of_sitemaps(["/kaart.xml", "ftp://bron.example/x"], HOME) == (
        Offer(Kind.SITEMAP, "https://bron.example/kaart.xml", "", "robots.txt"),
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'<?xml version="1.0"?><rss version="2.0">', Kind.FEED),
        (b'\xef\xbb\xbf<feed xmlns="http://www.w3.org/2005/Atom">', Kind.FEED),
        (b"<rdf:RDF xmlns:rdf='x'>", Kind.FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', Kind.FEED),
        (b"<urlset xmlns='x'>", Kind.SITEMAP),
        (gzip.compress(b"<sitemapindex>"), Kind.SITEMAP),
        (b"BEGIN:VCALENDAR\r\n", Kind.AGENDA),
        (b"<!doctype html><p>Hoe maak je een &lt;rss&gt;? Zo: <rss></p>", None),
        (b'{"titel": "iets anders"}', None),
        (b"\x1f\x8bkapot", None),
        (b"", None),
    ],
)
def test_a_body_shows_how_it_can_be_read(body: bytes, kind: Kind | None) -> None:
    assert kind_of(body) is kind
