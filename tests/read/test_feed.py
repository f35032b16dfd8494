"""RSS and Atom become publications; what is odd about an entry is flagged, never mended with a guess."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectError
from pipeline.model import PublicationData, PublicationType, Status, Wanted, WantedRole
from pipeline.read.feed import parse_feed
from tests.read.contexts import at, context

DATE = "<pubDate>Thu, 12 Nov 2026 09:00:00 GMT</pubDate>"


def rss(*items: str, channel: str = "") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Bron</title><link>https://bron.example</link>{channel}{body}</channel></rss>"
    ).encode()


def only(body: bytes) -> PublicationData:
    (publication,) = parse_feed(body, context()).publications
    return publication


def test_an_entry_becomes_a_publication_with_where_its_values_came_from() -> None:
    body = rss(
        "<title>Wijkteam leert van een gezin | Nieuwsbericht | Bron</title>"
        "<link>/nieuws/een/?utm_source=rss</link><guid isPermaLink='false'>n-1</guid>"
        "<description><![CDATA[<p>Beeld: ©Bron</p><p>Het team ging terug.</p><p>Dat hielp &amp; leerde.</p>"
        "<p>Lees meer</p>]]></description>" + DATE
    )

    assert only(body) == PublicationData(
        title="Wijkteam leert van een gezin",
        url="https://bron.example/nieuws/een/",
        guid="n-1",
        type=PublicationType.NIEUWS,
        summary="Het team ging terug. Dat hielp & leerde.",
        summary_from="description",
        published=at(2026, 11, 12, 10),
        published_from="pubDate",
        credit="Bron",
    )


def test_an_entry_that_leaves_something_open_has_its_page_wanted() -> None:
    whole = f"<title>Een</title><link>https://bron.example/1</link><description>Een zin.</description>{DATE}"
    parsed = parse_feed(
        rss(whole, "<title>Twee</title><link>https://bron.example/2</link>" + DATE), context()
    )

    assert parsed.wanted == (Wanted("https://bron.example/2", WantedRole.ITEM),)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "java&#x0A;script:alert(1)", "data:text/html,x", "vbscript:x", "file:///x", ""],
)
def test_a_link_that_leads_nowhere_is_flagged_and_its_entry_kept(link: str) -> None:
    publication = only(rss(f"<title>Een</title><link>{link}</link>{DATE}"))

    assert (publication.url, publication.flags) == (None, ("no-link",))


DATES = {
    "vr, 6 mrt 2026": (at(2026, 3, 6), ()),
    "2026-11-12T10:00:00": (at(2026, 11, 12, 10), ()),
    "Sun, 05 Mar 2023 23:00:00 GMT": (at(2023, 3, 6), ()),
    "<time datetime='2026-11-12T10:00:00'>12 november 2026</time>": (at(2026, 11, 12), ()),
    "Fri, 30 Feb 2026 10:00:00 GMT": (None, ("no-date",)),
    "binnenkort": (None, ("no-date",)),
    "0001-01-01T00:00:00Z": (None, ("implausible-date",)),
    "Thu, 01 Jan 1970 00:00:00 GMT": (at(1970, 1, 1, 1), ("implausible-date",)),
    "Wed, 01 Jan 2999 00:00:00 GMT": (at(2999, 1, 1, 1), ("future-date",)),
    "Tue, 24 Nov 2026 12:00:00 GMT": (at(2026, 11, 24, 13), ()),
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates_are_read_or_flagged(text: str, expected: tuple[object, object]) -> None:
    publication = only(rss(f"<title>Een</title><link>https://bron.example/1</link><pubDate>{text}</pubDate>"))

    assert (publication.published, publication.flags) == expected


TITLES = {
    "<![CDATA[<a href='x'>Netten</a> &amp; zorg]]>": "Netten & zorg",
    "&lt;script&gt;kwaad()&lt;/script&gt;Goed": "Goed",
    "Goed&#13;&#10;Bcc: x": "Goed Bcc: x",
    "𝐏𝐫𝐨𝐠𝐫𝐚𝐦𝐦𝐚 &#x202E;x": "Programma x",
    "{{ 7*7 }}": "{{ 7*7 }}",
    "BeleidsÃ©valuatie": "Beleidsévaluatie",
}


@pytest.mark.parametrize(("xml", "expected"), TITLES.items())
def test_titles_are_one_line_of_plain_text(xml: str, expected: str) -> None:
    assert only(rss(f"<title>{xml}</title><link>https://bron.example/1</link>{DATE}")).title == expected


def test_a_podcast_leads_to_its_page_and_says_how_long_it_is() -> None:
    publication = only(
        rss(
            "<title>Aflevering 3</title><link>https://bron.example/podcast/3</link>"
            "<enclosure url='https://geluid.example/3.mp3' type='audio/mpeg' length='1'/>"
            "<itunes:duration>31:05</itunes:duration><itunes:summary>Een gesprek.</itunes:summary>" + DATE
        )
    )

    assert (publication.url, publication.type, publication.duration, publication.summary) == (
        "https://bron.example/podcast/3",
        PublicationType.PODCAST,
        "32 min",
        "Een gesprek.",
    )


def test_a_podcast_with_nothing_but_its_sound_has_no_link() -> None:
    publication = only(
        rss(
            "<title>Aflevering 3</title><guid>https://geluid.example/3.mp3</guid>"
            "<enclosure url='https://geluid.example/3.mp3' type='audio/mpeg' length='1'/>" + DATE
        )
    )

    assert (publication.url, publication.flags) == (None, ("no-link",))


def test_relative_links_are_seen_from_xml_base_not_from_the_channels_link() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://elders.example/map/">
      <link href="https://bron.example/anders/"/>
      <entry><title>Een</title><link href="een"/><updated>2026-11-12T09:00:00Z</updated></entry></feed>"""

    assert only(body).url == "https://elders.example/map/een"


