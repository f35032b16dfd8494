"""From what a browser answered to what an editor reads."""

from __future__ import annotations

import json

from pipeline.model import Finding, Severity
from pipeline.model.looks import Shot
from pipeline.stages.look import STATES, Judged, State, judge_findings, look_findings, remarks

BY_NAME = {state.name: state for state in STATES}
NOTHING = {"scroll": [375, 375], "edge": [], "clipped": [], "small": [], "targets": [], "images": []}


def seen(name: str, **answers: object) -> tuple[State, Shot]:
    return BY_NAME[name], Shot(name, b"", json.dumps(NOTHING | answers), "")


def test_a_mail_in_which_nothing_is_wrong_has_no_findings_and_no_remarks() -> None:
    everything = [seen(state.name) for state in STATES]

    assert look_findings(everything, path="newsletter.html") == ()
    assert [remarks(*one) for one in everything] == [()] * len(STATES)


def test_one_fault_in_many_states_is_one_finding_that_names_them() -> None:
    names = ("375", "donker-375", "600", "320", "word", "gmail")
    found = look_findings([seen(name, small=[["Voetnoot", 11]]) for name in names], path="mail.html")

    assert found == (
        Finding(
            "look-small-text",
            Severity.ADVICE,
            "mail.html",
            "deze tekst is kleiner dan 14 px: ‘Voetnoot’ "
            "(gezien bij: Telefoon; Telefoon, donker; Leesvenster; Kleine telefoon en 2 meer)",
            "maak de letters 14 px of groter; gewone tekst 16 px",
        ),
    )


def test_what_a_real_engine_loses_blocks_and_what_an_imitation_loses_does_not() -> None:
    real = look_findings([seen("320", scroll=[500, 320])], path="mail.html")
    imitated = look_findings([seen("word", scroll=[900, 800])], path="mail.html")

    assert [(one.code, one.severity) for one in real] == [("look-scroll", Severity.BLOCKING)]
    assert [(one.code, one.severity) for one in imitated] == [("look-scroll", Severity.ADVICE)]


def test_a_picture_has_its_faults_beside_it_in_a_few_words() -> None:
    broken = seen("375", scroll=[400, 375], edge=[["Lang", 25], ["Langer", 30]], clipped=[["Weg", 9]])

    assert remarks(*broken) == ("breder dan het scherm", "2 keer over de rand", "1 keer weggevallen tekst")


def test_of_all_that_a_wide_thing_takes_along_the_widest_are_named() -> None:
    edge = [[f"Regel {number}", number] for number in range(1, 20)]
    found = look_findings([seen("375", edge=edge)], path="mail.html")

    assert [one.message.split("‘")[1].split("’")[0] for one in found] == [
        f"Regel {number}" for number in (19, 18, 17, 16, 15)
    ]


def test_a_picture_that_was_refused_is_not_a_broken_one() -> None:
    assert look_findings([seen("geen-plaatjes", images=[["a.png", 0]])], path="mail.html") == ()
    assert [one.code for one in look_findings([seen("600", images=[["a.png", 0]])], path="mail.html")] == [
        "look-broken-image"
    ]


def violation(rule: str, impact: str, *places: str) -> str:
    return json.dumps([{"rule": rule, "impact": impact, "places": places}])


def test_what_axe_finds_by_day_and_in_the_dark_is_one_finding() -> None:
    found = judge_findings(
        [
            Judged(
                "verhaal.html", "licht", violation("color-contrast", "serious", ".quiet", "p", "h3", "h4")
            ),
            Judged("verhaal.html", "donker", violation("color-contrast", "serious", ".quiet")),
        ]
    )

    assert found == (
        Finding(
            "axe-color-contrast",
            Severity.BLOCKING,
            "verhaal.html",
            "de tekst steekt te weinig af bij de achtergrond, op 4 plekken (licht en donker)",
            "maak de tekst donkerder of de achtergrond lichter; in het donker andersom",
            excerpt=".quiet; p; h3",
        ),
    )


def test_what_is_light_in_axes_eyes_is_advice_and_an_unknown_rule_is_named() -> None:
    found = judge_findings([Judged("gesprek.html", "licht", violation("skip-link", "moderate", "a"))])

    assert [(one.code, one.severity, one.message) for one in found] == [
        ("axe-skip-link", Severity.ADVICE, "de regel ‘skip-link’ van axe wordt gebroken, op 1 plek (licht)")
    ]


def test_a_page_nobody_judged_says_nothing() -> None:
    assert judge_findings([Judged("newsletter.html", "licht", "")]) == ()
