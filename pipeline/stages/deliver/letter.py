"""The approved message, cut once into pieces, and filled in for each reader by joining bytes.

What differs between readers: To, Message-ID, the way out in both parts and in List-Unsubscribe. What differs
between the draft and the sending: Date, the address of the web version. All else goes out as approved,
byte for byte; `cut_letter` proves that by reading a filled letter back before anything is sent.

No template and no EmailMessage per reader: that is 800 times as slow, and folds or encodes the headers that
one-click unsubscribing (RFC 8058) needs whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pipeline.errors import DeliveryError
from pipeline.model.editions import WAY_OUT, WEB_VERSION
from pipeline.stages.deliver.wire import on_wire

# RFC 2045, 6.7: a line of quoted-printable has at most 76 characters, its soft break's "=" included.
_LINE = 75
_OURS = frozenset(
    {
        b"to",
        b"cc",
        b"bcc",
        b"date",
        b"message-id",
        b"list-unsubscribe",
        b"list-unsubscribe-post",
        b"return-path",
    }
)
_OPEN = re.compile(r"%%[A-Za-z]+%%")
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n|\0")
# Signs that no message of ours may hold, with the place between them.
_MARKER = re.compile(rb"\x01([ATMI])\x01")
_ADDRESS, _TOKEN, _MAIL_MARK, _MESSAGE_ID = b"\x01A\x01", b"\x01T\x01", b"\x01M\x01", b"\x01I\x01"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What one sending adds to the approved message.

    `way_out` is the address of the unsubscribe page up to the reader's token; `bounce_address` takes mailto
    unsubscribes, with the reader's mark behind a plus. `subject_prefix` is for trials.
    """

    sent_at: datetime
    web_version: str
    way_out: str
    bounce_address: str
    subject_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader adds; `message_id` is without its angle brackets."""

    address: str
    token: str
    mark: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """Fixed bytes with open places between them; `parts` has b"" where `slots` says that a place is."""

    parts: tuple[bytes, ...]
    slots: tuple[tuple[int, int], ...]

    def fill(self, reader: Reader) -> bytes:
        """Returns the whole message for one reader."""
        values = (
            reader.address.encode("ascii"),
            reader.token.encode("ascii"),
            reader.mark.encode("ascii"),
            reader.message_id.encode("ascii"),
        )
        parts = list(self.parts)
        for index, value in self.slots:
            parts[index] = values[value]
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Letter:
    """An approved message, ready to be filled.

    `plain` gives it as a file holds it; `wire` with its dots doubled and the final dot behind it, as the
    DATA command of SMTP wants it (RFC 5321, 4.5.2).
    """

    plain: Pieces
    wire: Pieces


def cut_letter(message: bytes, facts: LetterFacts) -> Letter:
    """Cuts the bytes of an approved .eml.

    Raises DeliveryError when the message has no way out, keeps an open place that nobody fills, or cannot be
    cut without changing what was approved.
    """
    if _BARE.search(message) or b"\x01" in message or not message.isascii():
        raise DeliveryError(
            "the approved message is not mail as we build it: it has bare line ends or odd bytes"
        )
    head, separator, body = message.partition(b"\r\n\r\n")
    if not separator:
        raise DeliveryError("the approved message has no body")
    marked = b"\r\n".join([*_kept_fields(head, facts), *_own_fields(facts), b"", _fill_body(body, facts)])
    marked = marked if marked.endswith(b"\r\n") else marked + b"\r\n"
    # At template time: looking for lines that begin with a dot costs more than all the rest per reader.
    letter = Letter(_pieces(marked), _pieces(on_wire(marked)))
    _prove(letter, message, facts)
    return letter


def _kept_fields(head: bytes, facts: LetterFacts) -> list[bytes]:
    fields: list[bytes] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += b"\r\n" + line
        else:
            fields.append(line)
    kept = [field for field in fields if field.partition(b":")[0].strip().lower() not in _OURS]
    return [_with_prefix(field, facts.subject_prefix) for field in kept]


def _with_prefix(field: bytes, prefix: str) -> bytes:
    name, _, value = field.partition(b":")
    if not prefix or name.lower() != b"subject":
        return field
    # On a line of its own: one with encoded words may not grow beyond 76 (RFC 2047, 2).
    return b"%s: %s\r\n %s" % (name, prefix.encode("ascii"), value.lstrip())


def _own_fields(facts: LetterFacts) -> list[bytes]:
    local, _, domain = facts.bounce_address.rpartition("@")
    mailto = b"mailto:%s+%s@%s?subject=afmelden" % (local.encode("ascii"), _MAIL_MARK, domain.encode("ascii"))
    return [
        b"To: " + _ADDRESS,
        b"Date: " + format_datetime(facts.sent_at).encode("ascii"),
        b"Message-ID: <" + _MESSAGE_ID + b">",
        b"List-Unsubscribe: <%s%s>, <%s>" % (facts.way_out.encode("ascii"), _TOKEN, mailto),
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]


def _fill_body(body: bytes, facts: LetterFacts) -> bytes:
    body = _insert(body, WEB_VERSION.encode(), _soft_lines(facts.web_version))
    return _insert(body, WAY_OUT.encode(), _soft_lines(facts.way_out, _TOKEN))


def _insert(body: bytes, place: bytes, value: bytes) -> bytes:
    """Puts `value` on lines of its own, with soft breaks around it, so that no line grows too long."""
    first, *rest = body.split(place)
    made = [first]
    for piece in rest:
        before = b"" if made[-1].endswith(b"\n") else b"=\r\n"
        after = b"" if piece.startswith((b"\r\n", b"=\r\n")) else b"=\r\n"
        made += [before + value + after, piece]
    return b"".join(made)


def _soft_lines(text: str, token: bytes = b"") -> bytes:
    """Returns `text` in quoted-printable, broken softly into lines; `token` stays on one line."""
    lines, line = [], ""
    for char in text:
        encoded = char if 33 <= ord(char) <= 126 and char != "=" else f"={ord(char):02X}"
        if len(line) + len(encoded) > _LINE:
            lines.append(line)
            line = ""
        line += encoded
    lines.append(line)
    if token and len(line) > 16:
        lines.append("")
    return "=\r\n".join(lines).encode("ascii") + token


def _pieces(marked: bytes) -> Pieces:
    names = (b"A", b"T", b"M", b"I")
    parts: list[bytes] = []
    slots: list[tuple[int, int]] = []
    for index, piece in enumerate(_MARKER.split(marked)):
        if index % 2:
            slots.append((index, names.index(piece)))
            parts.append(b"")
        else:
            parts.append(piece)
    return Pieces(tuple(parts), tuple(slots))


_EXAMPLE = Reader(
    address="lezer@example.nl",
    token="k1.AAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA",  # noqa: S106 - the form of a token, and no token
    mark="k1-" + "a" * 44,
    message_id="2026-12.0@example.nl",
)


def _prove(letter: Letter, message: bytes, facts: LetterFacts) -> None:
    """Reads a filled letter back; what is in it must be what was approved, with its places filled."""
    filled = _parsed(letter.plain.fill(_EXAMPLE))
    approved = _parsed(message)
    values = {WAY_OUT: facts.way_out + _EXAMPLE.token, WEB_VERSION: facts.web_version}
    wanted = [(kind, _filled(text, values)) for kind, text in _texts(approved)]
    found = _texts(filled)
    if not wanted or any(WAY_OUT not in text for _, text in _texts(approved)):
        raise DeliveryError("the approved message has no way out (%%AFMELDEN%%) in each of its parts")
    left = sorted({place for _, text in found for place in _OPEN.findall(text)})
    if left:
        raise DeliveryError(f"the approved message has open places that nobody fills: {', '.join(left)}")
    if found != wanted or _fields(filled) != _fields(approved):
        raise DeliveryError("the approved message cannot be addressed without changing it; build it anew")


def _parsed(message: bytes) -> EmailMessage:
    return message_from_bytes(message, _class=EmailMessage, policy=SMTP)


def _texts(message: EmailMessage) -> list[tuple[str, str]]:
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return [(part.get_content_type(), str(part.get_content()).rstrip("\r\n")) for part in leaves]


def _filled(text: str, values: dict[str, str]) -> str:
    for place, value in values.items():
        text = text.replace(place, value)
    return text


def _fields(message: EmailMessage) -> list[tuple[str, str]]:
    """The fields that both have; a trial's subject differs on purpose."""
    left_out = {name.decode() for name in _OURS} | {"subject"}
    return [(name, str(value)) for name, value in message.items() if name.lower() not in left_out]
