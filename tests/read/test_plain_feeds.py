"""The quick reader of plain feeds against feedparser: what both can read must give the same entries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectError
from pipeline.read.feed.plain_xml import entries_of_plain_xml
from pipeline.read.feed.syndication import entries_of_xml
from tests.read.contexts import context
from tests.read.mutations import mutations
from tools.bench_server import Feeds

ROOT = Path(__file__).parents[2]
RECORDED = ROOT.parent / "shared" / "data" / "recorded-feeds"
CONTEXT = context(content_type="application/xml")

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Bron</title><link>https://bron.example/</link>
<item><title>Een &amp;amp; twee</title><link>https://bron.example/een</link>
  <guid>https://bron.example/een</guid>
  <description>&lt;p&gt;Over een.&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>Alles over één.</p>]]></content:encoded>
  <pubDate>Mon, 16 Nov 2026 09:00:00 +0100</pubDate><category>Rapport</category>
  <category>Jeugd</category></item>
<item><title>Geluid</title><guid isPermaLink="false">a-1</guid><dc:creator>redactie</dc:creator>
  <enclosure url="https://bron.example/1.mp3" type="audio/mpeg" length="1"/>
  <itunes:duration>32:10</itunes:duration>
  <pubDate>vr, 20 nov 2026 09:00:00 +0100</pubDate></item>
<item><title>Adres in guid</title><guid>https://bron.example/drie</guid><description>kort</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Bron</title><id>urn:bron</id>
<updated>2026-11-20T10:00:00Z</updated>
<link rel="self" href="https://bron.example/feed"/><link href="https://bron.example/"/>
<entry><title type="html">Een &lt;em&gt;twee&lt;/em&gt;</title><id>urn:1</id><link href="/een"/>
  <published>2026-11-18T10:00:00+01:00</published><updated>2026-11-19T10:00:00+01:00</updated>
  <summary>Over een.</summary><content type="html">&lt;p&gt;Alles.&lt;/p&gt;</content>
  <category term="rapport" label="Rapport"/><author><name>redactie</name></author></entry>
<entry><title>Alleen bijgewerkt</title><id>urn:2</id><link rel="alternate" href="/twee"/>
  <link rel="enclosure" type="audio/mpeg" href="/2.mp3"/><updated>2026-11-19T10:00:00Z</updated>
  <content type="text">Alles over twee.</content></entry>
</feed>"""


@pytest.mark.parametrize("document", [RSS, ATOM], ids=["rss", "atom"])
def test_a_plain_feed_is_read_without_feedparser_and_gives_the_same(document: str) -> None:
    body = document.encode()

    entries = entries_of_plain_xml(body, CONTEXT)

    assert entries
    assert entries == entries_of_xml(body, CONTEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version="2.0"', 'version="0.91"'),
        ('encoding="UTF-8"', 'encoding="windows-1252"'),
        ("<rss ", "<!DOCTYPE rss><rss "),
        ("<channel>", '<channel xml:base="https://elders.example/">'),
        ("<description>kort</description>", "<description>kort<br/></description>"),
        ("<description>kort</description>", "<description>a</description><description>b</description>"),
        ("<description>kort</description>", "<media xmlns='urn:x'>vreemd</media>"),
        ("<description>kort</description>", "<pubDate>binnenkort</pubDate>"),
        ("Bron</title>", "Bron\x92s</title>"),
        ("Bron</title>", "gevolg.Â\xa0</title>"),
        ("</channel></rss>", "<map><item><title>dieper</title></item></map></channel></rss>"),
        ("</channel></rss>", ""),
        ("<channel>", "<channel><l:link xmlns:l='http://www.w3.org/2005/Atom' rel='self' hraf='/feed'/>"),
    ],
)
def test_what_is_not_plain_is_left_to_feedparser(old: str, new: str) -> None:
    assert old in RSS

    assert entries_of_plain_xml(RSS.replace(old, new, 1).encode(), CONTEXT) is None


def test_a_charset_that_the_server_names_otherwise_is_left_to_feedparser() -> None:
    latin = context(content_type="application/rss+xml; charset=iso-8859-1")

    assert entries_of_plain_xml(RSS.encode(), latin) is None


@settings(deadline=None, max_examples=150)
@given(st.one_of(mutations(RSS), mutations(ATOM)))
@example(RSS.replace("https://bron.example/een</link>", "</link>").encode())
def test_whatever_happens_to_a_feed_the_two_agree_or_feedparser_has_it_alone(body: bytes) -> None:
    entries = entries_of_plain_xml(body, CONTEXT)

    if entries is not None:
        assert entries == entries_of_xml(body, CONTEXT)


def test_the_feeds_of_the_benchmark_are_plain_and_give_the_same() -> None:
    feeds = Feeds(10)

    for number in range(10):
        entries = entries_of_plain_xml(feeds.body(number), CONTEXT)
        assert entries is not None
        assert entries == entries_of_xml(feeds.body(number), CONTEXT)


def test_recorded_feeds_that_are_plain_give_the_same(say: Callable[[str], None]) -> None:
    if not RECORDED.is_dir():
        pytest.skip("../shared/data/recorded-feeds is not here: recorded feeds were not compared")
    plain, others = 0, 0
    for path in sorted(RECORDED.rglob("*")):
        if path.suffix not in (".xml", ".rss", ".atom", ".rdf"):
            continue
        body = path.read_bytes()
        entries = entries_of_plain_xml(body, CONTEXT)
        others += entries is None
        if entries is not None:
            plain += 1
            try:
                assert entries == entries_of_xml(body, CONTEXT), path.name
            except CollectError:
                assert entries == [], path.name
    say(f"recorded feeds: {plain} plain and the same by both, {others} left to feedparser")
    assert plain >= 20
