"""Mails about the newsletter that are not the newsletter: to confirm, or to tell the editors something."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from pipeline.model import Newsletter
from pipeline.stages.render.headers import MAIL_POLICY, header_text, whole_subject
from pipeline.stages.render.plain import PLAIN_WIDTH


@dataclass(frozen=True, slots=True)
class ServiceMail:
    """One such mail; `message_id` has its angle brackets."""

    readers: Sequence[str]
    subject: str
    sent_at: datetime
    message_id: str
    text: str
    html: str


def write_service_mail(mail: ServiceMail, newsletter: Newsletter) -> bytes:
    """Returns the whole message, addressed, with CRLF line ends; the same facts give the same bytes."""
    message = EmailMessage(policy=MAIL_POLICY)
    message["From"] = Address(header_text(newsletter.sender), addr_spec=newsletter.from_address)
    message["To"] = [Address(addr_spec=reader) for reader in mail.readers]
    if newsletter.reply_to:
        message["Reply-To"] = Address(addr_spec=newsletter.reply_to)
    message["Subject"] = header_text(mail.subject)
    message["Date"] = mail.sent_at
    message["Message-ID"] = mail.message_id
    # An out-of-office need not answer what a form or a clock caused (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(f"=_{mail.message_id.strip('<>').partition('@')[0]}")
    head, body = message.as_bytes().split(b"\r\n\r\n", 1)
    return b"\r\n\r\n".join([whole_subject(head, mail.subject), body])


def wrap_plain(text: str, hang: int = 0) -> str:
    """Returns `text` in lines of the usual width, all but the first `hang` blanks to the right.

    Addresses and commands stay whole.
    """
    return textwrap.fill(
        text, PLAIN_WIDTH, subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False
    )
