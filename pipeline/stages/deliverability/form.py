"""The form of a caught mail, as far as receivers refuse for it; `nieuwsbrief check` looks at the rest."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.deliverability import DeliverabilityFinding, Level, MailFacts

# RFC 5322, 2.1.1; Postfix cuts longer lines, and a signature breaks by that.
_LONGEST = 998


def judge(mail: MailFacts | None) -> Iterator[DeliverabilityFinding]:
    if mail is None:
        return
    if mail.fields.get("from", 0) != 1 or len(mail.from_domains) != 1:
        yield DeliverabilityFinding(
            "from-not-one",
            Level.ERROR,
            f"the mail has {mail.fields.get('from', 0)} From fields with {len(mail.from_domains)} addresses; "
            "DMARC wants one of one",
            "look what adds one on the way",
        )
    for name in ("date", "message-id", "list-id"):
        if mail.fields.get(name, 0) != 1:
            yield DeliverabilityFinding(
                f"{name}-not-one",
                Level.ERROR,
                f"the mail has {mail.fields.get(name, 0)} {name.title()} fields, and must have one",
                "'nieuwsbrief send' puts one there; look what takes it away or adds another",
            )
    if mail.longest_line > _LONGEST:
        yield DeliverabilityFinding(
            "line-too-long",
            Level.ERROR,
            f"a line of {mail.longest_line} signs: relays cut at {_LONGEST}, and the signature then breaks",
            "send what 'nieuwsbrief send' wrote, which is quoted-printable, and let nothing re-encode it",
        )
