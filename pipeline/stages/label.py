"""What a publication is about, from weighted terms in config.toml: is it for us, and which kernelementen.

    title, summary, words of the address  ──>  hits of groups of terms  ──>  points, each with its evidence

A group of terms counts once, at its best place: what the title says counts double, for a summary mentions
much in passing. There is no learning and no model: an editor can read every point and change the words.
The ground on which other stages stand: `select`, `measure` and the list of publications ask the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline.model import (
    Endpoint,
    Evidence,
    Kernelement,
    Publication,
    PublicationData,
    Reason,
    Relevance,
    RelevanceRules,
    TermGroup,
    TermHit,
)
from pipeline.text.kinds import kind_sign
from pipeline.text.terms import TermIndex, first_term

TITLE_FACTOR = 2
# A weak term is enough for a label, and settles little beside one that says what a text is about.
STRONG_POINTS, TERM_POINTS, WEAK_POINTS = 3, 2, 1
# A text that names one element loudly mentions the others in passing; a label is worth little when all apply.
LABEL_SHARE = 0.9
MOST_LABELS = 2
WHERE_TEXTS = {"title": "de titel", "summary": "de samenvatting", "address": "het adres"}

_Places = Sequence[tuple[str, str, int]]


def relevance_of(data: PublicationData, rules: RelevanceRules) -> Relevance:
    """Returns how much `data` is about the programme, whatever source it came from."""
    every = _hits(_relevance_groups(rules), _places(data))
    is_about_us = any(hit.points > 0 and not group.supports for group, hit in every)
    counted = [(group, hit) for group, hit in every if is_about_us or not group.supports]
    speaking = [group for group, hit in counted if hit.points > 0]
    return Relevance(
        sum(hit.points for _, hit in counted),
        rules.threshold,
        tuple(sorted((hit for _, hit in counted), key=lambda hit: -abs(hit.points))),
        only_people=bool(speaking) and all(group.people for group in speaking),
    )


def label(data: PublicationData, kernelementen: Sequence[Kernelement]) -> tuple[Evidence, ...]:
    """Returns the terms that carried each kernelement, the element with the most points first.

    The first of these becomes the label that readers see. At most two apply, and the second only when it has
    at least nine tenths of the points of the first.
    """
    found: dict[str, list[TermHit]] = {element.slug: [] for element in kernelementen}
    for group, hit in _hits(_element_groups(kernelementen), _places(data)):
        found[group.name].append(hit)
    scored = [(sum(hit.points for hit in hits), slug, hits) for slug, hits in found.items() if hits]
    scored.sort(key=lambda one: -one[0])
    least = max((points for points, _, _ in scored), default=0) * LABEL_SHARE
    return tuple(
        Evidence(slug, hit.term, hit.where)
        for points, slug, hits in scored[:MOST_LABELS]
        if points >= least
        for hit in hits
    )


def slugs_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Returns the kernelementen that evidence speaks for, each once, in its order."""
    return tuple(dict.fromkeys(hit.kernelement for hit in evidence))


def judge_topic(
    publication: Publication, endpoint: Endpoint | None, rules: RelevanceRules
) -> tuple[Reason | None, str]:
    """Returns (None, why it is for us), or the reason it is not with a Dutch word on what that rests on.

    The endpoint's own `exclude` and `include` come first. Only of a `general` endpoint the points
    count: what the programme and its partners publish on the theme is for us whatever words it uses.
    """
    if endpoint is None:
        return None, ""
    if hit := _filter_hit(endpoint.exclude, publication):
        return Reason.EXCLUDED, hit
    if endpoint.include and not _filter_hit(endpoint.include, publication):
        return Reason.NOT_RELEVANT, "geen woord uit de lijst van de bron gevonden"
    if not endpoint.general:
        return None, ""
    relevance = relevance_of(publication.data, rules)
    return (None if relevance.is_enough else Reason.NOT_RELEVANT), describe(relevance)


def describe(relevance: Relevance) -> str:
    """Returns what a judgement rests on, as in "5 van de 4 punten: ‘wijkteam’ in de titel (+6), …"."""
    found = ", ".join(
        f"‘{hit.term.lstrip('*=')}’ in {WHERE_TEXTS[hit.where]} ({_signed(hit.points)})"
        for hit in relevance.hits
    )
    points = str(relevance.points).replace("-", "−")
    lack = "; over wie het gaat, en niet wat er speelt" if relevance.only_people else ""
    found = found or "geen woord uit de woordenlijst gevonden"
    return f"{points} van de {relevance.threshold} punten: {found}{lack}"


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "−")


def describe_type(publication: Publication) -> str:
    """Returns what named the type of a publication, as in "‘rapporten’ in het adres"."""
    path = urlsplit(publication.data.url or "").path
    sign = kind_sign(tail="", path=path, title=publication.data.title)
    if sign is None or sign.kind != publication.type:
        return "volgens de bron"
    return f"‘{sign.word}’ in {'de titel' if sign.where == 'title' else 'het adres'}"


def _places(data: PublicationData) -> _Places:
    parts = urlsplit(data.url or "")
    # The name of the site too: what Veilig Thuis publishes is about it, also where the title does not say so.
    address = re.sub(r"[\W_]+", " ", f"{parts.hostname or ''} {unquote(parts.path)}")
    return (("title", data.title, TITLE_FACTOR), ("summary", data.summary, 1), ("address", address, 1))


def _hits(groups: _Compiled, places: _Places) -> list[tuple[TermGroup, TermHit]]:
    """Returns each group that has a term somewhere, in their order, with its hit at the best place."""
    found: dict[int, TermHit] = {}
    for where, text, factor in places:
        for place, term in groups.index.first_terms(text).items():
            if place not in found:
                group = groups.groups[place]
                found[place] = TermHit(group.name, term, where, group.weight * factor)
    return [(groups.groups[place], found[place]) for place in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """`rules` is what it was made of: as long as we hold it, nothing else has its identity."""

    rules: object
    groups: tuple[TermGroup, ...]
    index: TermIndex


def _relevance_groups(rules: RelevanceRules) -> _Compiled:
    return _compiled(rules, lambda: rules.groups)


def _element_groups(kernelementen: Sequence[Kernelement]) -> _Compiled:
    return _compiled(
        kernelementen, lambda: tuple(one for element in kernelementen for one in _groups(element))
    )


# By identity, for comparing hundreds of words would cost more than finding them.
_COMPILED: dict[int, _Compiled] = {}
_MOST_COMPILED = 8


def _compiled(rules: object, groups: Callable[[], tuple[TermGroup, ...]]) -> _Compiled:
    known = _COMPILED.get(id(rules))
    if known is None:
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        made = groups()
        known = _COMPILED[id(rules)] = _Compiled(rules, made, TermIndex([group.terms for group in made]))
    return known


def _groups(element: Kernelement) -> tuple[TermGroup, ...]:
    return (
        TermGroup(element.slug, STRONG_POINTS, element.strong),
        TermGroup(element.slug, TERM_POINTS, element.terms),
        TermGroup(element.slug, WEAK_POINTS, element.weak),
    )


def _filter_hit(entries: Sequence[str], publication: Publication) -> str:
    path = urlsplit(publication.data.url or "").path
    text = f"{publication.data.title}\n{publication.data.summary}"
    for entry in entries:
        if entry.startswith("/"):
            if path.startswith(entry):
                return entry
        elif first_term((entry,), text):
            return entry
    return ""
