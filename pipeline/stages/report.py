"""What the editor's report says: every row in words, from the nouns the build already holds.

Nothing here depends on when or where it is made, so that the same inputs give the same bytes.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from pipeline.model import (
    Candidate,
    Edition,
    EndpointState,
    Evidence,
    Finding,
    Item,
    Kernelement,
    Omission,
    Publication,
    Reason,
    Rendered,
    Section,
    Selection,
    Source,
    Status,
    Window,
)
from pipeline.model.calendar import PlannedMonth, Trait
from pipeline.model.client_support import SupportTable
from pipeline.model.guides import CardFile
from pipeline.model.looks import ContactSheet
from pipeline.model.report import (
    ChosenGroup,
    ChosenRow,
    OmissionGroup,
    OmissionRow,
    ReportFile,
    ReportStory,
    ReportView,
    SourceRow,
    UndatedRow,
)
from pipeline.stages.health import long_failing_since
from pipeline.stages.label import WHERE_TEXTS
from pipeline.text.dutch import format_day, format_when

STATUS_TEXTS: Mapping[Status | None, str] = {
    None: "nog niet bezocht",
    Status.OK: "werkt",
    Status.UNCHANGED: "werkt, niets veranderd",
    Status.EMPTY: "antwoordt, maar er staat niets in",
    Status.NOT_A_FEED: "geeft iets anders dan een feed",
    Status.HTTP_ERROR: "geeft een fout",
    Status.REDIRECTED_TO_ERROR: "verwijst naar een foutpagina",
    Status.MAINTENANCE: "is in onderhoud",
    Status.NOT_HTML: "geeft geen webpagina",
    Status.DNS: "het adres bestaat niet",
    Status.TIMEOUT: "antwoordt niet op tijd",
    Status.TOO_LARGE: "is te groot om te lezen",
    Status.ROBOTS: "wil niet door programma’s gelezen worden",
    Status.GONE: "is opgeheven",
    Status.BLOCKED: "houdt ons tegen",
    Status.LIMITED: "vraagt ons later terug te komen",
}
FIELD_TEXTS: Mapping[str, str] = {"title": "titel", "summary": "samenvatting"}
FILE_TEXTS: Mapping[str, str] = {
    "newsletter.html": "De nieuwsbrief, zoals lezers hem zien",
    "newsletter.txt": "De nieuwsbrief als platte tekst",
    "newsletter.eml": "De nieuwsbrief als e-mailbericht",
    "verhaal.html": "De pagina van het verhaal",
    "gesprek.html": "De gespreksleidraad bij het verhaal",
    "edition.json": "Alle gegevens, met herkomst",
    "findings.json": "De bevindingen, voor een programma",
}


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the report is made from."""

    edition: Edition
    selection: Selection
    findings: Sequence[Finding]
    rendered: Rendered
    window: Window
    sources: Sequence[Source]
    states: Iterable[EndpointState]
    pool: Sequence[Publication]
    kernelementen: Sequence[Kernelement]
    reason_texts: Mapping[Reason, str]
    story_why: str
    approved: str = ""
    cards: tuple[CardFile, ...] = ()
    balance: tuple[Trait, ...] = ()
    calendar: tuple[PlannedMonth, ...] = ()
    sheet: ContactSheet | None = None
    support: SupportTable | None = None


def report(facts: ReportFacts) -> ReportView:
    """Puts everything of an edition into the rows of its report."""
    edition, zone = facts.edition, facts.window.end.tzinfo or facts.window.start.tzinfo
    assert zone is not None  # noqa: S101 - a window is aware
    names = {source.slug: source.name for source in facts.sources}
    pages = {"verhaal.html": facts.rendered.story_html, "gesprek.html": facts.rendered.guide_html}
    files = [name for name in FILE_TEXTS if pages.get(name, "is always there")]
    story = edition.story
    return ReportView(
        month=edition.month,
        month_name=edition.month_name,
        title=edition.title,
        subject=edition.subject,
        cut_off=format_when(edition.cut_off, None, False),
        window=f"{_day(facts.window.start, zone)} tot en met {_day(facts.window.end, zone)}",
        story=ReportStory(story.title if story else "", story.form_line if story else "", facts.story_why),
        findings=tuple(facts.findings),
        sources=_source_rows(facts, zone),
        chosen=tuple(_chosen_group(one, names, facts.kernelementen, zone) for one in edition.sections),
        undated=tuple(_undated_row(one, names, edition, zone) for one in facts.selection.undated),
        omissions=_omission_groups(facts, names, zone),
        files=(
            *(ReportFile(name, FILE_TEXTS[name]) for name in files),
            *(ReportFile(card.name, card.label) for card in facts.cards),
        ),
        # The page the button leads to is served only after approval; here it lies beside the report.
        html=facts.rendered.html.replace(story.url, "verhaal.html") if story else facts.rendered.html,
        text=facts.rendered.text,
        approved=facts.approved,
        balance=facts.balance,
        calendar=facts.calendar,
        sheet=facts.sheet,
        support=facts.support,
    )


