"""Delivery: one edition for one reader, once; what became of it, and how the sending as a whole stands.

A `Reply` is what a relay said at one point of the dialogue; `stages.deliver` decides what it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from pipeline.model.subscribers import DROPPED as _DROPPED
from pipeline.model.times import Month


class DeliveryState(Enum):
    """What became of one edition for one reader; Dutch, since editors read it in `status`.

    `IN_HAND` is being sent at this moment. `UNCERTAIN` may have arrived: the relay had the whole message and
    did not get to say so.
    """

    WAITING = "wacht"
    IN_HAND = "onderweg"
    LATER = "later"
    UNCERTAIN = "onzeker"
    ACCEPTED = "aangenomen"
    REFUSED = "geweigerd"
    NO_SUCH_ADDRESS = "onbekend adres"
    FULL = "vol"
    GIVEN_UP = "opgegeven"
    DROPPED = _DROPPED


class SendingState(Enum):
    """How the sending of an edition stands; Dutch, since editors read it.

    `RUNNING` and `LATER` go on by themselves once a schedule runs; `PAUSED` and `STOPPED` wait for a person.
    """

    RUNNING = "bezig"
    LATER = "wacht op latere pogingen"
    PAUSED = "gepauzeerd"
    STOPPED = "gestopt"
    DONE = "klaar"
    HANDED_OVER = "overgedragen"

    @property
    def goes_on(self) -> bool:
        return self in (SendingState.RUNNING, SendingState.LATER)


@dataclass(frozen=True, slots=True)
class Sending:
    """The sending of one edition; `archive` is the SHA-256 of the message that goes out.

    `counts` has the number of readers in each state, also of rows that became counts; `next_at` is when the
    next of them is due, None when nothing is to be done any more.
    """

    month: Month
    state: SendingState
    started_at: datetime
    by: str
    archive: str
    note: str = ""
    ended_at: datetime | None = None
    counts: Mapping[DeliveryState, int] = field(default_factory=dict)
    next_at: datetime | None = None

    @property
    def readers(self) -> int:
        return sum(self.counts.values())

    @property
    def accepted(self) -> int:
        return self.counts.get(DeliveryState.ACCEPTED, 0)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One delivery in the hands of a sender; only who holds `fence` may say what became of it.

    `first_at` is when it was tried first, None when it was not.
    """

    subscriber: int
    address: str
    message_id: str
    fence: int
    state: DeliveryState
    attempts: int = 0
    first_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one try. Nothing more is tried once `next_at` is None."""

    subscriber: int
    fence: int
    state: DeliveryState
    reply: str
    at: datetime
    next_at: datetime | None = None


class Phase(Enum):
    """The point of the SMTP dialogue at which a reply came, or at which the connection broke.

    `BODY` is up to the final dot; from `DOT` on the relay has the whole message.
    """

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a relay answered; `code` is 0 when no answer came, and `text` then says why."""

    phase: Phase
    code: int
    text: str = ""
