"""How well titles are understood, measured on titles that a person labelled.

    labelled titles  ──>  what `label` makes of the text alone  ──>  precision, recall, F1, and the misses

Nothing of a source counts here: no `include`, no endpoint's type, no trust in the programme's own site.
What the rules say of a title, its summary and its address is all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.model import (
    Evidence,
    Kernelement,
    LabelledTitle,
    Measured,
    Measures,
    Miss,
    PublicationType,
    Relevance,
    RelevanceRules,
)
from pipeline.stages.label import describe, label, relevance_of, slugs_of
from pipeline.text.dutch import strip_tail
from pipeline.text.kinds import kind_of

# What an endpoint is when its file does not say otherwise.
USUAL_TYPE = PublicationType.NIEUWS


@dataclass(frozen=True, slots=True)
class _Understood:
    row: LabelledTitle
    relevance: Relevance
    type: PublicationType
    evidence: tuple[Evidence, ...]

    @property
    def kernelementen(self) -> tuple[str, ...]:
        """What is not for us and is taken for it is labelled wrongly; what is left out shows no label.

        What is for us and was not recognised is a miss of relevance and of nothing more: the programme's own
        sources, which are not weighed, show its labels all the same.
        """
        is_shown = self.row.is_relevant or self.relevance.is_enough
        return slugs_of(self.evidence) if is_shown else ()

    @property
    def right(self) -> tuple[str, ...]:
        return tuple(slug for slug in self.kernelementen if slug in self.row.accepted)


def measure(
    rows: Sequence[LabelledTitle], *, rules: RelevanceRules, kernelementen: Sequence[Kernelement]
) -> Measures:
    """Returns how well `rows` are understood.

    Of kernelementen any defensible one counts. Precision is the share of labels that are defensible, recall
    the share of labelled rows with at least one that is, and F1 their harmonic mean. `per_slug` counts the
    same way for each.
    """
    understood = [_understand(row, rules, kernelementen) for row in rows]
    typed = [one for one in understood if one.row.type is not None]
    return Measures(
        rows=len(rows),
        relevance=_measured(
            right=sum(one.row.is_relevant and one.relevance.is_enough for one in understood),
            found=sum(one.relevance.is_enough for one in understood),
            wanted=sum(row.is_relevant for row in rows),
        ),
        accuracy=sum(one.type is one.row.type for one in typed) / len(typed) if typed else 0.0,
        types=len(typed),
        kernelementen=_all_slugs(understood),
        per_slug=tuple((element.slug, _one_slug(understood, element.slug)) for element in kernelementen),
        misses=tuple(miss for one in understood for miss in _misses(one)),
    )


def _understand(
    row: LabelledTitle, rules: RelevanceRules, kernelementen: Sequence[Kernelement]
) -> _Understood:
    path = urlsplit(row.data.url or "").path
    title, tail = strip_tail(row.data.title)
    kind = kind_of(tail=tail, path=path, title=title)
    return _Understood(
        row=row,
        relevance=relevance_of(row.data, rules),
        type=PublicationType(kind) if kind else USUAL_TYPE,
        evidence=label(row.data, kernelementen),
    )


def _all_slugs(understood: Sequence[_Understood]) -> Measured:
    labelled = [one for one in understood if one.row.kernelementen]
    return _harmonic(
        _share(sum(len(one.right) for one in understood), sum(len(one.kernelementen) for one in understood)),
        _share(sum(bool(one.right) for one in labelled), len(labelled)),
        len(labelled),
    )


def _one_slug(understood: Sequence[_Understood], slug: str) -> Measured:
    """A defensible slug that was found is right; a labelled one is missed when nothing accepted was found."""
    right = sum(slug in one.right for one in understood)
    found = sum(slug in one.kernelementen for one in understood)
    missed = sum(slug in one.row.kernelementen and not one.right for one in understood)
    return _measured(right, found, right + missed)


def _measured(right: int, found: int, wanted: int) -> Measured:
    return _harmonic(_share(right, found), _share(right, wanted), wanted)


def _harmonic(precision: float, recall: float, support: int) -> Measured:
    total = precision + recall
    return Measured(precision, recall, 2 * precision * recall / total if total else 0.0, support)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _misses(one: _Understood) -> list[Miss]:
    row, misses = one.row, []

    def miss(what: str, expected: str, found: str, why: str) -> None:
        misses.append(Miss(row.line, what, row.data.title, expected, found, why))

    if row.is_relevant is not one.relevance.is_enough:
        answers = {True: "ja", False: "nee"}
        miss("relevance", answers[row.is_relevant], answers[one.relevance.is_enough], describe(one.relevance))
    if row.type not in (None, one.type):
        miss("type", row.type or "", one.type, "")
    extra = [slug for slug in one.kernelementen if slug not in row.accepted]
    if extra or (row.kernelementen and not one.right):
        found = "|".join(one.kernelementen)
        why = ", ".join(f"{hit.kernelement}: {hit.term} ({hit.where})" for hit in one.evidence)
        miss("kernelement", "|".join(row.kernelementen), found, why)
    return misses
