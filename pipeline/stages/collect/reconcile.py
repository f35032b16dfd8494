"""What was found is new, changed, or as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from pipeline.model import Endpoint, Publication, PublicationData, Source
from pipeline.stages.collect.copies import followers, goes_first, original_of, waiting_copies
from pipeline.stages.collect.identity import Owners, key_of
from pipeline.stages.collect.known import Known
from pipeline.text.similar import likeness


@dataclass(frozen=True, slots=True)
class Collected:
    """`new` was not stored yet; `changed` was, and is stored anew (also a copy that found its original)."""

    new: tuple[Publication, ...]
    changed: tuple[Publication, ...]


def collect(
    found: Sequence[PublicationData],
    *,
    source: Source,
    endpoint: Endpoint,
    known: Known,
    owners: Owners,
    now: datetime,
) -> Collected:
    """Reconciles one endpoint's publications with what is known; `known` itself is left as it was.

    `known` must hold what `identities`, `resemblances` and `relatives` asked for.
    """
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
                likeness=likeness(data.title),
            )
            original = original_of(publication, known)
            if original is not None and goes_first(publication, original, known):
                for copy in followers(original, known):
                    changed[copy.key] = replace(changed.get(copy.key, copy), copy_of=key)
                original = None
            new[key] = replace(publication, copy_of=original.key) if original else publication
    for publication in new.values():
        for copy in waiting_copies(publication.key, known):
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
    if _told(data) == _told(stored.data):
        return None
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
    return replace(
        stored,
        data=merged,
        content_hash=digest,
        changed_at=changed_at,
        likeness=likeness(merged.title),
    )


# What decides whether anything changed; nearly always nothing did.
_told = attrgetter("title", "summary", "location", "event_start", "event_end", "published")


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