def test_a_date_of_change_stands_in_and_says_so() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Een</title><link href="/een"/>
      <updated>2026-11-12T09:00:00Z</updated></entry></feed>"""

    assert (only(body).published, only(body).published_from) == (at(2026, 11, 12, 10), "updated")


def test_long_descriptions_give_whole_sentences_of_at_most_eighty_words() -> None:
    description = "Een zin van precies vijf. " * 40
    publication = only(rss(f"<title>Een</title><description>{description}</description>{DATE}"))

    assert publication.summary == ("Een zin van precies vijf. " * 16).strip()


def test_exact_repeats_count_once_and_only_the_newest_are_kept() -> None:
    items = [
        f"<title>Nr {day}</title><link>https://bron.example/{day}</link>"
        f"<pubDate>{day:02} Nov 2026 09:00:00 GMT</pubDate>"
        for day in (1, 3, 3, 2)
    ]
    parsed = parse_feed(rss(*items), context(limit=2))

    assert [one.title for one in parsed.publications] == ["Nr 3", "Nr 2"]


def test_text_is_read_in_its_own_encoding() -> None:
    item = f"<title>één € ’t</title><link>https://bron.example/1</link>{DATE}"
    utf8 = rss(item).decode()
    undeclared = utf8.removeprefix('<?xml version="1.0" encoding="utf-8"?>')
    bodies = (
        utf8.replace("utf-8", "windows-1252").encode("cp1252"),
        utf8.replace("utf-8", "utf-16").encode("utf-16"),
        undeclared.encode("utf-16-le"),
        undeclared.encode("utf-16-be"),
        # Says UTF-8 and is not.
        utf8.encode("cp1252"),
    )

    assert [only(body).title for body in bodies] == ["één € ’t"] * len(bodies)


def test_entities_neither_explode_nor_read_files() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{levels}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    item = "<title>&a9;&f;Een</title><link>https://bron.example/1</link>"
    body = rss(item).replace(b"<rss", bomb.encode() + b"<rss", 1)

    with contextlib.suppress(CollectError):
        assert len(only(body).title) <= 300


REFUSED = [
    (b"", Status.EMPTY),
    (b"  \n", Status.EMPTY),
    (b"<!doctype html><title>Nieuws</title><p>Hallo", Status.NOT_A_FEED),
    (b"<html><head><title>Just a moment...</title>", Status.BLOCKED),
    (b"<html><title>Bron</title><h1>De website is in onderhoud</h1>", Status.MAINTENANCE),
    (b"<!-- x --><html><title>Pagina niet gevonden | Bron</title>", Status.REDIRECTED_TO_ERROR),
    (b'{"resultaten": []}', Status.NOT_A_FEED),
    (b"%PDF-1.7", Status.NOT_A_FEED),
    (b"<opml version='2.0'><body/></opml>", Status.NOT_A_FEED),
]


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_what_is_no_feed_is_refused_with_its_cause(body: bytes, status: Status) -> None:
    with pytest.raises(CollectError) as refused:
        parse_feed(body, context())

    assert refused.value.status is status


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse_feed(rss(), context()).publications == ()


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(rss)))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(CollectError):
        parse_feed(body, context())
