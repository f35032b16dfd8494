"""What the fuzzer calls: each reader and string tool on any bytes, and what must hold whatever they are.

A target returns, or raises CollectError where a reader refuses; all else is a finding. Seeds are the
documents of the demo's sites, and the lines below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.errors import CollectError
from pipeline.model import Endpoint, FieldMap, Kind, Parsed, PublicationData, ReadContext, Selectors
from pipeline.read.agenda import parse_agenda
from pipeline.read.answer import parse_json
from pipeline.read.discover import kind_of, offers_of_page, offers_of_sitemaps
from pipeline.read.feed import parse_feed
from pipeline.read.feed.plain_xml import entries_of_plain_xml
from pipeline.read.feed.syndication import entries_of_xml
from pipeline.read.listing import parse_listing, parse_page
from pipeline.read.robots import LONGEST_DELAY, parse_robots
from pipeline.read.sitemap import parse_sitemap
from pipeline.text import moments, periods
from pipeline.text.dutch import clean_text, format_day, parse_date, repair_mojibake, strip_tail
from pipeline.text.url import canonical, has_tracking, identity, is_safelink, is_web, join, tidy

SITES = Path(__file__).resolve().parent.parent / "demo" / "sites"
# Relative, so that findings and corpus lie in the checkout it is run from.
PLACE = Path("build") / "fuzz"
ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 12, 3, 9, 0, tzinfo=ZONE)
HERE = "https://bron.example/nieuws/"
PERIOD = f"{HERE}?van={{from:%Y-%m-%d}}&tot={{to:%Y-%m-%d}}"
MAP = FieldMap(
    items="items[]",
    title="title",
    url="url",
    summary="summary",
    published="published",
    updated="updated",
    guid="id",
    type="type",
    event_start="start",
    event_end="end",
    location="place.name",
    next="next",
)

Target = Callable[[bytes], None]

CONTENT_TYPES = ("", "application/xml; charset=utf-8", "text/html; charset=iso-8859-1", "text/xml")


class UnsoundError(AssertionError):
    """What was read breaks a promise that the model makes."""


def _context(body: bytes, endpoint: Endpoint, url: str = HERE) -> ReadContext:
    # Which header goes with it follows from the bytes, so that a finding can be repeated.
    return ReadContext(url, endpoint, NOW, ZONE, CONTENT_TYPES[len(body) % len(CONTENT_TYPES)])


def feed(body: bytes) -> None:
    _demand_sound(parse_feed(body, _context(body, Endpoint(HERE, Kind.FEED))))


def plain_feed(body: bytes) -> None:
    """The quick reader and feedparser say the same, or feedparser has the document alone."""
    context = _context(body, Endpoint(HERE, Kind.FEED))
    entries = entries_of_plain_xml(body, context)
    if entries is None:
        return
    try:
        others = entries_of_xml(body, context)
    except CollectError:
        others = []
    if entries != others:
        raise UnsoundError(f"plain_xml reads {entries}\nfeedparser reads {others}")


def sitemap(body: bytes) -> None:
    _demand_sound(parse_sitemap(body, _context(body, Endpoint(HERE, Kind.SITEMAP))))


def listing(body: bytes) -> None:
    endpoint = Endpoint(HERE, Kind.LISTING, links=("/nieuws/*", "/publicatie/*"))
    _demand_sound(parse_listing(body, _context(body, endpoint)))


def selected_listing(body: bytes) -> None:
    select = Selectors(item="li, article", title="a", link="a", date="time", summary="p")
    endpoint = Endpoint(HERE, Kind.LISTING, select=select, pages=f"{HERE}?p={{page}}")
    _demand_sound(parse_listing(body, _context(body, endpoint)))


def meetings(body: bytes) -> None:
    _demand_sound(parse_listing(body, _context(body, Endpoint(HERE, Kind.AGENDA, links=("/agenda/*",)))))


def page(body: bytes) -> None:
    for kind in (Kind.LISTING, Kind.AGENDA):
        with suppress(CollectError):
            _demand_whole(parse_page(body, _context(body, Endpoint(HERE, kind))))


def agenda(body: bytes) -> None:
    _demand_sound(parse_agenda(body, _context(body, Endpoint(HERE, Kind.AGENDA))))


def json(body: bytes) -> None:
    endpoint = Endpoint(PERIOD, Kind.JSON, map=MAP, full_at=3)
    _demand_sound(parse_json(body, _context(body, endpoint, f"{HERE}?van=2026-11-01&tot=2026-11-30")))


def robots(body: bytes) -> None:
    rules = parse_robots(
        body.decode("utf-8-sig", errors="replace"), "nieuwsbrief/0.1 (+https://bron.example)"
    )
    for url in (HERE, "https://bron.example/", "https://bron.example/a?b=c%C3%A9*$"):
        rules.allows(url)
    if not 0 <= rules.delay <= LONGEST_DELAY:
        raise UnsoundError(f"a delay of {rules.delay} seconds")
    for offer in offers_of_sitemaps(rules.sitemaps, HERE):
        _demand_address(offer.url)


def discover(body: bytes) -> None:
    kind_of(body)
    for offer in offers_of_page(body, HERE, CONTENT_TYPES[len(body) % len(CONTENT_TYPES)]):
        _demand_address(offer.url)
        _demand_text(offer.title)


def url(body: bytes) -> None:
    text = body.decode("utf-8", errors="surrogateescape")
    for settle in (canonical, tidy, identity):
        settled = settle(text)
        if settle(settled) != settled:
            raise UnsoundError(f"{settle.__name__} gives {settled!r}, and then {settle(settled)!r}")
        if is_web(text):
            _demand_web(settled)
    if canonical(tidy(text)) != canonical(text):
        raise UnsoundError(f"tidy gives {tidy(text)!r}, which is not {canonical(text)!r}")
    settled = canonical(text)
    if is_web(settled) and has_tracking(settled) and not is_safelink(settled):
        raise UnsoundError(f"a tracker is left in {canonical(text)!r}")
    joined = join(HERE, text)
    if joined is not None:
        _demand_web(tidy(joined))


def dates(body: bytes) -> None:
    text = body.decode("utf-8", errors="replace")
    for with_year in (False, True):
        day = parse_date(text, near=NOW.date(), with_year=with_year)
        if day is not None:
            format_day(day)
    # Of year 1 and 9999 there is no neighbour.
    parse_date(text, near=date.min)
    parse_date(text, near=date.max)
    moment = moments.parse_moment(text, ZONE)
    _demand_moment(moment)
    moments.date_flags(moment, NOW)
    for pattern in ("%d-%m-%Y %H:%M", "%Y%m%d", "%d %b %Y %z"):
        _demand_moment(moments.parse_pattern(text, pattern, ZONE))
    periods.complaint_of(text)
    periods.period_of(PERIOD, text, ZONE)
    periods.halves(PERIOD, text, ZONE)


def text(body: bytes) -> None:
    line = clean_text(repair_mojibake(body.decode("utf-8", errors="replace")))
    if clean_text(line) != line:
        raise UnsoundError(f"cleaned twice {line!r} is {clean_text(line)!r}")
    strip_tail(line)


TARGETS: Mapping[str, Target] = {
    one.__name__: one
    for one in (
        *(feed, plain_feed, sitemap, listing, selected_listing, meetings, page, agenda, json, robots),
        *(discover, url, dates, text),
    )
}

_SUFFIXES = {
    "feed": (".xml", ".rss", ".atom", ".json"),
    "plain_feed": (".xml", ".rss", ".atom"),
    "sitemap": (".xml", ".gz"),
    "listing": (".html",),
    "selected_listing": (".html",),
    "meetings": (".html",),
    "page": (".html",),
    "agenda": (".ics",),
    "json": (".json",),
    "robots": (".txt",),
    "discover": (".html",),
}
_LINES = {
    "json": (
        '{"items": [{"title": "Een", "url": "/een", "published": "2026-11-12", "place": {"name": "Utrecht"},'
        ' "summary": "Een zin.", "start": "2026-12-10T10:00:00Z", "id": 1}, {"title": "Twee"}],'
        ' "next": "?p=2"}',
        '{"items": [[{"title": "\\ud83d\\ude00", "published": 1762900000}]]}',
    ),
    "robots": (
        "User-agent: *\nDisallow: /zoeken\nAllow: /zoeken/rss$\nCrawl-delay: 2\nSitemap: /sitemap.xml\n",
        "User-agent: nieuwsbrief\nUser-agent: ander\nDisallow: /*?*\n",
    ),
    "url": (
        "https://www.bron.example/nieuws/2026/11/3/een-bericht/?utm_source=mail&id=2#deel",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbron.example%2Fa&data=05&reserved=0",
        "https://urldefense.com/v3/__https://bron.example/a*b__;Kw!!x$",
        "http://Bron.Example:80/a/../b/%7Ec?&amp;a=%c3%a9#:~:text=woord",
        "https://bron.example/programmas/programma/nieuws/2026/3/6/een",
    ),
    "dates": (
        *("3O januari 2O18", "vr, 06 mrt 2026 10:30:00 +0100", "28 februari a.s.", "di 2 t/m wo 3 dec '26"),
        *("2026-09-23T14:47:46.215Z", "Wed, 23 Sep 2026 05:00:47 GMT", "03-12-2026 10:00", "20261203"),
        "https://bron.example/nieuws/?van=2026-11-01&tot=2026-11-30",
    ),
    "text": ("CafÃ© in ğ—ªğ—¶ğ—·ğ—¸", "𝗪𝗶𝗷𝗸𝘁𝗲𝗮𝗺 | Rapport | Bron", "a\u00adb\u200bc 👩\u200d👧 \u202e"),
}

WORDS = (
    *("<", ">", "&", "]]>", "<![CDATA[", "&#x0;", "&amp;amp;", "<!DOCTYPE x [", "<!--", "<?xml", "<html>"),
    *("<item>", "<entry>", "<link>", "<guid>", "<pubDate>", "<description>", "<media:group>", "<url><loc>"),
    *("xml:base=", "xmlns=", "encoding='utf-16'", "charset=iso-8859-1", "<base href=", "<time datetime="),
    *(
        "<script type='application/ld+json'>",
        '"@graph":',
        '"startDate":',
        "rel=next",
        "og:title",
        "<template>",
    ),
    *("RRULE:FREQ=DAILY", "DTSTART;TZID=", "DURATION:-P1D", "EXDATE:", "RECURRENCE-ID:", "BEGIN:VEVENT"),
    *("null", "1e999", "-1", "\\ud800", "9999-12-31", "0001-01-01", "T24:00", "+23:59", "mrt", "januari"),
    *("javascript:", "http://[", "xn--", "%00", "%ff", "..", "safelinks.protection.outlook.com", "?url=http"),
    *(
        "User-agent: *",
        "Disallow: /*$",
        "Crawl-delay: nan",
        "Sitemap:",
        "{from}",
        "{to:%d}",
        "<svg>",
        "<template>",
        "jl.",
    ),
)


def seeds(name: str) -> Iterator[bytes]:
    """Yields what the fuzzer starts from: at most forty documents of a target, and its lines."""
    yield from (line.encode() for line in _LINES.get(name, ()))
    suffixes = _SUFFIXES.get(name, ())
    found = (path for path in sorted(SITES.rglob("*")) if path.suffix in suffixes and path.is_file())
    for _, path in zip(range(40), found, strict=False):
        yield path.read_bytes()


def _demand_sound(parsed: Parsed) -> None:
    for one in parsed.publications:
        _demand_whole(one)
    for wanted in parsed.wanted:
        _demand_address(wanted.url)
    if parsed.ttl_minutes < 0:
        raise UnsoundError(f"fresh for {parsed.ttl_minutes} minutes")


def _demand_whole(one: PublicationData) -> None:
    for words in (one.title, one.guid, one.summary, one.location, one.credit, one.duration):
        _demand_text(words)
    for moment in (one.published, one.updated, one.event_start, one.event_end):
        _demand_moment(moment)
    for address in (one.url, one.signup):
        if address is not None:
            _demand_web(address)


def _demand_text(words: str) -> None:
    """One line that can be stored: no lone surrogates, no control characters."""
    words.encode()
    if any(ord(letter) < 32 for letter in words):
        raise UnsoundError(f"control characters in {words!r}")


def _demand_web(address: str) -> None:
    """An address to show and to store, in its own form."""
    address.encode("ascii")
    _demand_address(address)


def _demand_address(address: str) -> None:
    """An address to ask, which the fetcher brings in its form."""
    if not is_web(address):
        raise UnsoundError(f"{address!r} is no web address")


def _demand_moment(moment: datetime | None) -> None:
    if moment is not None and moment.tzinfo is None:
        raise UnsoundError(f"{moment} names no zone")
