"""What goes into an edition, what does not, and why.

    pool ──> judged one by one ──> candidate | undated | omission(reason)
    candidates + the editor's plan ──> sections, each with a maximum

Membership is decided once, by the rule in docs/architecture.md: published before this cut-off, not
spent, and either published since the previous one or found since then and at most 60 days older. Events
count by their own date. What the editor decided is taken over as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.model import (
    Candidate,
    Chosen,
    ChosenSection,
    EditionPlan,
    Endpoint,
    Finding,
    Kernelement,
    Omission,
    PlannedItem,
    Publication,
    PublicationType,
    Reason,
    RelevanceRules,
    SectionRule,
    Selection,
    Severity,
    Source,
    Window,
)
from pipeline.stages.label import judge_topic, label, slugs_of
from pipeline.text.url import identity

LATE_DAYS = 60
EVENT_WEEKS = 10
# Some sites stamp what they publish tonight with tomorrow; later than this is a mistake.
FUTURE_DAYS = 2

REASON_TEXTS: Mapping[Reason, str] = {
    Reason.ALREADY_SHOWN: "Stond al in een eerdere editie",
    Reason.TOO_OLD: "Gepubliceerd vóór deze periode",
    Reason.AFTER_CUT_OFF: "Gepubliceerd na het sluiten van deze editie",
    Reason.FUTURE_DATE: "Heeft een datum in de toekomst",
    Reason.UNDATED: "Heeft geen datum",
    Reason.NOT_RELEVANT: "Gaat volgens de woordenlijst niet over het programma",
    Reason.EXCLUDED: "Uitgesloten door een woord of pad van de bron",
    Reason.NO_SECTION: "Past in geen enkele rubriek",
    Reason.SECTION_FULL: "De rubriek is vol",
    Reason.DROPPED_BY_EDITOR: "Weggelaten door de redactie",
    Reason.EVENT_PAST: "Bijeenkomst is al geweest",
    Reason.EVENT_TOO_FAR: "Bijeenkomst is over meer dan tien weken",
    Reason.NO_LINK: "Heeft geen bruikbare link",
    Reason.SOURCE_UNKNOWN: "De bron staat niet meer in feeds/",
}


# Without groups of terms everything is about the programme.
NO_RULES = RelevanceRules()


@dataclass(frozen=True, slots=True)
class SelectionRules:
    """What selecting needs to know besides the pool: this edition's window, the sources, the sections."""

    window: Window
    sources: Mapping[str, Source]
    sections: Sequence[SectionRule]
    kernelementen: Sequence[Kernelement]
    spent: AbstractSet[str]
    relevance: RelevanceRules = NO_RULES


def select(pool: Sequence[Publication], *, plan: EditionPlan, rules: SelectionRules) -> Selection:
    """Chooses the items of an edition; every publication of the pool ends in exactly one place.

    `pool` holds originals only, with their copies in `also_at`.
    """
    planned = {identity(item.url): item for item in plan.items if item.url}
    dropped = {identity(url) for url in plan.dropped}
    eligible: list[tuple[Publication, str]] = []
    undated: list[Candidate] = []
    omissions: list[Omission] = []
    by_plan: dict[str, Candidate] = {}
    for publication in pool:
        addresses = _addresses(publication)
        named = next((one for one in addresses if one in planned and one not in by_plan), None)
        if named is not None:
            by_plan[named] = _candidate(publication, "door de redactie gekozen", rules)
        elif not dropped.isdisjoint(addresses):
            omissions.append(Omission(publication, Reason.DROPPED_BY_EDITOR))
        else:
            reason, detail = _judge(publication, rules)
            if reason is None:
                eligible.append((publication, detail))
            elif reason is Reason.UNDATED:
                undated.append(_candidate(publication, "zonder datum", rules))
            else:
                omissions.append(Omission(publication, reason, detail))
    chosen, findings = _place_planned(plan, by_plan, rules)
    taken = {one.candidate.publication.key for items in chosen.values() for one in items if one.candidate}
    omissions += [
        Omission(candidate.publication, Reason.NO_SECTION, candidate.publication.type)
        for candidate in by_plan.values()
        if candidate.publication.key not in taken
    ]
    eligible.sort(key=lambda one: _order(one[0]))
    undated.sort(key=lambda one: _order(one.publication))
    sections, left_out = _fill(chosen, eligible, rules)
    findings += _waste(plan, planned, dropped)
    return Selection(sections, (*omissions, *left_out), tuple(undated), tuple(findings))


