"""What goes out, made ready once: the approved message, the reader's part of it, and who may send it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import DeliveryError
from pipeline.jobs.frozen import MAIL, Frozen, read_frozen
from pipeline.jobs.root import Root
from pipeline.model import Month
from pipeline.model.keys import Keys, Purpose
from pipeline.shell.store import Store
from pipeline.stages.deliver import (
    Letter,
    LetterFacts,
    Reader,
    cut_letter,
    envelope,
    mark_of,
    month_number,
)

UNSUBSCRIBE_PAGE = "afmelden"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Addressing:
    """What makes a reader's own part of a message, under the newest key."""

    keys: Keys
    month: Month
    bounce_address: str
    domain: str
    day: datetime

    def reader(self, number: int, address: str, message_id: str) -> Reader:
        token = self.keys.token(Purpose.UNSUBSCRIBE, number, on=self.day.date())
        return Reader(address, token, mark_of(token), message_id)

    def envelope(self, number: int, *, round: int | None = None) -> str:
        """Returns where a bounce comes back: who it is about, and of which edition, only our key can tell."""
        round = month_number(self.month) if round is None else round
        token = self.keys.token(Purpose.VERP, number, on=self.day.date(), round=round)
        return envelope(self.bounce_address, mark_of(token))

    def message_id(self, number: int) -> str:
        """Returns `<edition>.<keyed hash>@<domain>`, without brackets: the same for the same reader."""
        return f"{self.month}.{self.keys.hash('message-id', f'{self.month} {number}')}@{self.domain}"


def addressing(root: Root, keys: Keys, month: Month, *, now: datetime) -> Addressing:
    return Addressing(
        keys=keys,
        month=month,
        bounce_address=root.config.bounce_address,
        domain=root.config.newsletter.from_address.rpartition("@")[2],
        day=now,
    )


def approved(root: Root, store: Store, month: Month, *, by: str, now: datetime) -> Frozen:
    """Returns what may go out. Raises ApprovalError, or DeliveryError when `by` approved it alone."""
    frozen = read_frozen(root, store, month, now=now)
    if root.config.approval.two_people and by.casefold() == frozen.approved_by.casefold():
        raise DeliveryError(
            f"{frozen.approved_by} approved the edition of {month}, so somebody else sends it "
            "(two_people in [approval]); give that role with --by"
        )
    return frozen


def cut(root: Root, month: Month, message: bytes, *, sent_at: datetime, prefix: str = "") -> Letter:
    """Returns the message, ready to be filled. Raises DeliveryError."""
    web = root.config.web
    demand_https(web.base_url)
    facts = LetterFacts(
        sent_at=sent_at.astimezone(root.config.newsletter.zone),
        web_version=web.address(str(month), ""),
        way_out=web.address(UNSUBSCRIBE_PAGE, ""),
        bounce_address=root.config.bounce_address,
        subject_prefix=prefix,
    )
    return cut_letter(message, facts)


def demand_https(base_url: str) -> None:
    """Raises DeliveryError where one-click unsubscribing cannot work (RFC 8058 wants https)."""
    parts = urlsplit(base_url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise DeliveryError(
            f"the way out must begin with https://, and base_url is {base_url}; "
            "set base_url in [web] or [newsletter]"
        )


class Guard:
    """Tells whether what was approved is still what lies there, cheaply enough to ask again and again."""

    def __init__(self, root: Root, frozen: Frozen) -> None:
        mail = root.archive(frozen.month) / MAIL
        self._paths = (mail, root.withdrawn)
        self._seen = self._look()
        # Looked at first and read after that: what changes in between shows in one or the other.
        self._is_other = hashlib.sha256(mail.read_bytes()).hexdigest() != frozen.digest

    def has_changed(self) -> bool:
        return self._is_other or self._look() != self._seen

    def _look(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(_stamp(path) for path in self._paths)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Returns what differs once a file was replaced or written anew; None while there is none."""
    if not path.is_file():
        return None
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino
