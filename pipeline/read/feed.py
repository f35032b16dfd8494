"""RSS and Atom to publications; the only home of feedparser."""

from __future__ import annotations

import calendar
import io
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser

from pipeline.errors import CollectError
from pipeline.model import (
    SUMMARY_WORDS,
    Parsed,
    PublicationData,
    PublicationType,
    ReadContext,
    Status,
    Wanted,
    WantedRole,
)
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
from pipeline.text.url import is_web, join, path_of, tidy

_TITLE_CHARACTERS = 300
_DESCRIPTION_CHARACTERS = 20_000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MEDIA_FILE = re.compile(r"\.(?:mp3|m4a|ogg|opus|wav|mp4|m4v|mov)$", re.IGNORECASE)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_PICTURES = "image/"
# As in text.moments: outside these a date cannot be kept.
_FIRST_YEAR, _LAST_YEAR = 1900, 9000


@dataclass(frozen=True, slots=True)
class _Links:
    """An entry's page (or file of papers), and its first sound or film."""

    page: str | None
    medium: PublicationType | None


def parse_feed(body: bytes, context: ReadContext) -> Parsed:
    """Returns what an RSS or Atom `body` announces: the newest `context.limit` entries, in feed order.

    Entries that say they were withdrawn are left out, and so are exact repeats and entries that hold
    neither title, link nor text. An entry without title, date or summary has its page `wanted`. A feed
    without entries gives an empty `Parsed`.

    Raises CollectError for what is no feed: EMPTY for an empty body; BLOCKED, MAINTENANCE or
    REDIRECTED_TO_ERROR for the pages that stand in its place; else NOT_A_FEED.
    """
    if not body.strip():
        raise CollectError(Status.EMPTY, "the answer has no content")
    if _HTML_START.match(body[:4096]):
        raise _page_instead(body, context)
    feed = _parsed(body, context)
    entries = [dict(entry) for entry in feed.entries]
    if not feed.version and not entries:
        raise CollectError(
            Status.NOT_A_FEED, f"no RSS or Atom but {context.content_type or 'something else'}"
        )
    found = [_publication(entry, str(feed.version), context) for entry in entries if not _is_withdrawn(entry)]
    told = [one for one in found if one.title or one.url or one.summary]
    publications = _newest(_without_repeats(told), context.limit)
    wanted = tuple(Wanted(one.url, WantedRole.ITEM) for one in publications if one.url and _is_open(one))
    return Parsed(publications, wanted)


def _is_open(one: PublicationData) -> bool:
    return not (one.title and one.published and one.summary)


