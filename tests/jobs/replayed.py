"""A month in the life of eleven made-up sites, over real HTTP, by a clock that is handed in.

    with SimulatedMonth() as month:
        month.now = day(3)                what the sites show follows from it
        collect_from(root, month.stand_ins, now=month.now)

What each site puts online, and when, is planned beforehand; what it shows is a window on that, as sites
have: the last ten, two days, pages of five, a period of at most twenty.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from tests.roots import ZONE, feed_file, page
from tests.shell.raw_server import RawServer, http

START = datetime(2026, 11, 1, 6, 0, tzinfo=ZONE)
DAYS = 30
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOMENTS = (timedelta(hours=3.5), timedelta(hours=9.5))
SUBJECTS = ("wijkteams", "gezinnen", "vertrouwen", "veiligheid", "gesprekken", "scholen", "huisbezoeken")


@dataclass(frozen=True, slots=True)
class Item:
    """Something a site puts online `at` a moment, and shows from then on as far as its window reaches."""

    number: int
    title: str
    url: str
    at: datetime
    text: str = "Medewerkers vertellen wat zij leerden. Het antwoord was korter dan ze dachten."

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


@dataclass(frozen=True, slots=True)
class Reply:
    status: str
    body: str = ""
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the sites saw it; `etag` is that of what stands at the address, "" for an error."""

    at: datetime
    host: str
    path: str
    status: int
    is_conditional: bool
    etag: str


Show = Callable[[str, datetime], Reply | None]


@dataclass(frozen=True, slots=True)
class Site:
    """A site: its file of feeds/, what it puts online, and how it answers a path; None hangs up."""

    feed: str
    items: Sequence[Item]
    show: Show


def day(number: int) -> datetime:
    return START + number * DAY


def plan(host: str, word: str, *, a_day: int = 1, every: int = 1, days: int = DAYS) -> list[Item]:
    """What a site puts online, `a_day` items on every so many days, at half past nine and half past three."""
    made: list[Item] = []
    for number in range(0, days, every):
        for index in range(a_day):
            count = len(made) + 1
            title = f"{word} over {SUBJECTS[count % len(SUBJECTS)]}, aflevering {count}"
            moment = day(number - 1) + MOMENTS[index % 2] + index // 2 * timedelta(minutes=5)
            made.append(Item(count, title, f"http://{host}/nieuws/{count}", moment))
    return made


def online(items: Iterable[Item], now: datetime) -> list[Item]:
    """What is online by then, the newest first."""
    return sorted((one for one in items if one.at <= now), key=lambda one: one.at, reverse=True)


def rss(items: Iterable[Item], *, guid: str = "{url}", stamp: datetime | None = None, more: str = "") -> str:
    entries = "".join(
        f"<item><title>{one.title}</title><link>{one.url}</link>"
        f"<guid isPermaLink='false'>{guid.format(url=one.url, number=one.number)}</guid>"
        f"<pubDate>{format_datetime(stamp or one.at)}</pubDate><description>{one.text}</description>"
        f"{more.format(number=one.number)}</item>"
        for one in items
    )
    head = "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>Bron</title>"
    return f"{head}{entries}</channel></rss>"


def busy() -> Site:
    """The last ten of four a day; one is edited on day 8, all ids change on day 12."""
    host = "druk.example"
    items = plan(host, "Bericht", a_day=4)
    edited = next(one for one in items if one.at > day(6))

    def show(_: str, now: datetime) -> Reply:
        told = [
            Item(one.number, one.title, one.url, one.at, "De cijfers zijn hersteld. Er staat nu wat er is.")
            if one is edited and now >= day(8)
            else one
            for one in online(items, now)[:10]
        ]
        return Reply("200 OK", rss(told, guid="nieuw-{number}" if now >= day(12) else "{url}"))

    return Site(feed_file(f"http://{host}/feed"), items, show)


