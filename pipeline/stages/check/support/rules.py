"""Features that a program we name does not show, or shows in part, and that a reader would miss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.model.client_support import ClientSupport, Harm, Verdict, named
from pipeline.stages.check.document import Document
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot
from pipeline.stages.check.support.features import FeatureUse, features_of


@dataclass(frozen=True)
class Judged:
    """A mail beside what mail programs support."""

    document: Document
    support: ClientSupport

    @cached_property
    def uses(self) -> tuple[FeatureUse, ...]:
        return features_of(self.document)


def _unsupported(judged: Judged) -> Iterator[Spot]:
    for use in judged.uses:
        consequence = judged.support.consequences.get(use.slug)
        # A rule of its own says it better, and what stands in @media only is an extra.
        if (
            use.gap
            or use.is_conditional
            or (consequence and (consequence.rule or consequence.harm is Harm.NONE))
        ):
            continue
        feature = judged.support.features[use.slug]
        if without := feature.clients(Verdict.NO):
            why = f". {consequence.why.rstrip('.')}" if consequence else ""
            yield _told(use, feature.title, f"niet in {named(without)}{why}")


def _partly(judged: Judged) -> Iterator[Spot]:
    for use in judged.uses:
        if use.gap is None or use.gap.rule or use.is_conditional:
            continue
        feature = judged.support.features[use.slug]
        without = feature.clients(Verdict.PARTLY, Verdict.NO, note=use.gap.note)
        if without:
            yield _told(use, use.gap.what, f"niet in {named(without)}")


def _told(use: FeatureUse, what: str, where: str) -> Spot:
    often = f" ({use.count} keer)" if use.count > 1 else ""
    return replace(use.spot, detail=f"{what}{often}, {where}")


RULES: tuple[Rule[Judged], ...] = (
    Rule(
        "client-unsupported",
        ADVICE,
        "Dit werkt niet in elk mailprogramma: {detail}.",
        "Kijk of de mail ook zonder goed is, of maak het op een andere manier. De tabel ‘Wie ziet wat’ in "
        "het verslag laat per programma zien wat werkt.",
        _unsupported,
        why="Wie dat programma heeft, ziet een andere mail dan jij.",
        source="caniemail.com",
        example=Example(
            '<p style="transform:rotate(3deg)">Kom ook langs</p>',
            '<p style="border-radius:4px">Kom ook langs</p>',
        ),
    ),
    Rule(
        "client-partly",
        ADVICE,
        "Dit kent een deel van de mailprogramma’s alleen half: {detail}.",
        "Schrijf het op een andere manier, of kijk of de mail ook zonder goed is.",
        _partly,
        why="Het programma kent de regel wel, maar juist dit gebruik niet, en slaat hem over.",
        source="caniemail.com, bij ‘partial support’",
        example=Example(
            '<img src="https://nieuwsbrief.example/b.png" width="9" height="9" alt="" style="display:none">',
            '<img src="https://nieuwsbrief.example/b.png" width="9" height="9" alt="" '
            'style="display:none;mso-hide:all">',
        ),
    ),
)
