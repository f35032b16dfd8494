"""One entry as any kind of feed gives it, and the publication it becomes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipeline.model import SUMMARY_WORDS, PublicationData, PublicationType, ReadContext
from pipeline.text import boilerplate, kinds, moments
from pipeline.text import html as markup
from pipeline.text.dutch import (
    clean_text,
    drop_cut_off,
    parse_date,
    repair_mojibake,
    strip_tail,
    whole_sentences,
)
from pipeline.text.url import host_of, is_web, join, path_of, tidy

TITLE_CHARACTERS = 300
_DESCRIPTION_CHARACTERS = 20_000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MEDIA_FILE = re.compile(r"\.(?:mp3|m4a|m4b|aac|ogg|opus|wav|mp4|m4v|mov)$", re.IGNORECASE)
_PICTURES = "image/"
_NEVER = datetime.min.replace(tzinfo=UTC)
# As in text.moments: outside these a date cannot be kept.
FIRST_YEAR = 1900
# Official journals title each item with the journal and the organisation; the subject is the description.
_JOURNAL = re.compile(
    r"(?:staatscourant|staatsblad|tractatenblad|gemeenteblad|provinciaal blad|waterschapsblad"
    r"|blad gemeenschappelijke regeling|kamerstuk(?:ken)?|kamervragen.{0,40}|handelingen"
    r"|niet-dossierstuk|agenda)\s*:\s*\S.{0,200}",
    re.IGNORECASE,
)
# OpenTK copies the papers of the Tweede Kamer: its dates are of the last change, its texts begin with a
# committee.
_OPENTK_GUID = "tkconv_"
_OPENTK_HOST, _OPENTK_PATH = "berthub.eu", "/tkconv/"


@dataclass(frozen=True, slots=True)
class File:
    """What an entry carries along; `kind` is its MIME type, "" when not told."""

    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry's values as they stand in the feed: markup, relative addresses, texts with where they stood.

    `page` is absolute, clean, and the entry's own; `dated_oddly` tells of a date that no moment can hold.
    """

    title: str = ""
    guid: str = ""
    page: str | None = None
    medium: PublicationType | None = None
    texts: tuple[tuple[str, str], ...] = ()
    published: datetime | None = None
    published_from: str = ""
    updated: datetime | None = None
    dated_oddly: bool = False
    duration: str = ""
    categories: tuple[str, ...] = ()
    home: str = ""

    def sorted_at(self, now: datetime) -> datetime:
        """Returns what the newest are chosen by; a date in the future pushes nothing else out."""
        moment = self.published or self.updated
        return _NEVER if moment is None or "future-date" in moments.date_flags(moment, now) else moment

    def without_page(self) -> Entry:
        return replace(self, page=None)


def publication_of(entry: Entry, context: ReadContext) -> PublicationData:
    """Returns the publication an entry announces."""
    title, tail = strip_tail(_plain(entry.title, TITLE_CHARACTERS))
    # An id or the item's own path is no title.
    if _UUID.fullmatch(title) or (entry.page and title == path_of(entry.page)):
        title = ""
    is_titled_by_text = context.endpoint.title_from == "summary" or _JOURNAL.fullmatch(title) is not None
    summary, summary_from, credit = _summary(entry, "" if is_titled_by_text else title)
    if summary and is_titled_by_text:
        # What is a title now would be said twice; the item's page may have more to say.
        title, summary, summary_from = summary[:TITLE_CHARACTERS].rstrip(" ."), "", ""
    entry = _with_honest_dates(entry, context)
    flags = (
        *(() if title else ("no-title",)),
        *(() if entry.page else ("no-link",)),
        *moments.date_flags(entry.published, context.now),
    )
    return PublicationData(
        title=title,
        url=entry.page,
        guid=clean_text(entry.guid)[:TITLE_CHARACTERS],
        type=entry.medium or _type(title, tail, entry),
        summary=summary,
        summary_from=summary_from,
        published=entry.published,
        published_from=entry.published_from,
        updated=entry.updated,
        duration=_duration(entry.duration) if entry.medium else "",
        credit=credit,
        flags=_with_implausible(flags, entry),
    )


