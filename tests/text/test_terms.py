"""Terms are found at the beginning of words, and an abbreviation is not a piece of a word."""

from __future__ import annotations

import pytest

from pipeline.text.terms import first_term


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("wijkteam", "Vijf wijkteams vertellen"),
        ("wijkteam", "Wijkteam-medewerkers aan zet"),
        ("lokaal team", "Een lokaal\n  team in de buurt"),
        ("Veilig Thuis", "ook veilig thuis doet mee"),
        ("RVT", "Het RVT begint"),
        ("MDA++", "met MDA++ aan de slag"),
        ("ervaringsdeskundig", "(ervaringsdeskundigen)"),
        ("één gezin", "ÉÉN GEZIN, één plan"),
    ],
)
def test_a_term_is_found_where_a_word_begins(term: str, text: str) -> None:
    assert first_term((term,), text) == term


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("wijkteam", "Het kijkwijkteam"),
        ("RVT", "een survtocht en rvt klein"),
        ("GI", "gisteren en GGI"),
        ("lokaal team", "een lokaalteam"),
        ("a.b", "axb"),
        ("wijkteam", ""),
    ],
)
def test_a_term_inside_a_word_or_in_other_letters_is_not_found(term: str, text: str) -> None:
    assert first_term((term,), text) == ""


def test_the_first_term_of_the_list_counts_and_not_the_first_of_the_text() -> None:
    assert first_term(("monitor", "wijkteam"), "Het wijkteam en de monitor") == "monitor"


def test_without_terms_nothing_is_found() -> None:
    assert first_term((), "Het wijkteam") == ""


@pytest.mark.parametrize(
    ("term", "text", "is_found"),
    [
        ("*veiligheidsteam", "het gezinsveiligheidsteams", True),
        ("*veiligheidsteam", "Een veiligheidsteam", True),
        ("=kind", "Een kind, en nog een", True),
        ("=kind", "kinderopvang", False),
        ("=kind", "kleinkind", False),
        ("=Veilig Thuis", "bij veilig  thuis-organisaties", True),
        ("=Veilig Thuis", "veilig thuiswerken", False),
        ("=GI", "de GI en de gi", True),
        ("=GI", "de gi", False),
    ],
)
def test_a_mark_lets_a_term_stand_in_a_compound_or_demands_the_whole_word(
    term: str, text: str, is_found: bool
) -> None:
    assert bool(first_term((term,), text)) is is_found
