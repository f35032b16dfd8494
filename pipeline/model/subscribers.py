"""Subscribers: an address, how far it is, and the proof that its owner asked for the newsletter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

# What a delivery becomes whose subscriber was erased before it was settled, in the counts.
DROPPED = "vervallen"


class SubscriberState(StrEnum):
    """How far an address is; Dutch, since editors read it."""

    REQUESTED = "aangevraagd"
    ACTIVE = "actief"
    UNSUBSCRIBED = "afgemeld"
    UNREACHABLE = "onbereikbaar"
    COMPLAINED = "klacht"

    @property
    def has_ended(self) -> bool:
        return self not in (SubscriberState.REQUESTED, SubscriberState.ACTIVE)


class Suppressed(StrEnum):
    """Why an address does not come back by an import."""

    UNSUBSCRIBED = "afgemeld"
    UNREACHABLE = "onbereikbaar"
    COMPLAINED = "klacht"
    REMOVED = "verwijderd"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One address, never with a name, and its proof of opt-in.

    `requested_at` is when it was asked for, or imported; `form` the version of the text that was then read
    and `confirmed_at` when the link in the mail was followed, both empty for an import, which has a `basis`
    instead. `round` counts the requests of this address: what was mailed for an earlier one is worth nothing.
    """

    id: int
    address: str
    state: SubscriberState
    requested_at: datetime
    round: int = 1
    form: str = ""
    basis: str = ""
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddressKey:
    """An address as the database knows it: `hashes` under every key there is, the newest first."""

    address: str
    hashes: tuple[str, ...]

    @property
    def hash(self) -> str:
        return self.hashes[0]


class Imported(StrEnum):
    """What became of one address of an import; the text is for operators."""

    ADDED = "taken in"
    ALREADY = "is subscribed already"
    WAITS = "was asked for and waits until its owner confirms"
    UNSUBSCRIBED = "unsubscribed; only its owner can come back, by signing up"
    UNREACHABLE = "could not be reached; only its owner can come back, by signing up"
    COMPLAINED = "complained; only its owner can come back, by signing up"
    REMOVED = "was removed on request; only its owner can come back, by signing up"


@dataclass(frozen=True, slots=True)
class MailLimits:
    """How many mails the sign-up form may cause: to one address in a day and in 30 days, and in all."""

    per_day: int = 1
    per_month: int = 3
    in_all_per_hour: int = 200


@dataclass(frozen=True, slots=True)
class SweepTerms:
    """How long is kept: a request that nobody confirms, an address that ended, the rows of deliveries."""

    unconfirmed: timedelta = timedelta(days=7)
    ended: timedelta = timedelta(days=28)
    deliveries: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SubscriberCounts:
    """How many addresses stand in each state, hashes are kept for each reason, and deliveries have rows."""

    states: Mapping[SubscriberState, int] = field(default_factory=dict)
    suppressed: Mapping[Suppressed, int] = field(default_factory=dict)
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep took away: requests that nobody confirmed, addresses that had ended, delivery rows."""

    unconfirmed: int = 0
    ended: int = 0
    deliveries: int = 0
    mails: int = 0
    rehashed: int = 0

    @property
    def anything(self) -> bool:
        return any((self.unconfirmed, self.ended, self.deliveries, self.mails, self.rehashed))


@dataclass(frozen=True, slots=True)
class SignupPages:
    """Where the mails of the form lead, the same for everybody; `days` is how long a request waits."""

    privacy_url: str
    archive_url: str
    days: int


@dataclass(frozen=True, slots=True)
class SignupMail:
    """The one mail that a filled-in form causes: it asks to confirm, or says that there is nothing to ask.

    `confirm_url` is "" for whom the newsletter comes already.
    """

    address: str
    confirm_url: str
    unsubscribe_url: str
    sent_at: datetime
    message_id: str
