"""Titles that are alike meet under a common key, and what differs decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.similar import blocks, is_near_same, title_words

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


@given(WORDS)
def test_a_title_that_is_near_the_same_shares_a_key(words: list[str]) -> None:
    one = " ".join(words)
    other = " ".join([*words[:1], "het", *words[1:]])

    assert not is_near_same(one, other) or not blocks(one) or set(blocks(one)) & set(blocks(other))
