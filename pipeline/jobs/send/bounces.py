"""Bounces: reads what came back, and lets go of addresses that cannot be reached or complained.

A mail counts only with a mark that our key made. What it says is recorded before it is deleted, so that a
crash in between costs reading it again and nothing else. What is not ours stays, for a person to look at.

One point an edition, however often it came back; after three editions one probe; when that comes back the
address is let go. One complaint, or one request, is enough at once.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.send.posts import Parcel, post_office, read_secret
from pipeline.jobs.send.prepare import UNSUBSCRIBE_PAGE, Addressing, addressing
from pipeline.model import Month
from pipeline.model.keys import Claim, Keys, Purpose
from pipeline.model.returned import Bounce, Returned, ReturnKind
from pipeline.model.subscribers import SubscriberState
from pipeline.read.address import address_key
from pipeline.read.returned import read_returned
from pipeline.shell.lock import hold
from pipeline.shell.mailbox import ImapFolder, Maildir, open_imap
from pipeline.shell.secret import make_keys
from pipeline.shell.subscribers import Subscribers
from pipeline.stages.deliver import Verdict, judge, month_of_number, on_wire, token_of
from pipeline.stages.deliver.probe import ProbeFacts, probe_message

PASSWORD_VARIABLE = "NIEUWSBRIEF_IMAP_PASSWORD"  # noqa: S105 - the name of a variable
EDITIONS, LOOK_BACK_MONTHS = 3, 6
PROBE_DAYS = timedelta(days=14)
# The round of a token that belongs to no edition: that of a probe.
_PROBE_ROUND = 0
_BATCH = 200


@dataclass(slots=True)
class BounceCounts:
    """What one reading of the mailbox came to; `unknown` has no mark of ours and was left there."""

    hard: int = 0
    soft: int = 0
    complaints: int = 0
    unsubscribed: int = 0
    unreachable: int = 0
    ignored: int = 0
    unknown: int = 0
    probes: int = 0
    recovered: int = 0


@dataclass(slots=True)
class _Batch:
    """What is to be recorded before anything of it is deleted."""

    bounces: list[Bounce] = field(default_factory=list)
    endings: list[tuple[int, SubscriberState]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def run_bounces(root: Root, *, now: datetime) -> BounceCounts:
    """Reads the mailbox of [bounces] in config.toml and does what follows from it.

    Raises UsageError without such a mailbox, RelayError when it cannot be reached, BusyError when another is
    reading it.
    """
    keys = make_keys(root.subscriber_keys)
    counts = BounceCounts()
    with hold(root.path / "var" / "bounces.lock", "reading of bounces"):
        with closing(_open(root)) as box:
            batch = _Batch()
            for name, body in box.unseen():
                _sort(batch, counts, name, read_returned(body), keys, now)
                if len(batch.done) + len(batch.kept) >= _BATCH:
                    _settle(root, box, batch, keys, now)
                    batch = _Batch()
            _settle(root, box, batch, keys, now)
        _ask_those_who_fail(root, counts, keys, now)
    return counts


def _open(root: Root) -> Maildir | ImapFolder:
    rules = root.config.bounces
    if rules.maildir:
        return Maildir(root.path / rules.maildir)
    if rules.host:
        told = os.environ.get(PASSWORD_VARIABLE, "")
        return open_imap(rules, told or read_secret(root.path / rules.password_file))
    raise UsageError("there is no mailbox to read; [bounces] in config.toml names a maildir, or an IMAP host")


def _sort(
    batch: _Batch, counts: BounceCounts, name: str, returned: Returned, keys: Keys, now: datetime
) -> None:
    found = _ours(returned, keys, now)
    if found is None:
        counts.unknown += 1
        batch.kept.append(name)
        return
    purpose, claim = found
    batch.done.append(name)
    if returned.kind is ReturnKind.COMPLAINT:
        counts.complaints += 1
        batch.endings.append((claim.subscriber, SubscriberState.COMPLAINED))
    elif returned.kind is ReturnKind.MESSAGE and purpose is Purpose.UNSUBSCRIBE:
        counts.unsubscribed += 1
        batch.endings.append((claim.subscriber, SubscriberState.UNSUBSCRIBED))
    elif returned.kind is ReturnKind.HARD and purpose is Purpose.VERP:
        _sort_hard(batch, counts, claim)
    elif returned.kind is ReturnKind.SOFT and purpose is Purpose.VERP:
        counts.soft += 1
        if claim.round != _PROBE_ROUND:
            batch.bounces.append(Bounce(claim.subscriber, month_of_number(claim.round), ReturnKind.SOFT))
    else:
        counts.ignored += 1


def _sort_hard(batch: _Batch, counts: BounceCounts, claim: Claim) -> None:
    if claim.round == _PROBE_ROUND:
        counts.unreachable += 1
        batch.endings.append((claim.subscriber, SubscriberState.UNREACHABLE))
    else:
        counts.hard += 1
        batch.bounces.append(Bounce(claim.subscriber, month_of_number(claim.round), ReturnKind.HARD))


def _ours(returned: Returned, keys: Keys, now: datetime) -> tuple[Purpose, Claim] | None:
    for mark in returned.marks:
        token = token_of(mark)
        for purpose in (Purpose.VERP, Purpose.UNSUBSCRIBE):
            claim = keys.read(purpose, token, now=now) if token else None
            if claim is not None:
                return purpose, claim
    return None


def _settle(root: Root, box: Maildir | ImapFolder, batch: _Batch, keys: Keys, now: datetime) -> None:
    """Records first, deletes after that."""
    from pipeline.shell.subscribers.bounces import open_bounces  # noqa: PLC0415 - as the store

    with root.open_subscribers() as store:
        for number, state in batch.endings:
            _end(store, number, state, keys, now)
    known = _known(root, {one.subscriber for one in batch.bounces})
    with open_bounces(root.subscriber_file) as bounces:
        bounces.record([one for one in batch.bounces if one.subscriber in known], now=now)
    box.keep(batch.kept)
    box.remove(batch.done)


def _known(root: Root, numbers: set[int]) -> set[int]:
    """Returns those who still are subscribers: of who was erased nothing is written down again."""
    with root.open_subscribers() as store:
        return {number for number in numbers if store.find_by_id(number) is not None}


def _end(store: Subscribers, number: int, state: SubscriberState, keys: Keys, now: datetime) -> None:
    found = store.find_by_id(number)
    if found is not None and not found.state.has_ended:
        store.end(number, state, key=address_key(found.address, keys), now=now)


def _ask_those_who_fail(root: Root, counts: BounceCounts, keys: Keys, now: datetime) -> None:
    from pipeline.shell.subscribers.bounces import open_bounces  # noqa: PLC0415 - as the store

    local = now.astimezone(root.config.newsletter.zone)
    month = Month(local.year, local.month)
    with open_bounces(root.subscriber_file) as bounces, root.open_subscribers() as store:
        counts.recovered = bounces.clear_answered(before=now - PROBE_DAYS)
        failing = bounces.load_failing(since=month.plus(-LOOK_BACK_MONTHS), editions=EDITIONS)
        for number in failing if root.config.delivery.backend != "listmonk" else ():
            found = store.find_by_id(number)
            if found is not None:
                bounces.mark_probed(number, month=month, now=now)
                mail = addressing(root, keys, month, now=now)
                if _probe(root, mail, number, found.address):
                    counts.probes += 1
                else:
                    _end(store, number, SubscriberState.UNREACHABLE, keys, now)
                    counts.unreachable += 1


def _probe(root: Root, mail: Addressing, number: int, address: str) -> bool:
    """Sends one; returns False when the relay itself says that there is no such address."""
    name = f"probe.{mail.keys.hash('message-id', f'probe {mail.month} {number}')}"
    token = mail.keys.token(Purpose.UNSUBSCRIBE, number, on=mail.day.date())
    facts = ProbeFacts(
        address=address,
        way_out=root.config.web.address(UNSUBSCRIBE_PAGE, token),
        signup=root.config.newsletter.signup_url,
        message_id=f"{name}@{mail.domain}",
        sent_at=mail.day.astimezone(root.config.newsletter.zone),
    )
    message = probe_message(root.config.newsletter, facts)
    office = post_office(root, "probe")
    if office.on_wire:
        message = on_wire(message)
    post = office.counters[0]()
    try:
        sender = mail.envelope(number, round=_PROBE_ROUND)
        reply = post.deliver(Parcel(sender, address, name, message))
    finally:
        post.hang_up()
    return judge(reply) is not Verdict.NO_SUCH_ADDRESS
