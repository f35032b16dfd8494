"""Runs of the schedule, and what was approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.model.times import Month


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job that was due; `(job, due_at)` is unique in the store."""

    job: str
    due_at: datetime
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """An edition that was approved: from here on its items and its story are spent."""

    month: Month
    cut_off: datetime
    approved_at: datetime
    by: str
    keys: tuple[str, ...]
    story: str
    hashes: Mapping[str, str] = field(default_factory=dict)
