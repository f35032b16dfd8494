"""What visits to endpoints came to, for the person who keeps feeds/."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import tzinfo

from pipeline.cli import output
from pipeline.jobs.sources import Trial
from pipeline.jobs.status import moved_line, whats_to_do
from pipeline.model import Offer, PublicationData, Rest, RestReason, Status, Visit

SHOWN_ITEMS = 5
STATUS_WORDS = {
    Status.OK: "read",
    Status.UNCHANGED: "nothing changed",
    Status.EMPTY: "nothing in it",
    Status.NOT_A_FEED: "cannot be read",
    Status.HTTP_ERROR: "gives an error",
    Status.REDIRECTED_TO_ERROR: "leads to an error page",
    Status.MAINTENANCE: "under maintenance",
    Status.NOT_HTML: "no web page",
    Status.DNS: "no such name",
    Status.TIMEOUT: "too slow",
    Status.TOO_LARGE: "too large",
    Status.ROBOTS: "closed to programs",
    Status.GONE: "gone for good",
    Status.BLOCKED: "keeps us out",
    Status.LIMITED: "asks us to wait",
}


def print_visits(visits: Sequence[Visit]) -> None:
    """Prints a line an endpoint, what they came to together, and below it what asks for somebody's hand."""
    if not visits:
        print("No endpoint is due.")
        return
    rows = [
        (
            visit.source,
            status_words(visit.status),
            str(visit.new),
            str(visit.updated),
            str(visit.seen),
            f"{visit.seconds:.1f}",
            visit.reason or visit.endpoint,
        )
        for visit in visits
    ]
    titles = ("source", "status", "new", "updated", "seen", "seconds", "endpoint, or what went wrong")
    output.print_table(titles, rows, wide=titles[-1])
    for visit in visits:
        for note in _notes(visit):
            print(note)
    healthy = sum(visit.status.is_healthy for visit in visits)
    new = sum(visit.new for visit in visits)
    paused = sum(visit.paused_seconds for visit in visits)
    waited = f" {paused:.0f} s went to pauses between requests." if paused >= 1 else ""
    print(f"{healthy} of {len(visits)} endpoints answered; {new} new publications.{waited}")


def status_words(status: Status) -> str:
    """Returns the status in words, with its slug when that is one to look up."""
    words = STATUS_WORDS[status]
    return words if status.is_healthy else f"{words} [{status.value}]"


def print_rests(rests: Sequence[Rest], zone: tzinfo) -> None:
    """Says how many endpoints were not asked, why, and until when; those that are gone by name."""
    for rest in rests:
        if rest.why is RestReason.GONE:
            print(f"Gone: {rest.source} {rest.endpoint}: {rest.detail}")
            print(f"    {whats_to_do(rest.source, Status.GONE)}")
    for why, words in (
        (RestReason.FRESH, "fresh by their own word"),
        (RestReason.FAILED, "resting after a failure"),
    ):
        untils = [rest.until for rest in rests if rest.why is why and rest.until]
        if untils:
            count = "1 endpoint" if len(untils) == 1 else f"{len(untils)} endpoints"
            print(f"Not asked: {count}, {words}; due from {min(untils).astimezone(zone):%Y-%m-%d %H:%M} on.")
    if rests:
        print("Name a source with --source to ask it now.")


def print_trial(trial: Trial) -> None:
    """Prints what one endpoint would bring, the newest of it with dates, and what its site offers."""
    print(f"{trial.source}  {trial.endpoint}".lstrip())
    if trial.visit is None:
        print(f"    switched off: {trial.switched_off}")
    else:
        _print_trial_visit(trial, trial.visit)
    if trial.offers:
        print("    The site offers this and no endpoint uses it; paste what you want into feeds/<slug>.toml:")
    for offer in trial.offers:
        print(_endpoint_lines(offer))
    if not trial.source and not trial.offers:
        print(
            '    It names no feed, calendar or sitemap. A page that lists its news will do: kind = "listing".'
        )


def _print_trial_visit(trial: Trial, visit: Visit) -> None:
    reason = f": {visit.reason}" if visit.reason else ""
    words = f"{STATUS_WORDS[visit.status]} ({visit.status.value}{reason})"
    count = f"; {len(trial.found)} publications" if trial.source else ""
    print(f"    {words}{count}, {visit.seconds:.1f} s")
    for note in _notes(visit):
        print(f"    {note}")
    for data in trial.found[:SHOWN_ITEMS]:
        print(f"      {_line_of(data)}")
    if (more := len(trial.found) - SHOWN_ITEMS) > 0:
        print(f"      and {more} more")


def _line_of(data: PublicationData) -> str:
    moment = data.event_start or data.published
    kind = f"[{data.type.value}] " if data.type else ""
    flags = f"  ({', '.join(data.flags)})" if data.flags else ""
    return f"{moment.date().isoformat() if moment else 'no date   '}  {kind}{data.title}{flags}"


def _endpoint_lines(offer: Offer) -> str:
    """The lines for feeds/. JSON writes a text as TOML does."""
    title = f", “{offer.title}”" if offer.title else ""
    lines = (
        f"# From {offer.found_in}{title}.",
        "[[endpoint]]",
        f"url = {json.dumps(offer.url, ensure_ascii=False)}",
        f'kind = "{offer.kind.value}"',
    )
    return "\n" + "\n".join(lines)


def _notes(visit: Visit) -> Iterable[str]:
    if visit.moved_to and visit.source:
        yield f"Moved: {visit.source} {visit.endpoint}: {moved_line(visit.source, visit.moved_to)}"
    elif visit.moved_to:
        yield f"Moved: it leads to {visit.moved_to} for good."
    if visit.quiet_since:
        since = f"{visit.quiet_since:%Y-%m-%d}"
        yield f"Quiet: {visit.source} {visit.endpoint}: nothing new since {since}, longer than is usual."
    if visit.status is Status.GONE and visit.source:
        yield f"Gone: {visit.source} {visit.endpoint}: {whats_to_do(visit.source, visit.status)}"
