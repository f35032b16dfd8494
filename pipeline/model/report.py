"""What the editor's report shows: every word decided, so that its template only places it.

Nothing here depends on when or where it was made: no timings, ports or absolute paths, because the same
inputs give the same bytes. All text is plain and Dutch, but for codes and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.calendar import PlannedMonth, Trait
from pipeline.model.client_support import SupportTable
from pipeline.model.finding_groups import FindingGroup, group_findings
from pipeline.model.findings import Finding
from pipeline.model.looks import ContactSheet
from pipeline.model.times import Month
from pipeline.model.words import Severity, Status

_PASSES_BY_ITSELF = (None, Status.TIMEOUT, Status.MAINTENANCE, Status.LIMITED)


class Light(StrEnum):
    """How a source is doing: it works, it may mend by itself, or somebody has to look."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file beside the report: its relative `name`, and what it is, as in "De nieuwsbrief als e-mail"."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One endpoint's health. `status_text` says in words what `status` means, as in "werkt".

    `last_ok` is a day or "nog nooit"; `in_window` counts what it published or showed first in the
    window of this edition, `chosen` what of that is shown. `silent_since` and `failing_since` are days, or
    "": longer than its own rhythm without anything new, a week or more of failures. `to_do` names a line to
    change in a file, or is "".
    """

    name: str
    endpoint: str
    status: Status | None
    status_text: str
    reason: str
    is_healthy: bool
    in_window: int
    chosen: int
    last_ok: str
    silent_since: str = ""
    failing_since: str = ""
    to_do: str = ""

    @property
    def light(self) -> Light:
        if self.is_healthy:
            return Light.AMBER if self.silent_since else Light.GREEN
        if self.failing_since:
            return Light.RED
        return Light.AMBER if self.status in _PASSES_BY_ITSELF else Light.RED


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """An item and why: `evidence` as in "Lokale teams: ‘wijkteam’ in de titel"; `edited` names fields.

    `changed` is "" or says when the publisher's text changed, as in "bijgewerkt op 12 november 2026".
    """

    title: str
    url: str
    source: str
    date_text: str
    why: str
    edited: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True, slots=True)
class ChosenGroup:
    """A section of the edition with its items."""

    name: str
    rows: tuple[ChosenRow, ...]


@dataclass(frozen=True, slots=True)
class UndatedRow:
    """A publication without a date. `take_in` is the command that takes it into the edition."""

    title: str
    url: str
    source: str
    seen_text: str
    take_in: str


@dataclass(frozen=True, slots=True)
class OmissionRow:
    title: str
    url: str
    source: str
    date_text: str
    detail: str


@dataclass(frozen=True, slots=True)
class OmissionGroup:
    """All that was left out for one reason; `reason_text` is a Dutch sentence, `reason` its slug."""

    reason: str
    reason_text: str
    rows: tuple[OmissionRow, ...]


@dataclass(frozen=True, slots=True)
class ReportStory:
    """The story of the edition: `title` is "" when there is none, and `why` then says why not."""

    title: str
    form_line: str
    why: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report. `html` and `text` are the newsletter's two parts, shown side by side.

    `cut_off` and `window` are Dutch text, as in "donderdag 3 december 2026, 09.00 uur" and
    "5 november 2026 tot en met 3 december 2026". `approved` is "" or says when and by which role.
    `balance` is over the twelve editions that end with this one, `calendar` the twelve that begin with it.
    `support` says which mail programs show what of the mail; None where nobody asked.
    """

    month: Month
    month_name: str
    title: str
    subject: str
    cut_off: str
    window: str
    story: ReportStory
    findings: tuple[Finding, ...]
    sources: tuple[SourceRow, ...]
    chosen: tuple[ChosenGroup, ...]
    undated: tuple[UndatedRow, ...]
    omissions: tuple[OmissionGroup, ...]
    files: tuple[ReportFile, ...]
    html: str
    text: str
    approved: str = ""
    balance: tuple[Trait, ...] = ()
    calendar: tuple[PlannedMonth, ...] = ()
    sheet: ContactSheet | None = None
    support: SupportTable | None = None

    @property
    def groups(self) -> tuple[FindingGroup, ...]:
        """The findings, one group a code, in the order an editor should read them."""
        return group_findings(self.findings)

    @property
    def has_story_page(self) -> bool:
        return any(file.name == "verhaal.html" for file in self.files)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking)

    @property
    def advice(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity is Severity.ADVICE and not f.waived)

    @property
    def waived(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.waived)

    @property
    def items(self) -> int:
        return sum(len(group.rows) for group in self.chosen)

    @property
    def left_out(self) -> int:
        return sum(len(group.rows) for group in self.omissions)

    @property
    def quiet_sources(self) -> tuple[SourceRow, ...]:
        """The endpoints that need somebody's eye."""
        return tuple(row for row in self.sources if row.light is not Light.GREEN)

    @property
    def sources_by_need(self) -> tuple[SourceRow, ...]:
        """All endpoints, those that somebody has to look at first."""
        worst_first = (Light.RED, Light.AMBER, Light.GREEN)
        return tuple(sorted(self.sources, key=lambda row: worst_first.index(row.light)))
