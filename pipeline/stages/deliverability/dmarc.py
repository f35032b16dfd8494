"""DMARC: what a receiver does with mail that says it is ours and proves nothing (RFC 7489)."""

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
from pipeline.stages.deliverability.names import is_aligned, is_unknown, organisation, parse_tags, texts

_START = "v=dmarc1"
_POLICIES = ("none", "quarantine", "reject")


def questions(sender: Sender, answers: Answers) -> Iterator[Question]:
    for name in _places(sender.from_domain):
        yield Question(name, "TXT")
        if is_unknown(answers, name):
            return
        records = texts(answers, name, _START)
        if records:
            for domain in _report_domains(records[0], sender.from_domain):
                yield Question(_permission(name, domain), "TXT")
            return


def judge(sender: Sender, mail: MailFacts | None, answers: Answers) -> Iterator[DeliverabilityFinding]:
    place = next((name for name in _places(sender.from_domain) if texts(answers, name, _START)), "")
    if not place:
        if not any(is_unknown(answers, name) for name in _places(sender.from_domain)[:1]):
            yield DeliverabilityFinding(
                "dmarc-missing",
                Level.ERROR,
                f"{sender.from_domain} has no DMARC record",
                f'publish TXT at _dmarc.{sender.from_domain}: "v=DMARC1; p=none; rua=mailto:<an address '
                'you read>", and make it p=reject once the reports are clean',
            )
        return
    records = texts(answers, place, _START)
    if len(records) > 1:
        yield DeliverabilityFinding(
            "dmarc-double",
            Level.ERROR,
            f"{place} has {len(records)} DMARC records; with more than one, none counts",
            "leave one",
        )
        return
    tags = parse_tags(records[0])
    yield from _judge_record(sender, place, records[0], answers)
    yield from _judge_alignment(sender, mail, tags)


def _judge_record(
    sender: Sender, place: str, record: str, answers: Answers
) -> Iterator[DeliverabilityFinding]:
    tags = parse_tags(record)
    is_own = place == f"_dmarc.{sender.from_domain}"
    policy = tags.get("p", "") if is_own else tags.get("sp", tags.get("p", ""))
    policy = policy.lower()
    if policy not in _POLICIES:
        yield DeliverabilityFinding(
            "dmarc-broken",
            Level.ERROR,
            f"the DMARC record at {place} has no policy that is known: {policy or 'none at all'}",
            "write p=none, p=quarantine or p=reject right behind v=DMARC1",
        )
    elif policy == "none" or tags.get("t", "").lower() == "y" or tags.get("pct", "100") != "100":
        yield DeliverabilityFinding(
            "dmarc-weak",
            Level.ADVICE,
            f"the DMARC record at {place} asks receivers to do nothing, or not always: {record}",
            "enough for Gmail, Yahoo and Microsoft; internet.nl and the Dutch government's agreement want "
            "p=quarantine or p=reject, without t=y and pct=",
        )
    else:
        yield DeliverabilityFinding("dmarc-good", Level.GOOD, f"DMARC at {place}: {record}")
    if not is_own:
        yield DeliverabilityFinding(
            "dmarc-of-parent",
            Level.ADVICE,
            f"{sender.from_domain} has no DMARC record of its own; the one at {place} holds",
            f"a record at _dmarc.{sender.from_domain} sends the newsletter's reports to you",
        )
    if not tags.get("rua"):
        yield DeliverabilityFinding(
            "dmarc-no-reports",
            Level.ADVICE,
            f"the DMARC record at {place} asks for no reports, so nobody tells you who sends in your name",
            "add rua=mailto:<an address that a person or a program reads>",
        )
    for domain in _report_domains(record, sender.from_domain):
        name = _permission(place, domain)
        if not is_unknown(answers, name) and not texts(answers, name, _START):
            yield DeliverabilityFinding(
                "dmarc-reports-refused",
                Level.ADVICE,
                f"{domain} gets the reports, and does not say that it wants them",
                f'let its owner publish TXT at {name}: "v=DMARC1"',
            )


def _judge_alignment(
    sender: Sender, mail: MailFacts | None, tags: dict[str, str]
) -> Iterator[DeliverabilityFinding]:
    modes = {name: tags.get(name, "r").lower().startswith("s") for name in ("aspf", "adkim")}
    home = sender.from_domain
    by_spf = is_aligned(sender.envelope_domain, home, strict=modes["aspf"])
    signers = [one.domain for one in mail.signatures] if mail else []
    by_dkim = any(is_aligned(one, home, strict=modes["adkim"]) for one in signers)
    if not by_spf and mail is not None and not by_dkim:
        yield DeliverabilityFinding(
            "dmarc-not-aligned",
            Level.ERROR,
            f"neither the envelope ({sender.envelope_domain}) nor a signature "
            f"({', '.join(signers) or 'none'}) belongs to {home}, so DMARC fails",
            f"set bounce_address to an address at {home}, and sign with d={home}",
        )
    elif sender.envelope_domain != home:
        yield DeliverabilityFinding(
            "spf-not-strict",
            Level.ADVICE,
            f"the envelope is of {sender.envelope_domain} and From of {home}; internet.nl expects the same",
            f"set bounce_address in [delivery] to an address at {home}",
        )
    elif signers and home not in signers:
        yield DeliverabilityFinding(
            "dkim-not-strict",
            Level.ADVICE,
            f"the signature is of {', '.join(signers)} and From of {home}; internet.nl expects the same",
            f"sign with d={home}",
        )
    else:
        which = "From, envelope and signature" if signers else "From and envelope"
        yield DeliverabilityFinding("alignment-good", Level.GOOD, f"{which} are all of {home}")


def _places(domain: str) -> tuple[str, ...]:
    """The record of the domain itself counts, else that of the nearest domain above it."""
    labels = domain.split(".")
    return tuple(f"_dmarc.{'.'.join(labels[start:])}" for start in range(max(1, len(labels) - 1)))


def _report_domains(record: str, from_domain: str) -> tuple[str, ...]:
    """The domains of others that get reports: each must say that it wants them (RFC 7489, 7.1)."""
    wanted = parse_tags(record).get("rua", "").split(",")
    domains = (
        one.strip().partition("!")[0].rpartition("@")[2].lower()
        for one in wanted
        if one.strip().lower().startswith("mailto:")
    )
    return tuple(
        dict.fromkeys(one for one in domains if one and organisation(one) != organisation(from_domain))
    )


def _permission(place: str, domain: str) -> str:
    return f"{place.removeprefix('_dmarc.')}._report._dmarc.{domain}"
