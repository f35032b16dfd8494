"""Status: last and next runs, sources that need somebody's eye, the stock of stories, the edition."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.jobs.root import Root
from pipeline.jobs.shelf import read_shelf
from pipeline.model import Endpoint, EndpointState, Month, Publication, Run, Source, Status
from pipeline.model.delivery import Sending, SendingState
from pipeline.shell.store import Store
from pipeline.stages.due import JOBS, due_runs
from pipeline.stages.health import long_failing_since, silence


@dataclass(frozen=True, slots=True)
class QuietSource:
    """An endpoint that fails or is silent for longer than its own rhythm; `why` says which.

    `failing_since` is set once it has failed for a week, which does not pass by itself; `to_do` says what to
    change where something can be changed, else "".
    """

    source: str
    endpoint: str
    status: str
    why: str
    failing_since: datetime | None = None
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class MovedEndpoint:
    """An endpoint that was redirected for good; `to_do` has the line for feeds/<source>.toml."""

    source: str
    endpoint: str
    moved_to: str
    to_do: str


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
    moved: tuple[MovedEndpoint, ...] = ()
    sendings: tuple[Sending, ...] = ()


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
        quiet=_quiet(root.sources, states, _brought(store), now),
        stories_ready=len(shelf.stock),
        stories_in_all=len(shelf.copies),
        moved=_moved(root.sources, states),
        sendings=_sendings(root),
    )


def moved_line(source: str, moved_to: str) -> str:
    """Returns what to write in which file, for an endpoint that moved for good."""
    return f"in feeds/{source}.toml write url = {json.dumps(moved_to, ensure_ascii=False)}"


def whats_to_do(source: str, status: Status) -> str:
    """Returns what to change for an endpoint with this status, "" when waiting or looking is all there is."""
    if status is not Status.GONE:
        return ""
    return (
        f"remove its [[endpoint]] from feeds/{source}.toml, or write enabled = false there with the reason; "
        f"'nieuwsbrief sources check {source}' shows what the site offers now"
    )


def _sendings(root: Root) -> tuple[Sending, ...]:
    """Returns the sendings that are not done, and the last of all; none for a newsletter without readers."""
    if not root.subscriber_file.is_file():
        return ()
    with root.open_deliveries() as deliveries:
        sendings = deliveries.load_sendings()
    ended = (SendingState.DONE, SendingState.HANDED_OVER)
    return tuple(one for one in sendings if one is sendings[0] or one.state not in ended)


def _edition_state(root: Root, store: Store, month: Month) -> str:
    if any(approval.month == month for approval in store.load_approvals()):
        return "approved"
    return "draft" if (root.build(month) / "edition.json").is_file() else "none"


def _next_runs(root: Root, store: Store, now: datetime) -> tuple[NextRun, ...]:
    due = due_runs(
        root.config.schedule,
        root.config.newsletter.zone,
        now=now,
        runs=[run for job in JOBS for run in store.load_runs(job, 10)],
        began=store.load_first_due(),
    )
    return tuple(NextRun(run.job, run.due_at, run.due_at <= now) for run in due)


def _brought(store: Store) -> Mapping[tuple[str, str], list[Publication]]:
    brought: defaultdict[tuple[str, str], list[Publication]] = defaultdict(list)
    for publication in store.load_publications(include_copies=True):
        brought[publication.source, publication.endpoint].append(publication)
    return brought


def _quiet(
    sources: Sequence[Source],
    states: Mapping[tuple[str, str], EndpointState],
    brought: Mapping[tuple[str, str], Sequence[Publication]],
    now: datetime,
) -> tuple[QuietSource, ...]:
    quiet = []
    for source in sources:
        for endpoint in source.endpoints:
            state = states.get((source.slug, endpoint.url))
            if not endpoint.enabled or state is None or state.status is None:
                continue
            if not state.status.is_healthy:
                why = state.reason
            else:
                why = _silence(endpoint, brought.get((source.slug, endpoint.url), ()), now)
            if why:
                since, to_do = long_failing_since(state, now), whats_to_do(source.slug, state.status)
                quiet.append(QuietSource(source.slug, endpoint.url, state.status.value, why, since, to_do))
    return tuple(quiet)


def _silence(endpoint: Endpoint, publications: Sequence[Publication], now: datetime) -> str:
    """Says since when an endpoint that answers brought nothing new, once that is longer than its rhythm."""
    heard = silence(endpoint, publications, now)
    if heard is None:
        return ""
    return f"nothing new since {heard.since:%Y-%m-%d}; usual is every {heard.usual_days} days"


def _moved(
    sources: Sequence[Source], states: Mapping[tuple[str, str], EndpointState]
) -> tuple[MovedEndpoint, ...]:
    return tuple(
        MovedEndpoint(source.slug, endpoint.url, state.moved_to, moved_line(source.slug, state.moved_to))
        for source in sources
        for endpoint in source.endpoints
        if endpoint.enabled
        and (state := states.get((source.slug, endpoint.url))) is not None
        and state.moved_to
    )
