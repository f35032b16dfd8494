"""Consent: a gap on the day of sending is told in Dutch, and shuts the gate."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model import (
    Channel,
    ChildAge,
    Consent,
    ConsentGap,
    ConsentStatus,
    PublishableStory,
    Story,
    StoryFiles,
)
from pipeline.read.story import acceptance_findings, consent_findings
from pipeline.shell.folder import read_stories
from tests.makers import acceptance
from tests.read.stories import HEADER, PATH, STORY, files, parse

STORIES = Path(__file__).parents[2] / "stories"


# A story whose consent does not hold on the day gets nowhere.
DAY = date(2026, 12, 3)


def gaps(story: Story, *, on: date = DAY, channel: Channel = Channel.NIEUWSBRIEF) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in consent_findings(story, on=on, channel=channel)]


def test_consent_that_holds_leaves_nothing_to_say() -> None:
    assert gaps(STORY) == []
    assert PublishableStory(STORY, Channel.NIEUWSBRIEF, DAY, acceptance(STORY)).story == STORY


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"status": ConsentStatus.INGETROKKEN}, "consent-withdrawn", "de toestemming is ingetrokken"),
        (
            {"status": ConsentStatus.GEVRAAGD},
            "consent-not-given",
            "de toestemming is gevraagd, maar nog niet gegeven",
        ),
        ({"valid_until": date(2026, 12, 2)}, "consent-expired", "de toestemming liep af op 2 december 2026"),
        ({"valid_until": None}, "consent-expired", "er staat niet bij tot wanneer de toestemming geldt"),
        (
            {"given_on": date(2026, 12, 4)},
            "consent-not-yet",
            "de toestemming geldt pas vanaf 4 december 2026",
        ),
        ({"given_on": None}, "consent-not-yet", "er staat niet bij wanneer de toestemming is gegeven"),
        (
            {"scope": frozenset({Channel.WEBSITE})},
            "consent-out-of-scope",
            "de toestemming geldt niet voor de nieuwsbrief",
        ),
        ({"reference": ""}, "consent-no-reference", "er is geen verwijzing naar een getekend formulier"),
        (
            {"read_back_on": None},
            "consent-not-read-back",
            "de verteller heeft het verhaal nog niet teruggelezen",
        ),
        (
            {"read_back_on": date(2026, 12, 4)},
            "consent-not-read-back",
            "de verteller leest het verhaal pas op 4 december 2026",
        ),
        (
            {"child_age": ChildAge.ONDER_12},
            "consent-unsigned-for-child",
            "voor een kind onder de 16 heeft niemand met gezag getekend",
        ),
        (
            {"child_age": ChildAge.VAN_12_TOT_15, "signed_by": "vader"},
            "consent-child-not-asked",
            "het kind is 12 tot 16 jaar en is zelf niet gevraagd",
        ),
    ],
)
def test_a_gap_in_the_consent_is_one_dutch_sentence_and_shuts_the_gate(
    change: dict[str, object], code: str, message: str
) -> None:
    story = replace(STORY, consent=replace(STORY.consent, **change))  # type: ignore[arg-type]  # a table of fields

    assert gaps(story) == [(code, message)]
    with pytest.raises(ValueError, match=code):
        PublishableStory(story, Channel.NIEUWSBRIEF, DAY, acceptance(story))


def test_every_gap_has_its_hint_and_its_line() -> None:
    nothing = Consent(ConsentStatus.GEVRAAGD, "", None, None, frozenset(), None, ChildAge.VAN_12_TOT_15)
    lines = {"toestemming": 15, "toestemming.status": 16}

    found = [
        finding
        for consent in (nothing, replace(nothing, status=ConsentStatus.INGETROKKEN))
        for finding in consent_findings(
            replace(STORY, consent=consent), on=DAY, channel=Channel.WEBSITE, lines=lines
        )
    ]

    found += acceptance_findings(STORY, None, is_there=False)
    found += acceptance_findings(replace(STORY, title="Het slot"), acceptance(STORY), is_there=True)

    assert {finding.code for finding in found} == {gap.value for gap in ConsentGap}
    assert all(finding.hint and finding.is_blocking and finding.path == PATH for finding in found)
    assert {finding.line for finding in found if "given" in finding.code} == {16}
    assert {finding.line for finding in found if "scope" in finding.code} == {15}


@pytest.mark.parametrize("status", ["gevraagd", "ingetrokken"])
def test_a_story_without_consent_may_lie_in_stock_but_goes_nowhere(status: str) -> None:
    head = re.sub(r"(?<=toestemming:\n)(?:  .*\n)+", f"  status: {status}\n", HEADER)

    story = parse(files(head)).story

    assert story is not None
    assert gaps(story)


def test_a_made_up_story_goes_nowhere_unless_it_is_allowed() -> None:
    story = replace(STORY, fictional=True)

    assert [
        (one.code, one.line)
        for one in consent_findings(story, on=DAY, channel=Channel.NIEUWSBRIEF, lines={"fictief": 23})
    ] == [("story-fictional", 23)]
    assert consent_findings(story, on=DAY, channel=Channel.NIEUWSBRIEF, allow_fictional=True) == ()


@pytest.mark.parametrize("example", read_stories(STORIES), ids=lambda one: one.slug)
def test_the_stories_of_this_repository_have_no_fault_but_that_they_are_made_up(example: StoryFiles) -> None:
    parsed = parse(example)

    assert [finding for finding in parsed.findings if finding.is_blocking] == []
    assert parsed.story is not None
    found = consent_findings(parsed.story, on=DAY, channel=Channel.NIEUWSBRIEF, lines=parsed.lines)
    assert [finding.code for finding in found] == ["story-fictional"]
