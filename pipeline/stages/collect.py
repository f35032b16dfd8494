"""Reconciles what was read with what is stored: what is new, what changed, what is a copy.

    Known(stored)  ->  collect(found, source, endpoint, known, now)  ->  Collected(new, changed)

Identity is the canonical address. A changed guid is not a new publication; a changed text is an update of
the one we have. Dates only move back: systems that stamp a whole archive anew must not turn years-old
letters into news.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.model import Endpoint, Publication, PublicationData, Source
from pipeline.text.url import identity

# Two sites that carry one report do so within days or weeks (13 days seen); a yearly one comes back later.
COPY_DAYS = 45
# Shorter titles ("Nieuwsbrief juni") say too little to call two items one.
COPY_WORDS = 3


@dataclass(frozen=True, slots=True)
class Collected:
    """`new` was not stored yet; `changed` was, and is stored anew (also a copy that found its original)."""

    new: tuple[Publication, ...]
    changed: tuple[Publication, ...]


@dataclass(slots=True)
class Known:
    """What is stored, indexed; it grows with `add` as endpoints are reconciled one after another.

    `elsewhere` finds by an address the publications that other sites reported under it.
    """

    by_key: dict[str, Publication] = field(default_factory=dict)
    by_guid: dict[tuple[str, str], str] = field(default_factory=dict)
    by_title: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Iterable[Publication]) -> Known:
        known = cls()
        known.add(stored)
        return known

    def add(self, publications: Iterable[Publication]) -> None:
        for publication in publications:
            self.by_key[publication.key] = publication
            if publication.data.guid:
                self.by_guid.setdefault((publication.source, publication.data.guid), publication.key)
            _note(self.by_title, _title_form(publication.data.title), publication.key)
            if address := publication.key.partition(">")[2]:
                _note(self.elsewhere, address, publication.key)

    def get(self, key: str, source: str, guid: str) -> Publication | None:
        """Finds a publication by its key, else by the guid its source gave it."""
        found = self.by_key.get(key)
        if found is None and guid:
            found = self.by_key.get(self.by_guid.get((source, guid), ""))
        return found


def _note(index: dict[str, list[str]], word: str, key: str) -> None:
    keys = index.setdefault(word, [])
    if key not in keys:
        keys.append(key)


def owners_of(sources: Iterable[Source]) -> Mapping[str, frozenset[str]]:
    """Returns which sources own a host, by their homepages; two may share one."""
    owners: dict[str, frozenset[str]] = {}
    for source in sources:
        host = urlsplit(source.homepage).hostname or ""
        owners[host] = owners.get(host, frozenset()) | {source.slug}
    return owners


def key_of(data: PublicationData, source: str, owners: Mapping[str, frozenset[str]]) -> str:
    """Returns the identity of a publication.

    The canonical address; behind `source>` when the address lies at another source's site, so that the
    owner's own report of it stays the original; `source:guid` or `source:title` without an address.
    """
    if not data.url:
        return f"{source}:{data.guid or _title_form(data.title)}"
    address = identity(data.url)
    owning = owners.get(urlsplit(data.url).hostname or "", frozenset())
    return f"{source}>{address}" if owning and source not in owning else address


def collect(
    found: Sequence[PublicationData],
    *,
    source: Source,
    endpoint: Endpoint,
    known: Known,
    owners: Mapping[str, frozenset[str]],
    now: datetime,
) -> Collected:
    """Reconciles one endpoint's publications with what is known; `known` itself is left as it was."""
    new: dict[str, Publication] = {}
    changed: dict[str, Publication] = {}
    for data in found:
        key = key_of(data, source.slug, owners)
        stored = known.get(key, source.slug, data.guid)
        if stored is not None:
            updated = _updated(stored, data, now)
            if updated is not None:
                changed[stored.key] = updated
        elif key not in new:
            new[key] = Publication(
                key=key,
                source=source.slug,
                endpoint=endpoint.url,
                data=data,
                type=data.type or endpoint.type,
                first_seen=now,
                changed_at=now,
                content_hash=content_hash(data),
                copy_of=_original_of(data, key, source.slug, known),
            )
    for publication in new.values():
        original = publication.copy_of or publication.key
        for copy in _waiting_copies(publication.key, known):
            changed[copy.key] = replace(changed.get(copy.key, copy), copy_of=original)
    return Collected(tuple(new.values()), tuple(changed.values()))


