"""The words of a mail to the editors: what is the matter first, and then what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from pipeline.model import Finding, Month, Run, Severity
from pipeline.model.delivery import DeliveryState, Sending, SendingState
from pipeline.model.notices import Notice, NoticePoint, NoticeStep
from pipeline.stages.notice import (
    DraftFacts,
    draft_notice,
    failed_draft_notice,
    failures_notice,
    sent_notice,
    unsent_notice,
)
from tests.makers import AMSTERDAM

DECEMBER = Month(2026, 12)
SENT = datetime(2026, 12, 8, 10, tzinfo=AMSTERDAM)
FILE = "editions/2026-12.toml"
BUILD_STEP = NoticeStep("Iets veranderd? Maak de proef dan opnieuw:", "nieuwsbrief build 2026-12")
APPROVE_STEP = NoticeStep(
    "Is alles goed? Keur de editie goed, met je rol of initialen:",
    "nieuwsbrief approve 2026-12 --by redactie",
)


def finding(
    code: str, *, line: int | None = 3, blocking: bool = False, message: str = "Er mist iets."
) -> Finding:
    severity = Severity.BLOCKING if blocking else Severity.ADVICE
    return Finding(code, severity, FILE, message, "Vul het aan.", line, excerpt="een zin uit een verhaal")


def draft(*findings: Finding) -> DraftFacts:
    return DraftFacts(DECEMBER, "Wat we leerden", findings, "/srv/nieuwsbrief/report.html", FILE, AMSTERDAM)


def sending(state: SendingState, note: str = "", **counts: int) -> Sending:
    numbers = {DeliveryState[name.upper()]: number for name, number in counts.items()}
    return Sending(DECEMBER, state, SENT, "schedule", "0" * 64, note, counts=numbers)


def test_a_draft_is_told_with_what_keeps_it_back_first_and_the_steps_to_take() -> None:
    facts = draft(finding("b", line=None), finding("a", blocking=True), finding("a", line=9, blocking=True))

    assert draft_notice(facts) == Notice(
        subject="Proef december 2026: 2 punten houden de editie tegen",
        lines=(
            "De proef van de nieuwsbrief van december 2026 staat klaar. Het onderwerp is: ‘Wat we leerden’.",
            "2 punten houden de editie tegen, en er is 1 advies. Dit zijn ze:",
        ),
        points=(
            NoticePoint("Er mist iets.", "Vul het aan.", f"{FILE}:3", more=1, is_blocking=True),
            NoticePoint("Er mist iets.", "Vul het aan.", FILE),
        ),
        steps=(
            NoticeStep(
                "Lees het rapport. Het staat op de computer waar het programma draait:",
                "/srv/nieuwsbrief/report.html",
            ),
            NoticeStep("Los op wat de editie tegenhoudt, en kies wat erin gaat. Dat schrijf je in:", FILE),
            BUILD_STEP,
            APPROVE_STEP,
            NoticeStep("Verstuur haar daarna:", "nieuwsbrief send 2026-12"),
        ),
    )


def test_of_many_findings_the_first_five_kinds_are_named_and_the_rest_counted() -> None:
    notice = draft_notice(draft(*(finding(f"code-{number}") for number in range(7))))

    assert notice.lines[1] == ("Niets houdt de editie tegen, en er zijn 7 adviezen. Dit zijn de eerste 5:")
    assert (len(notice.points), notice.rest) == (5, "En nog 2; die staan in het rapport.")


def test_no_sentence_of_a_story_goes_into_a_mail() -> None:
    assert "een zin uit een verhaal" not in repr(draft_notice(draft(finding("a", blocking=True))))


def test_a_planned_sending_is_named_with_its_moment() -> None:
    facts = replace(draft(), sent_at=SENT)

    assert draft_notice(facts).steps[-1] == NoticeStep(
        "Keur je haar goed vóór 8 december 2026, 10.00 uur? Dan gaat ze op dat moment vanzelf de deur uit. "
        "Zelf versturen kan ook:",
        "nieuwsbrief send 2026-12",
    )


def test_a_draft_that_failed_is_told_with_its_reason() -> None:
    notice = failed_draft_notice(DECEMBER, "failed: editions/2026-12.toml:1: broken TOML")

    assert notice.subject == "De proef van december 2026 is niet gelukt"
    assert notice.points == (NoticePoint("editions/2026-12.toml:1: broken TOML"),)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (
            sending(SendingState.DONE, accepted=3),
            "De nieuwsbrief van december 2026 is verstuurd. De mailserver nam hem aan voor 3 van de 3 "
            "lezers.",
        ),
        (
            sending(SendingState.LATER, accepted=7, later=2, no_such_address=1),
            "De nieuwsbrief van december 2026 is onderweg. De mailserver nam hem aan voor 7 van de 10 "
            "lezers. 2 krijgen hem later; dat gaat vanzelf. Bij 1 kwam hij niet aan.",
        ),
        (
            sending(SendingState.STOPPED, "the mail server refuses us", accepted=1, waiting=4),
            "Het versturen van de nieuwsbrief van december 2026 begon op tijd, maar wacht nu op jou: 1 van "
            "de 5 lezers hebben hem.",
        ),
        (
            sending(SendingState.HANDED_OVER, "draft campaign 4"),
            "De nieuwsbrief van december 2026 staat als concept in listmonk. draft campaign 4",
        ),
    ],
)
def test_a_sending_is_told_as_it_stands(found: Sending, line: str) -> None:
    assert sent_notice(DECEMBER, found).lines == (line,)


def test_a_sending_that_did_not_begin_is_told_with_its_reason() -> None:
    notice = unsent_notice(DECEMBER, "not sent: the edition of 2026-12 is not approved")

    assert notice.subject == "De nieuwsbrief van december 2026 is niet verstuurd"
    assert notice.points == (NoticePoint("the edition of 2026-12 is not approved"),)


def test_runs_that_failed_are_told_with_their_moment() -> None:
    runs = [Run("collect", SENT, SENT, SENT, "failed: a full disk")]

    assert failures_notice(runs, AMSTERDAM).points == (
        NoticePoint("Het ophalen van berichten, dinsdag 8 december 2026, 10.00 uur: a full disk"),
    )
