"""RSS and Atom become publications; what is odd about an entry is flagged, never mended with a guess."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectError
from pipeline.model import PublicationData, PublicationType, Status, Wanted, WantedRole
from pipeline.read.feed import parse_feed
from tests.read.contexts import at, context
from tests.read.mutations import mutations

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


def test_a_description_that_repeats_the_title_is_no_summary() -> None:
    body = rss(
        "<title>Het team ging terug</title><link>/een</link><description>Het team ging terug.</description>"
        f"<content:encoded>Het wijkteam leert van een gezin.</content:encoded>{DATE}"
    )

    assert (only(body).summary, only(body).summary_from) == ("Het wijkteam leert van een gezin.", "content")


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
    (b'{"items": [{"name": "x"}]}', Status.NOT_A_FEED),
    (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', Status.NOT_A_FEED),
    (b"{" * 3000, Status.NOT_A_FEED),
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


OLDER = {
    "0.91": b"""<rss version="0.91"><channel><item><title>Een</title><link>/een</link></item>
      </channel></rss>""",
    "1.0": b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="/een"><title>Een</title><link>/een</link>
      <dc:date>2026-11-12</dc:date></item></rdf:RDF>""",
    "white space before the declaration": b"\n  <?xml version='1.0'?>"
    + rss("<title>Een</title><link>/een</link>"),
}


@pytest.mark.parametrize("body", OLDER.values(), ids=OLDER.keys())
def test_older_and_untidy_feeds_are_read(body: bytes) -> None:
    assert (only(body).title, only(body).url) == ("Een", "https://bron.example/een")


def json_feed(*items: object, **more: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items} | more).encode()


def test_a_json_feed_is_a_feed() -> None:
    body = json_feed(
        {
            "id": "https://bron.example/een",
            "url": "/een?utm_source=json",
            "title": "Een &amp; twee | Nieuwsbericht | Bron",
            "content_html": "<p>Het team ging terug.</p><p>Lees meer</p>",
            "date_published": "2026-11-12T09:00:00Z",
            "date_modified": "2026-11-13T09:00:00Z",
        },
        {"id": 7, "title": "Aflevering", "date_published": "2026-11-12", "summary": "Een gesprek.",
         "attachments": [{"url": "https://geluid.example/7", "mime_type": "audio/mpeg",
                          "duration_in_seconds": 1861}]},
        {"id": "https://bron.example/een", "title": "Een & twee", "content_text": "Nog eens."},
    )  # fmt: skip

    assert parse_feed(body, context()).publications == (
        PublicationData(
            title="Een & twee",
            url="https://bron.example/een",
            guid="https://bron.example/een",
            type=PublicationType.NIEUWS,
            summary="Het team ging terug.",
            summary_from="content_html",
            published=at(2026, 11, 12, 10),
            published_from="date_published",
            updated=at(2026, 11, 13, 10),
        ),
        PublicationData(
            title="Aflevering",
            url=None,
            guid="7",
            type=PublicationType.PODCAST,
            summary="Een gesprek.",
            summary_from="summary",
            published=at(2026, 11, 12),
            published_from="date_published",
            duration="32 min",
            flags=("no-link",),
        ),
    )


def test_a_json_feed_of_wrong_types_loses_them_and_no_more() -> None:
    body = json_feed(
        {"id": {}, "title": ["x"], "content_html": True, "url": 1, "attachments": "x"}, "x", None
    )

    assert parse_feed(body, context()).publications == ()


def test_an_official_journal_is_titled_by_its_subject() -> None:
    publication = only(
        rss(
            "<title>Staatscourant: Ministerie van Voorbeelden</title><link>/stcrt-2026-1.html</link>"
            "<category>Kamerstukken</category>"
            f"<description>Regeling subsidie proeftuinen gezinsbescherming.</description>{DATE}"
        )
    )

    assert (publication.title, publication.summary, publication.type) == (
        "Regeling subsidie proeftuinen gezinsbescherming",
        "",
        PublicationType.KAMERSTUK,
    )


def test_an_endpoint_may_say_that_the_subject_stands_in_the_summary() -> None:
    told = context()
    told = replace(told, endpoint=replace(told.endpoint, title_from="summary"))
    body = rss(f"<title>Nr. 7</title><link>/7</link><description>De hele titel</description>{DATE}")

    (publication,) = parse_feed(body, told).publications

    assert publication.title == "De hele titel"


OPENTK = (
    "<title>Voortgang</title><link>https://berthub.eu/tkconv/document.html?nummer=2020D1</link>"
    "<guid isPermaLink='false'>tkconv_2020D1</guid><description>Commissie voor Justitie | Brief regering "
    f"Voortgang jeugd</description>{DATE}"
)