def _source_rows(facts: ReportFacts, zone: tzinfo) -> tuple[SourceRow, ...]:
    states = {(state.source, state.url): state for state in facts.states}
    shown = [item.provenance for section in facts.edition.sections for item in section.items]
    rows = []
    for source in facts.sources:
        for endpoint in source.endpoints:
            if not endpoint.enabled:
                continue
            state = states.get((source.slug, endpoint.url), EndpointState(source.slug, endpoint.url))
            failing = long_failing_since(state)
            rows.append(
                SourceRow(
                    name=source.name,
                    endpoint=endpoint.url,
                    status=state.status,
                    status_text=STATUS_TEXTS[state.status],
                    reason=state.reason,
                    is_healthy=state.status is not None and state.status.is_healthy,
                    in_window=sum(
                        _is_of(publication, source.slug, endpoint.url, facts.window)
                        for publication in facts.pool
                    ),
                    chosen=sum((one.source, one.endpoint) == (source.slug, endpoint.url) for one in shown),
                    last_ok=_day(state.ok_at, zone) if state.ok_at else "nog nooit",
                    silent_since=_day(state.quiet_since, zone) if state.quiet_since else "",
                    failing_since=_day(failing, zone) if failing else "",
                    to_do=_to_do(state),
                )
            )
    return tuple(rows)


def _to_do(state: EndpointState) -> str:
    """What to change in which file, for an endpoint that moved or is gone."""
    file = f"feeds/{state.source}.toml"
    if state.status is Status.GONE:
        return f"Haal dit adres weg uit {file}, of zet erbij: enabled = false, met de reden."
    if state.moved_to:
        return f'Verhuisd. Zet in {file}: url = "{state.moved_to}"'
    return ""


def _is_of(publication: Publication, source: str, endpoint: str, window: Window) -> bool:
    if (publication.source, publication.endpoint) != (source, endpoint):
        return False
    published = publication.data.published
    return window.contains(published) if published else publication.first_seen >= window.start


def _chosen_group(
    section: Section, names: Mapping[str, str], kernelementen: Sequence[Kernelement], zone: tzinfo
) -> ChosenGroup:
    labels = {element.slug: element.name for element in kernelementen}
    return ChosenGroup(section.name, tuple(_chosen_row(item, names, labels, zone) for item in section.items))


def _chosen_row(item: Item, names: Mapping[str, str], labels: Mapping[str, str], zone: tzinfo) -> ChosenRow:
    provenance = item.provenance
    published = _day(provenance.published, zone) if provenance.published else "zonder datum"
    return ChosenRow(
        title=item.title,
        url=item.url,
        source=names.get(provenance.source, "redactie"),
        date_text=item.when or published,
        why=provenance.why,
        edited=tuple(FIELD_TEXTS[field] for field in provenance.edited),
        evidence=(
            *((f"Soort: {item.type}, {provenance.type_from}",) if provenance.type_from else ()),
            *(_evidence(hit, labels) for hit in provenance.evidence),
        ),
        changed=f"bijgewerkt op {_day(provenance.changed_at, zone)}" if provenance.changed_at else "",
    )


def _evidence(hit: Evidence, labels: Mapping[str, str]) -> str:
    term = hit.term.lstrip("*=")
    return f"{labels.get(hit.kernelement, hit.kernelement)}: ‘{term}’ in {WHERE_TEXTS[hit.where]}"


def _undated_row(
    candidate: Candidate, names: Mapping[str, str], edition: Edition, zone: tzinfo
) -> UndatedRow:
    publication = candidate.publication
    url = publication.data.url or ""
    return UndatedRow(
        title=publication.data.title,
        url=url,
        source=names.get(publication.source, publication.source),
        seen_text=f"nieuw gezien op {_day(publication.first_seen, zone)}",
        # Quoted, for a site may write anything in its addresses and an editor pastes this in a shell.
        take_in=f"nieuwsbrief edition add {edition.month} {shlex.quote(url)}",
    )


def _omission_groups(facts: ReportFacts, names: Mapping[str, str], zone: tzinfo) -> tuple[OmissionGroup, ...]:
    groups = []
    for reason in Reason:
        rows = tuple(
            _omission_row(omission, names, zone)
            for omission in facts.selection.omissions
            if omission.reason is reason
        )
        if rows:
            groups.append(OmissionGroup(reason.value, facts.reason_texts[reason], rows))
    return tuple(groups)


def _omission_row(omission: Omission, names: Mapping[str, str], zone: tzinfo) -> OmissionRow:
    publication = omission.publication
    moment = publication.data.event_start or publication.data.published
    return OmissionRow(
        title=publication.data.title,
        url=publication.data.url or "",
        source=names.get(publication.source, publication.source),
        date_text=_day(moment, zone) if moment else "zonder datum",
        detail=omission.detail,
    )


def _day(moment: datetime, zone: tzinfo) -> str:
    return format_day(moment.astimezone(zone).date())
