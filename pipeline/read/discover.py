"""What a site offers to collect from: the feeds, calendars and sitemaps that its own pages name."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree, html

from pipeline.model import Kind, Offer
from pipeline.text import html as markup
from pipeline.text.dutch import clean_text
from pipeline.text.url import canonical, join, path_of

MOST_OFFERS = 20
_TITLE_CHARACTERS = 120
_START_BYTES = 8192

# What a page says a <link> leads to. Not plain application/json, with which WordPress names the page itself.
_TYPES = {
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "application/rdf+xml": Kind.FEED,
    "application/feed+json": Kind.FEED,
    "text/calendar": Kind.AGENDA,
}
# The paths by which common systems give their feeds, for pages that only link to them in the text.
_FEED_PATH = re.compile(r"(?:^|/)(?:rss|feed|atom)(?:\.xml|\.rss|\.json)?/?$|\.(?:rss|atom)$", re.IGNORECASE)
_CALENDAR_PATH = re.compile(r"\.ics$", re.IGNORECASE)
_COMMENTS = re.compile(r"/(?:comments|reacties)/", re.IGNORECASE)

_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_KINDS = (
    (re.compile(rb"<(?:rss|rdf:RDF|feed)\b"), Kind.FEED),
    (re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b"), Kind.SITEMAP),
    (re.compile(rb"^\s*BEGIN:VCALENDAR\b"), Kind.AGENDA),
    (re.compile(rb'^\s*\{.*"https?:\\?/\\?/jsonfeed\.org\\?/version', re.DOTALL), Kind.FEED),
)


def kind_of(body: bytes) -> Kind | None:
    """Returns how a body can be read, by its first bytes; None for a web page and for all else."""
    start = body[:_START_BYTES]
    if start.startswith(b"\x1f\x8b"):
        try:
            start = zlib.decompressobj(wbits=31).decompress(start, _START_BYTES)
        except zlib.error:
            return None
    start = start.removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(start):
        return None
    return next((kind for pattern, kind in _KINDS if pattern.search(start)), None)


def offers_of_page(body: bytes, url: str, content_type: str = "") -> tuple[Offer, ...]:
    """Returns the feeds and calendars that the page at `url` names, those in its head first; at most twenty.

    Feeds of comments are left out. What is no HTML offers nothing.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.decode(body, content_type)).replace("\0", "")
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    based = page.find(".//base")
    base = join(url, (based.get("href") or "") if based is not None else "") or url
    return _different([*_of_head(page, base), *_of_text(page, base)])


def offers_of_sitemaps(addresses: Iterable[str], site: str) -> tuple[Offer, ...]:
    """Returns the sitemaps that a site's robots.txt names; `site` is what relative ones are seen from."""
    urls = (join(site, address) for address in addresses)
    return _different([Offer(Kind.SITEMAP, url, "", "robots.txt") for url in urls if url])


def _of_head(page: html.HtmlElement, base: str) -> Iterator[Offer]:
    for link in page.iter("link"):
        roles = (link.get("rel") or "").lower().split()
        kind = _TYPES.get((link.get("type") or "").partition(";")[0].strip().lower())
        if "alternate" in roles and kind is not None:
            yield from _offer(kind, link, base, "<link> in its head")
        elif "sitemap" in roles:
            yield from _offer(Kind.SITEMAP, link, base, "<link> in its head")


def _of_text(page: html.HtmlElement, base: str) -> Iterator[Offer]:
    for link in page.iter("a"):
        path = path_of(join(base, link.get("href") or "") or "")
        if _FEED_PATH.search(path):
            yield from _offer(Kind.FEED, link, base, "a link on it")
        elif _CALENDAR_PATH.search(path):
            yield from _offer(Kind.AGENDA, link, base, "a link on it")


def _offer(kind: Kind, link: html.HtmlElement, base: str, found_in: str) -> Iterator[Offer]:
    url = join(base, link.get("href") or "")
    if url and not _COMMENTS.search(path_of(url) + "/"):
        title = clean_text(link.get("title") or "".join(str(part) for part in link.itertext()))
        yield Offer(kind, url, title[:_TITLE_CHARACTERS], found_in)


def _different(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    first: dict[str, Offer] = {}
    for offer in offers:
        first.setdefault(canonical(offer.url), offer)
    return tuple(first.values())[:MOST_OFFERS]
