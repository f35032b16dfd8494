"""The bytes of a caught mail -> what of it matters to a receiver."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses

from pipeline.model.deliverability import MailFacts, Signature
from pipeline.stages.deliverability.names import parse_tags

_BLANKS = re.compile(r"\s+")


def read_mail(message: bytes, *, verified: Sequence[bool] = ()) -> MailFacts:
    """Reads a whole message; `verified` says of each DKIM signature whether it holds, where that is known.

    The envelope's domain is that of Return-Path, which whoever delivers puts there; "" without one.
    """
    parsed: Message[str, str] = message_from_bytes(message, policy=compat32)
    lines = message.replace(b"\r\n", b"\n").split(b"\n")
    return MailFacts(
        fields=Counter(name.lower() for name in parsed),
        from_domains=_domains(parsed, "From"),
        envelope_domain=next(iter(_domains(parsed, "Return-Path")), ""),
        signatures=tuple(_signature(_unfolded(one)) for one in parsed.get_all("DKIM-Signature", [])),
        unsubscribe=_unfolded(parsed.get("List-Unsubscribe", "")),
        unsubscribe_post=_unfolded(parsed.get("List-Unsubscribe-Post", "")),
        longest_line=max(len(line) for line in lines),
        verified=tuple(verified),
    )


def _domains(parsed: Message[str, str], name: str) -> tuple[str, ...]:
    values = [_unfolded(one) for one in parsed.get_all(name, [])]
    return tuple(address.rpartition("@")[2].lower() for _, address in getaddresses(values) if "@" in address)


def _signature(value: str) -> Signature:
    tags = parse_tags(value)
    bare = {name: _BLANKS.sub("", text) for name, text in tags.items()}
    return Signature(
        domain=bare.get("d", "").lower(),
        selector=bare.get("s", ""),
        algorithm=bare.get("a", "").lower(),
        names=tuple(one for one in bare.get("h", "").lower().split(":") if one),
        has_length="l" in bare,
    )


def _unfolded(value: object) -> str:
    return _BLANKS.sub(" ", str(value)).strip()
