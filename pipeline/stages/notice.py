"""What the editors are told of a run of the schedule: the words, from what the run left behind.

No excerpt and no sentence of a story goes into a mail: what is in a mailbox cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from pipeline.model import Finding, Month, Run, Severity
from pipeline.model.delivery import DeliveryState, Sending, SendingState
from pipeline.model.finding_groups import FindingGroup, group_findings
from pipeline.model.notices import Notice, NoticePoint, NoticeStep
from pipeline.text.dutch import format_day, format_month, format_when

MOST_POINTS = 5
_JOB_NAMES = {"sweep": "het opruimen", "collect": "het ophalen van berichten", "sending": "het versturen"}
_WAITING = (DeliveryState.WAITING, DeliveryState.IN_HAND, DeliveryState.LATER, DeliveryState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft that a run made. `report` is where its report is, `edition_file` where editors write.

    `sent_at` is when the schedule sends it, None when it does not.
    """

    month: Month
    subject: str
    findings: tuple[Finding, ...]
    report: str
    edition_file: str
    zone: tzinfo
    sent_at: datetime | None = None


def draft_notice(facts: DraftFacts) -> Notice:
    """Tells that the draft is there, what keeps it back, and what to do next."""
    name = _name(facts.month)
    blocking = sum(finding.is_blocking for finding in facts.findings)
    advice = sum(one.severity is Severity.ADVICE and not one.waived for one in facts.findings)
    groups = [group for group in group_findings(facts.findings) if not group.waivers]
    shown = groups[:MOST_POINTS]
    return Notice(
        subject=f"Proef {name}: {_held(blocking)}",
        lines=(
            f"De proef van de nieuwsbrief van {name} staat klaar. Het onderwerp is: ‘{facts.subject}’.",
            f"{_count(blocking, advice)}{_how_many(len(shown), len(groups))}",
        ),
        points=tuple(_point(group) for group in shown),
        rest=_rest(len(groups) - len(shown)),
        steps=_draft_steps(facts, blocking),
    )


def failed_draft_notice(month: Month, outcome: str) -> Notice:
    """Tells that there is no draft, and why."""
    return Notice(
        subject=f"De proef van {_name(month)} is niet gelukt",
        lines=(f"Het maken van de proef van {_name(month)} is niet gelukt. De melding was:",),
        points=(NoticePoint(_bare(outcome)),),
        steps=(
            NoticeStep("Kijk wat de melding noemt, of vraag het wie het programma beheert."),
            NoticeStep("Maak de proef daarna zelf:", f"nieuwsbrief build {month}"),
        ),
    )


def sent_notice(month: Month, sending: Sending) -> Notice:
    """Tells how the sending stands that began at its planned time."""
    name = _name(month)
    waiting = sum(sending.counts.get(state, 0) for state in _WAITING)
    lost = sending.readers - sending.accepted - waiting
    if sending.state in (SendingState.PAUSED, SendingState.STOPPED):
        return Notice(
            subject=f"De nieuwsbrief van {name} is nog niet helemaal verstuurd",
            lines=(
                f"Het versturen van de nieuwsbrief van {name} begon op tijd, maar wacht nu op jou: "
                f"{sending.accepted} van de {_readers(sending.readers)} hebben hem.",
            ),
            points=(NoticePoint(sending.note),) if sending.note else (),
            steps=(NoticeStep("Is het verholpen? Ga dan verder met:", f"nieuwsbrief send {month}"),),
        )
    if sending.state is SendingState.HANDED_OVER:
        return Notice(
            subject=f"De nieuwsbrief van {name} staat klaar in listmonk",
            lines=(f"De nieuwsbrief van {name} staat als concept in listmonk. {sending.note}",),
            steps=(NoticeStep("Start de campagne in listmonk."),),
        )
    stands = "onderweg" if sending.state.goes_on else "verstuurd"
    later = f" {waiting} krijgen hem later; dat gaat vanzelf." if waiting else ""
    failed = f" Bij {lost} kwam hij niet aan." if lost else ""
    return Notice(
        subject=f"De nieuwsbrief van {name} is {stands}",
        lines=(
            f"De nieuwsbrief van {name} is {stands}. De mailserver nam hem aan voor {sending.accepted} van "
            f"de {_readers(sending.readers)}.{later}{failed}",
        ),
        steps=(NoticeStep("Wil je zien hoe het staat?", "nieuwsbrief status"),),
    )


