"""What a publication is about: points from terms, each with its evidence, and nothing else."""

from __future__ import annotations

import pytest

from pipeline.model import (
    Evidence,
    Kernelement,
    PublicationType,
    Reason,
    Relevance,
    RelevanceRules,
    TermGroup,
    TermHit,
)
from pipeline.stages.label import describe, describe_type, judge_topic, label, relevance_of, slugs_of
from tests.makers import endpoint, publication, publication_data

RULES = RelevanceRules(
    threshold=4,
    groups=(
        TermGroup("lokale teams", 3, ("wijkteam", "buurtteam")),
        TermGroup("gezinnen", 1, ("=gezin", "=kind")),
        TermGroup("ander beleid", -3, ("sport",)),
    ),
)
ELEMENTS = [
    Kernelement("lokale-teams", "Lokale teams", ("buurtteam", "wijkteam")),
    Kernelement("passende-hulp", "Passende hulp", ("gezin",)),
    Kernelement("handelingskader", "Handelingskader", ("meldcode",), weak=("gesprek",)),
]

# --- is it for us? ----------------------------------------------------------------------------------------


def test_a_group_counts_once_and_double_in_the_title() -> None:
    data = publication_data(
        title="Wijkteam en buurtteam", summary="Een wijkteam bij een gezin.", url="https://bron.example/a"
    )

    assert relevance_of(data, RULES) == Relevance(
        7,
        4,
        (
            TermHit("lokale teams", "wijkteam", "title", 6),
            TermHit("gezinnen", "=gezin", "summary", 1),
        ),
    )


def test_what_is_about_something_else_takes_points_away() -> None:
    data = publication_data(title="Sport in de wijk", summary="Ook het wijkteam doet mee.", url=None)

    relevance = relevance_of(data, RULES)

    assert (relevance.points, relevance.is_enough) == (-3, False)


def test_the_words_of_the_address_count_like_those_of_the_summary() -> None:
    data = publication_data(
        title="Samen verder", summary="Een kind.", url="https://bron.example/thema/wijkteam-in-actie"
    )

    assert [hit.where for hit in relevance_of(data, RULES).hits] == ["address", "summary"]


def test_the_name_of_the_site_is_a_word_of_the_address() -> None:
    rules = RelevanceRules(5, (TermGroup("Veilig Thuis", 5, ("=veiligthuis",)),))
    data = publication_data(title="Een dag mee", summary="", url="https://www.veiligthuis-hier.example/a")

    assert relevance_of(data, rules).hits == (TermHit("Veilig Thuis", "=veiligthuis", "address", 5),)


def test_words_that_anybody_uses_count_beside_a_word_of_our_own_only() -> None:
    rules = RelevanceRules(
        3, (TermGroup("steun", 2, ("samen",), supports=True), TermGroup("teams", 3, ("wijkteam",)))
    )

    def points(title: str) -> int:
        return relevance_of(publication_data(title=title, summary="", url=None), rules).points

    assert (points("Samen"), points("Samen in het wijkteam")) == (0, 10)


def test_who_it_is_about_is_never_enough_without_what_is_the_matter() -> None:
    rules = RelevanceRules(
        4,
        (
            TermGroup("ouders", 4, ("=ouders",), people=True),
            TermGroup("kinderen", 3, ("=kinderen",), people=True),
            TermGroup("zorgen", 3, ("zorgen",), supports=True),
            TermGroup("ander beleid", -2, ("sport",)),
        ),
    )

    def judged(title: str) -> tuple[int, bool]:
        relevance = relevance_of(publication_data(title=title, summary="", url=None), rules)
        return relevance.points, relevance.is_enough

    assert judged("Ouders en kinderen naar de dierentuin") == (14, False)
    assert judged("Ouders en kinderen op de sportdag") == (10, False)
    assert judged("Ouders met zorgen") == (14, True)
    assert judged("Zorgen") == (0, False)


@pytest.mark.parametrize(
    ("relevance", "text"),
    [
        (
            Relevance(8, 4, (TermHit("ouders", "=ouders", "title", 8),), only_people=True),
            "8 van de 4 punten: ‘ouders’ in de titel (+8); over wie het gaat, en niet wat er speelt",
        ),
        (Relevance(0, 4), "0 van de 4 punten: geen woord uit de woordenlijst gevonden"),
        (
            Relevance(
                -3,
                4,
                (TermHit("ander beleid", "sport", "title", -6), TermHit("teams", "*team", "summary", 3)),
            ),
            "−3 van de 4 punten: ‘sport’ in de titel (−6), ‘team’ in de samenvatting (+3)",
        ),
    ],
)
def test_a_judgement_says_in_dutch_what_it_rests_on(relevance: Relevance, text: str) -> None:
    assert describe(relevance) == text


