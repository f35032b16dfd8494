"""Defects made by eyes that saw no rule are reported, and what is harmless stops nothing."""

from __future__ import annotations

from functools import cache

import pytest

from tests.data.mails.blind_defects import DEFECTS, HARMLESS
from tests.data.mails.blind_edits import Defect
from tests.stages import our_mail

LEAST_FOUND = 0.95


@cache
def said_of_the_harmless(target: str) -> frozenset[str]:
    """What a change without a defect brings; that cannot count as having seen the defect."""
    return frozenset(
        code for one in HARMLESS if one.target == target for code in our_mail.news_of(our_mail.changed(one))
    )


def is_reported(defect: Defect) -> bool:
    found = our_mail.news_of(our_mail.changed(defect))
    return bool(found - said_of_the_harmless(defect.target))


@pytest.mark.slow
def test_of_defects_that_no_rule_was_made_for_nearly_all_are_reported() -> None:
    missed = [defect.name for defect in DEFECTS if not is_reported(defect)]

    found = 1 - len(missed) / len(DEFECTS)
    assert found >= LEAST_FOUND, f"{len(missed)} of {len(DEFECTS)} not reported: {missed}"


@pytest.mark.parametrize("change", HARMLESS, ids=lambda change: change.name)
def test_a_change_without_a_defect_stops_nothing(change: Defect) -> None:
    found = our_mail.findings(our_mail.changed(change))

    assert [one for one in found if one.is_blocking] == []
