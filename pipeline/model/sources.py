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
class Endpoint:
    """One address a source is collected from.

    `include` and `exclude` hold path prefixes (they begin with "/") and terms, which are looked for at
    the beginning of words. `links` are globs on the paths of a list page's items. `rhythm_days` is
    how long the endpoint may be silent before it is reported.
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
    from. `site` is what a `Titel | Type | Site` tail named. Text is plain: no markup, no entities.
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


class WantedRole(StrEnum):
    """What a wanted address is for."""

    ITEM = "item"  # an item's own page, for what its list or sitemap left open
    LIST = "list"  # one more page or sitemap of the same kind


@dataclass(frozen=True, slots=True)
class Wanted:
    url: str
    role: WantedRole


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader made of one body, and what it needs next."""

    publications: tuple[PublicationData, ...]
    wanted: tuple[Wanted, ...] = ()


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
    """An answer of 200 or 304. `url` is the last of the redirects; `moved_to` a permanent new address."""

    url: str
    status_code: int
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""

    @property
    def is_unchanged(self) -> bool:
        return self.status_code == 304


@dataclass(frozen=True, slots=True)
class EndpointState:
    """What the store remembers of an endpoint between visits."""

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


@dataclass(frozen=True, slots=True)
class Copy:
    """The same publication, found at another source."""

    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication in the store.

    `key` is its identity for good: the canonical url, or `source:guid` without one. `copy_of` is
    the key of the publication this is another site's copy of.
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


@dataclass(frozen=True, slots=True)
class Visit:
    """One endpoint's line in what `collect` reports; `seconds` is wall-clock time."""

    source: str
    endpoint: str
    status: Status
    reason: str = ""
    new: int = 0
    updated: int = 0
    seen: int = 0
    seconds: float = 0.0
    moved_to: str = ""
