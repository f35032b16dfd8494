"""Months and moments as somebody types them."""

from __future__ import annotations

from datetime import datetime

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.model import Month
from pipeline.shell import clock


def month_of(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no month; write it as 2026-12") from error


def moment_of(root: Root, text: str | None) -> datetime:
    """Returns the moment `text` names, in the newsletter's zone where it names none; now without a text.

    Now is when the root's own clock stands still, if it does: see the demo.
    """
    if text is None:
        return root.stands_at or clock.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no moment; write it as 2026-12-03 or 2026-12-03T09:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=root.config.newsletter.zone)
