"""Bytes of a mail -> Returned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from pipeline.model.returned import Returned, ReturnKind

_MARK = re.compile(rb"\+([a-z0-9]{1,8}-[a-z2-7]{44})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_FULL = re.compile(
    r"mailbox (?:is )?full|over ?quota|quota exceeded|exceeded (?:its |the )?(?:storage|quota)", re.I
)
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
# What is wrong with an address, and will be next month: RFC 3463, 3.2 and 3.3, and no way there (5.4.4).
_HARD = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"})
# A code that says nothing; then the words of the other server may.
_VAGUE = frozenset({"5.0.0", "5.5.0", ""})


def read_returned(body: bytes) -> Returned:
    """Reads one mail. Never raises for what stands in it: it comes from anybody."""
    message = message_from_bytes(body)
    addressed = "\n".join(str(value) for name in _ADDRESSED for value in message.get_all(name, []))
    marks = [found.decode().lower() for found in _MARK.findall(addressed.encode("utf-8", "replace"))]
    kind = _kind(message)
    if kind is ReturnKind.COMPLAINT:
        # A complaint comes to another address; who it is about stands in the message it holds.
        marks += [found.decode().lower() for found in _MARK.findall(body)]
    return Returned(kind, tuple(dict.fromkeys(marks)))


def _kind(message: Message) -> ReturnKind:
    report = str(message.get_param("report-type", "", unquote=True)).lower()
    if message.get_content_type() == "multipart/report" and report == "feedback-report":
        return _complaint(message)
    found = [_outcome(fields) for fields in _reports(message)]
    if found:
        # Of several recipients, as behind an alias, one that is reached is enough.
        return next((one for one in (ReturnKind.MESSAGE, ReturnKind.SOFT) if one in found), ReturnKind.HARD)
    return _odd(message)


def _complaint(message: Message) -> ReturnKind:
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            fields = _fields(part)
            kind = str(fields.get("Feedback-Type", "abuse")).strip().lower()
            return ReturnKind.MESSAGE if kind == "not-spam" else ReturnKind.COMPLAINT
    return ReturnKind.COMPLAINT


def _fields(part: Message) -> Message:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0]
    return message_from_bytes(str(payload).encode("utf-8", "replace"))


def _reports(message: Message) -> Iterator[Message]:
    """Yields the fields about each recipient of a delivery report."""
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
            yield from (fields for fields in payload if isinstance(fields, Message) and fields["Action"])


def _outcome(fields: Message) -> ReturnKind:
    if str(fields["Action"]).strip().lower() != "failed":
        # Delayed is no failure yet, and the rest is good news.
        return ReturnKind.MESSAGE
    status = _code(str(fields.get("Status", "")))
    said = str(fields.get("Diagnostic-Code", ""))
    if status in _VAGUE:
        status = _code(said) or status
    if status == "5.2.2" or _FULL.search(said):
        return ReturnKind.SOFT
    return ReturnKind.HARD if status in _HARD else ReturnKind.SOFT


def _code(text: str) -> str:
    found = _STATUS.search(text)
    return "" if found is None else ".".join(found.groups())


def _odd(message: Message) -> ReturnKind:
    if str(message.get("Auto-Submitted", "")).lower().startswith("auto-replied") and not _is_from_a_server(
        message
    ):
        return ReturnKind.MESSAGE
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # Its detectors were written for well-formed mail, and this is from anybody.
        return ReturnKind.MESSAGE
    if permanent:
        return ReturnKind.SOFT if _FULL.search(_text(message)) else ReturnKind.HARD
    return ReturnKind.SOFT if temporary else ReturnKind.MESSAGE


def _is_from_a_server(message: Message) -> bool:
    # A bounce has no sender of its own, so that it can never bounce itself (RFC 5321, 4.5.5).
    return (
        str(message.get("Return-Path", "")).strip() == "<>"
        or "mailer-daemon" in str(message.get("From", "")).lower()
    )


def _text(message: Message) -> str:
    parts = [part.get_payload() for part in message.walk() if part.get_content_type() == "text/plain"]
    return "\n".join(str(part) for part in parts)[:20_000]