def news_sitemap() -> Site:
    """A news sitemap of two days; what it lacks stands on the items' own pages."""
    host = "kaart.example"
    items = plan(host, "Nieuwtje", a_day=2)

    def show(path: str, now: datetime) -> Reply:
        if path != "/sitemap.xml":
            return item_page(items, path, now)
        urls = "".join(
            f"<url><loc>{one.url}</loc><news:news><news:publication_date>{one.at.isoformat()}"
            f"</news:publication_date><news:title>{one.title}</news:title></news:news></url>"
            for one in online(items, now)
            if one.at > now - 2 * DAY
        )
        spaces = (
            'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        )
        return Reply("200 OK", f"<urlset {spaces}>{urls}</urlset>")

    return Site(feed_file(f"http://{host}/sitemap.xml", kind="sitemap"), items, show)


def paged_list() -> Site:
    """Pages of five; on day 13 twelve come at once."""
    host = "lijst.example"
    items = plan(host, "Artikel", every=2)
    start = len(items)
    moment = day(13) + MOMENTS[0]
    items += [
        Item(start + n, f"Dossierstuk {n} van het jubileum", f"http://{host}/nieuws/{start + n}", moment)
        for n in range(1, 13)
    ]

    def show(path: str, now: datetime) -> Reply:
        if not path.startswith("/lijst"):
            return item_page(items, path, now)
        number = int(path.rpartition("/")[2]) if path != "/lijst" else 1
        shown = online(items, now)[5 * number - 5 : 5 * number]
        links = "".join(f'<li><a href="{one.path}">{one.title}</a></li>' for one in shown)
        following = f'<a rel="next" href="/lijst/{number + 1}">Volgende</a>' if len(shown) == 5 else ""
        return Reply("200 OK", f"<html><title>Lijst</title><main><ul>{links}</ul>{following}</main></html>")

    lines = 'links = ["/nieuws/*"]\nmax_pages = 4'
    return Site(feed_file(f"http://{host}/lijst", kind="listing", lines=lines), items, show)


def agenda() -> Site:
    """A calendar of what is to come; on day 15 the eighth is put off, on day 20 the tenth cancelled."""
    host = "agenda.example"
    items = plan(host, "Bijeenkomst", every=2)

    def event(one: Item, now: datetime) -> str:
        begin = one.at + 10 * DAY + (2 * DAY if one.number == 8 and now >= day(15) else timedelta())
        lines = [
            f"UID:{one.number}@{host}",
            f"DTSTART:{begin:%Y%m%dT%H%M%S}",
            f"SUMMARY:{one.title}",
            f"URL:{one.url}",
            *(["STATUS:CANCELLED"] if one.number == 10 and now >= day(20) else []),
        ]
        return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])

    def show(_: str, now: datetime) -> Reply:
        events = [event(one, now) for one in online(items, now) if one.at + 10 * DAY > now]
        text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""])
        return Reply("200 OK", text, ("Content-Type: text/calendar",))

    return Site(feed_file(f"http://{host}/agenda.ics", kind="agenda"), items, show)


def podcast() -> Site:
    host = "geluid.example"
    items = plan(host, "Podcast", every=7)
    sound = "<enclosure url='http://geluid.example/{number}.mp3' type='audio/mpeg' length='1'/>"

    def show(_: str, now: datetime) -> Reply:
        return Reply("200 OK", rss(online(items, now), guid="episode-{number}", more=sound))

    return Site(feed_file(f"http://{host}/podcast", lines='type = "podcast"'), items, show)


def search() -> Site:
    """Answers with at most twenty of the period that is asked for, the newest; six a day come."""
    host = "zoek.example"
    items = plan(host, "Document", a_day=6)

    def show(path: str, now: datetime) -> Reply:
        asked = parse_qs(urlsplit(path).query)
        first, last = (date.fromisoformat(asked[name][0]) for name in ("van", "tot"))
        found = [one for one in online(items, now) if first <= one.at.date() <= last][:20]
        told = [
            {"titel": one.title, "url": one.url, "datum": one.at.isoformat(), "tekst": one.text}
            for one in found
        ]
        return Reply("200 OK", json.dumps({"resultaten": told}))

    lines = 'full_at = 20\nrhythm_days = 14\n[endpoint.map]\nitems = "resultaten[]"\n'
    lines += 'title = "titel"\nurl = "url"\npublished = "datum"\nsummary = "tekst"\n'
    url = f"http://{host}/zoek?van={{from:%Y-%m-%d}}&tot={{to:%Y-%m-%d}}"
    return Site(feed_file(url, kind="json", lines=lines, homepage=f"http://{host}/"), items, show)


def archive() -> Site:
    """Ten old items that its system stamps anew on day 20."""
    host = "archief.example"
    items = [
        Item(n, f"Brief {n} uit het archief", f"http://{host}/nieuws/{n}", START - n * 60 * DAY)
        for n in range(1, 11)
    ]

    def show(_: str, now: datetime) -> Reply:
        return Reply("200 OK", rss(items, stamp=day(20) if now >= day(20) else None))

    return Site(feed_file(f"http://{host}/feed"), items, show)


