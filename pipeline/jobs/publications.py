"""Publications: what the store holds, with where each came from and what we make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.jobs.root import Root
from pipeline.model import Publication
from pipeline.shell.store import Store
from pipeline.stages.label import judge_topic, label, slugs_of


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A line of `publications --json`; its fields are documented in docs/reference.md and stay."""

    key: str
    title: str
    url: str | None
    published: datetime | None
    updated: datetime | None
    event_start: datetime | None
    event_end: datetime | None
    type: str
    kernelementen: tuple[str, ...]
    relevant: bool
    why: str
    summary: str
    source: str
    also_at: tuple[str, ...]
    first_seen: datetime
    changed_at: datetime | None
    flags: tuple[str, ...]


def list_publications(
    root: Root, store: Store, *, since: datetime | None = None, source: str | None = None
) -> tuple[PublicationRow, ...]:
    """Returns the stored publications, oldest seen first; times in the newsletter's own zone.

    `since` keeps what was published, starts or was first seen at that moment or later. Raises UsageError
    for a slug that is no source.
    """
    if source is not None:
        root.source(source)
    return tuple(_row(root, one) for one in store.load_publications(since=since, source=source))


def _row(root: Root, publication: Publication) -> PublicationRow:
    data = publication.data
    source = root.by_slug.get(publication.source)
    endpoints = source.endpoints if source else ()
    endpoint = next((one for one in endpoints if one.url == publication.endpoint), None)
    reason, why = judge_topic(publication, endpoint, root.config.relevance)
    return PublicationRow(
        key=publication.key,
        title=data.title,
        url=data.url,
        published=_local(data.published, root),
        updated=_local(data.updated, root),
        event_start=_local(data.event_start, root),
        event_end=_local(data.event_end, root),
        type=publication.type.value,
        kernelementen=slugs_of(label(data, root.config.kernelementen)),
        relevant=reason is None,
        why=why,
        summary=data.summary,
        source=publication.source,
        also_at=tuple(copy.source for copy in publication.also_at),
        first_seen=publication.first_seen.astimezone(root.config.newsletter.zone),
        changed_at=_local(publication.changed_at, root)
        if publication.changed_at > publication.first_seen
        else None,
        flags=data.flags,
    )


def _local(moment: datetime | None, root: Root) -> datetime | None:
    return moment.astimezone(root.config.newsletter.zone) if moment else None
