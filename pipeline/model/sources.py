"""Sources, what their bytes held, and what the store keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from pipeline.model.words import Kind, PublicationType, Status

# A summary is the publisher's own whole sentences, up to this many words; more than a teaser, less than the
# article. What is stored is cut to it once, when it is read.
SUMMARY_WORDS = 80


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for a list page; empty where not known."""

    item: str = ""
    title: str = ""
    link: str = ""
    date: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Where a JSON answer holds what: dotted paths, `items` seen from the whole, the others from one item.

    "resultaten[].document" is every `document` in the list `resultaten`. `next` leads to the address of the
    next page. `date_format` is a pattern of strptime for dates that explain themselves to nobody else.
    """

    items: str = ""
    title: str = ""
    url: str = ""
    url_prefix: str = ""
    summary: str = ""
    published: str = ""
    updated: str = ""
    guid: str = ""
    type: str = ""
    event_start: str = ""
    event_end: str = ""
    location: str = ""
    next: str = ""
    date_format: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address a source is collected from.

    `include` and `exclude` hold path prefixes (they begin with "/") and terms, which are looked for at
    the beginning of words. A `general` endpoint publishes on everything: only what config.toml's relevance
    lets through counts as being about the programme. `links` are globs on the paths of a list page's items.
    `rhythm_days` is how long the endpoint may be silent before it is reported.

    `url` may hold `{from}` and `{to}`, the period it is asked for; with `full_at` items or more an answer
    was cut off, and the halves of its period are asked. `pages` is the address of further list pages
    with `{page}`, `max_pages` how many there are read in all. `title_from` "summary" is for feeds whose
    titles say nothing; `dates` "updated" for feeds that date every change as if it were new.
    `learns_rhythm` says that the file names no `rhythm_days`: then what the endpoint published before tells.
    """

    url: str
    kind: Kind
    type: PublicationType = PublicationType.NIEUWS
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    select: Selectors = Selectors()
    rhythm_days: int = 45
    may_be_empty: bool = False
    enabled: bool = True
    reason: str = ""
    map: FieldMap = FieldMap()
    title_from: str = "title"
    dates: str = "published"
    pages: str = ""
    max_pages: int = 3
    full_at: int = 0
    general: bool = False
    learns_rhythm: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A site, from `feeds/<slug>.toml`. `name` is what readers see behind "Bron:"."""

    slug: str
    name: str
    organisation: str
    homepage: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True, slots=True)
class PublicationData:
    """What a reader found in a source's bytes; nothing yet says whether we knew it.

    `url` is absolute http(s) or None. `published_from` and `summary_from` name the element a value came
    from; "path" for a date that only the address names, which then carries the flag "path-date". `signup`
    is where one signs up for a meeting. Text is plain: no markup, no entities.
    """

    title: str
    url: str | None
    guid: str = ""
    type: PublicationType | None = None
    summary: str = ""
    summary_from: str = ""
    published: datetime | None = None
    published_from: str = ""
    updated: datetime | None = None
    event_start: datetime | None = None
    event_end: datetime | None = None
    all_day: bool = False
    location: str = ""
    duration: str = ""
    credit: str = ""
    flags: tuple[str, ...] = ()
    signup: str | None = None


class WantedRole(StrEnum):
    """What a wanted address is for."""

    ITEM = "item"  # an item's own page, for what its list or sitemap left open
    LIST = "list"  # one more sitemap or part of a period, without which this one is not whole
    NEXT = "next"  # the next, older page of a list: only of use when this one held something new


@dataclass(frozen=True, slots=True)
class Wanted:
    url: str
    role: WantedRole


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader made of one body, and what it needs next.

    `ttl_minutes` is how long the document says it stays as it is; 0 when it says nothing.
    """

    publications: tuple[PublicationData, ...]
    wanted: tuple[Wanted, ...] = ()
    ttl_minutes: int = 0


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a reader may know besides the bytes.

    `url` is the address the body came from, after redirects; `content_type` the header as sent;
    `zone` the zone of dates that name none; `limit` the most entries that are read.
    """

    url: str
    endpoint: Endpoint
    now: datetime
    zone: tzinfo
    content_type: str = ""
    limit: int = 200


@dataclass(frozen=True, slots=True)
class FetchRequest:
    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer of 200 or 304. `url` is the last of the redirects; `moved_to` a permanent new address.

    `fresh_seconds` is how long its headers say that it stays good, at most a day; 0 when they do not.
    """

    url: str
    status_code: int
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    fresh_seconds: int = 0

    @property
    def is_unchanged(self) -> bool:
        return self.status_code == 304


