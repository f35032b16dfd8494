"""What a reader is told besides the bytes, with sensible values for what a test does not name."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.model import Endpoint, Kind, PublicationType, ReadContext, Selectors

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=AMSTERDAM)


def context(
    url: str = "https://bron.example/nieuws",
    kind: Kind = Kind.FEED,
    *,
    type: PublicationType = PublicationType.NIEUWS,
    links: tuple[str, ...] = (),
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    select: Selectors | None = None,
    content_type: str = "",
    limit: int = 200,
) -> ReadContext:
    endpoint = Endpoint(url, kind, type, include, exclude, links, select or Selectors())
    return ReadContext(url, endpoint, NOW, AMSTERDAM, content_type, limit)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment by the clock of Amsterdam."""
    return datetime(year, month, day, hour, minute, second, tzinfo=AMSTERDAM)
