"""Whole newsletters in a folder, and sites on loopback to collect from, for tests from end to end.

    with Site() as site:
        site.serve("/feed", rss(entry("Een titel", "/een")))
        root = make_root(tmp_path, feeds={"bron": feed_file("http://bron.example/feed")})
        collect_from(root, {"bron.example": site})

Everything is made up; hosts end in `.example` and lead to loopback through `connect_to`.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

from pipeline.jobs.build import BuildResult, run_build
from pipeline.jobs.collect import run_collect
from pipeline.jobs.root import Root, load_root
from pipeline.model import Acceptance, Month, Publication, Visit, agreed_digest, agreed_parts
from pipeline.read.story import dump_acceptance, parse_story
from pipeline.shell.folder import agreement_file, read_stories
from tests.shell.raw_server import RawServer, http

ZONE = ZoneInfo("Europe/Amsterdam")
MONTH = Month(2026, 12)
# The edition of December looks back on 5 November to 3 December, both at nine.
COLLECTED = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
ACCEPTED_ON = date(2026, 10, 6)
CUT_OFF = datetime(2026, 12, 3, 9, 0, tzinfo=ZONE)

REPOSITORY = Path(__file__).resolve().parent.parent
# What a command needs to run: a clean environment, so that nothing of the machine steers a test.
# No browser either: a build that looks takes ten times as long, and has tests of its own.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "PYTHONPATH": str(REPOSITORY),
    "PYTHONUTF8": "1",
    "CHROMIUM": "/nowhere/chromium",
}
COMMAND = (sys.executable, "-m", "pipeline")

CONFIG = """\
[newsletter]
title = "Veilig Thuis Nieuws (voorbeeld)"
sender = "Programma Voorbeeld"
reply_to = "redactie@example.nl"
contact = "redactie@example.nl"
base_url = "https://nieuwsbrief.example.nl"

[[kernelement]]
slug = "lokale-teams"
name = "Lokale teams"
terms = ["wijkteam"]

[[section]]
slug = "nieuws"
name = "Nieuws uit het veld"
kinds = ["nieuws", "rapport", "handreiking", "publicatie", "praktijkverhaal", "kamerstuk", "pagina"]
max_items = 4

[[section]]
slug = "agenda"
name = "Agenda"
kinds = ["bijeenkomst"]
max_items = 3

[schedule]
build = "first thursday 09:00"
collect_hours = 4
"""

STORY = """\
---
titel: De lege stoel
herkomst: eigen
verteller: professional
vorm: lezen
toon: spijt
kernelementen: [lokale-teams]
samenvatting: Een medewerker kwam een jaar later terug bij een gezin en zag wat ze toen had gemist.
duur: 4 min
betrokkenen: onherkenbaar
vragen:
  - Wat raakte je in dit verhaal?
  - Wanneer liep jij iets voorbij?
  - Wat spreken jullie vandaag af?
toestemming:
  status: gegeven
  kenmerk: T-2026-014
  datum: 2026-10-02
  geldig_tot: 2028-10-02
  bereik: [nieuwsbrief, website]
  gelezen_door_verteller: 2026-10-05
geanonimiseerd_door: redactie
fictief: nee
---

Er stond een stoel bij het raam. Niemand ging erop zitten, en ik vroeg niet waarom.

Een jaar later vroeg ik het wel.
"""

SUMMARY = (
    "Medewerkers van een wijkteam gingen een jaar later terug naar een gezin en vroegen wat had geholpen. "
    "Het antwoord was korter dan ze dachten."
)


def make_root(
    folder: Path,
    *,
    feeds: Mapping[str, str] | None = None,
    stories: Mapping[str, str] | None = None,
    config: str = CONFIG,
    extra: str = "",
) -> Root:
    """Makes a newsletter in `folder`; `extra` goes at the end of its config.toml.

    `feeds` are texts by slug and `stories` by path below stories/; without them: none, and one that may go.
    """
    stories = {"de-lege-stoel.md": STORY} if stories is None else stories
    files = {"config.toml": f"{config}\n{extra}"}
    files |= {f"feeds/{slug}.toml": text for slug, text in (feeds or {}).items()}
    for name, text in files.items():
        write(folder / name, text)
    for name, text in stories.items():
        put_story(folder, name, text)
    return load_root(folder)


def put_story(folder: Path, name: str, text: str, **beside: str) -> Path:
    """Puts a story on the shelf below `folder`, accepted to the letter when it can be read.

    `name` is its path below stories/; `beside` holds the other .md files of its folder, by their stem.
    """
    file = write(folder / "stories" / name, text)
    for stem, other in beside.items():
        write(file.parent / f"{stem}.md", other)
    shelf = folder / "stories"
    for files in read_stories(shelf):
        story = parse_story(files, kernelementen=["lokale-teams"]).story
        if Path(files.path) == file and story is not None:
            accepted = Acceptance(agreed_digest(story), "redactie", ACCEPTED_ON, agreed_parts(story))
            agreement_file(shelf, story.slug).write_bytes(dump_acceptance(accepted))
    return file


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def feed_file(url: str, *more_urls: str, kind: str = "feed", homepage: str = "", lines: str = "") -> str:
    """A file of feeds/ with an endpoint for each url; `lines` go into each."""
    name = homepage or url
    endpoints = [f'[[endpoint]]\nurl = "{one}"\nkind = "{kind}"\n{lines}\n' for one in (url, *more_urls)]
    host = name.split("/")[2].partition(":")[0]
    head = f'name = "Bron {host}"\norganisation = "Bron"\nhomepage = "{name}"\n\n'
    return head + "\n".join(endpoints)


def entry(
    title: str, link: str, *, day: str = "12 Nov 2026 10:00:00 +0100", summary: str = SUMMARY, guid: str = ""
) -> str:
    """One item of an RSS feed; `link` is a path at https://bron.example, or a whole address."""
    url = link if "://" in link else f"https://bron.example{link}"
    lines = [f"<title>{title}</title>", f"<link>{url}</link>", f"<guid>{guid or url}</guid>"]
    lines += [f"<pubDate>{day}</pubDate>"] if day else []
    lines += [f"<description>{summary}</description>"] if summary else []
    return f"<item>{''.join(lines)}</item>"


