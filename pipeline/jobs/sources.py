"""Sources check: tries each endpoint once, stores nothing, and shows what would be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.jobs.root import Root
from pipeline.jobs.visit import Task, Visitor
from pipeline.model import EndpointState, PublicationData, Visit
from pipeline.shell.fetch import Fetcher
from pipeline.stages.collect import owners_of


@dataclass(frozen=True, slots=True)
class Trial:
    """What one endpoint would bring: its visit, the newest publications, or why it is switched off."""

    source: str
    endpoint: str
    visit: Visit | None
    found: tuple[PublicationData, ...] = ()
    switched_off: str = ""


def check_sources(
    root: Root,
    *,
    now: datetime,
    slugs: Sequence[str] = (),
    connect_to: Mapping[str, str] | None = None,
    progress: Callable[[Trial], None] | None = None,
) -> tuple[Trial, ...]:
    """Tries the endpoints of `slugs`, all without any. Raises UsageError for a slug that is no source."""
    limits = replace(root.config.collect, connect_to=connect_to or {})
    trials = []
    with Fetcher(limits) as fetcher:
        visitor = Visitor(fetcher, limits, root, now, owners_of(root.sources), {})
        for source in [root.source(slug) for slug in dict.fromkeys(slugs)] or root.sources:
            for endpoint in source.endpoints:
                if not endpoint.enabled:
                    trial = Trial(source.slug, endpoint.url, None, switched_off=endpoint.reason)
                else:
                    fresh = EndpointState(source.slug, endpoint.url)
                    harvest = visitor.visit(Task(source, endpoint, fresh))
                    trial = Trial(source.slug, endpoint.url, harvest.visit, harvest.found)
                trials.append(trial)
                if progress is not None:
                    progress(trial)
    return tuple(trials)