def repeater(others: Sequence[Item]) -> Site:
    """Carries every tenth item of another site, in turn as a link to it and as a page of its own."""
    host = "herhaler.example"
    items = [
        Item(
            one.number,
            one.title,
            f"{one.url}?utm_source=herhaler" if one.number % 20 else f"http://{host}/nieuws/{one.number}",
            one.at + 20 * HOUR,
            one.text,
        )
        for one in others
        if one.number % 10 == 0
    ]

    def show(_: str, now: datetime) -> Reply:
        return Reply("200 OK", rss(online(items, now)[:10]))

    return Site(feed_file(f"http://{host}/feed", lines="may_be_empty = true"), items, show)


def failing() -> Site:
    """Hangs up on everybody from day 9 to day 12."""
    host = "wankel.example"
    items = plan(host, "Notitie")

    def show(_: str, now: datetime) -> Reply | None:
        return None if day(9) <= now < day(12) else Reply("200 OK", rss(online(items, now)[:10]))

    return Site(feed_file(f"http://{host}/feed"), items, show)


def overloaded() -> Site:
    """Answers 503 on day 5, and asks not to come back for six hours."""
    host = "vol.example"
    items = plan(host, "Mededeling")

    def show(_: str, now: datetime) -> Reply:
        if day(5) <= now < day(6):
            return Reply("503 Service Unavailable", "", ("Retry-After: 21600",))
        return Reply("200 OK", rss(online(items, now)[:10]))

    return Site(feed_file(f"http://{host}/feed"), items, show)


def moved() -> Site:
    """Has a new address from day 10 on."""
    host = "verhuisd.example"
    items = plan(host, "Verslag")

    def show(path: str, now: datetime) -> Reply:
        if path == "/oud" and now >= day(10):
            return Reply("301 Moved Permanently", "", ("Location: /nieuw",))
        return Reply("200 OK", rss(online(items, now)[:10]))

    return Site(feed_file(f"http://{host}/oud"), items, show)


def item_page(items: Iterable[Item], path: str, now: datetime) -> Reply:
    one = next((one for one in online(items, now) if one.path == path), None)
    if one is None:
        return Reply("404 Not Found", "weg")
    return Reply("200 OK", page(one.title, one.text, one.at.isoformat(), one.text))


@dataclass(slots=True)
class SimulatedMonth:
    """The sites at `now`, but for those `without`, and what was asked of them."""

    without: tuple[str, ...] = ()
    now: datetime = START
    asked: list[Asked] = field(default_factory=list)
    sites: Mapping[str, Site] = field(init=False)
    _server: RawServer = field(init=False)

    def __post_init__(self) -> None:
        made = (news_sitemap(), paged_list(), agenda(), podcast(), search(), archive(), failing())
        first = busy()
        every = (first, *made, repeater(first.items), overloaded(), moved())
        named = {host_of_feed(one.feed): one for one in every}
        self.sites = {host: site for host, site in named.items() if host not in self.without}
        self._server = RawServer(self._answer)

    def __enter__(self) -> SimulatedMonth:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)

    def online(self, until: datetime) -> Counter[tuple[str, str]]:
        """Returns what was put online by then, as (source, title)."""
        told = Counter(
            (host.partition(".")[0], item.title)
            for host, site in self.sites.items()
            for item in online(site.items, until)
        )
        if until >= day(20):
            tenth = next(item.title for item in self.sites["agenda.example"].items if item.number == 10)
            del told["agenda", tenth]
            told["agenda", f"Geannuleerd: {tenth}"] = 1
        return told

    @property
    def feeds(self) -> dict[str, str]:
        return {host.partition(".")[0]: site.feed for host, site in self.sites.items()}

    @property
    def stand_ins(self) -> dict[str, str]:
        return dict.fromkeys(self.sites, self._server.address)

    def _answer(self, request: str) -> Iterable[bytes] | None:
        path = request.split(" ", 2)[1]
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in request.split("\r\n")[1:])
        }
        host = headers["host"].partition(":")[0]
        reply = Reply("404 Not Found") if path == "/robots.txt" else self.sites[host].show(path, self.now)
        if reply is None:
            self.asked.append(Asked(self.now, host, path, 0, is_conditional=False, etag=""))
            return None
        named = headers.get("if-none-match", "")
        etag = f'"{hashlib.sha256(reply.body.encode()).hexdigest()[:16]}"' if reply.status == "200 OK" else ""
        is_same = bool(etag) and named == etag
        status = 304 if is_same else int(reply.status[:3])
        self.asked.append(Asked(self.now, host, path, status, bool(named), etag))
        if is_same:
            return http("304 Not Modified", f"ETag: {etag}")
        tagged = (*reply.headers, f"ETag: {etag}") if etag else reply.headers
        return http(reply.status, *tagged, body=reply.body.encode())


def host_of_feed(feed: str) -> str:
    line = next(line for line in feed.splitlines() if line.startswith("url"))
    return urlsplit(line.split('"')[1]).netloc