def _judge(publication: Publication, rules: SelectionRules) -> tuple[Reason | None, str]:
    """Returns (None, why it may be shown), or the reason it may not with what that rests on."""
    source = rules.sources.get(publication.source)
    if not rules.spent.isdisjoint(_keys(publication)):
        return Reason.ALREADY_SHOWN, ""
    if source is None:
        return Reason.SOURCE_UNKNOWN, publication.source
    if publication.data.url is None:
        return Reason.NO_LINK, ""
    reason, about = judge_topic(publication, _endpoint(source, publication.endpoint), rules.relevance)
    if reason is not None:
        return reason, about
    reason, why = _judge_date(publication, rules.window)
    return reason, f"{why}; {about}" if about and reason is None else why


def _addresses(publication: Publication) -> tuple[str, ...]:
    """Returns its own address and those of its copies, in the form in which they are compared."""
    urls = (publication.data.url, *(copy.url for copy in publication.also_at))
    return tuple(identity(url) for url in urls if url)


def _keys(publication: Publication) -> tuple[str, ...]:
    """Returns the keys it may have been shown under.

    Another site's report may have gone out before the owner's own was found: as `source>address`, or under
    its own address when the two were only later seen to be one.
    """
    addresses = [(copy.source, identity(copy.url)) for copy in publication.also_at if copy.url]
    return (publication.key, *(f"{by}>{at}" for by, at in addresses), *(at for _, at in addresses))


def _judge_date(publication: Publication, window: Window) -> tuple[Reason | None, str]:
    if publication.data.event_start is not None:
        return _judge_event(publication.data.event_start, window)
    published = publication.data.published
    found_since = publication.first_seen >= window.start
    if published is None:
        return (Reason.UNDATED if found_since else Reason.TOO_OLD), ""
    if published >= window.end:
        is_mistake = published > publication.first_seen + timedelta(days=FUTURE_DAYS)
        return (Reason.FUTURE_DATE if is_mistake else Reason.AFTER_CUT_OFF), ""
    if window.contains(published):
        return None, "gepubliceerd sinds de vorige editie"
    if found_since and published >= window.start - timedelta(days=LATE_DAYS):
        return None, "pas na de vorige editie gevonden"
    return Reason.TOO_OLD, ""


def _judge_event(start: datetime, window: Window) -> tuple[Reason | None, str]:
    if start < window.end:
        return Reason.EVENT_PAST, ""
    if start >= window.end + timedelta(weeks=EVENT_WEEKS):
        return Reason.EVENT_TOO_FAR, ""
    return None, "begint binnen tien weken"


def _endpoint(source: Source, url: str) -> Endpoint | None:
    return next((endpoint for endpoint in source.endpoints if endpoint.url == url), None)


def _candidate(publication: Publication, why: str, rules: SelectionRules) -> Candidate:
    evidence = label(publication.data, rules.kernelementen)
    return Candidate(publication, slugs_of(evidence), evidence, why)


def _order(publication: Publication) -> tuple[bool, float, str]:
    """Events by their date; the rest newest first; the key settles what is equal."""
    data = publication.data
    if data.event_start is not None:
        return (True, data.event_start.timestamp(), publication.key)
    moment = data.published or publication.first_seen
    return (False, -moment.timestamp(), publication.key)


