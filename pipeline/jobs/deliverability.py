"""Deliverability: sends one edition as a test, and says from DNS and a caught mail what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import DeliveryError, InputFileError
from pipeline.jobs.root import Root
from pipeline.jobs.send import send_test
from pipeline.model import Month
from pipeline.model.deliverability import (
    Answer,
    DeliverabilityFinding,
    Level,
    MailFacts,
    Question,
    Sender,
)
from pipeline.shell.catcher import Catcher
from pipeline.shell.dkim import verify
from pipeline.stages.deliverability import judge_delivery, read_mail, wanted

if TYPE_CHECKING:
    from pipeline.shell.dns import Nameserver

# Nobody's records need more; a domain that leads in circles must end.
MOST_QUESTIONS = 80
MOST_BYTES = 10_000_000
CATCH_SECONDS = 30.0
_BY = "beheer"


@dataclass(frozen=True, slots=True)
class Deliverability:
    """What a look at the mail's way came to; `caught` is the mail it was judged by, "" for DNS alone."""

    from_domain: str
    envelope_domain: str
    caught: str
    findings: tuple[DeliverabilityFinding, ...]

    @property
    def is_good(self) -> bool:
        return not any(finding.level is Level.ERROR for finding in self.findings)


def send_probe(root: Root, *, month: Month | None, to: Sequence[str], now: datetime) -> DeliverabilityFinding:
    """Sends the edition as a test through the configured relay. Raises what `send_test` raises."""
    trial = send_test(root, month=month or _newest(root), addresses=to, by=_BY, now=now)
    said = "; ".join(
        f"{one.address}: {one.reply.code or 'no answer'} {one.reply.text}" for one in trial.replies
    )
    if all(one.is_accepted for one in trial.replies):
        hint = "save what arrives with all its headers as a file, and give that with --message"
        return DeliverabilityFinding("relay-good", Level.GOOD, f"the relay took it for {said}", hint)
    return DeliverabilityFinding(
        "relay-refuses", Level.ERROR, f"the relay did not take it: {said}", "its log says more"
    )


def catch_probe(
    root: Root, *, month: Month | None, to: Sequence[str], port: int, now: datetime
) -> tuple[DeliverabilityFinding, bytes]:
    """Sends it as `send_probe` does, and returns what the relay delivers to 127.0.0.1:`port`."""
    with Catcher(port) as catcher:
        probe = send_probe(root, month=month, to=to, now=now)
        message = catcher.catch(CATCH_SECONDS) if probe.level is Level.GOOD else b""
    return replace(probe, hint="") if message else probe, message


def check_deliverability(
    root: Root,
    nameserver: Nameserver,
    *,
    message: bytes | None = None,
    caught: str = "",
    before: Sequence[DeliverabilityFinding] = (),
) -> Deliverability:
    """Judges what DNS says of our domains, and `message`, the bytes of a mail that arrived."""
    sender = _sender(root)
    mail = read_mail(message) if message is not None else None
    if mail is not None:
        sender = Sender(
            mail.from_domains[0] if mail.from_domains else sender.from_domain,
            mail.envelope_domain or sender.envelope_domain,
        )
    answers = _ask(nameserver, sender, mail)
    if message is not None and mail is not None:
        mail = read_mail(message, verified=_verified(message, mail, answers))
    findings = (*before, *judge_delivery(sender, mail, answers))
    return Deliverability(sender.from_domain, sender.envelope_domain, caught, findings)


def read_message(path: Path) -> bytes:
    """Returns a saved mail. Raises InputFileError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputFileError(path, "this is too large for a mail")
        return path.read_bytes()
    except OSError as error:
        raise InputFileError(path, f"cannot be read ({error.strerror or error})") from error


def _sender(root: Root) -> Sender:
    return Sender(
        root.config.newsletter.from_address.rpartition("@")[2].lower(),
        root.config.bounce_address.rpartition("@")[2].lower(),
    )


def _ask(nameserver: Nameserver, sender: Sender, mail: MailFacts | None) -> dict[Question, Answer]:
    answers: dict[Question, Answer] = {}
    while len(answers) < MOST_QUESTIONS and (open_ := wanted(sender, mail, answers)):
        for question in open_[: MOST_QUESTIONS - len(answers)]:
            answers[question] = nameserver.ask(question)
    return answers


def _verified(message: bytes, mail: MailFacts, answers: dict[Question, Answer]) -> tuple[bool, ...]:
    def text_of(name: str) -> str:
        answer = answers.get(Question(name, "TXT"))
        return answer.values[0] if answer and answer.values else ""

    return verify(message, len(mail.signatures), text_of)


def _newest(root: Root) -> Month:
    """Returns the month of the newest edition that was approved, or else built."""
    for folder in (root.path / "archive", root.path / "build"):
        months = sorted(path.parent.name for path in folder.glob("*-*/newsletter.eml"))
        for name in reversed(months):
            try:
                return Month.parse(name)
            except ValueError:
                continue
    raise DeliveryError("there is no edition to send as a test; run 'nieuwsbrief build' first")
