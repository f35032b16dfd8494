"""The probe: one small mail to an address from which three editions came back, before it is let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from pipeline.model.settings import Newsletter

_TEXT = """\
Dag,

De laatste drie edities van onze nieuwsbrief kwamen bij dit adres terug. Lees je
dit? Dan gaat het weer goed, en hoef je niets te doen.

Komt ook deze mail terug, dan sturen we niets meer. Je kunt je altijd opnieuw
aanmelden:
{signup}

Liever geen nieuwsbrief meer? Meld je hier af:
{way_out}

{sender}
"""


@dataclass(frozen=True, slots=True)
class ProbeFacts:
    address: str
    way_out: str
    signup: str
    message_id: str
    sent_at: datetime


def probe_message(newsletter: Newsletter, facts: ProbeFacts) -> bytes:
    """Returns the whole mail, with CRLF line ends."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(newsletter.sender, addr_spec=newsletter.from_address)
    message["To"] = Address(addr_spec=facts.address)
    message["Reply-To"] = Address(addr_spec=newsletter.reply_to)
    message["Subject"] = "Komt onze nieuwsbrief bij je aan?"
    message["Date"] = facts.sent_at
    message["Message-ID"] = f"<{facts.message_id}>"
    # No out-of-office need answer this (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    text = _TEXT.format(signup=facts.signup, way_out=facts.way_out, sender=newsletter.sender)
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    return message.as_bytes()