def _place_planned(
    plan: EditionPlan, by_plan: Mapping[str, Candidate], rules: SelectionRules
) -> tuple[dict[str, list[Chosen]], list[Finding]]:
    """Puts the editor's items under their headings, pinned ones first, in the order of the file."""
    chosen: dict[str, list[Chosen]] = {}
    findings: list[Finding] = []
    slugs = {section.slug for section in rules.sections}
    for item in sorted(plan.items, key=lambda item: not item.pinned):
        candidate = by_plan.get(identity(item.url)) if item.url else None
        found = candidate.publication if candidate else None
        if item.section and item.section not in slugs:
            findings.append(_finding("section-unknown", plan, item.line, *_unknown_section(item, slugs)))
        elif candidate is None and not item.title:
            findings.append(_finding("item-title-missing", plan, item.line, *_MISSING_TITLE))
        elif (slug := item.section or _section_of(found, rules)) is None:
            findings.append(_finding("section-missing", plan, item.line, *_MISSING_SECTION))
        else:
            chosen.setdefault(slug, []).append(Chosen(candidate, item))
    return chosen, findings


def _section_of(publication: Publication | None, rules: SelectionRules) -> str | None:
    """Returns the first section that fits; a link of the editor's own goes where news goes."""
    kind = publication.type if publication else PublicationType.NIEUWS
    source = publication.source if publication else ""
    for section in rules.sections:
        fits_kind = not section.kinds or kind in section.kinds
        fits_source = not section.sources or source in section.sources
        if fits_kind and fits_source:
            return section.slug
    return None


def _fill(
    chosen: dict[str, list[Chosen]], eligible: Sequence[tuple[Publication, str]], rules: SelectionRules
) -> tuple[tuple[ChosenSection, ...], tuple[Omission, ...]]:
    omissions = []
    room = {section.slug: section.max_items for section in rules.sections}
    names = {section.slug: section.name for section in rules.sections}
    placed: dict[str, list[Chosen]] = {slug: list(items) for slug, items in chosen.items()}
    for publication, why in eligible:
        slug = _section_of(publication, rules)
        if slug is None:
            omissions.append(Omission(publication, Reason.NO_SECTION, publication.type))
        elif len(placed.get(slug, ())) >= room[slug]:
            omissions.append(Omission(publication, Reason.SECTION_FULL, names[slug]))
        else:
            placed.setdefault(slug, []).append(Chosen(_candidate(publication, why, rules), None))
    sections = tuple(
        ChosenSection(section, tuple(placed[section.slug]))
        for section in rules.sections
        if placed.get(section.slug)
    )
    return sections, tuple(omissions)


_MISSING_TITLE = (
    "dit item is niet in de bronnen gevonden en heeft geen titel",
    'zet er een regel titel = "…" bij, of controleer de url',
)
_MISSING_SECTION = ("dit item past in geen enkele rubriek", 'zet er een regel rubriek = "…" bij')


def _unknown_section(item: PlannedItem, slugs: Collection[str]) -> tuple[str, str]:
    return (f"onbekende rubriek ‘{item.section}’", f"kies uit: {', '.join(sorted(slugs))}")


def _waste(plan: EditionPlan, planned: Mapping[str, PlannedItem], dropped: Collection[str]) -> list[Finding]:
    """An address that is taken in and left out at once: say so instead of choosing silently."""
    both = sorted(address for address in planned if address in dropped)
    message = "staat zowel bij [[item]] als bij weglaten; het blijft staan"
    return [
        _finding("item-also-dropped", plan, planned[address].line, message, "haal een van de twee weg",
                 severity=Severity.ADVICE)
        for address in both
    ]  # fmt: skip


def _finding(
    code: str,
    plan: EditionPlan,
    line: int | None,
    message: str,
    hint: str,
    severity: Severity = Severity.BLOCKING,
) -> Finding:
    return Finding(code, severity, plan.path, message, hint, line=line)
