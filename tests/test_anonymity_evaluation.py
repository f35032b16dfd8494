"""Floors for the anonymity check on the two made-up halves; see tools/evaluate_anonymity.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.shell import names
from tools.evaluate_anonymity import DATA, HALVES, NAMES, measure, read_planted

# The first two without the name library. "All but names" are the kinds that have a pattern.
LEAST_WITHOUT_NAMES = 0.95
LEAST_IN_ALL = 0.92
LEAST_WITH_LIBRARY = 0.95
MOST_FALSE = 3.0


@pytest.mark.parametrize("half", HALVES)
def test_the_own_rules_find_what_is_planted_and_little_else(half: str) -> None:
    measured = measure(DATA / half)

    assert measured.share(without=NAMES) >= LEAST_WITHOUT_NAMES
    assert measured.share() >= LEAST_IN_ALL
    assert measured.false_per_thousand <= MOST_FALSE


def test_the_halves_hold_sixty_stories_and_four_hundred_identifiers_of_every_kind() -> None:
    stories, planted = 0, []
    for half in HALVES:
        texts = {file.name: file.read_text(encoding="utf-8") for file in (DATA / half).glob("*.md")}
        stories += len(texts)
        planted += read_planted(DATA / half, texts)

    assert stories >= 60
    assert len(planted) >= 400
    assert len({one.kind for one in planted}) == 21


@pytest.mark.skipif(not names.is_installed(), reason="deduce is not installed (extra ‘anonimiteit’)")
def test_with_the_name_library_more_is_found_at_no_more_false_findings() -> None:
    folder = names.cache_folder()
    if folder is None or not any(folder.glob("**/*")):
        pytest.skip("deduce has not built its lists yet; run ‘nieuwsbrief stories check’ once")
    finder = names.NameFinder(Path(folder))
    with_names, without = measure(DATA / "blind", finder.find), measure(DATA / "blind")

    assert with_names.share() > without.share()
    assert with_names.share() >= LEAST_WITH_LIBRARY
    assert with_names.false_per_thousand <= MOST_FALSE
