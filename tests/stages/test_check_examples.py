"""Every rule comes with an example that fails and one that passes, and these are its tests."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model import Severity
from pipeline.stages.check import RULES, Rule, leftovers, open_places, replies
from pipeline.stages.check.plain import ALONE
from pipeline.stages.check.rules import Example, Where
from tests.stages.checking import codes_of, codes_of_text, placed

# A code may be looked for in several places; its example is the same.
BY_CODE: dict[str, Rule[Any]] = {rule.code: rule for rule in reversed(RULES)}
BLOCKING = {rule.code for rule in RULES if rule.severity is Severity.BLOCKING}
WITH_EXAMPLE = [rule for code, rule in sorted(BY_CODE.items()) if rule.example]


def codes_with(snippet: str, rule: Rule[Any]) -> set[str]:
    assert rule.example is not None
    if rule in ALONE:
        return codes_of_text(snippet)
    if rule is leftovers.OPEN_PLACE:
        return {one.code for one in open_places(snippet, path="mail.txt")}
    return codes_of(placed(snippet, rule.example))


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_what_should_fail_fails_and_what_should_pass_passes(rule: Rule[Any]) -> None:
    example = rule.example or Example("", "")

    assert rule.code in codes_with(example.bad * example.times, rule)
    good = codes_with(example.good, rule)
    assert rule.code not in good
    # A whole message of a few lines lacks much; what is put into the good mail lacks nothing that blocks.
    assert example.where is Where.MESSAGE or not good & BLOCKING


def test_only_what_lies_outside_the_mail_has_no_example() -> None:
    without = {rule.code for rule in BY_CODE.values() if rule.example is None}

    assert without == {rule.code for rule in replies.RULES}


def test_every_rule_says_why_and_who_says_so_in_whole_sentences() -> None:
    unfinished = [
        rule.code
        for rule in BY_CODE.values()
        if not (rule.message.endswith(".") and rule.hint.endswith((".", "…")) and rule.why.endswith("."))
        or not rule.source
    ]

    assert unfinished == []


def test_one_code_says_one_thing_wherever_it_is_found() -> None:
    assert len({(rule.code, rule.severity, rule.message, rule.hint) for rule in RULES}) == len(BY_CODE)
