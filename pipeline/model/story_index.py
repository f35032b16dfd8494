"""The index of stories: one page of all, and one for each form, teller, tone and kernelement that occurs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One story as the index shows it; all text is Dutch. `url` is relative to the index."""

    slug: str
    title: str
    lines: tuple[str, ...]
    kernelementen: tuple[str, ...]
    summary: str
    content_notice: str
    url: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One way to narrow the index, with its own page `file` and how many stories that shows."""

    name: str
    file: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page of the index; `file` is "index.html" for all stories."""

    file: str
    heading: str
    entries: tuple[IndexEntry, ...]
    facets: tuple[Facet, ...]
    newsletter: str
    contact: str
    signup_url: str
    language: str
