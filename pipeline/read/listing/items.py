"""The items that a list page links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase

from lxml import etree, html
from lxml.cssselect import SelectorError

from pipeline.errors import CollectError
from pipeline.model import (
    SUMMARY_WORDS,
    Kind,
    Parsed,
    PublicationData,
    PublicationType,
    ReadContext,
    Status,
    Wanted,
    WantedRole,
)
from pipeline.read.listing.linked_data import LinkedData, read_events
from pipeline.read.listing.meetings import Meeting, day_ahead, meeting_in, meeting_said
from pipeline.read.listing.tree import (
    TITLE_CHARACTERS,
    base_of,
    elements,
    first,
    lines_of,
    read_page,
    title_of,
    words_of,
)
from pipeline.text import boilerplate, kinds, moments
from pipeline.text.dutch import drop_cut_off, parse_date, strip_tail, whole_sentences
from pipeline.text.url import canonical, host_of, join, page_number, path_of, tidy, with_page

_LEVELS_UP = 5
_DAY_HEADING_CHARACTERS = 45
_HEADINGS = ".//*[self::h2 or self::h3 or self::h4 or self::h5]"


# Further on lies what older runs have seen, or what nobody waits for.
_NEXT_WORDS = re.compile(
    r"(?:volgende(?: pagina| resultaten)?|next(?: page)?|oudere berichten)\W*|[›»]", re.I
)


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
    is the day they begin, which is looked for in the item's own lines and the heading above it as well.
    Meetings that the page's JSON-LD tells of come first, also where `links` is empty.
    The page that follows is `wanted` as NEXT: by `endpoint.pages`, else a link that says so.

    A page without items gives an empty `Parsed`. Raises CollectError as `read_page` does, and NOT_A_FEED
    for a selector that is no CSS, and for an agenda that neither links nor JSON-LD make out.
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
    if context.endpoint.kind is Kind.AGENDA:
        publications = _with_events(publications, root, context)
    named = [one for one in publications.values() if not (one.title and boilerplate.is_furniture(one.title))]
    kept = tuple(named[: context.limit])
    items = (Wanted(one.url, WantedRole.ITEM) for one in kept if one.url)
    following = _following(root, context) if kept else None
    return Parsed(kept, (*([Wanted(following, WantedRole.NEXT)] if following else []), *items))


def _with_events(
    publications: dict[str, PublicationData], root: html.HtmlElement, context: ReadContext
) -> dict[str, PublicationData]:
    """Adds the meetings of the page's JSON-LD, and completes those that are linked as well."""
    told = [one for said in read_events(root) if (one := _event(said, root, context))]
    endpoint = context.endpoint
    if not told and not endpoint.links and not endpoint.select.item:
        raise CollectError(
            Status.NOT_A_FEED, "no iCalendar and no meetings in JSON-LD; set links or select.item"
        )
    by_url = {one.url or f"#{number}": one for number, one in enumerate(told)}
    return by_url | {url: one for url, one in publications.items() if url not in by_url}


def _event(said: LinkedData, root: html.HtmlElement, context: ReadContext) -> PublicationData | None:
    url = join(base_of(root, context), said.url) if said.url else None
    title, _ = strip_tail(said.headline)
    if not title:
        return None
    text, _ = boilerplate.prose([said.description])
    summary = whole_sentences(drop_cut_off(text), SUMMARY_WORDS)
    data = PublicationData(
        title=title[:TITLE_CHARACTERS],
        url=tidy(url) if url else None,
        type=PublicationType.BIJEENKOMST,
        summary=summary,
        summary_from="description" if summary else "",
        flags=() if url else ("no-link",),
    )
    return meeting_said(said, context).told_in(data)


def _following(root: html.HtmlElement, context: ReadContext) -> str | None:
    """Returns the address of the list's next page, or None."""
    if template := context.endpoint.pages:
        return with_page(template, page_number(template, context.url) + 1)
    base = base_of(root, context)
    marked = elements(
        root, "//link[@rel='next'][@href] | //a[contains(concat(' ', @rel, ' '), ' next ')][@href]"
    )
    worded = (one for one in _links(root) if _NEXT_WORDS.fullmatch(_label(one)))
    for link in (*marked, *worded):
        url = join(base, link.get("href") or "")
        if url and host_of(url) == host_of(context.url) and canonical(url) != canonical(context.url):
            return tidy(url)
    return None


def _label(link: html.HtmlElement) -> str:
    return (link.get("aria-label") or link.get("title") or words_of(link))[:40].strip()


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
    moment, moment_from = _moment(item, context)
    summary = _summary(item, context)
    data = PublicationData(
        title=title,
        url=item.url,
        type=PublicationType(kind) if kind else None,
        summary=summary,
        summary_from="list" if summary else "",
    )
    if (kind or context.endpoint.type) == PublicationType.BIJEENKOMST:
        meeting = _meeting(item, moment, context)
        return replace(
            data,
            event_start=meeting.start,
            event_end=meeting.end,
            all_day=meeting.all_day,
            location=meeting.location,
        )
    return replace(
        data,
        published=moment,
        published_from=moment_from,
        flags=moments.date_flags(moment, context.now),
    )


def _meeting(item: _Item, moment: datetime | None, context: ReadContext) -> Meeting:
    if moment is not None and (moment.hour, moment.minute) != (0, 0):
        return replace(meeting_in([], context, day=moment.date()), start=moment, all_day=False)
    day = moment.date() if moment else None
    lines = lines_of(item.card)
    shown = meeting_in(lines, context, day=day)
    if shown.start is None and (heading := _heading_above(item)):
        return meeting_in(lines, context, day=day_ahead(heading, context))
    return shown


def _heading_above(item: _Item) -> str:
    """Returns the heading over an item when it is short, as in an agenda by day: "28 februari"."""
    above = elements(item.card, "preceding::*[self::h2 or self::h3 or self::h4 or self::dt or self::th]")
    words = words_of(above[-1]) if above else ""
    return words if len(words) <= _DAY_HEADING_CHARACTERS else ""


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
        is_event = context.endpoint.type == PublicationType.BIJEENKOMST
        words = words_of(place)[:200]
        day = day_ahead(words, context) if is_event else parse_date(words, near=context.now.date())
        if day and day.year >= 1900:
            return datetime(day.year, day.month, day.day, tzinfo=context.zone), "list text"
    return None, ""


def _summary(item: _Item, context: ReadContext) -> str:
    selector = context.endpoint.select.summary
    if not selector:
        return ""
    text, _ = boilerplate.prose(words_of(one) for one in item.card.cssselect(selector))
    return whole_sentences(text, SUMMARY_WORDS)