def complete(data: PublicationData, page: PublicationData) -> PublicationData:
    """Fills what a list or sitemap left open from what is known of the item's own page."""
    title_is_open = not data.title or data.title.casefold().rstrip(" .…>»") in _OPEN_TITLES
    flags = set(data.flags) | set(page.flags)
    published = data.published or page.published
    if published is not None:
        flags.discard("no-date")
    return replace(
        data,
        title=(page.title or data.title) if title_is_open else data.title,
        guid=data.guid or page.guid,
        type=data.type or page.type,
        summary=data.summary or page.summary,
        summary_from=data.summary_from or page.summary_from,
        published=published,
        published_from=data.published_from or page.published_from,
        updated=data.updated or page.updated,
        event_start=data.event_start or page.event_start,
        event_end=data.event_end or page.event_end,
        all_day=data.all_day or page.all_day,
        location=data.location or page.location,
        duration=data.duration or page.duration,
        credit=data.credit or page.credit,
        flags=tuple(sorted(flags)),
    )


_OPEN_TITLES = frozenset({"lees meer", "lees verder", "meer", "meer lezen", "meer informatie", "bekijk"})


def content_hash(data: PublicationData) -> str:
    """Returns a SHA-256 over what a reader would see change: title, summary and the event's own data."""
    event = [moment.isoformat() for moment in (data.event_start, data.event_end) if moment]
    text = "\x1f".join([data.title, data.summary, data.location, *event])
    return hashlib.sha256(text.encode()).hexdigest()


def _updated(stored: Publication, data: PublicationData, now: datetime) -> Publication | None:
    """Returns the stored publication with what changed, None when nothing did.

    What a list leaves out was once read from the item's own page, and stays.
    """
    dates = [moment for moment in (stored.data.published, data.published) if moment]
    published = min(dates, default=None)
    merged = complete(replace(data, url=data.url or stored.data.url), stored.data)
    if published == stored.data.published:
        merged = replace(merged, published=published, published_from=stored.data.published_from)
    digest = content_hash(merged)
    if digest == stored.content_hash and merged.published == stored.data.published:
        return None
    return replace(stored, data=merged, content_hash=digest, changed_at=now)


def _original_of(data: PublicationData, key: str, source: str, known: Known) -> str | None:
    """Returns the key of the publication this is another site's copy of."""
    address = key.partition(">")[2]
    if address in known.by_key:
        return known.by_key[address].copy_of or address
    # Two sites that lead to one page of a third, which may not report it itself.
    if shared := known.elsewhere.get(address):
        return known.by_key[shared[0]].copy_of or shared[0]
    for other in known.by_title.get(_title_form(data.title), ()):
        candidate = known.by_key[other]
        original = candidate.copy_of or candidate.key
        # What waited for this very publication is its copy, and not the other way round.
        is_waiting = original.partition(">")[2] == key
        if candidate.source != source and not is_waiting and _is_same(candidate.data, data):
            return original
    return None


def _waiting_copies(key: str, known: Known) -> list[Publication]:
    """Copies that were stored before their original turned up at its owner's site, and copies of those."""
    waiting = {other for other in known.elsewhere.get(key, ()) if known.by_key[other].copy_of is None}
    if not waiting:
        return []
    return [copy for copy in known.by_key.values() if copy.key in waiting or copy.copy_of in waiting]


def _is_same(one: PublicationData, other: PublicationData) -> bool:
    if len(one.title.split()) < COPY_WORDS or one.event_start != other.event_start:
        return False
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= timedelta(days=COPY_DAYS)


def _title_form(title: str) -> str:
    """Folds case, punctuation and blanks; words stay, so "Tweede …" and "Derde …" remain two."""
    return " ".join(re.findall(r"\w+", title.casefold()))