def _parsed(body: bytes, context: ReadContext) -> Any:
    headers = {"content-type": context.content_type or "application/xml"}
    try:
        # Bytes in a file object, never a str: feedparser opens those as a path or an address.
        return feedparser.parse(
            io.BytesIO(_as_utf8(body)),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # whatever its parsers let escape on broken input says the same: no feed
        raise CollectError(Status.NOT_A_FEED, f"cannot be read as a feed ({type(error).__name__})") from error


def _as_utf8(body: bytes) -> bytes:
    # feedparser takes UTF-16 for UTF-8 when neither a BOM nor a declaration names it.
    encoding = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(body[:2])
    if encoding is None:
        return body
    text = body.decode(encoding, errors="replace")
    return re.sub(r"^<\?xml[^>]*\?>", "", text).encode()


def _page_instead(body: bytes, context: ReadContext) -> CollectError:
    html = markup.decode(body, context.content_type)
    refusal = boilerplate.refusal(markup.title_of(html), markup.plain(html))
    if refusal:
        return CollectError(Status(refusal), "a page of the site stands in place of the feed")
    return CollectError(Status.NOT_A_FEED, "an HTML page, not a feed")


def _publication(entry: dict[str, Any], version: str, context: ReadContext) -> PublicationData:
    links = _links(entry, version, context)
    title, tail = strip_tail(_plain(entry.get("title"), _TITLE_CHARACTERS))
    # An id or the item's own path is no title.
    if _UUID.fullmatch(title) or (links.page and title == path_of(links.page)):
        title = ""
    summary, summary_from, credit = _summary(entry, version)
    published, published_from = _published(entry, version, context)
    flags = (
        *(() if title else ("no-title",)),
        *(() if links.page else ("no-link",)),
        *moments.date_flags(published, context.now),
    )
    return PublicationData(
        title=title,
        url=links.page,
        guid=clean_text(_string(entry.get("id")))[:_TITLE_CHARACTERS],
        type=links.medium or _type(title, tail, links.page),
        summary=summary,
        summary_from=summary_from,
        published=published,
        published_from=published_from,
        updated=_updated(entry, published_from, context),
        duration=_duration(_string(entry.get("itunes_duration"))) if links.medium else "",
        credit=credit,
        flags=_with_implausible(flags, entry, published),
    )


def _plain(value: object, limit: int) -> str:
    text = markup.plain(repair_mojibake(_string(value)))
    return clean_text(text)[:limit].strip()


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _type(title: str, tail: str, url: str | None) -> PublicationType | None:
    kind = kinds.kind_of(tail=tail, path=path_of(url) if url else "", title=title)
    return PublicationType(kind) if kind else None


def _links(entry: dict[str, Any], version: str, context: ReadContext) -> _Links:
    links = [link for link in entry.get("links", []) if isinstance(link, dict)]
    enclosures = [link for link in links if link.get("rel") == "enclosure"]
    medium = next((found for link in enclosures if (found := _medium(link))), None)
    addresses = [_string(link.get("href")) for link in links if link.get("rel") == "alternate"]
    # An RSS guid is the item's address unless it says it is not; an Atom id never claims to be one.
    if version.startswith("rss") and entry.get("guidislink"):
        addresses.append(_string(entry.get("link")))
    # A paper's only link may be the paper itself; a picture, a sound or a film is never the page.
    addresses += [
        _string(link.get("href"))
        for link in enclosures
        if not _medium(link) and not _string(link.get("type")).startswith(_PICTURES) and link.get("type")
    ]
    joined = (join(context.url, address) for address in addresses)
    pages = [tidy(url) for url in joined if url and is_web(url)]
    sounds = {_string(link.get("href")) for link in enclosures if _medium(link)}
    page = next((url for url in pages if url not in sounds and not _MEDIA_FILE.search(path_of(url))), None)
    return _Links(page, medium)


def _medium(link: dict[str, Any]) -> PublicationType | None:
    kind = _string(link.get("type")).lower()
    if kind.startswith("audio/"):
        return PublicationType.PODCAST
    return PublicationType.VIDEO if kind.startswith("video/") else None


def _summary(entry: dict[str, Any], version: str) -> tuple[str, str, str]:
    """Returns the summary, the element it came from, and the picture's credit."""
    contents = [part.get("value") for part in entry.get("content", []) if isinstance(part, dict)]
    named = "summary" if version.startswith("atom") else "description"
    places = [(named, entry.get("summary")), *(("content", value) for value in contents)]
    for place, value in places:
        html = repair_mojibake(_string(value)[:_DESCRIPTION_CHARACTERS])
        text, credit = boilerplate.prose(map(clean_text, markup.blocks(html)))
        if text:
            return whole_sentences(drop_cut_off(text), SUMMARY_WORDS), place, credit
    return "", "", ""


def _published(entry: dict[str, Any], version: str, context: ReadContext) -> tuple[datetime | None, str]:
    """Returns when the entry says it was published, and the element that said so.

    Where only a change is dated that date is taken, and its element named: RSS 1.0 has nothing but
    dc:date, and many Atom feeds nothing but updated.
    """
    is_atom = version.startswith("atom")
    if moment := _moment(entry, "published", context):
        return moment, "published" if is_atom else "pubDate"
    if moment := _moment(entry, "updated", context):
        return moment, "updated" if is_atom else "dc:date"
    return None, ""


def _updated(entry: dict[str, Any], published_from: str, context: ReadContext) -> datetime | None:
    return None if published_from in ("updated", "dc:date") else _moment(entry, "updated", context)


def _moment(entry: dict[str, Any], name: str, context: ReadContext) -> datetime | None:
    text = clean_text(_string(entry.get(name)))[:100]
    if moment := moments.parse_moment(text, context.zone):
        return moment
    if day := parse_date(text, near=context.now.date()):
        return (
            datetime(day.year, day.month, day.day, tzinfo=context.zone) if day.year >= _FIRST_YEAR else None
        )
    # feedparser knows more forms; it reads what names no zone as UTC, hence last.
    parsed = entry.get(f"{name}_parsed")
    if parsed is None or not _FIRST_YEAR <= parsed[0] <= _LAST_YEAR:
        return None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC).astimezone(context.zone)


def _with_implausible(
    flags: tuple[str, ...], entry: dict[str, Any], published: datetime | None
) -> tuple[str, ...]:
    # A year such as 0001 has no moment to keep, and is still odder than no date at all.
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if published is None and parsed is not None:
        return tuple("implausible-date" if flag == "no-date" else flag for flag in flags)
    return flags


def _duration(text: str) -> str:
    """Returns "32 min" of itunes:duration, which is "1920", "32:00" or "0:32:00"; "" for anything else."""
    if not re.fullmatch(r"[0-9]{1,6}(?::[0-9]{1,2}){0,2}", text.strip()):
        return ""
    seconds = 0
    for part in text.strip().split(":"):
        seconds = seconds * 60 + int(part)
    return f"{math.ceil(seconds / 60)} min" if seconds else ""


def _is_withdrawn(entry: dict[str, Any]) -> bool:
    # The Tweede Kamer's feed keeps an entry for what was taken back: tk:verwijderd="true".
    return any(isinstance(value, dict) and value.get("verwijderd") == "true" for value in entry.values())


def _without_repeats(found: list[PublicationData]) -> list[PublicationData]:
    seen: set[tuple[str, str | None]] = set()
    kept: list[PublicationData] = []
    for one in found:
        key = (one.guid, one.url)
        if key not in seen or key == ("", None):
            seen.add(key)
            kept.append(one)
    return kept


def _newest(found: list[PublicationData], limit: int) -> tuple[PublicationData, ...]:
    if len(found) <= limit:
        return tuple(found)
    oldest = datetime.min.replace(tzinfo=UTC)
    order = sorted(range(len(found)), key=lambda index: found[index].published or oldest, reverse=True)
    return tuple(found[index] for index in sorted(order[:limit]))