def page_of(addresses: list[str], files: list[File], context: ReadContext) -> str | None:
    """Returns the entry's own page: the first address that leads to one, else a paper it carries along.

    A picture, a sound or a film is never the page.
    """
    sounds = {one.url for one in files if medium_of([one])}
    papers = [
        one.url for one in files if one.kind and not medium_of([one]) and not one.kind.startswith(_PICTURES)
    ]
    for address in (*addresses, *papers):
        joined = join(context.url, address)
        if joined is None or not is_web(joined):
            continue
        url = tidy(joined)
        if address not in sounds and url not in sounds and not _MEDIA_FILE.search(path_of(url)):
            return url
    return None


def medium_of(files: list[File]) -> PublicationType | None:
    """Returns whether the first sound or film among `files` makes the entry a podcast or a video."""
    for one in files:
        kind = one.kind.lower()
        if kind.startswith("audio/"):
            return PublicationType.PODCAST
        if kind.startswith("video/"):
            return PublicationType.VIDEO
    return None


def moment_of(text: str, context: ReadContext) -> datetime | None:
    """Returns the moment of a machine's or a Dutch date; None for anything else."""
    text = clean_text(text)[:100]
    if moment := moments.parse_moment(text, context.zone):
        return moment
    day = parse_date(text, near=context.now.date())
    if day is None or day.year < FIRST_YEAR:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=context.zone)


def _plain(value: str, limit: int) -> str:
    text = markup.plain(repair_mojibake(value))
    return clean_text(text)[:limit].strip()


def _type(title: str, tail: str, entry: Entry) -> PublicationType | None:
    path = path_of(entry.page) if entry.page else ""
    kind = kinds.kind_of(tail=tail, path=path, title=title) or next(
        (kind for one in entry.categories if (kind := kinds.kind_of(tail=one, path="", title=""))), ""
    )
    return PublicationType(kind) if kind else None


def _summary(entry: Entry, title: str) -> tuple[str, str, str]:
    """Returns the summary, which is more than the title again, its element, and the picture's credit."""
    for place, value in entry.texts:
        html = repair_mojibake(value[:_DESCRIPTION_CHARACTERS])
        text, credit = boilerplate.prose(map(clean_text, markup.blocks(html)))
        if _is_opentk(entry):
            # "commissie | titel onderwerp"
            text = text.rpartition(" | ")[2]
        if text and text.rstrip(" .").casefold() != title.rstrip(" .").casefold():
            return whole_sentences(drop_cut_off(text), SUMMARY_WORDS), place, credit
    return "", "", ""


def _with_honest_dates(entry: Entry, context: ReadContext) -> Entry:
    """Takes the dates of a feed that stamps every change as if it were new for what they are."""
    if context.endpoint.dates == "published" and not _is_opentk(entry):
        return entry
    updated = max((one for one in (entry.published, entry.updated) if one), default=None)
    return replace(
        entry,
        published=None,
        published_from="",
        updated=updated,
        dated_oddly=entry.dated_oddly and updated is None,
    )


def _is_opentk(entry: Entry) -> bool:
    page = entry.page or ""
    return entry.guid.startswith(_OPENTK_GUID) or (
        host_of(page) == _OPENTK_HOST and path_of(page).startswith(_OPENTK_PATH)
    )


def _with_implausible(flags: tuple[str, ...], entry: Entry) -> tuple[str, ...]:
    # A year such as 0001 has no moment to keep, and is still odder than no date at all.
    if entry.published is None and entry.dated_oddly:
        return tuple("implausible-date" if flag == "no-date" else flag for flag in flags)
    return flags


def _duration(text: str) -> str:
    """Returns "32 min" of a duration, which is "1920", "32:00" or "0:32:00"; "" for anything else."""
    if not re.fullmatch(r"[0-9]{1,6}(?::[0-9]{1,2}){0,2}", text.strip()):
        return ""
    seconds = 0
    for part in text.strip().split(":"):
        seconds = seconds * 60 + int(part)
    return f"{math.ceil(seconds / 60)} min" if seconds else ""
