"""Findings of one kind taken together."""

from __future__ import annotations

import pytest

from pipeline.model import Finding, Severity
from pipeline.model.finding_groups import FindingGroup, FindingPlace, group_findings

HINT = "Probeer https://."


def advice(
    message: str, *, line: int = 1, code: str = "link-http", hint: str = HINT, waived: str = ""
) -> Finding:
    return Finding(code, Severity.ADVICE, "newsletter.eml", message, hint, line=line, waived=waived)


def blocking(code: str, *, line: int = 1, waived: str = "") -> Finding:
    return Finding(code, Severity.BLOCKING, "newsletter.eml", "Bericht.", HINT, line=line, waived=waived)


def test_findings_of_one_code_are_one_group_that_says_what_they_share() -> None:
    first = advice("Deze link is niet beveiligd (http): www.een.example.", line=3)
    second = advice("Deze link is niet beveiligd (http): www.twee.example.", line=8)

    assert group_findings([second, first]) == (
        FindingGroup(
            code="link-http",
            is_blocking=False,
            message="Deze link is niet beveiligd (http).",
            hint=HINT,
            places=(FindingPlace(first, "www.een.example"), FindingPlace(second, "www.twee.example")),
        ),
    )


@pytest.mark.parametrize(
    ("messages", "shared", "details"),
    [
        (("Er is geen titel.", "Er is geen titel."), "Er is geen titel.", ("", "")),
        (
            ("Het woord ‘zorgplicht’ past niet.", "Het woord ‘zorgkaart’ past niet."),
            "Het woord ‘…’ past niet.",
            ("zorgplicht", "zorgkaart"),
        ),
        (
            ("Te groot: 90 kB. Gmail knipt.", "Te groot: 81 kB. Gmail knipt."),
            "Te groot: … kB. Gmail knipt.",
            ("90", "81"),
        ),
        (
            ("Hier ontbreekt iets.", "In de kop ontbreekt iets."),
            "Hier ontbreekt iets. (en meer)",
            ("Hier ontbreekt iets.", "In de kop ontbreekt iets."),
        ),
    ],
)
def test_messages_share_whole_words(messages: tuple[str, ...], shared: str, details: tuple[str, ...]) -> None:
    (group,) = group_findings([advice(message, line=at) for at, message in enumerate(messages, start=1)])

    assert (group.message, tuple(place.detail for place in group.places)) == (shared, details)


def test_a_hint_that_differs_stays_with_its_finding() -> None:
    (group,) = group_findings([advice("Kijk.", hint="Doe dit."), advice("Kijk.", hint="Doe dat.")])

    assert group.hint == ""


def test_what_blocks_comes_first_then_advice_and_what_was_waived_last() -> None:
    groups = group_findings(
        [
            blocking("a-waived", waived="mag, zegt de eindredactie"),
            advice("Kijk.", code="b-advice"),
            blocking("d-blocks", line=9),
            blocking("c-blocks", line=2),
        ]
    )

    assert [(group.code, group.is_blocking, group.waivers) for group in groups] == [
        ("c-blocks", True, ()),
        ("d-blocks", True, ()),
        ("b-advice", False, ()),
        ("a-waived", False, ("mag, zegt de eindredactie",)),
    ]


def test_a_waiver_for_one_place_leaves_the_others_blocking() -> None:
    groups = group_findings([blocking("link-dead"), blocking("link-dead", line=4, waived="mag")])

    assert [(group.is_blocking, len(group.places)) for group in groups] == [(True, 1), (False, 1)]


def test_without_findings_there_is_no_group() -> None:
    assert group_findings([]) == ()
