"""What readers do: ask for the newsletter, confirm that, and leave. Each is called by a page of the web.

ask          records the request and posts one mail, within bounds; says nothing about who is known
confirm      the button on the page that the mail's link leads to
unsubscribe  the button, or a mail program's one click; as often as one likes
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pipeline.jobs.root import Root
from pipeline.model import Newsletter
from pipeline.model.keys import Claim, Keys, Purpose
from pipeline.model.settings import WebRules
from pipeline.model.subscribers import MailLimits, SignupMail, SignupPages, Subscriber, SubscriberState
from pipeline.read.address import AddressError, address_key, parse_address
from pipeline.shell.outbox import SIGNUP_MAIL, write_mail
from pipeline.shell.secret import make_keys
from pipeline.shell.subscribers import Subscribers
from pipeline.stages.render import SignupLetters, prepare_signup_letters, write_signup_mail
from pipeline.templating import Templates

# Takes a whole message and the address it goes to.
Post = Callable[[bytes, str], None]

CONFIRM_PAGE, UNSUBSCRIBE_PAGE, PRIVACY_PAGE, ARCHIVE_PAGE = "bevestigen", "afmelden", "privacy", "archief"
_FORM = "partials/aanmelden.html.j2"


@dataclass(frozen=True, slots=True)
class Desk:
    """What serving a reader takes, read once; `form` is the version of the text beside the form."""

    store: Subscribers
    keys: Keys
    newsletter: Newsletter
    web: WebRules
    letters: SignupLetters
    form: str


def make_desk(root: Root, store: Subscribers, templates: Templates) -> Desk:
    newsletter, web = root.config.newsletter, root.config.web
    pages = SignupPages(
        privacy_url=web.address(PRIVACY_PAGE),
        archive_url=web.address(ARCHIVE_PAGE),
        days=root.config.subscribers.unconfirmed_days,
    )
    return Desk(
        store=store,
        keys=make_keys(root.subscriber_keys),
        newsletter=newsletter,
        web=web,
        letters=prepare_signup_letters(newsletter, pages, templates),
        form=hashlib.sha256(templates.text(_FORM).encode()).hexdigest()[:12],
    )


def post_to_outbox(root: Root) -> Post:
    """Returns what puts mail in var/outbox, where it waits until a relay is set."""

    def post(message: bytes, _address: str) -> None:
        write_mail(root.outbox, message, SIGNUP_MAIL)

    return post


def is_address(text: str) -> bool:
    try:
        parse_address(text)
    except AddressError:
        return False
    return True


def ask(desk: Desk, text: str, *, now: datetime, post: Post) -> bool:
    """Records that `text`, an address, was filled in, and posts a mail to it; returns whether it did.

    Within a day, after three in a month, and when all together ask too much, none is posted.
    """
    limits = MailLimits(in_all_per_hour=desk.web.mails_per_hour)
    key = address_key(parse_address(text), desk.keys)
    found = desk.store.request(key, form=desk.form, now=now, limits=limits)
    if found is None:
        return False
    post(write_signup_mail(_mail(desk, found, now), desk.letters), found.address)
    return True


def understand(desk: Desk, purpose: Purpose, token: str, *, now: datetime) -> Claim | None:
    """Returns what the token of a link says, None for one that does not work; it looks nothing up."""
    return desk.keys.read(purpose, token, now=now)


def confirm(desk: Desk, token: str, *, now: datetime) -> bool:
    """Returns whether the address is subscribed now; a second time is no different."""
    claim = understand(desk, Purpose.CONFIRM, token, now=now)
    found = desk.store.find_by_id(claim.subscriber) if claim else None
    if claim is None or found is None:
        return False
    key = address_key(found.address, desk.keys)
    return desk.store.confirm(found.id, round=claim.round, key=key, now=now) is not None


def unsubscribe(desk: Desk, token: str, *, now: datetime) -> bool:
    """Returns whether the token was one of ours; whoever it was for gets nothing any more."""
    claim = understand(desk, Purpose.UNSUBSCRIBE, token, now=now)
    if claim is None:
        return False
    found = desk.store.find_by_id(claim.subscriber)
    if found is not None and not found.state.has_ended:
        key = address_key(found.address, desk.keys)
        desk.store.end(found.id, SubscriberState.UNSUBSCRIBED, key=key, now=now)
    return True


def unsubscribe_url(keys: Keys, web: WebRules, subscriber: int, *, now: datetime) -> str:
    """Returns the personal way out, for the header and the foot of a mail; it works for two years."""
    token = keys.token(Purpose.UNSUBSCRIBE, subscriber, on=now.date())
    return web.address(UNSUBSCRIBE_PAGE, token)


def _mail(desk: Desk, found: Subscriber, now: datetime) -> SignupMail:
    token = desk.keys.token(Purpose.CONFIRM, found.id, on=now.date(), round=found.round)
    is_known = found.state is SubscriberState.ACTIVE
    mark = desk.keys.hash("message-id", f"{found.id} {now.isoformat()}")
    domain = desk.newsletter.from_address.rpartition("@")[2]
    return SignupMail(
        address=found.address,
        confirm_url="" if is_known else desk.web.address(CONFIRM_PAGE, token),
        unsubscribe_url=unsubscribe_url(desk.keys, desk.web, found.id, now=now),
        sent_at=now,
        message_id=f"<{CONFIRM_PAGE}.{mark}@{domain}>",
    )
