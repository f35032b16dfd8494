"""The only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic

__all__ = ["monotonic", "now"]


def now() -> datetime:
    """Returns this moment, aware, in UTC."""
    return datetime.now(UTC)