def unsent_notice(month: Month, outcome: str) -> Notice:
    """Tells that the planned sending did not begin, and why."""
    name = _name(month)
    return Notice(
        subject=f"De nieuwsbrief van {name} is niet verstuurd",
        lines=(
            f"De nieuwsbrief van {name} zou nu verstuurd worden, maar dat is niet gebeurd. De reden was:",
        ),
        points=(NoticePoint(_bare(outcome)),),
        steps=(
            NoticeStep(
                "Is de editie nog niet goedgekeurd? Doe dat, met je rol of initialen:",
                f"nieuwsbrief approve {month} --by redactie",
            ),
            NoticeStep("Verstuur haar daarna zelf:", f"nieuwsbrief send {month}"),
        ),
    )


def failures_notice(runs: Sequence[Run], zone: tzinfo) -> Notice:
    """Tells which runs failed since this was told last."""
    return Notice(
        subject="De nieuwsbrief heeft hulp nodig: er ging iets mis",
        lines=("Dit ging mis sinds de vorige keer dat we erover mailden:",),
        points=tuple(
            NoticePoint(
                f"{_JOB_NAMES.get(run.job, run.job).capitalize()}, "
                f"{format_when(run.due_at.astimezone(zone), None, False)}: {_bare(run.outcome)}"
            )
            for run in runs[-MOST_POINTS:]
        ),
        rest=_rest(len(runs) - MOST_POINTS),
        steps=(
            NoticeStep("Stuur deze mail door aan wie het programma beheert."),
            NoticeStep("Hoe het nu staat, zegt:", "nieuwsbrief status"),
        ),
    )


def _draft_steps(facts: DraftFacts, blocking: int) -> tuple[NoticeStep, ...]:
    month = facts.month
    steps = [
        NoticeStep("Lees het rapport. Het staat op de computer waar het programma draait:", facts.report)
    ]
    steps.append(
        NoticeStep(
            "Los op wat de editie tegenhoudt, en kies wat erin gaat. Dat schrijf je in:"
            if blocking
            else "Wil je iets anders kiezen of schrijven? Dat doe je in:",
            facts.edition_file,
        )
    )
    steps.append(NoticeStep("Iets veranderd? Maak de proef dan opnieuw:", f"nieuwsbrief build {month}"))
    steps.append(
        NoticeStep(
            "Is alles goed? Keur de editie goed, met je rol of initialen:",
            f"nieuwsbrief approve {month} --by redactie",
        )
    )
    if facts.sent_at is None:
        steps.append(NoticeStep("Verstuur haar daarna:", f"nieuwsbrief send {month}"))
    else:
        when = facts.sent_at.astimezone(facts.zone)
        steps.append(
            NoticeStep(
                f"Keur je haar goed vóór {format_day(when.date())}, {when:%H.%M} uur? Dan gaat ze op dat "
                "moment vanzelf de deur uit. Zelf versturen kan ook:",
                f"nieuwsbrief send {month}",
            )
        )
    return tuple(steps)


def _point(group: FindingGroup) -> NoticePoint:
    first = group.places[0].finding
    place = f"{first.path}:{first.line}" if first.line else first.path
    return NoticePoint(
        text=_sentence(group.message),
        hint=_sentence(group.hint or first.hint),
        place=place,
        more=len(group.places) - 1,
        is_blocking=group.is_blocking,
    )


def _sentence(text: str) -> str:
    """What a check says stands in a list there, and on its own here."""
    whole = f"{text[:1].upper()}{text[1:]}"
    return whole if not whole or whole.endswith((".", "…", "?", "!", ":")) else f"{whole}."


def _held(blocking: int) -> str:
    if not blocking:
        return "niets houdt de editie tegen"
    return "1 punt houdt de editie tegen" if blocking == 1 else f"{blocking} punten houden de editie tegen"


def _count(blocking: int, advice: int) -> str:
    held = _held(blocking)
    advised = "en er is 1 advies" if advice == 1 else f"en er zijn {advice or 'geen'} adviezen"
    return f"{held[0].upper()}{held[1:]}, {advised}."


def _how_many(shown: int, in_all: int) -> str:
    if not shown:
        return ""
    return " Dit zijn ze:" if shown == in_all else f" Dit zijn de eerste {shown}:"


def _rest(more: int) -> str:
    if more <= 0:
        return ""
    return (
        "En nog 1 soort; die staat in het rapport."
        if more == 1
        else f"En nog {more}; die staan in het rapport."
    )


def _readers(number: int) -> str:
    return "1 lezer" if number == 1 else f"{number} lezers"


def _name(month: Month) -> str:
    return format_month(month.year, month.month)


def _bare(outcome: str) -> str:
    return outcome.removeprefix("failed: ").removeprefix("not sent: ")
