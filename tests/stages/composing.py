"""A small edition for the tests of `compose` to change one thing in."""

from __future__ import annotations

from typing import Any

from pipeline.model import (
    Candidate,
    Chosen,
    ChosenSection,
    EditionPlan,
    Evidence,
    Item,
    PlannedItem,
    Publication,
    PublicationType,
    PublishableStory,
    SectionRule,
    Selection,
)
from pipeline.stages.compose import Composed, compose
from tests.makers import (
    CUT_OFF,
    config,
    plan,
    section_rule,
    source,
)

NEWS = section_rule("nieuws", PublicationType.NIEUWS)
AGENDA = section_rule("agenda", PublicationType.BIJEENKOMST)
SOURCES = {slug: source(slug) for slug in ("bron", "put", "wel", "kanaal")}
PATH = "editions/2026-12.toml"
NOTICE = "Dit verhaal gaat over geweld thuis."


def chosen(one: Publication, planned: PlannedItem | None = None, *evidence: Evidence) -> Chosen:
    labels = tuple(hit.kernelement for hit in evidence)
    return Chosen(Candidate(one, labels, evidence, "gepubliceerd sinds de vorige editie"), planned)


def selection(*items: Chosen, rule: SectionRule = NEWS) -> Selection:
    return Selection((ChosenSection(rule, items),) if items else (), (), ())


def composed(
    made: Selection,
    story: PublishableStory | None = None,
    *,
    decided: EditionPlan | None = None,
    **changes: Any,
) -> Composed:
    return compose(
        made,
        story,
        plan=decided or plan(introduction="Beste lezer"),
        config=config(**changes),
        sources=SOURCES,
        cut_off=CUT_OFF,
        story_why="De redactie koos dit verhaal.",
    )


def item(one: Publication, planned: PlannedItem | None = None, *evidence: Evidence) -> Item:
    return composed(selection(chosen(one, planned, *evidence))).edition.sections[0].items[0]


def codes(made: Composed) -> list[str]:
    return [finding.code for finding in made.findings]
