"""One item's own page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from lxml import etree

from pipeline.model import SUMMARY_WORDS, PublicationData, PublicationType, ReadContext
from pipeline.read.listing.linked_data import EVENTS, LinkedData, read_linked_data
from pipeline.read.listing.meetings import meeting_on, midnight
from pipeline.read.listing.tree import OWN, elements, first, lines_of, meta, read_page, title_of, words_of
from pipeline.text import boilerplate, kinds, moments
from pipeline.text.dutch import drop_cut_off, parse_date, strip_tail, whole_sentences
from pipeline.text.paths import path_date
from pipeline.text.url import host_of, join, path_of, tidy

_PARAGRAPH_WORDS = 8
# A publication date stands on a line of its own near the top ("9 september 2025 | 1 minuut lezen").
_DATE_LINE_CHARACTERS = 90
_DATE_LINES = 40
_YEAR = re.compile(r"\b[12][0-9Oo]{3}\b")
_CHANGED = re.compile(
    r"gewijzigd|bijgewerkt|aangepast|herzien|geactualiseerd|last (?:modified|updated)", re.I
)
_ASIDE = "not(ancestor::nav or ancestor::aside or ancestor::footer or ancestor::form)"
_ISSUED = (
    *("article:published_time", "og:published_time", "datePublished", "dcterms.issued", "dcterms.available"),
    *("dcterms.date", "dc.date.issued", "dc.date", "date", "pubdate", "publishdate"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "dateModified", "dcterms.modified")
_KINDS = {"PodcastEpisode": "podcast", **dict.fromkeys(EVENTS, "bijeenkomst")}


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
    its own. Where nothing else is dated the day in the address stands in, with the flag "path-date". A
    meeting gets the time it begins from JSON-LD, microdata or its lines Datum, Tijd and Locatie, and a
    publication date only if JSON-LD or `<meta>` names one; one without a single date has the flag "series".
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
        updated=_updated(page),
        duration=page.said.duration if kind in ("podcast", "video") else "",
        credit=credit or next((name for line in page.lines if (name := boilerplate.credit_of(line))), ""),
    )
    untitled = () if title else ("no-title",)
    if (kind or context.endpoint.type) == PublicationType.BIJEENKOMST:
        meeting = meeting_on(main, page.said, list(page.lines), context)
        return meeting.told_in(replace(data, flags=untitled))
    by_path = ("path-date",) if published_from == "path" else ()
    return replace(data, flags=(*untitled, *moments.date_flags(published, context.now), *by_path))


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
    titles = [title for title, _ in split if not boilerplate.is_furniture(title)]
    return _whole(titles[0], titles) if titles else "", tail


def _whole(title: str, titles: list[str]) -> str:
    """Returns the title, or where it was cut off with "…" the one of the others that goes on."""
    begun = title.rstrip("….").rstrip()
    if begun == title:
        return title
    return next((one for one in titles if one.startswith(begun) and one.rstrip("…. ") != begun), title)


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
    """Returns the publication date the page names or shows, and the element it came from."""
    named = (("datePublished", page.said.published), *((name, meta(page.root, name)[0]) for name in _ISSUED))
    for name, text in named:
        if moment := _stamp(text, page.context):
            return moment, name
    return (None, "") if _is_about_event(page) else _shown(page)


def _shown(page: _Page) -> tuple[datetime | None, str]:
    for element in elements(page.main, f".//time[@datetime][{OWN}]")[:1]:
        if moment := _stamp(element.get("datetime") or "", page.context):
            return moment, "time"
    if day := next(_dated_lines(page, is_changed=False), None):
        return midnight(day, page.context), "text"
    if day := path_date(path_of(page.context.url), near=page.context.now.date()):
        return midnight(day, page.context), "path"
    return None, ""


def _updated(page: _Page) -> datetime | None:
    for text in (page.said.modified, meta(page.root, *_MODIFIED)[0]):
        if moment := _stamp(text, page.context):
            return moment
    day = next(_dated_lines(page, is_changed=True), None)
    return midnight(day, page.context) if day else None


def _dated_lines(page: _Page, *, is_changed: bool) -> Iterator[date]:
    """Yields the days of short lines that name one, of those that speak of a change or of the others."""
    for line in page.lines[:_DATE_LINES]:
        if len(line) > _DATE_LINE_CHARACTERS or not _YEAR.search(line):
            continue
        # "Gepubliceerd op 3 maart 2026, gewijzigd op 5 mei 2026"
        changed = _CHANGED.search(line)
        part = (line[changed.end() :] if is_changed else line[: changed.start()]) if changed else line
        if bool(changed) >= is_changed and (day := _day(part, page.context)):
            yield day


def _is_about_event(page: _Page) -> bool:
    kind = _KINDS.get(page.said.kind) or kinds.kind_of(tail="", path=path_of(page.context.url), title="")
    return (kind or page.context.endpoint.type) == PublicationType.BIJEENKOMST


def _stamp(text: str, context: ReadContext) -> datetime | None:
    return moments.parse_moment(text, context.zone) if text else None


def _day(text: str, context: ReadContext) -> date | None:
    # "In 2024 begon het. Op 3 december komt er meer." names no day of publication.
    day = parse_date(text, near=context.now.date(), with_year=True)
    return day if day and day.year >= 1900 else None
