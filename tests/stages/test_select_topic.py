"""What is for this newsletter: a general source is weighed, and what was shown under any address is spent."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Copy, Omission, Reason, RelevanceRules, TermGroup
from pipeline.stages.select import select
from tests.makers import endpoint, plan, publication, source
from tests.stages.selecting import RULES, SINCE

GENERAL = replace(
    RULES,
    sources={"bron": source("bron", endpoint(general=True))},
    relevance=RelevanceRules(3, (TermGroup("teams", 3, ("wijkteam",)),)),
)


def test_what_a_general_source_has_on_other_subjects_is_left_out_with_its_points() -> None:
    waste = publication("a", title="Nieuwe tarieven voor afval", summary="")

    assert select([waste], plan=plan(), rules=GENERAL).omissions == (
        Omission(waste, Reason.NOT_RELEVANT, "0 van de 3 punten: geen woord uit de woordenlijst gevonden"),
    )


def test_what_is_taken_from_a_general_source_says_by_which_words() -> None:
    (section,) = select([publication()], plan=plan(), rules=GENERAL).sections

    assert section.items[0].candidate is not None
    assert section.items[0].candidate.why == f"{SINCE}; 6 van de 3 punten: ‘wijkteam’ in de titel (+6)"


def test_an_original_is_spent_when_its_copy_was_shown_before_the_two_were_seen_to_be_one() -> None:
    one = publication(also_at=(Copy("put", "https://put.example/b"),))
    rules = replace(RULES, spent=frozenset({"https://put.example/b"}))

    assert select([one], plan=plan(), rules=rules).omissions == (Omission(one, Reason.ALREADY_SHOWN),)