def test_the_date_of_a_change_is_not_taken_for_the_date_of_a_paper() -> None:
    publication = only(rss(OPENTK))

    assert (publication.published, publication.updated, publication.flags, publication.summary) == (
        None,
        at(2026, 11, 12, 10),
        ("no-date",),
        "Brief regering Voortgang jeugd",
    )


def test_an_endpoint_may_say_that_its_dates_are_of_changes() -> None:
    told = context()
    told = replace(told, endpoint=replace(told.endpoint, dates="updated"))

    (publication,) = parse_feed(rss(f"<title>Een</title><link>/1</link>{DATE}"), told).publications

    assert (publication.published, publication.updated) == (None, at(2026, 11, 12, 10))


def test_a_paper_of_the_tweede_kamer_is_named_by_its_subject_and_dated_by_its_own_date() -> None:
    entry = """<entry><title>45d46c2d-aece-47b0-8358-523f5a56c1ee</title><id>urn:{n}</id>
      <updated>2026-11-12T09:03:25.8090954Z</updated>
      <link rel="enclosure" type="application/pdf" href="https://bron.example/{n}"/>
      <content type="application/xml"><tk:document tk:verwijderd="{gone}"><tk:onderwerp>Brief over de jeugd
      </tk:onderwerp><tk:datum>2019-07-10T00:00:00</tk:datum></tk:document></content></entry>"""
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:tk="http://www.tweedekamer.nl/xsd/tkData/v1-0">'
        + entry.format(n=1, gone="false")
        + entry.format(n=2, gone="true")
        + "</feed>"
    )

    assert only(body.encode()) == PublicationData(
        title="Brief over de jeugd",
        url="https://bron.example/1",
        guid="urn:1",
        published=at(2019, 7, 10),
        published_from="tk:datum",
        updated=at(2026, 11, 12, 10, 3, 25).replace(microsecond=809095),
    )


def test_a_home_page_that_all_entries_name_is_no_page_of_theirs() -> None:
    items = [f"<title>Nr {n}</title><link>https://bron.example</link><guid>{n}</guid>{DATE}" for n in (1, 2)]
    alone = rss(f"<title>Nr 1</title><link>https://bron.example</link>{DATE}")

    assert [one.url for one in parse_feed(rss(*items), context()).publications] == [None, None]
    assert only(alone).url == "https://bron.example/"


def test_of_a_feed_that_was_cut_off_the_whole_elements_count() -> None:
    whole = rss(
        f"<title>Een</title><link>https://bron.example/een</link>{DATE}",
        f"<title>Twee</title><guid isPermaLink='false'>2</guid><link>https://bron.example/twee</link>{DATE}",
    )
    cut = whole[: whole.index(b"/twee</link>") + 3]

    assert [(one.title, one.url) for one in parse_feed(cut, context()).publications] == [
        ("Een", "https://bron.example/een"),
        ("Twee", None),
    ]


def test_a_full_feed_wants_both_halves_of_its_period() -> None:
    template = "https://bron.example/rss?van={from:%Y-%m-%d}&tot={to:%Y-%m-%d}"
    told = context("https://bron.example/rss?van=2026-11-01&tot=2026-11-30")
    told = replace(told, endpoint=replace(told.endpoint, url=template, full_at=2))
    items = [
        f"<title>Nr {n}</title><link>/{n}</link><description>Een zin.</description>{DATE}" for n in (1, 2)
    ]

    assert parse_feed(rss(*items), told).wanted == (
        Wanted("https://bron.example/rss?van=2026-11-01&tot=2026-11-15", WantedRole.LIST),
        Wanted("https://bron.example/rss?van=2026-11-16&tot=2026-11-30", WantedRole.LIST),
    )
    assert parse_feed(rss(items[0]), told).wanted == ()


def test_a_long_author_costs_no_time() -> None:
    author = f"<author>a@{'a.' * 32_000}!</author><title>Een</title>"
    # The real bound is the limit on a parser's processor time; this one only guards against a square.
    started = time.process_time()

    assert only(rss(author)).title == "Een"
    assert time.process_time() - started < 2


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        mutations(rss(OPENTK, f"<title>a</title><link>/1</link>{DATE}").decode()),
        mutations(json_feed({"id": 1, "title": "x", "url": "/1", "date_published": "2026-11-12"}).decode()),
    )
)
def test_a_damaged_feed_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(CollectError):
        parse_feed(body, context())
