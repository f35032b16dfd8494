"""Reconciles what was read with what is stored: what is new, what changed, what is a copy.

    Known(stored)  ->  collect(found, source, endpoint, known, now)  ->  Collected(new, changed)

Identity is the canonical address. A changed guid is not a new publication; a changed text is an update of
the one we have. Dates only move back: systems that stamp a whole archive anew must not turn years-old
letters into news.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.model import Endpoint, Publication, PublicationData, PublicationType, Source
from pipeline.text.similar import blocks, is_near_same
from pipeline.text.url import identity

# Two sites that carry one report do so within days or weeks (13 days seen); a yearly one comes back later.
COPY_DAYS = 45
# Shorter titles ("Nieuwsbrief juni") say too little to call two items one.
COPY_WORDS = 3
# Words that so many titles share tell nothing; a true copy shares a rarer pair as well.
_BLOCK_MOST = 100
# One site's news is another site's report, but a podcast, a story or a meeting is only that.
_TEXTS = frozenset(
    {
        PublicationType.NIEUWS,
        PublicationType.RAPPORT,
        PublicationType.HANDREIKING,
        PublicationType.PUBLICATIE,
        PublicationType.KAMERSTUK,
        PublicationType.PAGINA,
    }
)


@dataclass(frozen=True, slots=True)
class Collected:
    """`new` was not stored yet; `changed` was, and is stored anew (also a copy that found its original)."""

    new: tuple[Publication, ...]
    changed: tuple[Publication, ...]


@dataclass(slots=True)
class Known:
    """What is stored, indexed; it grows with `add` as endpoints are reconciled one after another.

    `elsewhere` finds by an address the publications that other sites reported under it. `by_block` finds
    titles that are nearly the same; it is made when it is first asked, since most runs bring nothing new.
    """

    by_key: dict[str, Publication] = field(default_factory=dict)
    by_guid: dict[tuple[str, str], str] = field(default_factory=dict)
    by_title: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: dict[str, list[str]] = field(default_factory=dict)
    copies: dict[str, list[str]] = field(default_factory=dict)
    by_block: dict[str, list[str]] | None = None

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
            if publication.copy_of:
                _note(self.copies, publication.copy_of, publication.key)
            if self.by_block is not None:
                _note_blocks(self.by_block, publication)

    def copies_of(self, key: str) -> list[Publication]:
        """Returns the copies of a publication as they stand now; one may have moved to another original."""
        noted = (self.by_key[copy] for copy in self.copies.get(key, ()))
        return [copy for copy in noted if copy.copy_of == key]

    def get(self, key: str, source: str, guid: str) -> Publication | None:
        """Finds a publication by its key, else by the guid its source gave it."""
        found = self.by_key.get(key)
        if found is None and guid:
            found = self.by_key.get(self.by_guid.get((source, guid), ""))
        return found

    def alike(self, title: str, source: str) -> Iterator[Publication]:
        """Yields other sources' publications: first those of the very same title, then those nearly so."""
        same = self.by_title.get(_title_form(title), ())
        yield from (one for key in same if (one := self.by_key[key]).source != source)
        if self.by_block is None:
            self.by_block = {}
            for publication in self.by_key.values():
                _note_blocks(self.by_block, publication)
        seen = set(same)
        for block in blocks(title):
            for key in self.by_block.get(block, ())[-_BLOCK_MOST:]:
                if key not in seen:
                    seen.add(key)
                    other = self.by_key[key]
                    if other.source != source and is_near_same(title, other.data.title):
                        yield other


def _note_blocks(index: dict[str, list[str]], publication: Publication) -> None:
    # A title that changed stands under its old words as well; what is found is compared anyhow.
    for block in blocks(publication.data.title):
        keys = index.setdefault(block, [])
        if not keys or keys[-1] != publication.key:
            keys.append(publication.key)


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
            publication = Publication(
                key=key,
                source=source.slug,
                endpoint=endpoint.url,
                data=data,
                type=data.type or endpoint.type,
                first_seen=now,
                changed_at=now,
                content_hash=content_hash(data),
            )
            original = _original_of(publication, known)
            if original is not None and _goes_first(publication, original, known):
                for copy in _followers(original, known):
                    changed[copy.key] = replace(changed.get(copy.key, copy), copy_of=key)
                original = None
            new[key] = replace(publication, copy_of=original.key if original else None)
    for publication in new.values():
        for copy in _waiting_copies(publication.key, known):
            original_key = publication.copy_of or publication.key
            changed[copy.key] = replace(changed.get(copy.key, copy), copy_of=original_key)
    return Collected(tuple(new.values()), tuple(changed.values()))


