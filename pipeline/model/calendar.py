"""The editorial calendar: which story when, what is in stock, what is missing, and the balance of it all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.findings import Finding
from pipeline.model.times import Month


class Planning(StrEnum):
    """How a month came by its story; `NONE` is a decision with a reason, `MISSING` is not."""

    APPROVED = "approved"
    CHOSEN = "chosen"
    MEANT = "meant"
    PROPOSED = "proposed"
    NONE = "none"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """`story` is a slug, "" without one; `why` is the Dutch sentence that says how it came there."""

    month: Month
    planning: Planning
    story: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Share:
    """How often one value occurs: `value` as in a header, `label` for people."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Trait:
    """A thing to keep in balance, such as the teller, with all its values, also those that do not occur."""

    name: str
    label: str
    shares: tuple[Share, ...]

    @property
    def most(self) -> int:
        return max((share.count for share in self.shares), default=0)


@dataclass(frozen=True, slots=True)
class StockItem:
    """A story that may be shown; `planned` is the first month of the calendar that has it, "" for none."""

    slug: str
    title: str
    form: str
    teller: str
    tone: str
    kernelementen: tuple[str, ...]
    planned: str


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A story that may not be shown yet, with what is missing in Dutch."""

    slug: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Twelve months, and the balance over them; `lacking` says in Dutch what kind of story is not there."""

    months: tuple[PlannedMonth, ...]
    stock: tuple[StockItem, ...]
    waiting: tuple[WaitingItem, ...]
    lacking: tuple[str, ...]
    balance: tuple[Trait, ...]
    findings: tuple[Finding, ...]
