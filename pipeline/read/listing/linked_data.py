"""What a page says of itself in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipeline.read.listing.tree import elements
from pipeline.text import html as markup
from pipeline.text.dutch import clean_text, repair_mojibake

EVENTS = ("Event", "EducationEvent", "BusinessEvent", "SocialEvent", "EventSeries", "CourseInstance")
# What a page is about, before what it is part of.
_ABOUT = (
    *EVENTS,
    *("PodcastEpisode", "NewsArticle", "Article", "BlogPosting", "Report"),
    *("ScholarlyArticle", "VideoObject", "WebPage"),
)
_CHARACTERS = 500_000
_DURATION = re.compile(r"P?T?(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})(?:\.[0-9]+)?S)?")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """Each value as it stands there, plain text, "" where it is missing. `duration` reads "32 min"."""

    kind: str = ""
    headline: str = ""
    description: str = ""
    published: str = ""
    modified: str = ""
    start: str = ""
    end: str = ""
    location: str = ""
    duration: str = ""
    url: str = ""
    offer: str = ""
    is_cancelled: bool = False


def read_linked_data(root: etree._Element) -> LinkedData:
    """Returns what the page's JSON-LD says of the page; what cannot be read says nothing."""
    nodes = sorted(
        (node for node in _nodes(root) if _kind(node) in _ABOUT), key=lambda n: _ABOUT.index(_kind(n))
    )
    return _said(nodes)


def read_events(root: etree._Element) -> list[LinkedData]:
    """Returns each meeting that a page's JSON-LD tells of, as agendas do, in order."""
    return [_said([node]) for node in _nodes(root) if _kind(node) in EVENTS]


def _said(nodes: list[dict[str, Any]]) -> LinkedData:
    return LinkedData(
        kind=_kind(nodes[0]) if nodes else "",
        headline=_first(nodes, "headline", "name"),
        description=_first(nodes, "description"),
        published=_first(nodes, "datePublished"),
        modified=_first(nodes, "dateModified"),
        start=_first(nodes, "startDate"),
        end=_first(nodes, "endDate"),
        location=next((place for node in nodes if (place := _place(node.get("location")))), ""),
        duration=_minutes(_first(nodes, "duration", "timeRequired")),
        url=_first(nodes, "url", "@id"),
        offer=next((url for node in nodes if (url := _offer(node.get("offers")))), ""),
        is_cancelled=_first(nodes, "eventStatus").endswith("EventCancelled"),
    )


def _nodes(root: etree._Element) -> Iterator[dict[str, Any]]:
    for script in elements(root, "//script[@type='application/ld+json']"):
        try:
            held = json.loads((script.text or "")[:_CHARACTERS])
        except (ValueError, RecursionError):
            continue
        for node in held if isinstance(held, list) else [held]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                inner = graph if isinstance(graph, list) else []
                for one in (node, *inner):
                    if isinstance(one, dict):
                        yield one
                        yield from _listed(one)


def _listed(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields the items of an ItemList, the form in which list pages name what they list."""
    elements_of = node.get("itemListElement")
    for one in elements_of if isinstance(elements_of, list) else []:
        item = one.get("item", one) if isinstance(one, dict) else None
        if isinstance(item, dict):
            yield item


def _offer(value: object) -> str:
    if isinstance(value, list):
        return next((url for one in value if (url := _offer(one))), "")
    return _text(value.get("url")) if isinstance(value, dict) else ""


def _kind(node: dict[str, Any]) -> str:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return next((kind for kind in named if isinstance(kind, str) and kind in _ABOUT), "")


def _first(nodes: list[dict[str, Any]], *names: str) -> str:
    return next((text for name in names for node in nodes if (text := _text(node.get(name)))), "")


def _text(value: object) -> str:
    return clean_text(markup.plain(repair_mojibake(value))) if isinstance(value, str) else ""


def _place(value: object) -> str:
    if isinstance(value, list):
        return next((place for one in value if (place := _place(one))), "")
    if not isinstance(value, dict):
        return _text(value)
    address = value.get("address")
    town = _text(address.get("addressLocality")) if isinstance(address, dict) else ""
    name = _text(value.get("name"))
    return ", ".join(dict.fromkeys(part for part in (name, town) if part))


def _minutes(text: str) -> str:
    found = _DURATION.fullmatch(text)
    if not text or not found:
        return ""
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    whole = hours * 60 + minutes + (1 if seconds else 0)
    return f"{whole} min" if whole else ""
