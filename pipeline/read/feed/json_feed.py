"""JSON Feed 1.0 and 1.1 (jsonfeed.org): what its entries say."""

from __future__ import annotations

import json
from typing import Any

from pipeline.errors import CollectError
from pipeline.model import ReadContext, Status
from pipeline.read.feed.entry import Entry, File, medium_of, moment_of, page_of
from pipeline.text import html as markup

_VERSION = "jsonfeed.org/version/"


def is_json(body: bytes) -> bool:
    """Says whether `body` begins as a JSON object does, in UTF-8 or UTF-16."""
    return body.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"{"


def entries_of_json(body: bytes, context: ReadContext) -> list[Entry]:
    """Returns the entries of a JSON Feed, in order; values of a wrong type count as missing.

    Raises CollectError NOT_A_FEED for other JSON, and for what is none.
    """
    try:
        held = json.loads(markup.decode(body, context.content_type))
    except (ValueError, RecursionError) as error:
        raise CollectError(Status.NOT_A_FEED, "cannot be read as JSON") from error
    items = held.get("items") if isinstance(held, dict) else None
    # Some feeds forget their version; a list of items with ids is one all the same.
    is_versioned = isinstance(held, dict) and _VERSION in _text(held.get("version"))
    if not isinstance(items, list) or not (is_versioned or any(_looks_like_item(one) for one in items)):
        raise CollectError(Status.NOT_A_FEED, "JSON, but no JSON Feed; another answer is of kind json")
    home = _text(held.get("home_page_url"))
    return [_entry(one, home, context) for one in items if isinstance(one, dict)]


def _looks_like_item(one: object) -> bool:
    return isinstance(one, dict) and "id" in one and bool({"content_html", "content_text"} & set(one))


def _entry(item: dict[str, Any], home: str, context: ReadContext) -> Entry:
    files = [
        File(_text(one.get("url")), _text(one.get("mime_type")))
        for one in _list(item.get("attachments"))
        if isinstance(one, dict)
    ]
    published = moment_of(_text(item.get("date_published")), context)
    modified = moment_of(_text(item.get("date_modified")), context)
    return Entry(
        title=_escaped(item.get("title")),
        guid=_identifier(item.get("id")),
        page=page_of(_addresses(item), files, context),
        medium=medium_of(files),
        texts=(
            ("summary", _escaped(item.get("summary"))),
            ("content_html", _text(item.get("content_html"))),
            ("content_text", _escaped(item.get("content_text"))),
        ),
        published=published or modified,
        published_from="date_published" if published else "date_modified" if modified else "",
        updated=modified if published else None,
        duration=_duration(item.get("attachments")),
        categories=tuple(_text(tag) for tag in _list(item.get("tags")))[:20],
        home=home,
    )


def _addresses(item: dict[str, Any]) -> list[str]:
    """Returns the item's addresses; its id is ideally one, says the specification, but never relative."""
    own = _text(item.get("id"))
    told = [_text(item.get(name)) for name in ("url", "external_url")]
    return [*told, own] if own.startswith(("http://", "https://")) else told


def _duration(attachments: object) -> str:
    seconds = next(
        (one.get("duration_in_seconds") for one in _list(attachments) if isinstance(one, dict)), None
    )
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds < 1_000_000
    return str(int(seconds)) if is_number and seconds is not None else ""


def _identifier(value: object) -> str:
    # The specification tells readers to take a number for its text.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value)[:300] if is_number else _text(value)


def _escaped(value: object) -> str:
    # Plain text by the specification, in which a "<" is no more than that; some write markup all the same.
    text = _text(value)
    return text if "</" in text or "/>" in text else text.replace("<", "&lt;")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
