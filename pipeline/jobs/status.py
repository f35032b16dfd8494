"""Status: last and next runs, sources that need somebody's eye, the stock of stories, the edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.jobs.root import Root
from pipeline.jobs.shelf import read_shelf
from pipeline.model import Endpoint, EndpointState, Month, Run, Source
from pipeline.shell.store import Store
from pipeline.stages.due import BUILD, COLLECT, due_runs


@dataclass(frozen=True, slots=True)
class QuietSource:
    """An endpoint that fails or is silent for longer than its own rhythm; `why` says which."""

    source: str
    endpoint: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class NextRun:
    job: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The state of a root; `edition_state` is `none`, `draft` or `approved`."""

    month: Month
    edition_state: str
    cut_off: datetime
    last_runs: tuple[Run, ...]
    next_runs: tuple[NextRun, ...]
    quiet: tuple[QuietSource, ...]
    stories_ready: int
    stories_in_all: int


def read_status(root: Root, store: Store, *, now: datetime) -> StatusReport:
    month = root.next_month(now)
    shelf = read_shelf(root, on=now.astimezone(root.config.newsletter.zone).date())
    states = {(state.source, state.url): state for state in store.load_states()}
    return StatusReport(
        month=month,
        edition_state=_edition_state(root, store, month),
        cut_off=root.moment(month),
        last_runs=store.load_runs(limit=5),
        next_runs=_next_runs(root, store, now),
        quiet=_quiet(root.sources, states, now),
        stories_ready=len(shelf.stock),
        stories_in_all=len(shelf.copies),
    )


def _edition_state(root: Root, store: Store, month: Month) -> str:
    if any(approval.month == month for approval in store.load_approvals()):
        return "approved"
    return "draft" if (root.build(month) / "edition.json").is_file() else "none"


def _next_runs(root: Root, store: Store, now: datetime) -> tuple[NextRun, ...]:
    due = due_runs(
        root.config.schedule,
        root.config.newsletter.zone,
        now=now,
        runs=(*store.load_runs(COLLECT, 10), *store.load_runs(BUILD, 10)),
        began=store.load_first_due(),
    )
    return tuple(NextRun(run.job, run.due_at, run.due_at <= now) for run in due)


def _quiet(
    sources: Sequence[Source], states: dict[tuple[str, str], EndpointState], now: datetime
) -> tuple[QuietSource, ...]:
    quiet = []
    for source in sources:
        for endpoint in source.endpoints:
            state = states.get((source.slug, endpoint.url))
            if not endpoint.enabled or state is None or state.status is None:
                continue
            why = state.reason if not state.status.is_healthy else _silence(endpoint, state, now)
            if why:
                quiet.append(QuietSource(source.slug, endpoint.url, state.status.value, why))
    return tuple(quiet)


def _silence(endpoint: Endpoint, state: EndpointState, now: datetime) -> str:
    """Says since when an endpoint that answers brought nothing new, once that is longer than its rhythm."""
    if not state.last_new_at or now - state.last_new_at <= timedelta(days=endpoint.rhythm_days):
        return ""
    return f"nothing new since {state.last_new_at:%Y-%m-%d}; usual is every {endpoint.rhythm_days} days"
