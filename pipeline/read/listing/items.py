"""The items that a list page links to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from lxml import etree, html
from lxml.cssselect import SelectorError

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
from pipeline.read.listing.tree import base_of, elements, first, read_page, title_of, words_of
from pipeline.text import boilerplate, kinds, moments
from pipeline.text.dutch import parse_date, strip_tail, whole_sentences
from pipeline.text.url import host_of, join, path_of, tidy

_LEVELS_UP = 5
_HEADINGS = ".//*[self::h2 or self::h3 or self::h4 or self::h5]"


@dataclass(frozen=True, slots=True)
class _Item:
    """One link of the list: where it leads, and the part of the page that belongs to it alone."""

    url: str
    link: html.HtmlElement
    card: html.HtmlElement


def parse_listing(body: bytes, context: ReadContext) -> Parsed:
    """Returns the items a list page links to, in page order; each has its own page `wanted` as ITEM.

    Items are the `<a href>` whose path one of `endpoint.links` matches ("*" is any run of characters,
    slashes too), or that stand in `endpoint.select.item`; on the page's own host, once each, without the
    page itself and the paths of `endpoint.exclude`. The title is the link's text, else the nearest
    heading, else "". Dates come from a `<time>` of the item, or what `select.date` finds; for meetings that
    is the day they begin.
    A page without items gives an empty `Parsed`. Raises CollectError as `read_page` does, and NOT_A_FEED
    for a selector that is no CSS.
    """
    root = read_page(body, context)
    try:
        found = list(_items(root, context))
    except (SelectorError, etree.XPathError) as error:
        raise CollectError(Status.NOT_A_FEED, f"a selector under `select` is no CSS: {error}") from error
    publications: dict[str, PublicationData] = {}
    for item in found:
        publication = _publication(item, context)
        known = publications.get(item.url)
        # The picture of an item often links as well, without words.
        if known is None or (publication.title and not known.title):
            publications[item.url] = publication
    named = [one for one in publications.values() if not (one.title and boilerplate.is_furniture(one.title))]
    kept = tuple(named[: context.limit])
    return Parsed(kept, tuple(Wanted(one.url, WantedRole.ITEM) for one in kept if one.url))


def _items(root: html.HtmlElement, context: ReadContext) -> Iterator[_Item]:
    base = base_of(root, context)
    select = context.endpoint.select
    if select.item:
        for card in root.cssselect(select.item):
            links = card.cssselect(select.link) if select.link else _links(card)
            if links and (url := _url_of(links[0], base, context)):
                yield _Item(url, links[0], card)
        return
    addressed = {link: url for link in _links(root) if (url := _url_of(link, base, context))}
    urls = set(list(dict.fromkeys(addressed.values()))[: context.limit])
    for link, url in addressed.items():
        if url in urls:
            yield _Item(url, link, _card(link, url, addressed))


def _links(element: etree._Element) -> list[html.HtmlElement]:
    return [
        one for one in elements(element, "descendant-or-self::a[@href]") if isinstance(one, html.HtmlElement)
    ]


def _url_of(link: html.HtmlElement, base: str, context: ReadContext) -> str | None:
    joined = join(base, link.get("href") or "")
    if joined is None or host_of(joined) != host_of(context.url):
        return None
    url = tidy(joined)
    path = path_of(url)
    endpoint = context.endpoint
    if path in ("/", path_of(context.url)) and "?" not in url:
        return None
    if any(rule.startswith("/") and f"{path}/".startswith(rule) for rule in endpoint.exclude):
        return None
    matches = any(fnmatchcase(path, pattern.rstrip("/")) for pattern in endpoint.links)
    return url if matches or (endpoint.select.item and not endpoint.links) else None


def _card(link: html.HtmlElement, url: str, addressed: dict[html.HtmlElement, str]) -> html.HtmlElement:
    """Returns the largest element around the link that holds no other item's link."""
    card = link
    for _ in range(_LEVELS_UP):
        around = card.getparent()
        if around is None or around.tag in ("body", "main"):
            break
        if any(addressed.get(other, url) != url for other in _links(around)):
            break
        card = around
        if card.tag in ("li", "article", "tr"):
            break
    return card


def _publication(item: _Item, context: ReadContext) -> PublicationData:
    title, tail = strip_tail(_title(item, context))
    kind = kinds.kind_of(tail=tail, path=path_of(item.url), title=title)
    is_event = (kind or context.endpoint.type) == PublicationType.BIJEENKOMST
    moment, moment_from = _moment(item, context)
    summary = _summary(item, context)
    return PublicationData(
        title=title,
        url=item.url,
        type=PublicationType(kind) if kind else None,
        summary=summary,
        summary_from="list" if summary else "",
        published=None if is_event else moment,
        published_from="" if is_event or moment is None else moment_from,
        event_start=moment if is_event else None,
        all_day=is_event and moment is not None and (moment.hour, moment.minute) == (0, 0),
        flags=() if is_event else moments.date_flags(moment, context.now),
    )


def _title(item: _Item, context: ReadContext) -> str:
    if selector := context.endpoint.select.title:
        return next((title for one in item.card.cssselect(selector) if (title := title_of(one))), "")
    inside = first(item.link, _HEADINGS)
    words = title_of(item.link if inside is None else inside)
    if words and not boilerplate.is_vague(words):
        return words
    heading = first(item.card, _HEADINGS)
    nearest = "" if heading is None else title_of(heading)
    return "" if boilerplate.is_vague(nearest) else nearest


def _moment(item: _Item, context: ReadContext) -> tuple[datetime | None, str]:
    selector = context.endpoint.select.date
    places = item.card.cssselect(selector) if selector else elements(item.card, ".//time[@datetime]")
    for place in places:
        stamp = place.get("datetime") or next((one.get("datetime") for one in place.iter("time")), None)
        if stamp and (moment := moments.parse_moment(stamp, context.zone)):
            return moment, "list time"
        if day := parse_date(words_of(place)[:200], near=context.now.date()):
            return datetime(day.year, day.month, day.day, tzinfo=context.zone), "list text"
    return None, ""


def _summary(item: _Item, context: ReadContext) -> str:
    selector = context.endpoint.select.summary
    if not selector:
        return ""
    text, _ = boilerplate.prose(words_of(one) for one in item.card.cssselect(selector))
    return whole_sentences(text, SUMMARY_WORDS)