def complete(data: PublicationData, page: PublicationData) -> PublicationData:
    """Fills what a list or sitemap left open from what is known of the item's own page."""
    title_is_open = not data.title or data.title.casefold().rstrip(" .…>»") in _OPEN_TITLES
    flags = set(data.flags) | set(page.flags)
    published = data.published or page.published
    if published is not None:
        flags.discard("no-date")
    if data.published is not None and data.published_from != "path":
        flags.discard("path-date")
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
        signup=data.signup or page.signup,
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
    dated = _earliest(stored.data, data)
    published = dated.published
    merged = complete(replace(data, url=data.url or stored.data.url), stored.data)
    if dated is stored.data:
        merged = replace(merged, published=published, published_from=stored.data.published_from)
    if dated.published_from != "path":
        merged = replace(merged, flags=tuple(flag for flag in merged.flags if flag != "path-date"))
    digest = content_hash(merged)
    if digest == stored.content_hash and merged.published == stored.data.published:
        return None
    changed_at = now if _is_other_text(stored.data, merged) else stored.changed_at
    return replace(stored, data=merged, content_hash=digest, changed_at=changed_at)


def _is_other_text(before: PublicationData, after: PublicationData) -> bool:
    """Returns whether a reader would see a change; what was unknown and is found at last is none."""
    return any(
        getattr(before, name) and getattr(before, name) != getattr(after, name)
        for name in ("title", "summary", "location", "event_start", "event_end")
    )


def _earliest(stored: PublicationData, found: PublicationData) -> PublicationData:
    """Returns which of both names the earliest date; one that only the path names gives way to a real one."""
    dated = [(one.published, one) for one in (stored, found) if one.published]
    told = [pair for pair in dated if pair[1].published_from != "path"] or dated
    return min(told, key=lambda pair: pair[0], default=(None, stored))[1]


def _original_of(new: Publication, known: Known) -> Publication | None:
    """Returns the original of the thing that `new` reports as well, None when it is the first to."""
    address = new.key.partition(">")[2]
    if address in known.by_key:
        return _root(known.by_key[address], known)
    # Two sites that lead to one page of a third, which may not report it itself.
    if shared := known.elsewhere.get(address):
        return _root(known.by_key[shared[0]], known)
    for candidate in known.alike(new.data.title, new.source):
        original = _root(candidate, known)
        # What waited for this very publication is its copy, and not the other way round.
        is_waiting = original.key.partition(">")[2] == new.key
        if not is_waiting and _is_same(candidate, new):
            return original
    return None


def _root(publication: Publication, known: Known) -> Publication:
    return known.by_key.get(publication.copy_of or "", publication)


def _goes_first(new: Publication, stored: Publication, known: Known) -> bool:
    """Returns whether of two reports of one thing the new one is the original.

    The page that others lead to, and one at its owner's site, go first; else what was published first, by a
    day or more; else what was found first, and in one run the programme's own sources are read first.
    """
    if new.key in known.elsewhere:
        return True
    is_own, stored_is_own = ">" not in new.key, ">" not in stored.key
    if is_own is not stored_is_own:
        return is_own
    if new.data.published is None or stored.data.published is None:
        return False
    return new.data.published <= stored.data.published - timedelta(days=1)


def _followers(original: Publication, known: Known) -> list[Publication]:
    return [original, *known.copies_of(original.key)]


def _waiting_copies(key: str, known: Known) -> list[Publication]:
    """Copies that were stored before their original turned up at its owner's site, and copies of those."""
    others = (known.by_key[other] for other in known.elsewhere.get(key, ()))
    waiting = [other for other in others if other.copy_of is None]
    return [copy for other in waiting for copy in (other, *known.copies_of(other.key))]


def _is_same(one: Publication, other: Publication) -> bool:
    """Returns whether two publications whose titles are alike are one."""
    if len(one.data.title.split()) < COPY_WORDS or one.data.event_start != other.data.event_start:
        return False
    is_same_title = _title_form(one.data.title) == _title_form(other.data.title)
    if not is_same_title and one.type != other.type and not {one.type, other.type} <= _TEXTS:
        return False
    dates = [publication.data.published for publication in (one, other)]
    if None in dates and is_same_title:
        return True
    # Of titles that differ a little a date must say so too; without one, the day we saw it.
    first, second = one.data.published or one.first_seen, other.data.published or other.first_seen
    return abs(first - second) <= timedelta(days=COPY_DAYS)


def _title_form(title: str) -> str:
    """Folds case, punctuation and blanks; words stay, so "Tweede …" and "Derde …" remain two."""
    return " ".join(re.findall(r"\w+", title.casefold()))
