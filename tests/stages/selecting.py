"""The edition of December 2026 that the tests of `select` choose for, and ways to look at the choice."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.model import (
    Candidate,
    Publication,
    PublicationType,
    Selection,
    Window,
)
from pipeline.stages.select import SelectionRules
from tests.makers import AMSTERDAM, section_rule, source

START = datetime(2026, 11, 5, 9, tzinfo=AMSTERDAM)
END = datetime(2026, 12, 3, 9, tzinfo=AMSTERDAM)
WINDOW = Window(START, END)
MOMENT = timedelta(microseconds=1)
LATE = START - timedelta(days=60)
FAR = END + timedelta(weeks=10)

NEWS = section_rule("nieuws", PublicationType.NIEUWS)
AGENDA = section_rule("agenda", PublicationType.BIJEENKOMST)
RULES = SelectionRules(
    window=WINDOW,
    sources={"bron": source("bron"), "put": source("put")},
    sections=(NEWS, AGENDA),
    kernelementen=(),
    spent=frozenset(),
)

SINCE = "gepubliceerd sinds de vorige editie"


def candidate(one: Publication, why: str = SINCE) -> Candidate:
    return Candidate(one, (), (), why)


def keys(made: Selection) -> dict[str, list[str]]:
    return {
        section.rule.slug: [
            item.candidate.publication.key if item.candidate else item.planned.title if item.planned else ""
            for item in section.items
        ]
        for section in made.sections
    }
