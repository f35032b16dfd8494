"""Where bounces come back, and what the addresses are called from which mail goes out."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from pipeline.model.deliverability import Answers, DeliverabilityFinding, Level, Question, Sender
from pipeline.stages.deliverability import spf
from pipeline.stages.deliverability.names import is_unknown

# A record of a large provider has many; the first few tell enough.
_MOST_ADDRESSES = 4


def questions(sender: Sender, answers: Answers) -> Iterator[Question]:
    yield Question(sender.envelope_domain, "MX")
    for address in _addresses(sender, answers):
        yield Question(address.reverse_pointer, "PTR")
        for name in _names(address, answers):
            yield Question(name, _kind(address))


def judge(sender: Sender, answers: Answers) -> Iterator[DeliverabilityFinding]:
    yield from _judge_mx(sender, answers)
    addresses = _addresses(sender, answers)
    for address in addresses:
        yield from _judge_ptr(address, answers)
    if not addresses and spf.record_of(sender.envelope_domain, answers):
        yield DeliverabilityFinding(
            "ptr-not-asked",
            Level.ADVICE,
            "the SPF record names no single address, so the name of the relay (PTR) was not looked at",
            "ask for it yourself: dig -x <address of the relay>; the name must lead back to that address",
        )


def _judge_mx(sender: Sender, answers: Answers) -> Iterator[DeliverabilityFinding]:
    domain = sender.envelope_domain
    if is_unknown(answers, domain, "MX"):
        return
    # "0 ." says that a domain takes no mail at all (RFC 7505).
    hosts = [one for one in answers[Question(domain, "MX")].values if one.split()[-1] != "."]
    if hosts:
        yield DeliverabilityFinding("mx-good", Level.GOOD, f"mail for {domain} goes to {', '.join(hosts)}")
    else:
        yield DeliverabilityFinding(
            "mx-missing",
            Level.ERROR,
            f"{domain} has no MX, so bounces and unsubscribes by mail cannot come back; some "
            "receivers refuse such senders",
            f"publish MX at {domain}, with a mailbox that 'nieuwsbrief bounces' reads",
        )


def _judge_ptr(address: _Address, answers: Answers) -> Iterator[DeliverabilityFinding]:
    if is_unknown(answers, address.reverse_pointer, "PTR"):
        return
    names = _names(address, answers)
    if not names:
        yield DeliverabilityFinding(
            "ptr-missing",
            Level.ERROR,
            f"{address} has no name (PTR); Gmail refuses mail from such an address",
            "ask whoever gave you the address to set its reverse name to that of the relay",
        )
        return
    back = [
        name for name in names if str(address) in _plain(answers, Question(name, _kind(address)), address)
    ]
    if back:
        yield DeliverabilityFinding("ptr-good", Level.GOOD, f"{address} is {back[0]}, and back")
    elif not any(is_unknown(answers, name, _kind(address)) for name in names):
        yield DeliverabilityFinding(
            "ptr-not-confirmed",
            Level.ERROR,
            f"{address} calls itself {', '.join(names)}, which does not lead back to it",
            f"publish {_kind(address)} of that name with {address}",
        )


_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _addresses(sender: Sender, answers: Answers) -> tuple[_Address, ...]:
    """The single addresses that SPF names; a range may hold machines that never send."""
    found: list[_Address] = []
    for domain in spf.walk(sender.envelope_domain, answers).domains:
        for term in spf.record_of(domain, answers).lower().split():
            name, _, value = term.lstrip("+").partition(":")
            if name in ("ip4", "ip6") and "/" not in value.removesuffix("/32").removesuffix("/128"):
                try:
                    found.append(ipaddress.ip_address(value.partition("/")[0]))
                except ValueError:
                    continue
    return tuple(dict.fromkeys(found))[:_MOST_ADDRESSES]


def _names(address: _Address, answers: Answers) -> tuple[str, ...]:
    answer = answers.get(Question(address.reverse_pointer, "PTR"))
    return tuple(one.rstrip(".").lower() for one in answer.values) if answer else ()


def _plain(answers: Answers, question: Question, like: _Address) -> list[str]:
    answer = answers.get(question)
    return [str(type(like)(one)) for one in answer.values] if answer else []


def _kind(address: _Address) -> str:
    return "A" if address.version == 4 else "AAAA"
