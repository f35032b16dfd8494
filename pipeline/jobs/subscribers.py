"""What operators do with the subscribers: bring in, look up, hand out, erase, count, sweep."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.errors import InputFileError, UsageError
from pipeline.jobs.root import Root
from pipeline.model.keys import Keys
from pipeline.model.subscribers import (
    Imported,
    Subscriber,
    SubscriberCounts,
    SweepTerms,
    Swept,
)
from pipeline.read.address import (
    AddressError,
    address_key,
    parse_address,
    read_import,
    safe_cell,
)
from pipeline.shell.outbox import SIGNUP_MAIL, remove_mail_before, remove_mail_to
from pipeline.shell.secret import add_key, make_keys

_SHORTEST_BASIS = 10
_TITLES = ("address", "state", "requested_at", "form", "confirmed_at", "basis", "ended_at")
# A month of deliveries is kept until the same month a year later has gone by.
_MONTH = timedelta(days=30.5)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row of an import that was not taken in; `line` counts from 1."""

    line: int
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    added: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure came to: whether the address was known, and how many mails that waited are gone."""

    address: str
    was_known: bool
    mails: int


def import_subscribers(root: Root, path: Path, *, basis: str, now: datetime) -> ImportResult:
    """Takes in the addresses of a CSV file on `basis`, which is recorded with each of them.

    Raises UsageError without a basis that says something, and InputFileError for a file that is too large or
    cannot be read. What is refused is no stop: it comes back with its line and reason.
    """
    basis = " ".join(basis.split())
    if len(basis) < _SHORTEST_BASIS:
        message = (
            "--basis says in a sentence how these people asked for the newsletter, and where that stands"
        )
        raise UsageError(message)
    rows = list(read_import(_read(path, root.config.subscribers.import_max_bytes)))
    good = [row for row in rows if not row.refused]
    keys = make_keys(root.subscriber_keys)
    with root.open_subscribers() as store:
        outcomes = store.add_imported([address_key(row.address, keys) for row in good], basis=basis, now=now)
    refused = [Refused(row.line, row.address, row.refused) for row in rows if row.refused]
    refused += [
        Refused(row.line, row.address, outcome.value)
        for row, outcome in zip(good, outcomes, strict=True)
        if outcome is not Imported.ADDED
    ]
    added = sum(outcome is Imported.ADDED for outcome in outcomes)
    return ImportResult(added, tuple(sorted(refused, key=lambda one: one.line)))


def export_subscribers(root: Root) -> str:
    """Returns all subscribers as CSV; a cell that a spreadsheet would take for a formula begins with '."""
    with root.open_subscribers() as store:
        everyone = store.load_all()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_TITLES)
    for one in everyone:
        writer.writerow(safe_cell(cell) for cell in _cells(one))
    return text.getvalue()


def find_subscriber(root: Root, address: str) -> Subscriber | None:
    """Returns who has this address. Raises UsageError for what is no address."""
    keys = make_keys(root.subscriber_keys)
    with root.open_subscribers() as store:
        return store.find(address_key(_parsed(address), keys))


def remove_subscriber(root: Root, address: str, *, now: datetime) -> Erased:
    """Erases an address: only its keyed hash is left, so that no import brings it back.

    Mail to it that still lies in var/outbox goes as well. Raises UsageError for what is no address.
    """
    parsed = _parsed(address)
    keys = make_keys(root.subscriber_keys)
    with root.open_subscribers() as store:
        was_known = store.erase(address_key(parsed, keys), now=now)
    return Erased(parsed, was_known, remove_mail_to(root.outbox, parsed))


def count_subscribers(root: Root) -> SubscriberCounts:
    with root.open_subscribers() as store:
        return store.count()


def sweep_subscribers(root: Root, *, now: datetime) -> Swept:
    """Lets go of what was kept long enough, by the terms of config.toml; a second time changes nothing."""
    rules = root.config.subscribers
    keys = make_keys(root.subscriber_keys)
    terms = SweepTerms(
        unconfirmed=timedelta(days=rules.unconfirmed_days),
        ended=timedelta(days=rules.ended_days),
        deliveries=rules.delivery_months * _MONTH,
    )
    with root.open_subscribers() as store:
        swept = store.sweep(now, terms, lambda address: address_key(address, keys))
    # What lies there holds addresses too: it goes when they may have to be gone.
    remove_mail_before(root.outbox, now - terms.unconfirmed, name=SIGNUP_MAIL)
    remove_mail_before(root.outbox, now - terms.ended)
    return swept


def renew_key(root: Root) -> Keys:
    """Puts a new key before the old ones, which stay: old links and hashes need them."""
    return add_key(root.subscriber_keys)


def _read(path: Path, most: int) -> bytes:
    try:
        if path.stat().st_size > most:
            message = f"is larger than {most} bytes; divide it, or raise import_max_bytes in [subscribers]"
            raise InputFileError(path, message)
        body = path.read_bytes()
    except OSError as error:
        raise InputFileError(path, f"cannot be read: {error.strerror}") from error
    if b"\0" in body:
        raise InputFileError(path, "is no text; save it as CSV (UTF-8)")
    return body


def _parsed(address: str) -> str:
    try:
        return parse_address(address)
    except AddressError as error:
        raise UsageError(f"{address!r} is no address: {error}") from error


def _cells(one: Subscriber) -> Iterator[str]:
    yield from (one.address, one.state.value, one.requested_at.isoformat(timespec="seconds"), one.form)
    yield one.confirmed_at.isoformat(timespec="seconds") if one.confirmed_at else ""
    yield one.basis
    yield one.ended_at.isoformat(timespec="seconds") if one.ended_at else ""
