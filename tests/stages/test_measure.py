"""Precision, recall and F1 of what the terms make of labelled titles, and the misses with their reason."""

from __future__ import annotations

from pipeline.model import (
    Kernelement,
    LabelledTitle,
    Measured,
    Measures,
    Miss,
    PublicationData,
    PublicationType,
    RelevanceRules,
    TermGroup,
)
from pipeline.stages.measure import measure

RULES = RelevanceRules(2, (TermGroup("teams", 1, ("wijkteam", "meldcode")),))
ELEMENTS = (
    Kernelement("lokale-teams", "Lokale teams", ("wijkteam",)),
    Kernelement("handelingskader", "Handelingskader", ("meldcode",)),
)


def labelled(
    line: int, title: str, *slugs: str, relevant: bool = True, kind: str = "", also: str = ""
) -> LabelledTitle:
    return LabelledTitle(
        line=line,
        data=PublicationData(title=title, url="https://a.example/nieuws/x"),
        type=PublicationType(kind) if kind else None,
        is_relevant=relevant,
        kernelementen=slugs,
        defensible=(also,) if also else (),
    )


def measured(*rows: LabelledTitle) -> Measures:
    return measure(rows, rules=RULES, kernelementen=ELEMENTS)


def test_what_is_all_right_measures_one() -> None:
    whole = Measured(1, 1, 1, 1)

    assert measured(
        labelled(2, "Het wijkteam", "lokale-teams", kind="nieuws"), labelled(3, "Afval", relevant=False)
    ) == Measures(
        rows=2,
        relevance=whole,
        accuracy=1,
        types=1,
        kernelementen=whole,
        per_slug=(("lokale-teams", whole), ("handelingskader", Measured(0, 0, 0, 0))),
        misses=(),
    )


def test_what_was_missed_and_what_was_one_too_many_both_count() -> None:
    made = measured(
        labelled(2, "Het wijkteam", "lokale-teams"),
        labelled(3, "De buren helpen", "lokale-teams"),
        labelled(4, "De meldcode", relevant=False),
    )

    assert made.relevance == Measured(0.5, 0.5, 0.5, 2)
    assert made.kernelementen == Measured(0.5, 0.5, 0.5, 2)
    assert dict(made.per_slug)["lokale-teams"] == Measured(1, 0.5, 2 / 3, 2)
    assert made.misses == (
        Miss(
            3,
            "relevance",
            "De buren helpen",
            "ja",
            "nee",
            "0 van de 2 punten: geen woord uit de woordenlijst gevonden",
        ),
        Miss(3, "kernelement", "De buren helpen", "lokale-teams", "", ""),
        Miss(4, "relevance", "De meldcode", "nee", "ja", "2 van de 2 punten: ‘meldcode’ in de titel (+2)"),
        Miss(4, "kernelement", "De meldcode", "", "handelingskader", "handelingskader: meldcode (title)"),
    )


def test_any_defensible_kernelement_counts() -> None:
    made = measured(labelled(2, "De meldcode", "lokale-teams", also="handelingskader"))

    assert (made.kernelementen, made.misses) == (Measured(1, 1, 1, 1), ())


def test_each_defensible_label_is_right_and_each_other_one_is_one_too_many() -> None:
    both = labelled(2, "Het wijkteam en de meldcode", "lokale-teams", also="handelingskader")
    one = labelled(3, "Het wijkteam en de meldcode", "lokale-teams")

    assert measured(both).kernelementen == Measured(1, 1, 1, 1)
    assert measured(one).kernelementen == Measured(0.5, 1, 2 / 3, 1)


def test_what_is_for_us_without_a_kernelement_has_none_to_find_and_every_label_is_one_too_many() -> None:
    made = measured(labelled(2, "Het wijkteam", "lokale-teams"), labelled(3, "De meldcode"))

    assert made.kernelementen == Measured(0.5, 1, 2 / 3, 1)


def test_an_item_that_was_not_taken_for_ours_is_a_miss_of_relevance_and_of_nothing_more() -> None:
    strict = RelevanceRules(10, RULES.groups)

    made = measure([labelled(2, "Het wijkteam", "lokale-teams")], rules=strict, kernelementen=ELEMENTS)

    assert made.relevance.recall == 0
    assert made.kernelementen == Measured(1, 1, 1, 1)


def test_the_label_of_what_is_rightly_left_out_is_shown_to_nobody() -> None:
    strict = RelevanceRules(10, RULES.groups)
    row = labelled(2, "Het wijkteam", relevant=False)

    assert measure([row], rules=strict, kernelementen=ELEMENTS).misses == ()


def test_of_several_labelled_kernelementen_one_is_enough() -> None:
    assert measured(labelled(2, "De meldcode", "lokale-teams", "handelingskader")).kernelementen.f1 == 1


def test_a_type_comes_from_path_and_title_and_a_tail_is_no_part_of_the_title() -> None:
    made = measured(
        labelled(2, "Wijkteam", kind="rapport"), labelled(3, "Wijkteam | Rapport | Een site", kind="rapport")
    )

    assert (made.accuracy, made.types) == (0.5, 2)
    assert Miss(2, "type", "Wijkteam", "rapport", "nieuws", "") in made.misses


def test_nothing_to_measure_is_nought_and_no_error() -> None:
    nothing = Measured(0, 0, 0, 0)

    assert measured(labelled(2, "Afval", relevant=False)) == Measures(
        1, nothing, 0, 0, nothing, (("lokale-teams", nothing), ("handelingskader", nothing)), ()
    )
