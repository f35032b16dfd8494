"""Deliverability: what DNS and a caught mail say to a receiver, and what is missing.

mail    the bytes of a caught mail -> the facts that matter
names   domains, and when two of them count as one sender
spf     who may send for the envelope's domain (RFC 7208)
dkim    whether a signature can be believed, and covers what it must (RFC 6376, RFC 8058)
dmarc   what receivers do with the rest (RFC 7489)
form    what else of a mail keeps it out
hosts   where bounces come back, and what our addresses are called

Nothing here asks anything: `wanted` says which questions are still open, the job asks those, and again until
there are none; then `judge_delivery` tells what it all comes to.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.deliverability import (
    Answers,
    DeliverabilityFinding,
    Level,
    MailFacts,
    Question,
    Sender,
)
from pipeline.stages.deliverability import dkim, dmarc, form, hosts, spf
from pipeline.stages.deliverability.mail import read_mail

__all__ = ["judge_delivery", "read_mail", "wanted"]


def wanted(sender: Sender, mail: MailFacts | None, answers: Answers) -> tuple[Question, ...]:
    """Returns the questions that have no answer yet, in a fixed order; none when all is known."""
    asked = {
        *spf.questions(sender, answers),
        *dkim.questions(sender, mail),
        *dmarc.questions(sender, answers),
        *hosts.questions(sender, answers),
    }
    return tuple(sorted(asked - answers.keys()))


def judge_delivery(
    sender: Sender, mail: MailFacts | None, answers: Answers
) -> tuple[DeliverabilityFinding, ...]:
    """Returns what is good, what is missing and what to do about it, subject by subject."""
    return (
        *_faults(answers),
        *spf.judge(sender, answers),
        *dkim.judge(sender, mail, answers),
        *dmarc.judge(sender, mail, answers),
        *form.judge(mail),
        *hosts.judge(sender, answers),
    )


def _faults(answers: Answers) -> Iterator[DeliverabilityFinding]:
    for question, answer in sorted(answers.items()):
        if answer.fault:
            yield DeliverabilityFinding(
                "dns-no-answer",
                Level.ADVICE,
                f"DNS gave no answer about {question.kind} of {question.name}: {answer.fault}",
                "ask again later, or another server with --nameserver",
            )
