"""What is to be seen by everybody: approved editions, their files, and the stories that may be shown now.

    archive/<month>/      webversie.html, else newsletter.html with its open places filled; pages and pictures
    build/verhalen/       the pages of stories on the website, and an index of those that may be there

A page or a file of a story is handed out only while its consent holds, at the moment somebody asks: the file
on disk may be older than a decision.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.errors import InputFileError, NewsletterError
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf, read_shelf
from pipeline.jobs.story_index import FOLDER
from pipeline.jobs.traces import (
    MANIFEST,
    WEB_WITHOUT_STORY,
    WITHOUT_STORY,
    manifest_files,
    manifest_story,
    month_of_name,
)
from pipeline.model import Channel, Month
from pipeline.model.editions import WAY_OUT, WEB_VERSION
from pipeline.stages.index import INDEX_FILE, index_pages
from pipeline.stages.render import render_index, render_removed_page
from pipeline.stages.withdraw import GONE, WITHDRAWN, parts_of
from pipeline.templating import Templates
from pipeline.text.dutch import format_month

_WEB, _MAIL, _RECORD = "webversie.html", "newsletter.html", "edition.json"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """An approved edition in a list: where it is, what it is about, when it was frozen."""

    month: Month
    month_name: str
    subject: str
    preheader: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class PublicFile:
    """Something to hand out.

    `is_gone` is a page that says that something was here; `is_mail` HTML with styles of its own everywhere;
    what `is_listed` is not, search engines stay away from.
    """

    body: bytes
    type: str
    is_gone: bool = False
    is_mail: bool = False
    is_listed: bool = True


@dataclass(slots=True)
class Library:
    """The files to hand out. Several threads may use one; what it remembers, it checks against the disk."""

    root: Root
    templates: Templates
    _shelves: dict[Channel, tuple[object, Shelf]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def editions(self, *, now: datetime) -> tuple[ShownEdition, ...]:
        """Returns the approved editions, the newest first."""
        shown = [one for month in self._months() if (one := self._shown(month, now))]
        return tuple(sorted(shown, key=lambda one: one.month, reverse=True))

    def edition(self, month: Month, *, now: datetime) -> PublicFile | None:
        """Returns the page of an edition, without its story where that may not be shown any more."""
        folder = self.root.archive(month)
        if self._shown(month, now) is None:
            return None
        slug = manifest_story(folder)
        hides = bool(slug) and not self._may_show(slug, Channel.NIEUWSBRIEF, now)
        page = _read(folder / (WEB_WITHOUT_STORY if hides else _WEB))
        if page is not None:
            return PublicFile(page, _TYPES[".html"], is_listed=self._is_listed(slug, now))
        if hides:
            message = _read(folder / WITHOUT_STORY)
            mail = parts_of(message).get(_MAIL) if message else None
        else:
            mail = _read(folder / _MAIL)
        if mail is None:
            return None
        return PublicFile(
            self._as_page(mail, month),
            _TYPES[".html"],
            is_mail=True,
            is_listed=self._is_listed(slug, now),
        )

    def edition_file(self, month: Month, name: str, *, now: datetime) -> PublicFile | None:
        """Returns a file of an edition's story: its pages, its cards, its pictures."""
        folder = self.root.archive(month)
        if self._shown(month, now) is None:
            return None
        return self._story_file(folder, name, Channel.NIEUWSBRIEF, now)

    def story_file(self, slug: str, name: str, *, now: datetime) -> PublicFile | None:
        """Returns a file of a story on the website."""
        folder = self.root.path / "build" / FOLDER / slug
        return self._story_file(folder, name, Channel.WEBSITE, now)

    def index_page(self, name: str, *, now: datetime) -> PublicFile | None:
        """Returns a page to browse the stories that lie ready and may be on the website now."""
        folder = self.root.path / "build" / FOLDER
        ready = [
            one
            for one in self._shelf(Channel.WEBSITE, now).stock
            if manifest_story(folder / one.story.slug) == one.story.slug
        ]
        pages = {page.file: page for page in index_pages(ready, self.root.config)}
        page = pages.get(name or INDEX_FILE)
        if page is None:
            return None
        return PublicFile(render_index(page, self.templates).encode(), _TYPES[".html"])

    def _months(self) -> Iterator[Month]:
        archive = self.root.path / "archive"
        for folder in archive.iterdir() if archive.is_dir() else ():
            month = month_of_name(folder.name)
            if month:
                yield month

    def _shown(self, month: Month, now: datetime) -> ShownEdition | None:
        """Returns what the list says of an edition; nothing that may tell of a story that has to go."""
        folder = self.root.archive(month)
        record = _record(folder / _RECORD)
        if record is None:
            return None
        slug = manifest_story(folder)
        hides = bool(slug) and not self._may_show(slug, Channel.NIEUWSBRIEF, now)
        name = format_month(month.year, month.month)
        return ShownEdition(
            month=month,
            month_name=name,
            subject=f"Nieuwsbrief {name}" if hides else str(record["subject"]),
            preheader="" if hides else str(record["preheader"]),
            approved_at=(_journal_moment(folder) or datetime.fromisoformat(record["cut_off"])).astimezone(
                UTC
            ),
        )

    def _may_show(self, slug: str, channel: Channel, now: datetime) -> bool:
        return slug in {one.story.slug for one in self._shelf(channel, now).stock}

    def _is_listed(self, slug: str, now: datetime) -> bool:
        return not slug or self._may_show(slug, Channel.WEBSITE, now)

    def _as_page(self, mail: bytes, month: Month) -> bytes:
        """The mail for everybody: its personal link leads to the page about leaving."""
        web = self.root.config.web
        text = mail.decode("utf-8", "replace")
        text = text.replace(WAY_OUT, web.address("afmelden"))
        return text.replace(WEB_VERSION, web.address(str(month), "")).encode()

    def _story_file(self, folder: Path, name: str, channel: Channel, now: datetime) -> PublicFile | None:
        kind = _TYPES.get(Path(name).suffix.lower())
        slug = manifest_story(folder)
        if slug and name != MANIFEST and name in manifest_files(folder) and kind:
            if not self._may_show(slug, channel, now):
                return self._gone(slug)
            body = _read(folder / name)
            is_listed = self._is_listed(slug, now)
            return None if body is None else PublicFile(body, kind, is_listed=is_listed)
        # What a withdrawal left in its place.
        if not slug and name == "verhaal.html" and (body := _read(folder / name)) is not None:
            return PublicFile(body, kind or "", is_gone=True, is_listed=False)
        return None

    def _gone(self, slug: str) -> PublicFile:
        copies = [copy for copy in self._shelves[Channel.NIEUWSBRIEF][1].copies if copy.slug == slug]
        asked = any(copy.is_withdrawn or copy.asks_withdrawal for copy in copies)
        note = (WITHDRAWN if asked else GONE).note
        page = render_removed_page(self.root.config.newsletter, note, self.templates)
        return PublicFile(page.encode(), _TYPES[".html"], is_gone=True, is_listed=False)

    def _shelf(self, channel: Channel, now: datetime) -> Shelf:
        """Returns the stories as they are on disk and may be shown today; read again when a file changed."""
        today = now.astimezone(self.root.config.newsletter.zone).date()
        for one in {Channel.NIEUWSBRIEF, channel}:
            self._refresh(one, today)
        return self._shelves[channel][1]

    def _refresh(self, channel: Channel, today: date) -> None:
        with self._lock:
            seen = (today, *_stamps(self.root))
            known = self._shelves.get(channel)
            if known is None or known[0] != seen:
                self._shelves[channel] = (seen, read_shelf(self.root, on=today, channel=channel))


