"""Sitemaps to publications: news sitemaps, plain ones, and the index of others."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime

from lxml import etree

from pipeline.errors import CollectError
from pipeline.model import Parsed, PublicationData, PublicationType, ReadContext, Status, Wanted, WantedRole
from pipeline.text import boilerplate, kinds, moments
from pipeline.text import html as markup
from pipeline.text.dutch import clean_text, repair_mojibake, strip_tail
from pipeline.text.url import host_of, join, path_of, tidy

SITEMAPS_OF_AN_INDEX = 5
_DECODED_BYTES = 5_000_000
_TITLE_CHARACTERS = 300
_GZIP = b"\x1f\x8b"


def parse_sitemap(body: bytes, context: ReadContext) -> Parsed:
    """Returns the pages a sitemap names, the newest `context.limit` of them, newest first.

    None has a summary, and those of a plain sitemap have no title and no date but `updated`: each is
    `wanted` as an ITEM. An index gives no publications and wants its newest five as LIST. Addresses on
    other hosts are left out, and those whose path the endpoint excludes or does not include. Of a document
    that was cut off the whole entries count.
    Raises CollectError for what is no sitemap (as `parse_feed` does), and TOO_LARGE for a gzip bomb.
    """
    if not body.strip():
        raise CollectError(Status.EMPTY, "the answer has no content")
    root = _root(_unzipped(body), context)
    kind = _local(root)
    if kind == "sitemapindex":
        return Parsed((), tuple(Wanted(url, WantedRole.LIST) for url in _newest_sitemaps(root, context)))
    if kind != "urlset":
        raise _no_sitemap(body, context, f"no sitemap but <{kind}>")
    found = [one for element in root if _local(element) == "url" if (one := _publication(element, context))]
    newest = sorted(_without_repeats(found), key=_newest_first, reverse=True)[: context.limit]
    return Parsed(tuple(newest), tuple(Wanted(one.url, WantedRole.ITEM) for one in newest if one.url))


def _unzipped(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    reader = zlib.decompressobj(wbits=31)
    try:
        decoded = reader.decompress(body, _DECODED_BYTES)
    except zlib.error as error:
        raise CollectError(Status.NOT_A_FEED, "a damaged gzip file") from error
    if reader.unconsumed_tail:
        raise CollectError(Status.TOO_LARGE, f"more than {_DECODED_BYTES:,} bytes when unpacked")
    return decoded


def _root(body: bytes, context: ReadContext) -> etree._Element:
    # A sitemap has no use for a DTD, and entities are how XML is made to read files or to explode.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        root = _root_of_a_part(body)
        if root is None:
            raise _no_sitemap(body, context, "cannot be read as XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _no_sitemap(body, context, "XML with a document type, which no sitemap has")
    return root


def _root_of_a_part(body: bytes) -> etree._Element | None:
    """Returns the root of a document that was cut off, up to its last whole entry; None without one."""
    ends = [match.end() for match in re.finditer(rb"</(?:url|sitemap)\s*>", body)]
    root_name = re.search(rb"<(urlset|sitemapindex)\b", body[:4096])
    if not ends or root_name is None:
        return None
    whole = body[: ends[-1]].lstrip() + b"</" + root_name[1] + b">"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(whole, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _no_sitemap(body: bytes, context: ReadContext, reason: str) -> CollectError:
    html = markup.decode(body, context.content_type)
    refusal = boilerplate.refusal(markup.title_of(html), markup.plain(html))
    if refusal:
        return CollectError(Status(refusal), "a page of the site stands in place of the sitemap")
    return CollectError(Status.NOT_A_FEED, reason)


def _newest_sitemaps(root: etree._Element, context: ReadContext) -> list[str]:
    # Sites number their sitemaps upwards, so without dates the last is the newest.
    dated = [
        (_moment(element, "lastmod", context) or datetime.min.replace(tzinfo=UTC), number, url)
        for number, element in enumerate(root)
        if _local(element) == "sitemap" and (url := _address(element, context))
    ]
    return [url for _, _, url in sorted(dated, reverse=True)[:SITEMAPS_OF_AN_INDEX]]


def _publication(element: etree._Element, context: ReadContext) -> PublicationData | None:
    url = _address(element, context)
    if url is None or not _is_kept(url, context):
        return None
    title, tail = strip_tail(_title(element))
    published = _moment(element, "publication_date", context)
    kind = kinds.kind_of(tail=tail, path=path_of(url), title=title)
    return PublicationData(
        title=title,
        url=url,
        type=PublicationType(kind) if kind else None,
        published=published,
        published_from="news:publication_date" if published else "",
        updated=_moment(element, "lastmod", context),
        flags=moments.date_flags(published, context.now),
    )


def _is_kept(url: str, context: ReadContext) -> bool:
    """Holds the endpoint's paths against an address; terms need a title, and wait for the collect job."""
    path = path_of(url)
    include, exclude = context.endpoint.include, context.endpoint.exclude
    if any(rule.startswith("/") and f"{path}/".startswith(rule) for rule in exclude):
        return False
    only_paths = bool(include) and all(rule.startswith("/") for rule in include)
    return not only_paths or any(f"{path}/".startswith(rule) for rule in include)


def _address(element: etree._Element, context: ReadContext) -> str | None:
    url = join(context.url, _text(element, "loc"))
    return tidy(url) if url and host_of(url) == host_of(context.url) else None


def _title(element: etree._Element) -> str:
    text = markup.plain(repair_mojibake(_text(element, "title")))  # of <news:news>; pictures have one too
    return clean_text(text)[:_TITLE_CHARACTERS].strip()


def _moment(element: etree._Element, name: str, context: ReadContext) -> datetime | None:
    return moments.parse_moment(_text(element, name), context.zone)


def _text(element: etree._Element, name: str) -> str:
    # Namespaces are often left out or misspelled; the local name is enough, but not within <image:image> and
    # <video:video>, which have a title, an address and a date of their own.
    news = (child for part in element if _local(part) == "news" for child in part)
    found = (child for child in (*element, *news) if _local(child) == name)
    return next((str(child.text or "").strip() for child in found), "")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _without_repeats(found: list[PublicationData]) -> list[PublicationData]:
    return list({one.url: one for one in reversed(found)}.values())[::-1]


def _newest_first(one: PublicationData) -> datetime:
    return one.published or one.updated or datetime.min.replace(tzinfo=UTC)
