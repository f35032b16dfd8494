"""feeds/<slug>.toml -> Source."""

from __future__ import annotations

from dataclasses import fields

from pipeline.errors import SourceError
from pipeline.model import Endpoint, FieldMap, Kind, PublicationType, Selectors, Source
from pipeline.text import periods
from pipeline.text.tables import Table, TableError, parse_toml
from pipeline.text.url import is_web

_SOURCE_KEYS = {"name", "organisation", "homepage", "endpoint"}
_ENDPOINT_KEYS = {
    "url", "kind", "type", "include", "exclude", "links", "select", "map", "title_from", "dates",
    "pages", "max_pages", "full_at", "general", "rhythm_days", "may_be_empty", "enabled", "reason",
}  # fmt: skip
_MAP_KEYS = tuple(one.name for one in fields(FieldMap))
# Keys that only one kind of endpoint knows; elsewhere they would be passed over in silence.
_ONLY_FOR = {
    "select": (Kind.LISTING, Kind.AGENDA),
    "links": (Kind.LISTING, Kind.AGENDA),
    "pages": (Kind.LISTING, Kind.AGENDA, Kind.JSON),
    "map": (Kind.JSON,),
    "title_from": (Kind.FEED,),
    "dates": (Kind.FEED,),
    "full_at": (Kind.FEED, Kind.JSON),
}


def parse_source(text: str, path: str, slug: str) -> Source:
    """Reads one file of feeds/. Raises SourceError with file and line."""
    try:
        table = parse_toml(text)
        table.demand_known(_SOURCE_KEYS)
        endpoints = tuple(_endpoint(entry) for entry in table.children("endpoint", known=_ENDPOINT_KEYS))
        if not endpoints:
            raise table.error("there is no [[endpoint]]; add one, or remove the file")
        urls = [endpoint.url for endpoint in endpoints]
        doubled = next((url for index, url in enumerate(urls) if url in urls[:index]), None)
        if doubled:
            raise table.error(f"two endpoints have the address {doubled}")
        return Source(
            slug=slug,
            name=table.string("name"),
            organisation=table.string("organisation"),
            homepage=_web(table, "homepage"),
            endpoints=endpoints,
        )
    except TableError as error:
        raise SourceError(path, error.message, line=error.line) from error


def _endpoint(entry: Table) -> Endpoint:
    kind = Kind(entry.choice("kind", list(Kind)))
    enabled = entry.flag("enabled", True)
    reason = entry.string("reason", "")
    if not enabled and not reason.strip():
        raise entry.error("enabled = false asks for a reason", "enabled")
    for key, kinds in _ONLY_FOR.items():
        if key in entry.values and kind not in kinds:
            raise entry.error(f"{key} is not for kind {kind.value!r} but for {' and '.join(kinds)}", key)
    usual_type = "bijeenkomst" if kind is Kind.AGENDA else "nieuws"
    endpoint = Endpoint(
        url=_web(entry, "url"),
        kind=kind,
        type=PublicationType(entry.choice("type", list(PublicationType), usual_type)),
        include=entry.strings("include"),
        exclude=entry.strings("exclude"),
        links=entry.strings("links"),
        select=_selectors(entry),
        rhythm_days=entry.whole("rhythm_days", 45),
        may_be_empty=entry.flag("may_be_empty", False),
        enabled=enabled,
        reason=reason,
        map=_field_map(entry),
        title_from=entry.choice("title_from", ("title", "summary"), "title"),
        dates=entry.choice("dates", ("published", "updated"), "published"),
        pages=_web(entry, "pages") if "pages" in entry.values else "",
        max_pages=entry.whole("max_pages", 3),
        full_at=entry.whole("full_at", 0),
        general=entry.flag("general", False),
        learns_rhythm="rhythm_days" not in entry.values,
    )
    _demand_whole(endpoint, entry)
    return endpoint


def _demand_whole(endpoint: Endpoint, entry: Table) -> None:
    """Raises TableError for an endpoint whose reader would lack something."""
    if complaint := periods.complaint_of(endpoint.url):
        raise entry.error(complaint, "url")
    if endpoint.full_at and not ("{from" in endpoint.url and "{to" in endpoint.url):
        raise entry.error("full_at asks for a url with {from} and {to}, the period that is halved", "full_at")
    if endpoint.pages and "{page" not in endpoint.pages:
        raise entry.error("pages asks for {page}, the number of the page", "pages")
    if not endpoint.enabled:
        return
    if endpoint.kind is Kind.LISTING and not endpoint.links and not endpoint.select.item:
        message = 'a listing asks for links, a pattern of its items\' paths such as "/nieuws/*"'
        raise entry.error(message, "kind")
    if endpoint.kind is Kind.JSON and not (endpoint.map.items and endpoint.map.title):
        raise entry.error("kind json asks for [endpoint.map] with at least items and title", "kind")


def _field_map(entry: Table) -> FieldMap:
    if "map" not in entry.values:
        return FieldMap()
    table = entry.child("map", known=_MAP_KEYS)
    return FieldMap(**{key: table.string(key, "") for key in _MAP_KEYS})


def _selectors(entry: Table) -> Selectors:
    if "select" not in entry.values:
        return Selectors()
    select = entry.child("select", known={"item", "title", "link", "date", "summary"})
    return Selectors(
        item=select.string("item", ""),
        title=select.string("title", ""),
        link=select.string("link", ""),
        date=select.string("date", ""),
        summary=select.string("summary", ""),
    )


def _web(entry: Table, key: str) -> str:
    value = entry.string(key)
    if not is_web(value):
        raise entry.error(f"{key} must be a whole web address", key)
    return value
