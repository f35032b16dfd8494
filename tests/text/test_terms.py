"""Terms are found at the beginning of words, and an abbreviation is not a piece of a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.text.terms import TermIndex, first_term


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("wijkteam", "Vijf wijkteams vertellen"),
        ("wijkteam", "Wijkteam-medewerkers aan zet"),
        ("lokaal team", "Een lokaal\n  team in de buurt"),
        ("Veilig Thuis", "ook Veilig\nThuis doet mee"),
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
        ("Veilig Thuis", "Veilig thuis werken: zo doe je dat"),
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
        ("=Veilig Thuis", "bij Veilig  Thuis-organisaties", True),
        ("=Veilig Thuis", "veilig thuiswerken", False),
        ("=GI", "de GI en de gi", True),
        ("=GI", "de gi", False),
    ],
)
def test_a_mark_lets_a_term_stand_in_a_compound_or_demands_the_whole_word(
    term: str, text: str, is_found: bool
) -> None:
    assert bool(first_term((term,), text)) is is_found


@pytest.mark.parametrize(
    ("term", "text", "is_found"),
    [
        ("zorgen + =kind", "Zorgen over veiligheid van een kind", True),
        ("zorgen + =kind", "Een kind om wie je zorgen hebt", True),
        ("zorgen + =kind", "Zorgen over kinderopvang", False),
        ("zorgen + =kind", "Een kind", False),
        ("zorgen + =kind", "Zorgen zijn er altijd en overal, ook over een kind", False),
        ("*bescherm + =jonge kinderen", "databescherming voor jonge  kinderen", True),
        ("MDA++", "MDA+", False),
    ],
)
def test_two_words_are_found_in_either_order_when_they_stand_near_each_other(
    term: str, text: str, is_found: bool
) -> None:
    assert bool(first_term((term,), text)) is is_found


def test_one_walk_finds_the_first_term_of_every_group() -> None:
    index = TermIndex((("monitor", "wijkteam"), ("=sport",), ("wijkteam",), ()))

    assert index.first_terms("Het wijkteam en de monitor") == {0: "monitor", 2: "wijkteam"}


def as_a_pattern(term: str) -> re.Pattern[str]:
    """What a term means, said in another way and far slower."""
    bare = term.lstrip("*=")
    words = r"\s+".join(re.escape(word) for word in bare.split())
    begin = "" if term.startswith("*") else r"(?<!\w)"
    end = r"(?!\w)" if term.startswith("=") else ""
    is_abbreviation = bare.isupper() and len(bare) <= 4
    return re.compile(begin + words + end, 0 if is_abbreviation else re.IGNORECASE)


WORDS = some.sampled_from(
    ("team", "wijk", "Wijkteam", "kind-", "en", "gezin", "één", "GI", "gi", "18", "MDA++", "’s")
)
TERMS = some.builds(
    lambda mark, words: mark + " ".join(words),
    some.sampled_from(("", "=", "*")),
    some.lists(WORDS, min_size=1, max_size=3),
)
TEXTS = some.lists(some.tuples(WORDS, some.sampled_from((" ", "", "\n ", "-", ", "))), max_size=8).map(
    lambda pairs: "".join(word + between for word, between in pairs)
)


@given(groups=some.lists(some.lists(TERMS, max_size=4), max_size=4), text=TEXTS)
def test_an_index_finds_what_a_pattern_for_each_term_would(groups: list[list[str]], text: str) -> None:
    expected = {
        place: next(term for term in terms if as_a_pattern(term).search(text))
        for place, terms in enumerate(groups)
        if any(as_a_pattern(term).search(text) for term in terms)
    }

    assert TermIndex(groups).first_terms(text) == expected
