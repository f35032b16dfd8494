"""RSS 0.9x, 1.0 and 2.0, Atom and podcasts: what their entries say, by feedparser."""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, datetime
from typing import Any

import feedparser

from pipeline.errors import CollectError
from pipeline.model import ReadContext, Status
from pipeline.read.feed.entry import FIRST_YEAR, Entry, File, medium_of, moment_of, page_of

# As in text.moments: outside these a date cannot be kept.
_LAST_YEAR = 9000
# So many times the limit is read whole, for repeats and withdrawn entries fall out on the way.
_MANY = 5
# feedparser looks for mail addresses in authors, in time that grows with the square of their length.
_LONG_AUTHOR = re.compile(
    rb"(<(?:\w+:)?(?:author|creator|managingEditor|webMaster|contributor|publisher|owner|name|email)\b[^>]*>)"
    rb"(?:<!\[CDATA\[)?[^<]{1000,}",
    re.IGNORECASE,
)
# An entity made of other entities ("billion laughs"), which no feed needs and expat takes a second to refuse.
_NESTED_ENTITY = re.compile(rb"<!ENTITY\s[^<>]{0,1000}?&(?!#|(?:amp|lt|gt|quot|apos);)\w", re.IGNORECASE)
_EXPLODES = "its entities would make it explode; refused"
_ENTRY_OPENS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_CLOSES = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)


def entries_of_xml(body: bytes, context: ReadContext) -> list[Entry]:
    """Returns the entries of an RSS or Atom body, in order, without those that were taken back.

    Of a document that was cut off the whole elements count. Raises CollectError NOT_A_FEED for what is
    neither.
    """
    if _NESTED_ENTITY.search(body):
        raise CollectError(Status.NOT_A_FEED, _EXPLODES)
    feed = _parsed(body, context)
    # expat stops where entities explode; what the forgiving parser then makes of it is noise.
    if "input amplification" in str(feed.get("bozo_exception", "")):
        raise CollectError(Status.NOT_A_FEED, _EXPLODES)
    if not feed.version and not feed.entries:
        raise CollectError(
            Status.NOT_A_FEED, f"no RSS or Atom but {context.content_type or 'something else'}"
        )
    home = _string(feed.feed.get("link"))
    entries = (dict(entry) for entry in _newest_by_far(feed.entries, context))
    return [_entry(one, str(feed.version), home, context) for one in entries if not _is_withdrawn(one)]


def _newest_by_far(entries: list[Any], context: ReadContext) -> list[Any]:
    """Returns the newest of a feed that holds thousands, by feedparser's own dates, in feed order."""
    if len(entries) <= _MANY * context.limit:
        return entries
    today = context.now.utctimetuple()
    dates = [one.get("published_parsed") or one.get("updated_parsed") for one in entries]
    # Without a date, or with one far ahead, an entry pushes none out.
    known = [date if date and date[:1] <= (today[0] + 1,) else () for date in dates]
    order = sorted(range(len(entries)), key=lambda index: tuple(known[index]), reverse=True)
    return [entries[index] for index in sorted(order[: _MANY * context.limit])]


def _parsed(body: bytes, context: ReadContext) -> Any:
    headers = {"content-type": context.content_type or "application/xml"}
    whole = _LONG_AUTHOR.sub(rb"\1", _without_half_elements(_as_utf8(body)))
    try:
        # Bytes in a file object, never a str: feedparser opens those as a path or an address.
        return feedparser.parse(
            io.BytesIO(whole),
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


def _without_half_elements(body: bytes) -> bytes:
    """Returns a body that was cut off in an entry without its last, half element: half a link misleads."""
    closed = max((match.end() for match in _ENTRY_CLOSES.finditer(body)), default=0)
    opened = _ENTRY_OPENS.search(body, closed)
    # In UTF-16 no tag is found, and nothing is taken away.
    if opened is None:
        return body
    inside = body[opened.end() :]
    half = inside.rfind(b"<![CDATA[")
    if half >= 0 and b"]]>" not in inside[half:]:
        inside = inside[:half]
    kept = max((match.end() for match in re.finditer(rb"</[^<>]+>|/>", inside)), default=0)
    return body[: opened.end()] + inside[:kept]


def _entry(entry: dict[str, Any], version: str, home: str, context: ReadContext) -> Entry:
    files = _files(entry)
    own_title, own_date = _tweede_kamer(entry)
    published, published_from = _published(entry, version, context)
    changed = None if published_from in ("updated", "dc:date") else _moment(entry, "updated", context)
    if own_date and (moment := moment_of(own_date, context)):
        published, published_from, changed = moment, "tk:datum", published
    return Entry(
        title=own_title or _string(entry.get("title")),
        guid=_string(entry.get("id")),
        page=page_of(_addresses(entry, version), files, context),
        medium=medium_of(files),
        texts=_texts(entry, version),
        published=published,
        published_from=published_from,
        updated=changed,
        dated_oddly=published is None and bool(entry.get("published_parsed") or entry.get("updated_parsed")),
        duration=_string(entry.get("itunes_duration")),
        categories=_categories(entry),
        home=home,
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _files(entry: dict[str, Any]) -> list[File]:
    enclosures = (one for one in _links(entry) if one.get("rel") == "enclosure")
    return [File(_string(one.get("href")), _string(one.get("type"))) for one in enclosures]


def _links(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in entry.get("links", []) if isinstance(link, dict)]


def _addresses(entry: dict[str, Any], version: str) -> list[str]:
    addresses = [_string(one.get("href")) for one in _links(entry) if one.get("rel") == "alternate"]
    # An RSS guid is the item's address unless it says it is not; an Atom id never claims to be one.
    if version.startswith("rss") and entry.get("guidislink"):
        addresses.append(_string(entry.get("link")))
    return addresses


def _texts(entry: dict[str, Any], version: str) -> tuple[tuple[str, str], ...]:
    contents = [part.get("value") for part in entry.get("content", []) if isinstance(part, dict)]
    named = "summary" if version.startswith("atom") else "description"
    return (
        (named, _string(entry.get("summary"))),
        *(("content", _string(value)) for value in contents),
    )


def _categories(entry: dict[str, Any]) -> tuple[str, ...]:
    tags = [tag for tag in entry.get("tags", []) if isinstance(tag, dict)]
    return tuple(_string(tag.get("label")) or _string(tag.get("term")) for tag in tags)[:20]


def _tweede_kamer(entry: dict[str, Any]) -> tuple[str, str]:
    """Returns title and date of a paper in the Tweede Kamer's own feed, whose entries are titled by an id."""
    title, subject = (_string(entry.get(name)).strip() for name in ("tk_titel", "tk_onderwerp"))
    return subject or title, _string(entry.get("tk_datum"))


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


def _moment(entry: dict[str, Any], name: str, context: ReadContext) -> datetime | None:
    if moment := moment_of(_string(entry.get(name)), context):
        return moment
    # feedparser knows more forms; it reads what names no zone as UTC, hence last.
    parsed = entry.get(f"{name}_parsed")
    if parsed is None or not FIRST_YEAR <= parsed[0] <= _LAST_YEAR:
        return None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC).astimezone(context.zone)


def _is_withdrawn(entry: dict[str, Any]) -> bool:
    # The Tweede Kamer's feed keeps an entry for what was taken back: tk:verwijderd="true".
    return any(isinstance(value, dict) and value.get("verwijderd") == "true" for value in entry.values())