def rss(*entries: str) -> str:
    return f'<rss version="2.0"><channel><title>Bron</title>{"".join(entries)}</channel></rss>'


def page(title: str, summary: str = "", day: str = "2026-11-12", text: str = "") -> str:
    """An item's own page."""
    described = f'<meta name="description" content="{summary}">' if summary else ""
    dated = f'<p><time datetime="{day}">{day}</time></p>' if day else ""
    return (
        f'<!doctype html><html lang="nl"><head><title>{title}</title>{described}</head>'
        f"<body><main><h1>{title}</h1>{dated}<p>{text}</p></main></body></html>"
    )


@dataclass(slots=True)
class Site:
    """A site on loopback that answers what a test tells it, path by path; other paths are 404.

    An answer given with `wait=True` comes only after `release` is set, or the site closes.
    """

    answers: dict[str, tuple[list[bytes], bool]]
    release: threading.Event
    _server: RawServer

    def __init__(self) -> None:
        self.answers = {}
        self.release = threading.Event()
        self._server = RawServer(self._answer)

    def __enter__(self) -> Site:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release.set()
        self._server.__exit__(kind, error, trace)

    def serve(
        self, path: str, body: str = "", *headers: str, status: str = "200 OK", wait: bool = False
    ) -> None:
        self.answers[path] = (http(status, *headers, body=body.encode()), wait)

    @property
    def address(self) -> str:
        return self._server.address

    @property
    def asked(self) -> list[str]:
        """What was asked so far, as "METHOD path"; the robots.txt, which comes before all, is left out."""
        return [one for one in self.asked_in_all if one != "GET /robots.txt"]

    @property
    def asked_in_all(self) -> list[str]:
        return [" ".join(request.split(" ", 2)[:2]) for request in self._server.requests]

    def last_request(self, path: str) -> str:
        """The last request for `path`, with its headers."""
        return next(one for one in reversed(self._server.requests) if one.split(" ", 2)[1] == path)

    def _answer(self, request: str) -> Iterable[bytes]:
        method, path, _ = request.split(" ", 2)
        pieces, wait = self.answers.get(path, (http("404 Not Found", body=b"weg"), False))
        if wait:
            self.release.wait(30)
        # The head only: an answer to HEAD has no body.
        return pieces[:1] if method == "HEAD" else pieces


def collect_from(
    root: Root,
    sites: Mapping[str, Site | str] | None = None,
    *,
    now: datetime = COLLECTED,
    slugs: Iterable[str] = (),
) -> tuple[Visit, ...]:
    """Collects once, with loopback standing in for `sites`; returns the visits without their seconds."""
    with root.open_store() as store:
        visits = run_collect(root, store, now=now, slugs=tuple(slugs), connect_to=stand_ins(sites))
    return tuple(_timeless(visit) for visit in visits)


def build_edition(
    root: Root,
    *,
    month: Month = MONTH,
    now: datetime = CUT_OFF,
    sites: Mapping[str, Site | str] | None = None,
    ask_links: bool = False,
    with_cards: bool = False,
) -> BuildResult:
    """Builds without cards unless a test asks for them: a card takes longer than all the rest."""
    with root.open_store() as store:
        return run_build(
            root,
            store,
            month=month,
            now=now,
            ask_links=ask_links,
            connect_to=stand_ins(sites),
            with_cards=with_cards,
        )


def stored(root: Root) -> dict[str, Publication]:
    """What the store holds, copies too, by title."""
    with root.open_store() as store:
        return {one.data.title: one for one in store.load_publications(include_copies=True)}


def stand_ins(sites: Mapping[str, Site | str] | None) -> dict[str, str]:
    return {host: site if isinstance(site, str) else site.address for host, site in (sites or {}).items()}


def bytes_in(folder: Path) -> dict[str, str]:
    """A SHA-256 of each file below `folder`, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _timeless(visit: Visit) -> Visit:
    return replace(visit, seconds=0.0, paused_seconds=0.0)
