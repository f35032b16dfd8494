"""The plain text version, how it compares with the HTML, and what the links answered."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Finding, LinkAnswer, Severity
from pipeline.stages.check import check_links, check_parity, check_text, web_links

HERE = Path(__file__).parent
HTML = (HERE / "good.html").read_text(encoding="utf-8")
TEXT = (HERE / "good.txt").read_text(encoding="utf-8")
REPORT = "https://onderzoek.example/rapporten/veilig-opgroeien?taal=nl"


def codes(plain: str) -> set[str]:
    return {finding.code for finding in check_text(plain, path="mail.txt")}


def test_the_good_text_has_no_findings() -> None:
    assert check_text(TEXT, path="mail.txt") == ()


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("text-unsubscribe-missing", "Meld je af voor de nieuwsbrief: %%AFMELDEN%%", "Tot ziens"),
        ("placeholder-left", "Agenda".upper(), "{{ rubriek }}"),
        ("placeholder-left", "Agenda".upper(), "Datum: None"),
        ("placeholder-left", "%%WEBVERSIE%%", "%%ONLINE%%"),
        ("mojibake", "Eén", "EÃ©n"),
        ("link-tracking", "?taal=nl", "?utm_medium=email"),
        (
            "link-safelink",
            REPORT,
            "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example",
        ),
        ("text-markup", "tachtig ouders", "<strong>tachtig</strong> ouders"),
        ("text-markup", "tachtig ouders", "tachtig&nbsp;ouders"),
    ],
)
def test_a_defect_in_the_text_is_found_by_its_own_rule(code: str, old: str, new: str) -> None:
    assert old in TEXT

    assert codes(TEXT.replace(old, new)) == {code}


def test_an_empty_text_is_blocked() -> None:
    assert codes(" \n") == {"text-empty"}


def test_a_finding_in_the_text_says_where() -> None:
    assert check_text("Meld je af.\nBeste %%NAAM%%,", path="mail.txt") == (
        Finding(
            code="placeholder-left",
            severity=Severity.BLOCKING,
            path="mail.txt",
            message="Hier is iets niet ingevuld: ‘%%NAAM%%’.",
            hint="Vul het in, of haal het weg. Alleen %%AFMELDEN%% en %%WEBVERSIE%% mogen blijven staan.",
            line=2,
            column=7,
            excerpt="%%NAAM%%",
        ),
    )


def test_the_good_pair_tells_the_same() -> None:
    assert check_parity(HTML, TEXT, path="mail.html") == ()


def test_a_link_that_only_the_html_has_is_named_once() -> None:
    findings = check_parity(HTML + HTML, TEXT.replace(REPORT, ""), path="mail.html")

    assert [(one.code, one.message) for one in findings] == [
        ("parity-link-missing", "Deze link staat niet in de tekstversie: Het rapport op onderzoek.example.")
    ]


def answer(status_code: int, moved_to: str = "") -> LinkAnswer:
    return LinkAnswer(
        url=REPORT, status_code=status_code, moved_to=moved_to, asked_at=datetime(2026, 12, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answer(200), []),
        (answer(404), [("link-dead", Severity.BLOCKING)]),
        (answer(410), [("link-dead", Severity.BLOCKING)]),
        (answer(0), [("link-no-answer", Severity.ADVICE)]),
        (answer(503), [("link-no-answer", Severity.ADVICE)]),
        (answer(403), [("link-refused", Severity.ADVICE)]),
        (answer(200, "https://elders.example/rapport"), [("link-moved", Severity.ADVICE)]),
        (answer(200, REPORT.replace("https:", "http:")), []),
        (answer(404, "https://elders.example/weg"), [("link-dead", Severity.BLOCKING)]),
    ],
)
def test_what_a_link_answered_becomes_a_finding(
    reply: LinkAnswer, expected: list[tuple[str, Severity]]
) -> None:
    findings = check_links(HTML, [reply], path="mail.html")

    assert [(one.code, one.severity) for one in findings] == expected


def test_the_links_to_ask_are_the_web_addresses_each_once() -> None:
    assert web_links(HTML + HTML) == (
        "https://nieuwsbrief.example/",
        "https://www.wijkteams.example/nieuws/een-gezicht",
        REPORT,
        "https://agenda.example/leersessie-december",
        "https://nieuwsbrief.example/verhaal/december",
    )


@given(st.text(), st.text())
@settings(max_examples=80, deadline=None)
def test_no_text_makes_it_stumble(one: str, other: str) -> None:
    check_text(one, path="mail.txt")
    check_parity(one, other, path="mail.html")
    check_links(one, [answer(404)], path="mail.html")
