"""feeds/<slug>.toml -> Source."""

from __future__ import annotations

from pipeline.errors import SourceError
from pipeline.model import Endpoint, Kind, PublicationType, Selectors, Source
from pipeline.text.tables import Table, TableError, parse_toml
from pipeline.text.url import is_web

_SOURCE_KEYS = {"name", "organisation", "homepage", "endpoint"}
_ENDPOINT_KEYS = {
    "url", "kind", "type", "include", "exclude", "links", "select",
    "rhythm_days", "may_be_empty", "enabled", "reason",
}  # fmt: skip
# Kinds a reader exists for; the others may stand in a file as `enabled = false`, with the reason.
READABLE = frozenset({Kind.FEED, Kind.SITEMAP, Kind.LISTING, Kind.AGENDA})


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
    if enabled and kind not in READABLE:
        message = f"kind {kind.value!r} has no reader yet; set enabled = false, with the reason"
        raise entry.error(message, "kind")
    links = entry.strings("links")
    select = _selectors(entry)
    if kind is Kind.LISTING and enabled and not links and not select.item:
        message = 'a listing asks for links, a pattern of its items\' paths such as "/nieuws/*"'
        raise entry.error(message, "kind")
    return Endpoint(
        url=_web(entry, "url"),
        kind=kind,
        type=PublicationType(entry.choice("type", list(PublicationType), "nieuws")),
        include=entry.strings("include"),
        exclude=entry.strings("exclude"),
        links=links,
        select=select,
        rhythm_days=entry.whole("rhythm_days", 45),
        may_be_empty=entry.flag("may_be_empty", False),
        enabled=enabled,
        reason=reason,
    )


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
