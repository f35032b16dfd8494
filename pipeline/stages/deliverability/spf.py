"""SPF: which machines may send for the domain of the envelope (RFC 7208)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.deliverability import Answers, DeliverabilityFinding, Level, Question, Sender
from pipeline.stages.deliverability.names import is_unknown, texts

_START = "v=spf1"
# RFC 7208, 4.6.4: beyond ten questions to DNS a receiver gives up, and SPF fails for everybody.
MOST_LOOKUPS = 10
_ASKS = ("include", "a", "mx", "ptr", "exists", "redirect")


@dataclass(frozen=True, slots=True)
class Walk:
    """A record with all that it takes in: the domains whose records count, and how much DNS that costs."""

    domains: tuple[str, ...]
    lookups: int


def record_of(domain: str, answers: Answers) -> str:
    """Returns the one SPF record of `domain`; "" where there is none, or more than one."""
    found = _records(domain, answers)
    return found[0] if len(found) == 1 else ""


def walk(domain: str, answers: Answers) -> Walk:
    """Follows include and redirect; a loop is followed once."""
    domains: list[str] = []
    lookups = 0
    waiting = [domain]
    while waiting and len(domains) <= 2 * MOST_LOOKUPS:
        current = waiting.pop(0)
        if current in domains:
            continue
        domains.append(current)
        for name, target in _terms(record_of(current, answers)):
            if name in _ASKS:
                lookups += 1
            if name in ("include", "redirect") and target and "%" not in target:
                waiting.append(target)
    return Walk(tuple(domains), lookups)


def questions(sender: Sender, answers: Answers) -> Iterator[Question]:
    for domain in walk(sender.envelope_domain, answers).domains:
        yield Question(domain, "TXT")


def judge(sender: Sender, answers: Answers) -> Iterator[DeliverabilityFinding]:
    domain = sender.envelope_domain
    found = _records(domain, answers)
    if is_unknown(answers, domain):
        return
    if len(found) != 1:
        yield _not_one(domain, len(found))
        return
    yield from _judge_record(domain, found[0], answers)


def _judge_record(domain: str, record: str, answers: Answers) -> Iterator[DeliverabilityFinding]:
    whole = walk(domain, answers)
    end = _end(record)
    gone = [one for one in whole.domains[1:] if not is_unknown(answers, one) and not record_of(one, answers)]
    if gone:
        yield DeliverabilityFinding(
            "spf-include-broken",
            Level.ERROR,
            f"the SPF record of {domain} takes in {', '.join(gone)}, where there is no single SPF record",
            "take that include: out; as it stands receivers count all of SPF as an error",
        )
    if whole.lookups > MOST_LOOKUPS:
        yield DeliverabilityFinding(
            "spf-too-many-lookups",
            Level.ERROR,
            f"the SPF record of {domain} costs {whole.lookups} questions to DNS; {MOST_LOOKUPS} are allowed",
            "write the addresses of the relay as ip4: and ip6:, and take out who does not send it",
        )
    if end in ("+all", "all", "?all", ""):
        yield DeliverabilityFinding(
            "spf-permissive",
            Level.ERROR if end in ("+all", "all") else Level.ADVICE,
            f"the SPF record of {domain} ends in {end or 'nothing'}, which keeps nobody out",
            "let it end in ~all, or in -all; internet.nl wants one of these two",
        )
    elif not gone and whole.lookups <= MOST_LOOKUPS:
        cost = f"{whole.lookups} of {MOST_LOOKUPS} questions"
        yield DeliverabilityFinding("spf-good", Level.GOOD, f"SPF of {domain}: {record} ({cost})")


def _not_one(domain: str, number: int) -> DeliverabilityFinding:
    if number:
        return DeliverabilityFinding(
            "spf-double",
            Level.ERROR,
            f"{domain} has {number} SPF records; with more than one, none counts",
            "make one record of them",
        )
    return DeliverabilityFinding(
        "spf-missing",
        Level.ERROR,
        f"{domain}, the domain of the envelope, has no SPF record",
        f'publish TXT at {domain}: "v=spf1 ip4:<address of the relay> ~all"',
    )


def _records(domain: str, answers: Answers) -> tuple[str, ...]:
    found = texts(answers, domain, _START)
    return tuple(one for one in found if one.lower() == _START or one.lower().startswith(f"{_START} "))


def _terms(record: str) -> Iterator[tuple[str, str]]:
    for term in record.lower().split()[1:]:
        bare = term.lstrip("+-~?")
        name, separator, target = bare.replace("=", ":", 1).partition(":")
        yield (name if separator else bare).partition("/")[0], target.rstrip(".")


def _end(record: str) -> str:
    terms = record.lower().split()[1:]
    if any(term.startswith("redirect=") for term in terms):
        return "redirect"
    return next((term for term in terms if term.lstrip("+-~?") == "all"), "")
