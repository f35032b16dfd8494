"""Who sees what: the features of one mail beside what each program does with them, for the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pipeline.model.client_support import (
    MAIL_CLIENTS,
    ClientSupport,
    Feature,
    Harm,
    Judgement,
    SupportCell,
    SupportRow,
    SupportTable,
    Verdict,
    named,
)
from pipeline.model.findings import Finding
from pipeline.stages.check.document import parse_document
from pipeline.stages.check.support.features import FeatureUse, features_of
from pipeline.text.dutch import format_day

VERDICT_WORDS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.YES: ("ja", "✓"),
    Verdict.PARTLY: ("deels", "◐"),
    Verdict.NO: ("nee", "✕"),
    Verdict.UNKNOWN: ("onbekend", "?"),
}
_NOT_LISTED = "Dit staat niet op onze lijst. Kijk zelf of de mail ook zonder goed is."
_IN_CONDITION = (
    "Het staat alleen in regels voor bijvoorbeeld telefoon of donker. Zonder die regels klopt de mail ook."
)
_HARMLESS_HERE = "Zo gebruikt doet het geen kwaad."
_SEE = " Zie de bevinding ‘{code}’."
_ORDER = (Harm.BREAKS, Harm.SOME, None, Harm.NONE)


def support_table(html: str, support: ClientSupport, findings: Iterable[Finding] = ()) -> SupportTable:
    """Returns a row for each feature of `html` that does not work everywhere, what matters most first.

    `findings` are those on the same mail: where a rule looks closer at a feature, it decides on the harm.
    """
    uses = features_of(parse_document(html))
    whole = [use for use in uses if use.gap is None]
    gaps = [use for use in uses if use.gap is not None and not use.is_conditional]
    codes = frozenset(finding.code for finding in findings)
    rows = [
        _row(use, support, codes, gaps) for use in whole if not support.features[use.slug].works_everywhere
    ]
    return SupportTable(
        clients=MAIL_CLIENTS,
        rows=tuple(sorted(rows, key=_weight)),
        everywhere=len(whole) - len(rows),
        summary=_summary(len(whole), rows),
        origin=f"De gegevens komen van {support.source} (versie {support.version}, licentie "
        f"{support.licence}) en zijn van {format_day(date.fromisoformat(support.data_date))}. Per programma "
        "telt de nieuwste versie die is getest. Zelf kijken wij niet in deze programma’s.",
    )


def _summary(used: int, rows: Sequence[SupportRow]) -> str:
    begin = f"De mail gebruikt {used} onderdelen van HTML en CSS."
    if not rows:
        return f"{begin} Die werken in alle {len(MAIL_CLIENTS)} mailprogramma’s die wij volgen."
    begin += f" {used - len(rows)} ervan werken in alle {len(MAIL_CLIENTS)} mailprogramma’s die wij volgen."
    harmful = sum(row.harm is not Harm.NONE for row in rows)
    if not harmful:
        others = "Eén werkt" if len(rows) == 1 else f"De andere {len(rows)} werken"
        return f"{begin} {others} niet overal, maar daar mist de lezer niets aan."
    return f"{begin} {harmful} {'vraagt' if harmful == 1 else 'vragen'} je aandacht."


def _row(
    use: FeatureUse, support: ClientSupport, codes: frozenset[str], gaps: Sequence[FeatureUse]
) -> SupportRow:
    feature = support.features[use.slug]
    own = [gap for gap in gaps if gap.slug == use.slug]
    harm, why = _harm(use, support, codes, own)
    shown = own[0] if own else use
    return SupportRow(
        slug=use.slug,
        title=feature.title,
        page=support.page(use.slug),
        tested=feature.tested,
        count=shown.count,
        where=f"regel {shown.spot.line}, {shown.selector}" if shown.spot.line else shown.selector,
        cells=tuple(map(_cell, feature.judgements)),
        absent=named(feature.clients(Verdict.NO)),
        partly=named(feature.clients(Verdict.PARTLY)),
        why=why,
        harm=harm,
        notes=_notes(feature),
    )


def _harm(
    use: FeatureUse, support: ClientSupport, codes: frozenset[str], gaps: Sequence[FeatureUse]
) -> tuple[Harm | None, str]:
    consequence = support.consequences.get(use.slug)
    if gaps:
        found = [gap.gap for gap in gaps if gap.gap]
        code = next((gap.rule for gap in found if gap.rule), "client-partly")
        return Harm.SOME, f"De mail gebruikt {', '.join(gap.what for gap in found)}.{_SEE.format(code=code)}"
    if consequence is None:
        return (Harm.NONE, _IN_CONDITION) if use.is_conditional else (None, _NOT_LISTED)
    if consequence.harm is Harm.NONE:
        return Harm.NONE, consequence.why
    code = consequence.rule or "client-unsupported"
    if code in codes:
        return consequence.harm, consequence.why + _SEE.format(code=code)
    return Harm.NONE, _IN_CONDITION if use.is_conditional else _HARMLESS_HERE


def _cell(judgement: Judgement) -> SupportCell:
    word, sign = VERDICT_WORDS[judgement.verdict]
    return SupportCell(judgement.verdict, word, sign, judgement.notes)


def _notes(feature: Feature) -> tuple[tuple[str, str], ...]:
    asked = {note for judgement in feature.judgements for note in judgement.notes}
    return tuple((number, text) for number, text in feature.notes if number in asked)


def _weight(row: SupportRow) -> tuple[int, int, int, str]:
    without = sum(cell.verdict is Verdict.NO for cell in row.cells)
    partly = sum(cell.verdict is Verdict.PARTLY for cell in row.cells)
    return _ORDER.index(row.harm), -without, -partly, row.slug