def _stamps(root: Root) -> Iterator[tuple[str, int, int]]:
    """Yields what tells whether any story, agreement or withdrawal changed."""
    for path in (root.withdrawn, root.key, *sorted(root.stories.rglob("*"))):
        try:
            state = path.stat()
        except OSError:
            continue
        yield (str(path), state.st_mtime_ns, state.st_size)


def _read(path: Path) -> bytes | None:
    try:
        if not path.is_file() or path.is_symlink() or path.stat().st_size > _MOST_BYTES:
            return None
        return path.read_bytes()
    except OSError as error:
        raise InputFileError(path, f"cannot be read: {error.strerror}") from error


def _record(path: Path) -> dict[str, Any] | None:
    body = _read(path)
    if body is None:
        return None
    try:
        record: dict[str, Any] = json.loads(body)
    except ValueError as error:
        raise NewsletterError(f"{path} is damaged; put back your copy of it") from error
    return record


def _journal_moment(folder: Path) -> datetime | None:
    """Returns when an edition was last approved, by its journal."""
    body = _read(folder / "journal.jsonl") or b""
    moments = [
        datetime.fromisoformat(entry["when"])
        for line in body.splitlines()
        if line.strip() and (entry := json.loads(line)).get("what") == "approved"
    ]
    return max(moments, default=None)