@dataclass(frozen=True, slots=True)
class EndpointState:
    """What the store remembers of an endpoint between visits.

    Not asked before `not_before` (after a failure) nor before `fresh_until` (it said so). `failing_since` is
    the first of the failures without a good visit between. `quiet_since` and `quiet_reported_at` are since
    when it brings nothing new and when that was reported, both None while it is not silent.
    """

    source: str
    url: str
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    status: Status | None = None
    reason: str = ""
    moved_to: str = ""
    checked_at: datetime | None = None
    ok_at: datetime | None = None
    last_new_at: datetime | None = None
    failures: int = 0
    not_before: datetime | None = None
    fresh_until: datetime | None = None
    ttl_minutes: int = 0
    failing_since: datetime | None = None
    quiet_since: datetime | None = None
    quiet_reported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """The robots.txt of an `origin` such as "https://bron.example"; `text` is "" where there is none."""

    origin: str
    text: str
    checked_at: datetime
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A list as it was last read: one of those an endpoint is made of beside its own address.

    `parts` are the addresses of further lists that belong to it: the sitemaps of an index, the halves of a
    period.
    """

    url: str
    etag: str
    last_modified: str
    body_hash: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """The same publication, found at another source."""

    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication in the store.

    `key` is its identity for good: the canonical url, or `source:guid` without one. `copy_of` is
    the key of the publication this is another site's copy of. `likeness` is what its title has in common
    with all that are nearly the same (`text.similar`).
    """

    key: str
    source: str
    endpoint: str
    data: PublicationData
    type: PublicationType
    first_seen: datetime
    changed_at: datetime
    content_hash: str
    copy_of: str | None = None
    also_at: tuple[Copy, ...] = ()
    likeness: str = ""

    @property
    def published(self) -> datetime | None:
        return self.data.published


@dataclass(frozen=True, slots=True)
class Sighting:
    """When something was first seen, and when its publisher says that it was put online."""

    first_seen: datetime
    published: datetime | None


@dataclass(frozen=True, slots=True)
class LookUp:
    """Which stored publications to find: all that answer to any of these.

    `keys`; `guids` as (source, guid); `addresses` that other sites reported, the part of a key behind ">";
    `likenesses` of titles; `copies_of` these keys.
    """

    keys: frozenset[str] = frozenset()
    guids: frozenset[tuple[str, str]] = frozenset()
    addresses: frozenset[str] = frozenset()
    likenesses: frozenset[str] = frozenset()
    copies_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """One endpoint's line in what `collect` reports.

    `seconds` is wall-clock time without `paused_seconds`, which went to waiting for a turn at the host.
    `quiet_since` is set in the one visit that reports the endpoint's silence.
    """

    source: str
    endpoint: str
    status: Status
    reason: str = ""
    new: int = 0
    updated: int = 0
    seen: int = 0
    seconds: float = 0.0
    moved_to: str = ""
    paused_seconds: float = 0.0
    quiet_since: datetime | None = None


class RestReason(StrEnum):
    """Why an endpoint is not asked for the time being."""

    FRESH = "fresh"  # it said that nothing changes before then
    FAILED = "failed"
    GONE = "gone"  # it answered 410: not asked again at all


@dataclass(frozen=True, slots=True)
class Rest:
    """An endpoint that is not due; `until` is None for one that is gone. `detail` is what went wrong."""

    source: str
    endpoint: str
    why: RestReason
    until: datetime | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed or sitemap that a site names itself; `title` is what it calls it, `found_in` where it stands."""

    kind: Kind
    url: str
    title: str
    found_in: str


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """All that one visit leaves in the store; it is stored whole or not at all.

    `documents` take the place of those of the visit before; None leaves them.
    """

    visit: Visit
    state: EndpointState
    new: tuple[Publication, ...] = ()
    changed: tuple[Publication, ...] = ()
    documents: tuple[Document, ...] | None = None
