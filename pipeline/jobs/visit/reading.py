"""Reading an endpoint: its own document, the lists that belong to it, and the pages of its items."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from importlib import import_module

from pipeline.errors import CollectError
from pipeline.jobs.asking import Asker
from pipeline.model import (
    CollectLimits,
    Document,
    Endpoint,
    EndpointState,
    Fetched,
    FetchRequest,
    Kind,
    Parsed,
    Publication,
    PublicationData,
    ReadContext,
    Source,
    Status,
    Wanted,
    WantedRole,
)
from pipeline.read.feed import parse_feed
from pipeline.shell.workers import Workers
from pipeline.stages.collect import complete, key_of

Reader = Callable[[bytes, ReadContext], Parsed]
# Which of these keys were stored before this run, and as what.
Stored = Callable[[Iterable[str]], Mapping[str, Publication]]

# Feeds are what every root has. The others are imported by their first document: calendars alone take 0.07 s.
_READERS: Mapping[Kind, tuple[str, str]] = {
    Kind.FEED: (parse_feed.__module__, parse_feed.__name__),
    Kind.SITEMAP: ("pipeline.read.sitemap", "parse_sitemap"),
    Kind.LISTING: ("pipeline.read.listing", "parse_listing"),
    Kind.AGENDA: ("pipeline.read.agenda", "parse_agenda"),
    Kind.JSON: ("pipeline.read.answer", "parse_json"),
}
# An item's page that did not answer is asked again this long; then the item stays as its list gave it.
COMPLETE_DAYS = 3
# Further lists of one endpoint in one visit: sitemaps, next pages, and the halves of periods.
LISTS_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Task:
    """One endpoint to visit and what is remembered of it, and of the lists it was made of."""

    source: Source
    endpoint: Endpoint
    state: EndpointState
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: the document to remember, and what it holds; None when that is known."""

    fetched: Fetched
    document: Document
    parsed: Parsed | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a document and all it wanted next came to.

    So many pages stay open, or are closed to programs. `lists` are the further documents that were read.
    """

    found: tuple[PublicationData, ...]
    left_open: int = 0
    closed: int = 0
    lists: tuple[Document, ...] = ()
    has_unchanged: bool = False

    @property
    def reason(self) -> str:
        said = []
        if self.left_open:
            said.append(f"{self.left_open} item pages are left for the next run")
        if self.closed:
            said.append(f"robots.txt asks programs not to read {self.closed} item pages")
        return "; ".join(said)


@dataclass
class Reading:
    """The reading of one endpoint in one visit; used once, by one thread."""

    asker: Asker
    workers: Workers
    limits: CollectLimits
    now: datetime
    zone: tzinfo
    owners: Mapping[str, frozenset[str]]
    stored: Stored
    task: Task
    _found: dict[str, PublicationData] = field(default_factory=dict)
    _items: list[Wanted] = field(default_factory=list)
    _lists: list[Wanted] = field(default_factory=list)
    _read: list[Document] = field(default_factory=list)
    _has_unchanged: bool = False
    _left_open: int = 0
    _closed: int = 0

    def ask(self, url: str, remembered: Document | None) -> Answer:
        """Fetches a list and reads it, unless it is what is remembered of it. Raises CollectError."""
        known = remembered or Document(url, "", "", "")
        fetched = self.asker.fetch(FetchRequest(url, known.etag, known.last_modified))
        if fetched.is_unchanged:
            if not known.body_hash:
                raise CollectError(
                    Status.HTTP_ERROR,
                    "answered 304, and nothing of it was kept; it is asked in full next time",
                )
            same = replace(
                known,
                etag=fetched.etag or known.etag,
                last_modified=fetched.last_modified or known.last_modified,
            )
            return Answer(fetched, same, None)
        digest = hashlib.sha256(fetched.body).hexdigest()
        document = Document(url, fetched.etag, fetched.last_modified, digest, known.parts)
        if digest == known.body_hash:
            return Answer(fetched, document, None)
        parsed = self._parse(fetched)
        parts = tuple(one.url for one in parsed.wanted if one.role is WantedRole.LIST)
        return Answer(fetched, replace(document, parts=parts), parsed)

    def follow(self, answer: Answer) -> Result:
        """Reads what a document wants next, and what those want. A list that is as it was has its parts asked
        all the same: an index that gives no dates stays as it is while its sitemaps change."""
        self._take(answer)
        remembered = {one.url: one for one in self.task.documents}
        asked, nexts = 0, 0
        while self._lists:
            wanted = self._lists.pop(0)
            nexts += wanted.role is WantedRole.NEXT
            if wanted.role is WantedRole.NEXT and nexts >= self.task.endpoint.max_pages:
                continue
            if asked >= LISTS_AT_MOST:
                self._left_open += 1
                continue
            asked += 1
            try:
                more = self.ask(wanted.url, remembered.get(wanted.url))
            except CollectError as error:
                # Behind the last page of a list there is nothing, which sites say in many ways.
                self._left_open += wanted.role is WantedRole.LIST and _may_answer_later(error)
                self._closed += error.status is Status.ROBOTS
                continue
            self._read.append(more.document)
            self._take(more)
        self._read_pages()
        titled = tuple(publication for publication in self._found.values() if publication.title)
        return Result(titled, self._left_open, self._closed, tuple(self._read), self._has_unchanged)

    def _take(self, answer: Answer) -> None:
        if answer.parsed is None:
            self._has_unchanged = True
            wanted = [Wanted(url, WantedRole.LIST) for url in answer.document.parts]
        else:
            named = {
                one.url or f"{answer.document.url}#{number}": one
                for number, one in enumerate(answer.parsed.publications)
            }
            self._found = named | self._found
            wanted = self._lists_of(answer.parsed)
            self._items += [one for one in _items_of(answer.parsed) if one not in self._items]
        self._lists += [one for one in wanted if one not in self._lists]

    def _lists_of(self, parsed: Parsed) -> list[Wanted]:
        """Returns the lists that are wanted; a next, older page only when this one held something new."""
        lists = [one for one in parsed.wanted if one.role is WantedRole.LIST]
        nexts = [one for one in parsed.wanted if one.role is WantedRole.NEXT]
        if nexts:
            keys = {key_of(one, self.task.source.slug, self.owners) for one in parsed.publications}
            if keys - self.stored(keys).keys():
                return [*lists, *nexts]
        return lists

    def _read_pages(self) -> None:
        pages = 0
        if self._items:
            from pipeline.read.listing import parse_page  # noqa: PLC0415 - as the readers above
        for wanted in self._pages_to_read():
            if pages >= self.limits.pages_per_endpoint:
                self._left_open += 1
                continue
            pages += 1
            publication = self._found.get(wanted.url)
            try:
                answer = self.asker.fetch(FetchRequest(wanted.url))
                page = self.workers.run(parse_page, answer.body, self._context(answer))
                self._found[wanted.url] = complete(publication, page) if publication else page
            except CollectError as error:
                self._left_open += _may_answer_later(error)
                self._closed += error.status is Status.ROBOTS

    def _pages_to_read(self) -> list[Wanted]:
        """An item's page is asked once, and again for a few days while summary and date are unknown."""
        if not self._items:
            return []
        keys = {
            one.url: key_of(
                self._found.get(one.url) or PublicationData(title="", url=one.url),
                self.task.source.slug,
                self.owners,
            )
            for one in self._items
        }
        stored = self.stored(keys.values())
        return [one for one in self._items if self._is_incomplete(stored.get(keys[one.url]))]

    def _is_incomplete(self, stored: Publication | None) -> bool:
        if stored is None:
            return True
        is_complete = bool(stored.data.summary and (stored.data.published or stored.data.event_start))
        return not is_complete and self.now - stored.first_seen < timedelta(days=COMPLETE_DAYS)

    def _parse(self, fetched: Fetched) -> Parsed:
        read = _reader_of(self.task.endpoint.kind, fetched.body)
        return self.workers.run(read, fetched.body, self._context(fetched))

    def _context(self, fetched: Fetched) -> ReadContext:
        return ReadContext(
            url=fetched.url,
            endpoint=self.task.endpoint,
            now=self.now,
            zone=self.zone,
            content_type=fetched.content_type,
            limit=self.limits.entries_per_document,
        )


def _reader_of(kind: Kind, body: bytes) -> Reader:
    module, name = _READERS[kind]
    if kind is Kind.AGENDA:
        from pipeline.read.agenda import is_calendar  # noqa: PLC0415 - as the readers above

        if not is_calendar(body):
            # Not a calendar file but a page that lists meetings.
            module, name = _READERS[Kind.LISTING]
    reader: Reader = getattr(import_module(module), name)
    return reader


def modules_of(tasks: Iterable[Task]) -> tuple[str, ...]:
    """Returns the modules of the readers these tasks need first, for workers to import at their start."""
    kinds = {task.endpoint.kind for task in tasks}
    return tuple(sorted({_READERS[kind][0] for kind in kinds}))


def _items_of(parsed: Parsed) -> list[Wanted]:
    return [one for one in parsed.wanted if one.role is WantedRole.ITEM]


def _may_answer_later(error: CollectError) -> bool:
    return error.status not in (Status.NOT_HTML, Status.TOO_LARGE, Status.GONE, Status.ROBOTS)
