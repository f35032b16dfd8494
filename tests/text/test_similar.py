"""Titles that are alike have a likeness in common, and what differs decides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.similar import is_near_same, likeness, title_words

WORDS = st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=3, max_size=7)


def test_words_that_say_nothing_do_not_count() -> None:
    assert title_words("De Handreiking voor het wijkteam is verschenen!") == ("handreiking", "wijkteam")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Leren van een melding thuis", "Leren van meldingen thuis", True),
        ("Leren van melding 3 thuis", "Leren van melding 4 thuis", False),
        ("Leren van melding 3 thuis", "Leren van melding 3 thuis", True),
        ("Kort bericht", "Kort bericht", False),
        ("Hulp zonder wachten voor gezinnen", "Hulp met wachten voor gezinnen", False),
    ],
)
def test_every_word_has_its_counterpart(one: str, other: str, is_same: bool) -> None:
    assert is_near_same(one, other) is is_same
    assert is_near_same(other, one) is is_same


@settings(deadline=None)
@given(WORDS, st.data())
def test_titles_that_are_nearly_the_same_have_their_likeness_in_common(
    words: list[str], data: st.DataObject
) -> None:
    """It is what the store finds them by."""
    changed = [word + data.draw(st.sampled_from(["", "s", "en", "e", "n"])) for word in words]
    one, other = " ".join(words), " ".join([*changed[:1], "het", *changed[1:]])

    assert not is_near_same(one, other) or likeness(one) == likeness(other)


def test_a_slip_of_the_pen_changes_no_likeness() -> None:
    one, other = "Handreiking wijkteam kindermishandeling", "Handreiking wijkteam bij kindermishandelling"

    assert is_near_same(one, other)
    assert likeness(one) == likeness(other) == "han kin wij"


@pytest.mark.parametrize(
    ("title", "common"),
    [
        ("De Handreiking voor wijkteams bij geweld is verschenen!", "gew han wij"),
        ("Voortgangsrapportage 2026: deel 3b", "2026 3b dee voo"),
        ("Nieuwsbrief van de week", "nieuwsbrief van de week"),
        ("", ""),
    ],
)
def test_a_likeness_is_the_first_letters_of_what_carries_a_title(title: str, common: str) -> None:
    assert likeness(title) == common
