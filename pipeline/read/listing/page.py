"""One item's own page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from lxml import etree

from pipeline.model import SUMMARY_WORDS, PublicationData, PublicationType, ReadContext
from pipeline.read.listing.linked_data import LinkedData, read_linked_data
from pipeline.read.listing.tree import elements, first, lines_of, meta, read_page, title_of, words_of
from pipeline.text import boilerplate, kinds, moments
from pipeline.text.dutch import drop_cut_off, parse_date, strip_tail, whole_sentences
from pipeline.text.url import host_of, join, path_of, tidy

_PARAGRAPH_WORDS = 8
# A publication date stands on a line of its own near the top ("9 september 2025 | 1 minuut lezen").
_DATE_LINE_CHARACTERS = 90
_DATE_LINES = 40
_YEAR = re.compile(r"\b[12][0-9Oo]{3}\b")
_ASIDE = "not(ancestor::nav or ancestor::aside or ancestor::footer or ancestor::form)"
_ISSUED = (
    *("article:published_time", "og:published_time", "datePublished", "dcterms.issued", "dcterms.available"),
    *("dcterms.date", "dc.date.issued", "dc.date", "date", "pubdate", "publishdate"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "dateModified", "dcterms.modified")
_KINDS = {"PodcastEpisode": "podcast", "Event": "bijeenkomst", "EducationEvent": "bijeenkomst"}
_WHEN = re.compile(r"^(?:datum|wanneer)\s*:?\s*(.{3,120})$", re.IGNORECASE | re.MULTILINE)
_WHERE = re.compile(r"^(?:locatie|plaats|waar)\s*:?\s*(.{2,100})$", re.IGNORECASE | re.MULTILINE)
_HOURS = re.compile(
    r"^tijd(?:stip)?\s*:?\s*(?:van )?([0-9]{1,2})[.:]([0-9]{2})"
    r"(?:\s*(?:uur)?\s*(?:[-–]|tot(?: en met)?|t/m)\s*([0-9]{1,2})[.:]([0-9]{2}))?",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it is asked: its tree, the part with its own text, and what it says of itself."""

    root: etree._Element
    main: etree._Element
    lines: tuple[str, ...]
    said: LinkedData
    context: ReadContext


def parse_page(body: bytes, context: ReadContext) -> PublicationData:
    """Returns what an item's own page says of it; what it leaves open is empty.

    In this order: JSON-LD, `<meta>`, the elements of the page, and for the date a Dutch date on a line of
    its own. A meeting gets the time it begins from JSON-LD or from its lines Datum, Tijd and Locatie, and a
    publication date only if JSON-LD or `<meta>` names one.
    Raises CollectError: EMPTY, NOT_HTML, and BLOCKED, MAINTENANCE or REDIRECTED_TO_ERROR for a page that
    stands in place of the one asked for.
    """
    root = read_page(body, context)
    found = first(root, "//main", "//*[@role='main']", "//article", "//body")
    main = root if found is None else found
    page = _Page(root, main, tuple(lines_of(main)), read_linked_data(root), context)
    url = _url(page)
    title, tail = _title(page)
    kind = _KINDS.get(page.said.kind) or kinds.kind_of(tail=tail, path=path_of(url), title=title)
    summary, summary_from, credit = _summary(page, title)
    published, published_from = _published(page)
    data = PublicationData(
        title=title,
        url=url,
        type=PublicationType(kind) if kind else None,
        summary=summary,
        summary_from=summary_from,
        published=published,
        published_from=published_from,
        updated=_stamp(page.said.modified, context) or _stamp(meta(root, *_MODIFIED)[0], context),
        duration=page.said.duration if kind in ("podcast", "video") else "",
        credit=credit or next((name for line in page.lines if (name := boilerplate.credit_of(line))), ""),
    )
    untitled = () if title else ("no-title",)
    if (kind or context.endpoint.type) == PublicationType.BIJEENKOMST:
        event = _as_event(data, page)
        return replace(event, flags=untitled + (() if event.event_start else ("no-event-date",)))
    return replace(data, flags=untitled + moments.date_flags(published, context.now))


def _url(page: _Page) -> str:
    """Returns the page's own idea of its address when that is on its host, for it may have several."""
    here = page.context.url
    for link in elements(page.root, "//link[@rel='canonical'][@href]"):
        named = join(here, link.get("href") or "")
        # Some sites name their home page as the canonical form of every page.
        if named and host_of(named) == host_of(here) and path_of(named) != "/":
            return tidy(named)
    return tidy(here)


