"""Which states there are, and that none of them poses as what it is not."""

from __future__ import annotations

from pipeline.model.looks import Scene
from pipeline.stages.look import MAIL_RULES_OFF, REAL, STATES

MAIL = "<html><head><title>Proef</title></head><body><p>Dag</p></body></html>"


def test_every_state_has_a_name_and_a_title_of_its_own() -> None:
    assert len({state.name for state in STATES}) == len(STATES)
    assert len({(state.title, state.width) for state in STATES}) == len(STATES)


def test_the_table_has_all_that_people_read_mail_in() -> None:
    assert {state.name for state in STATES} == {
        *("320", "375", "600", "1200", "donker-375", "donker-600"),
        *("hoog-contrast", "hoog-contrast-donker", "geen-plaatjes", "geen-opmaakblok", "gmail", "gmail-app"),
        *("word", "zelf-donker", "omgekeerd", "ruime-letters", "afdruk"),
    }


def test_what_imitates_a_program_never_says_that_it_is_one() -> None:
    kinds = {state.name: state.kind for state in STATES}

    assert {name for name, kind in kinds.items() if kind == REAL} == {
        *("320", "375", "600", "1200", "donker-375", "donker-600", "hoog-contrast", "hoog-contrast-donker"),
        *("geen-plaatjes", "ruime-letters", "afdruk"),
    }
    assert all(kind == REAL or kind.startswith("nabootsing van ") for kind in kinds.values())


def test_a_scene_is_the_mail_with_the_settings_of_its_state() -> None:
    by_name = {state.name: state.scene(MAIL) for state in STATES}

    assert by_name["hoog-contrast-donker"] == Scene(
        name="hoog-contrast-donker",
        html=MAIL,
        width=600,
        is_dark=True,
        is_forced=True,
        rules_off=MAIL_RULES_OFF,
    )


def test_for_comparing_nothing_is_judged() -> None:
    assert [state.name for state in STATES if state.scene(MAIL).is_judged] == ["375", "donker-375"]
    assert not any(state.scene(MAIL, is_judged=False).is_judged for state in STATES)
