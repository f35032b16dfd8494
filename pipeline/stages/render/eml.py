"""The message as it would travel: both parts, and headers that stay the same for the same edition.

`To` is left out on purpose: the program that sends fills in one reader for each message, and a draft
that names nobody cannot be sent to the wrong list by accident.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage

from pipeline.model import Edition
from pipeline.stages.render.headers import MAIL_POLICY, header_text, whole_subject

_NO_BRACKETS = {ord("<"): None, ord(">"): None}
_BROKEN_AT_ONCE = re.compile(rb"^([A-Za-z-]+):\r\n ([^\r\n]+) (<[^<>\r\n]+>)(?=\r\n|\Z)", re.MULTILINE)
_OPEN_PLACE = re.compile(r"%%[A-Z]+%%")


def build_message(edition: Edition, *, html: str, text: str) -> bytes:
    """Returns the draft message as bytes with CRLF line ends, no line longer than 998 (RFC 5322, 2.1.1).

    Date is the cut-off; Message-ID and boundary derive from month and cut-off, so that a rebuild gives
    the same bytes. Open places such as `%%AFMELDEN%%` stand unbroken in the encoded parts, so that a
    sender can fill them in without decoding.
    """
    message = EmailMessage(policy=MAIL_POLICY)
    message["From"] = Address(header_text(edition.sender), addr_spec=edition.from_address)
    if edition.reply_to:
        message["Reply-To"] = Address(addr_spec=edition.reply_to)
    message["Subject"] = header_text(edition.subject)
    message["Date"] = edition.cut_off
    message["Message-ID"] = _message_id(edition)
    if edition.list_id:
        # Angle brackets say where the id itself begins and ends (RFC 2919, 3).
        name = header_text(edition.title.translate(_NO_BRACKETS))
        message["List-Id"] = f"{name} <{header_text(edition.list_id)}>".strip()
    # Text first: a reader shows the last part it can (RFC 2046, 5.1.4). Always quoted-printable: a long
    # line sent as 8bit is chopped on the way, and its signature then fails.
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(f"=_nieuwsbrief_{_fingerprint(edition)}")
    head, body = message.as_bytes().split(b"\r\n\r\n", 1)
    places = (edition.unsubscribe_url, edition.web_url)
    head = _begin_at_once(whole_subject(head, edition.subject))
    return b"\r\n".join([head, *_unsubscribe_lines(edition), b"", _mend_places(body, places)])


def _begin_at_once(head: bytes) -> bytes:
    """Moves a line break that stands right after the name of a header to before its address.

    The library breaks there when name and address do not fit one line; rspamd takes it for a sign of spam.
    """
    return _BROKEN_AT_ONCE.sub(rb"\1: \2\r\n \3", head)


def _unsubscribe_lines(edition: Edition) -> list[bytes]:
    # As bytes: the library would encode a long address, and one-click (RFC 8058) then breaks.
    address = edition.unsubscribe_url.encode("ascii", errors="replace")
    return [
        b"List-Unsubscribe: <%s>" % address,
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]


def _message_id(edition: Edition) -> str:
    domain = edition.from_address.rpartition("@")[2]
    return f"<{edition.month}.{_fingerprint(edition)}@{domain}>"


def _fingerprint(edition: Edition) -> str:
    moment = edition.cut_off.astimezone(UTC).isoformat()
    return hashlib.sha256(f"{edition.month} {moment}".encode()).hexdigest()[:12]


def _mend_places(body: bytes, places: tuple[str, ...]) -> bytes:
    """Moves the soft line breaks of quoted-printable from inside an open place to both its sides."""
    for place in filter(_OPEN_PLACE.fullmatch, places):
        whole = place.encode()
        broken = "(?:=\r\n)?".join(re.escape(char) for char in place).encode()
        intact = body.split(whole)
        body = whole.join(re.sub(broken, b"=\r\n" + whole + b"=\r\n", piece) for piece in intact)
    return body
