"""Other names for the people in a story: of the same sound, the same all through, and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model import Identifying, StoryFiles
from pipeline.stages.anonymity import (
    Alias,
    Public,
    find_in_story,
    propose_aliases,
    prose_of,
    rename_people,
)
from pipeline.stages.anonymity.first_names import group_of


def propose(
    text: str, chosen: Mapping[str, str] | None = None, taken: tuple[str, ...] = ()
) -> dict[str, Alias]:
    spots = find_in_story(prose_of(StoryFiles("een", "stories/een.md", text)), public=Public())
    return {one.original: one for one in propose_aliases(spots, chosen=chosen or {}, taken=taken)}


def test_one_person_has_one_alias_by_first_name_full_name_and_with_an_s() -> None:
    aliases = propose("Toen kwam Sanne de Vries. ‘Dag Sanne’, zei ik. Daar hing Sannes jas.")
    name = aliases["Sanne"].replacement

    assert aliases["Sanne de Vries"].replacement == name
    assert aliases["Sannes"].replacement in (f"{name}s", f"{name}’s")
    assert group_of(name) == "nederlands-v"


def test_an_alias_stays_in_the_group_of_the_name() -> None:
    aliases = propose("Toen kwamen Fatima, Mehmet en Daan binnen.")

    assert [group_of(one.replacement) for one in aliases.values()] == [
        "arabisch-v",
        "turks-m",
        "nederlands-m",
    ]


def test_an_alias_is_nobody_elses_name() -> None:
    first = propose("Toen kwam Sanne binnen.")["Sanne"].replacement
    second = propose("Toen kwam Sanne binnen.", taken=(first,))["Sanne"].replacement

    assert first != second


def test_an_alias_of_an_earlier_time_stays() -> None:
    assert propose("Toen kwam Sanne binnen.", {"Sanne": "Veerle"})["Sanne"].replacement == "Veerle"


def test_a_role_is_proposed_where_the_text_names_it() -> None:
    assert propose("Mijn dochter Sanne belde.")["Sanne"].role == "mijn dochter"


def test_what_has_no_readable_replacement_is_left_to_the_editor() -> None:
    aliases = propose("Ik belde 06-12345678 vanuit Zutphen, op 3 mei 2024.")

    assert {one.kind: one.replacement for one in aliases.values()} == {
        Identifying.TELEFOON: "",
        Identifying.PLAATS: "een plaats in de buurt",
        Identifying.DATUM: "een dag in mei",
    }


def test_names_are_replaced_in_what_readers_see_and_nowhere_else() -> None:
    text = "---\ntitel: Voor Sanne\ngetekend_door: Sanne\n---\n\nSanne en Sannetje.\n"

    assert rename_people(text, {"Sanne": "Veerle"}, has_header=True) == (
        "---\ntitel: Voor Veerle\ngetekend_door: Sanne\n---\n\nVeerle en Sannetje.\n"
    )