def _title(page: _Page) -> tuple[str, str]:
    """Returns the title without its tail, and the kind that a tail named."""
    site = meta(page.root, "og:site_name")[0]
    own = [title_of(one) for path in ("//h1", "//title") for one in elements(page.root, path)[:1]]
    places = [page.said.headline, meta(page.root, "og:title", "twitter:title")[0], *own]
    split = [strip_tail(place, site) for place in places if place]
    tail = next((tail for _, tail in reversed(split) if tail), "")
    return next((title for title, _ in split if not boilerplate.is_furniture(title)), ""), tail


def _summary(page: _Page, title: str) -> tuple[str, str, str]:
    """Returns the summary, the element it came from, and a picture's credit that was glued to it."""
    for place, text in _descriptions(page):
        prose, credit = boilerplate.prose([text])
        if prose and prose != title and not boilerplate.is_furniture(prose):
            return whole_sentences(drop_cut_off(prose), SUMMARY_WORDS), place, credit
    return "", "", ""


def _descriptions(page: _Page) -> Iterator[tuple[str, str]]:
    yield "meta description", meta(page.root, "description")[0]
    yield "og:description", meta(page.root, "og:description")[0]
    yield "description", page.said.description
    for paragraph in elements(page.main, f".//p[{_ASIDE}]"):
        text = words_of(paragraph)
        if len(text.split()) >= _PARAGRAPH_WORDS:
            yield "p", text


def _published(page: _Page) -> tuple[datetime | None, str]:
    """Returns the publication date the page shows or names, and the element it came from."""
    if moment := _stamp(page.said.published, page.context):
        return moment, "datePublished"
    for name in _ISSUED:
        if moment := _stamp(meta(page.root, name)[0], page.context):
            return moment, name
    if _is_about_event(page):
        return None, ""
    for element in elements(page.main, f".//time[@datetime][{_ASIDE}]")[:1]:
        if moment := _stamp(element.get("datetime") or "", page.context):
            return moment, "time"
    for line in page.lines[:_DATE_LINES]:
        if len(line) <= _DATE_LINE_CHARACTERS and _YEAR.search(line) and (day := _day(line, page.context)):
            return _midnight(day, page.context), "text"
    return None, ""


def _is_about_event(page: _Page) -> bool:
    kind = _KINDS.get(page.said.kind) or kinds.kind_of(tail="", path=path_of(page.context.url), title="")
    return (kind or page.context.endpoint.type) == PublicationType.BIJEENKOMST


def _as_event(data: PublicationData, page: _Page) -> PublicationData:
    if start := _stamp(page.said.start, page.context):
        end = _stamp(page.said.end, page.context)
        return replace(
            data,
            event_start=start,
            event_end=end if end and end > start else None,
            all_day="T" not in page.said.start,
            location=page.said.location,
        )
    text = "\n".join(page.lines)
    where = _WHERE.search(text)
    located = replace(data, location=where[1].strip() if where else page.said.location)
    day = _event_day(page, text)
    if day is None:
        return located
    hours = _HOURS.search(text)
    if hours is None or (start := _at(day, hours[1], hours[2], page.context)) is None:
        return replace(located, event_start=_midnight(day, page.context), all_day=True)
    end = _at(day, hours[3], hours[4], page.context) if hours[3] else None
    return replace(located, event_start=start, event_end=end if end and end > start else None)


def _event_day(page: _Page, text: str) -> date | None:
    if (when := _WHEN.search(text)) and (day := _day(when[1], page.context)):
        return day
    times = elements(page.main, f".//time[@datetime][{_ASIDE}]")[:1]
    stamps = [moment for one in times if (moment := _stamp(one.get("datetime") or "", page.context))]
    if stamps:
        return stamps[0].date()
    short = (line for line in page.lines[:_DATE_LINES] if len(line) <= _DATE_LINE_CHARACTERS)
    return next((day for line in short if _YEAR.search(line) and (day := _day(line, page.context))), None)


def _at(day: date, hour: str, minute: str, context: ReadContext) -> datetime | None:
    try:
        return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=context.zone)
    except ValueError:
        return None


def _stamp(text: str, context: ReadContext) -> datetime | None:
    return moments.parse_moment(text, context.zone) if text else None


def _day(text: str, context: ReadContext) -> date | None:
    day = parse_date(text, near=context.now.date())
    return day if day and day.year >= 1900 else None


def _midnight(day: date, context: ReadContext) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=context.zone)