# --- the endpoint's own filter, then the points -------------------------------------------------------------


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ((), (), None),
        (("wijkteam",), (), None),
        (("gezin",), (), None),  # in the summary
        (("/nieuws/",), (), None),
        (("team",), (), Reason.NOT_RELEVANT),
        (("*team",), (), None),
        (("/rapporten/",), (), Reason.NOT_RELEVANT),
        ((), ("/nieuws/",), Reason.EXCLUDED),
        (("wijkteam",), ("vacature", "medewerker"), Reason.EXCLUDED),
        ((), ("/een",), None),  # paths are looked for at their beginning
    ],
)
def test_a_source_says_what_it_wants_by_terms_and_paths(
    include: tuple[str, ...], exclude: tuple[str, ...], expected: Reason | None
) -> None:
    one = endpoint(include=include, exclude=exclude)

    assert judge_topic(publication(), one, RelevanceRules())[0] is expected


def test_of_a_general_source_only_what_reaches_the_threshold_is_for_us() -> None:
    general = endpoint(general=True)
    waste = publication(title="Nieuwe tarieven voor afval", summary="", url="https://bron.example/a")

    assert judge_topic(waste, general, RULES) == (
        Reason.NOT_RELEVANT,
        "0 van de 4 punten: geen woord uit de woordenlijst gevonden",
    )
    assert judge_topic(publication(), general, RULES) == (
        None,
        "7 van de 4 punten: ‘wijkteam’ in de titel (+6), ‘gezin’ in de samenvatting (+1)",
    )


def test_what_the_programme_publishes_is_for_us_whatever_it_says() -> None:
    waste = publication(title="Nieuwe tarieven voor afval", summary="")

    assert judge_topic(waste, endpoint(), RULES) == (None, "")


def test_a_general_source_keeps_its_own_exclusions() -> None:
    general = endpoint(general=True, exclude=("wijkteam",))

    assert judge_topic(publication(), general, RULES) == (Reason.EXCLUDED, "wijkteam")


# --- kernelementen ----------------------------------------------------------------------------------------


def test_each_kernelement_names_the_term_that_carried_it_and_where() -> None:
    data = publication_data(title="Een gezin en een team", summary="Het wijkteam.", url=None)

    assert label(data, ELEMENTS[:2]) == (Evidence("passende-hulp", "gezin", "title"),)
    assert label(publication_data(summary=""), ELEMENTS) == (Evidence("lokale-teams", "wijkteam", "title"),)


def test_the_element_with_the_most_points_comes_first() -> None:
    data = publication_data(title="Een buurtteam en een gezin", summary="Over de meldcode.")

    assert slugs_of(label(data, ELEMENTS)) == ("lokale-teams", "passende-hulp")


@pytest.mark.parametrize(
    ("title", "summary", "slugs"),
    [
        ("In gesprek", "", ("handelingskader",)),
        ("Samen", "Een gesprek.", ("handelingskader",)),
        ("Het gesprek", "Het wijkteam en een gezin.", ("lokale-teams", "passende-hulp")),
        ("Samen", "", ()),
    ],
)
def test_a_weak_term_is_enough_where_nothing_stronger_is_said(
    title: str, summary: str, slugs: tuple[str, ...]
) -> None:
    assert slugs_of(label(publication_data(title=title, summary=summary, url=None), ELEMENTS)) == slugs


def test_what_is_named_in_passing_gets_no_label_beside_what_is_named_loudly() -> None:
    data = publication_data(title="Het wijkteam", summary="Een gezin en de meldcode.", url=None)

    assert slugs_of(label(data, ELEMENTS)) == ("lokale-teams",)


# --- type -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "title", "kind", "text"),
    [
        ("https://a.example/rapporten/x", "Een titel", PublicationType.RAPPORT, "‘rapporten’ in het adres"),
        ("https://a.example/x", "Handreiking X", PublicationType.HANDREIKING, "‘Handreiking’ in de titel"),
        ("https://a.example/x", "Een titel", PublicationType.NIEUWS, "volgens de bron"),
        ("https://a.example/rapporten/x", "Een titel", PublicationType.NIEUWS, "volgens de bron"),
    ],
)
def test_a_type_says_what_named_it(url: str, title: str, kind: PublicationType, text: str) -> None:
    assert describe_type(publication(url=url, title=title, type=kind)) == text
