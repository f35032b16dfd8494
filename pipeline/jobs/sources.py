"""Sources check: tries each endpoint once, stores nothing, and shows what would be read.

It also looks at what a site offers and nobody uses yet: its homepage, robots.txt and /sitemap.xml, which are
three requests a site at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from pipeline.errors import CollectError
from pipeline.jobs.asking import Asker
from pipeline.jobs.root import Root
from pipeline.jobs.visit import Task, Visitor
from pipeline.model import (
    EndpointState,
    Fetched,
    FetchRequest,
    Kind,
    Offer,
    PublicationData,
    Source,
    Status,
    Visit,
)
from pipeline.read.discover import kind_of, offers_of_page, offers_of_sitemaps
from pipeline.shell.fetch import Fetcher
from pipeline.shell.workers import Workers
from pipeline.stages.collect import owners_of
from pipeline.text.url import canonical


@dataclass(frozen=True, slots=True)
class Trial:
    """What one endpoint would bring: its visit, the newest publications, or why it is switched off.

    The last one of a source also has the `offers` of its homepage that no endpoint uses. For an address that
    is in no file of feeds/, `source` is "" and `offers` is all there is.
    """

    source: str
    endpoint: str
    visit: Visit | None
    found: tuple[PublicationData, ...] = ()
    switched_off: str = ""
    offers: tuple[Offer, ...] = ()


Progress = Callable[[Trial], None]


def check_sources(
    root: Root,
    *,
    now: datetime,
    slugs: Sequence[str] = (),
    connect_to: Mapping[str, str] | None = None,
    progress: Progress = lambda _trial: None,
) -> tuple[Trial, ...]:
    """Tries the endpoints of `slugs`, all without any; one that is a web address is only looked at.

    `progress` is called with each trial. Raises UsageError for a slug that is no source.
    """
    limits = replace(root.config.collect, connect_to=connect_to or {})
    chosen = [word if "://" in word else root.source(word) for word in dict.fromkeys(slugs)] or root.sources
    trials = []
    with Fetcher(limits) as fetcher, Workers() as workers:
        asker = Asker(fetcher, limits.user_agent, now)
        visitor = Visitor(asker, workers, limits, root, now, owners_of(root.sources), lambda _keys: {})
        for one in chosen:
            found = _look_at(one, visitor) if isinstance(one, str) else _try(one, visitor)
            for trial in found:
                trials.append(trial)
                progress(trial)
    return tuple(trials)


def _try(source: Source, visitor: Visitor) -> Iterable[Trial]:
    for endpoint in source.endpoints:
        if not endpoint.enabled:
            trial = Trial(source.slug, endpoint.url, None, switched_off=endpoint.reason)
        else:
            fresh = EndpointState(source.slug, endpoint.url)
            harvest = visitor.visit(Task(source, endpoint, fresh))
            trial = Trial(source.slug, endpoint.url, harvest.visit, harvest.found)
        if endpoint is source.endpoints[-1] and _is_asked(source):
            trial = replace(trial, offers=_unused_offers(source, visitor))
        yield trial


def _is_asked(source: Source) -> bool:
    """A source that is switched off whole is left in peace."""
    return any(endpoint.enabled for endpoint in source.endpoints)


def _unused_offers(source: Source, visitor: Visitor) -> tuple[Offer, ...]:
    used = {canonical(endpoint.url) for endpoint in source.endpoints}
    _, offers = _offers(source.homepage, visitor)
    return tuple(offer for offer in offers if canonical(offer.url) not in used)


def _look_at(url: str, visitor: Visitor) -> Iterable[Trial]:
    """Looks at an address that is not in feeds/ yet: what it is, or what it offers."""
    answer, offers = _offers(url, visitor)
    if isinstance(answer, CollectError):
        visit = Visit("", url, answer.status, answer.reason)
    else:
        visit = Visit("", url, Status.OK, moved_to=answer.moved_to)
    yield Trial("", url, visit, offers=offers)


def _offers(url: str, visitor: Visitor) -> tuple[Fetched | CollectError, tuple[Offer, ...]]:
    """Returns what `url` answered, and the offers of the page there and of its site."""
    answer = _fetched(url, visitor.asker)
    page: tuple[Offer, ...] = ()
    if isinstance(answer, Fetched):
        kind = kind_of(answer.body)
        if kind is not None:
            return answer, (Offer(kind, answer.moved_to or url, "", "the address itself"),)
        page = _of_page(answer, visitor)
    return answer, (*page, *_of_site(url, visitor.asker))


def _of_page(answer: Fetched, visitor: Visitor) -> tuple[Offer, ...]:
    try:
        return visitor.workers.run(offers_of_page, answer.body, answer.url, answer.content_type)
    except CollectError:
        # A page that is too much for a reader offers nothing.
        return ()


def _of_site(url: str, asker: Asker) -> tuple[Offer, ...]:
    try:
        named = offers_of_sitemaps(asker.robots(url).sitemaps, url)
    except CollectError:
        return ()
    usual = urljoin(url, "/sitemap.xml")
    if canonical(usual) in {canonical(offer.url) for offer in named}:
        return named
    answer = _fetched(usual, asker)
    if isinstance(answer, Fetched) and kind_of(answer.body) is Kind.SITEMAP:
        return (*named, Offer(Kind.SITEMAP, usual, "", "the usual place"))
    return named


def _fetched(url: str, asker: Asker) -> Fetched | CollectError:
    try:
        return asker.fetch(FetchRequest(url))
    except CollectError as error:
        return error
