"""Feeds to publications.

plain_xml     RSS 2.0 and Atom as specified, nine feeds in ten     syndication   all others, by feedparser
json_feed     JSON Feed                                            entry         what each of them gives
"""

from __future__ import annotations

import importlib
import re

from pipeline.errors import CollectError
from pipeline.model import Parsed, PublicationData, ReadContext, Status, Wanted, WantedRole
from pipeline.read.feed.entry import Entry, publication_of
from pipeline.read.feed.json_feed import entries_of_json, is_json
from pipeline.read.feed.plain_xml import entries_of_plain_xml
from pipeline.text import boilerplate, periods
from pipeline.text import html as markup
from pipeline.text.url import canonical, path_of

__all__ = ["parse_feed"]

_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)

# How many minutes RSS says the channel stays as it is; an entry may hold an element of the same name.
_TTL = re.compile(rb"<ttl>\s*([0-9]{1,6})\s*</ttl>", re.IGNORECASE)
_FIRST_ITEM = re.compile(rb"<item[\s>]", re.IGNORECASE)


def parse_feed(body: bytes, context: ReadContext) -> Parsed:
    """Returns what an RSS, Atom or JSON Feed `body` announces: the newest `context.limit`, in feed order.

    Entries that say they were withdrawn are left out, and so are exact repeats and entries that hold
    neither title, link nor text. An entry without title, date or summary has its page `wanted`. A feed
    with `endpoint.full_at` entries or more was cut off: both halves of its period are `wanted` as LIST. A
    feed without entries gives an empty `Parsed`. `ttl_minutes` is RSS's <ttl>.

    Raises CollectError for what is no feed: EMPTY for an empty body; BLOCKED, MAINTENANCE or
    REDIRECTED_TO_ERROR for the pages that stand in its place; else NOT_A_FEED.
    """
    if not body.strip():
        raise CollectError(Status.EMPTY, "the answer has no content")
    if _HTML_START.match(body[:4096]):
        raise _page_instead(body, context)
    entries = _entries(body, context)
    chosen = _newest(_without_shared_pages(_without_repeats(entries)), context)
    found = (publication_of(entry, context) for entry in chosen)
    publications = tuple(one for one in found if _says_something(one))
    parts = _parts(len(entries), context)
    wanted = tuple(Wanted(one.url, WantedRole.ITEM) for one in publications if one.url and _is_open(one))
    return Parsed(publications, (*parts, *wanted), _ttl_minutes(body))


def _entries(body: bytes, context: ReadContext) -> list[Entry]:
    if is_json(body):
        return entries_of_json(body, context)
    plain = entries_of_plain_xml(body, context)
    if plain is not None:
        return plain
    # Imported by the first feed that needs it: a worker that meets only plain feeds starts twice as fast.
    entries: list[Entry] = importlib.import_module("pipeline.read.feed.syndication").entries_of_xml(
        body, context
    )
    return entries


def _ttl_minutes(body: bytes) -> int:
    item = _FIRST_ITEM.search(body)
    said = _TTL.search(body, 0, item.start() if item else len(body))
    return int(said[1]) if said else 0


def _page_instead(body: bytes, context: ReadContext) -> CollectError:
    html = markup.decode(body, context.content_type)
    refusal = boilerplate.refusal(markup.title_of(html), markup.plain(html))
    if refusal:
        return CollectError(Status(refusal), "a page of the site stands in place of the feed")
    return CollectError(Status.NOT_A_FEED, "an HTML page, not a feed")


def _says_something(one: PublicationData) -> bool:
    return bool(one.title or one.url or one.summary)


def _is_open(one: PublicationData) -> bool:
    return not (one.title and one.published and one.summary)


def _parts(count: int, context: ReadContext) -> tuple[Wanted, ...]:
    full_at = context.endpoint.full_at
    if not full_at or count < full_at:
        return ()
    urls = periods.halves(context.endpoint.url, context.url, context.zone)
    return tuple(Wanted(url, WantedRole.LIST) for url in urls)


def _without_repeats(entries: list[Entry]) -> list[Entry]:
    seen: set[tuple[str, str | None]] = set()
    kept: list[Entry] = []
    for one in entries:
        key = (one.guid, one.page)
        if key not in seen or key == ("", None):
            seen.add(key)
            kept.append(one)
    return kept


def _without_shared_pages(entries: list[Entry]) -> list[Entry]:
    """Takes away an address that leads to the site and to no entry: podcasts give each their home page.

    By its address an entry is known again; with a shared one all would be one publication.
    """
    pages = [one.page for one in entries if one.page]
    if len(set(pages)) == len(pages):
        return entries
    by_page: dict[str, set[str]] = {}
    for one in entries:
        if one.page:
            by_page.setdefault(canonical(one.page), set()).add(one.title)
    homes = {canonical(home) for home in {one.home for one in entries} if home}
    shared = {
        page for page, titles in by_page.items() if len(titles) > 1 and (page in homes or _is_root(page))
    }
    return [one.without_page() if one.page and canonical(one.page) in shared else one for one in entries]


def _is_root(page: str) -> bool:
    return path_of(page) == "/" and "?" not in page and "#" not in page


def _newest(entries: list[Entry], context: ReadContext) -> list[Entry]:
    if len(entries) <= context.limit:
        return entries
    moments = [one.sorted_at(context.now) for one in entries]
    order = sorted(range(len(entries)), key=moments.__getitem__, reverse=True)
    return [entries[index] for index in sorted(order[: context.limit])]
