"""A trial: the edition as it is now, to addresses of one's own, at any time and also as a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import DeliveryError, UsageError
from pipeline.jobs.frozen import MAIL, write_journal
from pipeline.jobs.root import Root, demand_role
from pipeline.jobs.send.posts import Parcel, Post, post_office
from pipeline.jobs.send.prepare import addressing, cut
from pipeline.model import Month
from pipeline.model.delivery import Reply
from pipeline.read.address import AddressError, parse_address
from pipeline.shell.secret import make_keys
from pipeline.stages.deliver import Verdict, judge

PREFIX = "[TEST]"
MOST = 20
# The number that no subscriber has: the way out of a trial leads to the page, and unsubscribes nobody.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class TrialReply:
    """What the relay said to one address of a trial."""

    address: str
    reply: Reply

    @property
    def is_accepted(self) -> bool:
        return judge(self.reply) is Verdict.ACCEPTED


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial came to; `source` is the file that was sent, as seen from the root."""

    source: str
    replies: tuple[TrialReply, ...]


def send_test(root: Root, *, month: Month, addresses: Sequence[str], by: str, now: datetime) -> Trial:
    """Sends the approved edition, or else the draft, with "[TEST]" before its subject.

    Raises UsageError for what is no address, DeliveryError when there is nothing to send, RelayError when
    there is no connection. The addresses are kept nowhere.
    """
    demand_role(by)
    readers = _parsed(addresses)
    source = next(
        (one / MAIL for one in (root.archive(month), root.build(month)) if (one / MAIL).is_file()), None
    )
    if source is None:
        raise DeliveryError(f"there is no draft of {month}; run 'nieuwsbrief build {month}' first")
    message = source.read_bytes()
    letter = cut(root, month, message, sent_at=now, prefix=PREFIX)
    office = post_office(root, f"{month}-test")
    mail = addressing(root, make_keys(root.subscriber_keys), month, now=now)
    pieces = letter.wire if office.on_wire else letter.plain
    replies = []
    post: Post | None = None
    try:
        for address in readers:
            if post is None or not post.is_open:
                post = office.counters[0]()
            name = f"test.{mail.keys.hash('message-id', f'{month} {address} {now.isoformat()}')}"
            reader = mail.reader(NOBODY, address, f"{name}@{mail.domain}")
            parcel = Parcel(mail.envelope(NOBODY), address, name, pieces.fill(reader))
            replies.append(TrialReply(address, post.deliver(parcel)))
    finally:
        if post is not None:
            post.hang_up()
    accepted = sum(one.is_accepted for one in replies)
    digest = hashlib.sha256(message).hexdigest()
    write_journal(root, month, "test-sent", by=by, now=now, hash=digest, readers=accepted)
    return Trial(root.relative(source), tuple(replies))


def _parsed(addresses: Sequence[str]) -> list[str]:
    if len(addresses) > MOST:
        raise UsageError(f"a trial goes to at most {MOST} addresses; for more there is 'nieuwsbrief send'")
    try:
        return [parse_address(address) for address in addresses]
    except AddressError as error:
        raise UsageError(f"--test takes addresses: {error}") from error
