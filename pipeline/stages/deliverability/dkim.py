"""DKIM: whether the signature can be believed, and covers what it must (RFC 6376; RFC 8058, 4)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from pipeline.model.deliverability import (
    Answer,
    Answers,
    DeliverabilityFinding,
    Level,
    MailFacts,
    Question,
    Sender,
    Signature,
)
from pipeline.stages.deliverability.names import is_aligned, is_unknown, parse_tags

_UNSUBSCRIBE = ("list-unsubscribe", "list-unsubscribe-post")
# The DER form of an RSA key of 1024 bits has 162 bytes, of 2048 bits 294.
_SHORT_KEY = 250
_HOW = "with OpenDKIM: SignHeaders *,+list-unsubscribe-post"


def questions(sender: Sender, mail: MailFacts | None) -> Iterator[Question]:
    # Its mere existence tells whether there are keys at all, which is how internet.nl looks.
    yield Question(f"_domainkey.{sender.from_domain}", "TXT")
    for one in mail.signatures if mail else ():
        if one.domain and one.selector:
            yield Question(one.key_name, "TXT")


def judge(sender: Sender, mail: MailFacts | None, answers: Answers) -> Iterator[DeliverabilityFinding]:
    yield from _judge_existence(sender, answers)
    if mail is None:
        return
    if not mail.signatures:
        yield DeliverabilityFinding(
            "dkim-missing",
            Level.ERROR,
            "the mail has no DKIM-Signature",
            "let the relay sign; docs/deliverability.md has a working OpenDKIM",
        )
        return
    if not any(is_aligned(one.domain, sender.from_domain, strict=False) for one in mail.signatures):
        found = ", ".join(one.domain for one in mail.signatures)
        yield DeliverabilityFinding(
            "dkim-not-aligned",
            Level.ERROR,
            f"the mail is signed by {found}, and From says {sender.from_domain}: that counts for nothing",
            f"sign with d={sender.from_domain}",
        )
    for one in mail.signatures:
        yield from _judge_signature(one, answers)
    yield from _judge_unsubscribe(mail)
    yield from _judge_verified(mail)


def _judge_existence(sender: Sender, answers: Answers) -> Iterator[DeliverabilityFinding]:
    name = f"_domainkey.{sender.from_domain}"
    answer = answers.get(Question(name, "TXT"))
    if answer is not None and not answer.fault and not answer.exists:
        yield DeliverabilityFinding(
            "dkim-no-keys",
            Level.ERROR,
            f"there is nothing below {name}, so {sender.from_domain} has no DKIM key",
            f"publish the key of the relay as TXT at <selector>.{name}",
        )


def _judge_signature(signature: Signature, answers: Answers) -> Iterator[DeliverabilityFinding]:
    name = signature.key_name
    if signature.algorithm == "rsa-sha1":
        yield DeliverabilityFinding(
            "dkim-weak",
            Level.ERROR,
            f"the signature of {signature.domain} uses rsa-sha1, which nobody believes any more (RFC 8301)",
            "sign with rsa-sha256",
        )
    if signature.has_length:
        yield DeliverabilityFinding(
            "dkim-length",
            Level.ERROR,
            f"the signature of {signature.domain} has l=, so that anybody may add text below it",
            "sign the whole body: take l= (BodyLengths in OpenDKIM) away",
        )
    if is_unknown(answers, name):
        return
    key = _key(answers[Question(name, "TXT")])
    if key is None:
        yield DeliverabilityFinding(
            "dkim-key-missing",
            Level.ERROR,
            f"the key to the signature is not in DNS at {name}",
            "publish it there; opendkim-genkey writes the record beside the key",
        )
        return
    yield from _judge_key(name, key)


def _key(answer: Answer) -> dict[str, str] | None:
    return next((tags for tags in map(parse_tags, answer.values) if "p" in tags), None)


def _judge_key(name: str, key: dict[str, str]) -> Iterator[DeliverabilityFinding]:
    public = "".join(key["p"].split())
    try:
        size = len(base64.b64decode(public, validate=True))
    except (binascii.Error, ValueError):
        size = -1
    if not public:
        yield DeliverabilityFinding(
            "dkim-key-revoked",
            Level.ERROR,
            f"the key at {name} has been taken back: its p= is empty",
            "sign with a selector whose key stands",
        )
    elif size < 0:
        yield DeliverabilityFinding(
            "dkim-key-broken",
            Level.ERROR,
            f"the key at {name} is no base64",
            "publish it anew; mind that parts of a long record join without blanks",
        )
    elif key.get("k", "rsa") == "rsa" and size < _SHORT_KEY:
        yield DeliverabilityFinding(
            "dkim-key-short",
            Level.ADVICE,
            f"the key at {name} is shorter than 2048 bits",
            "make one of 2048 bits under a new selector, and take the old one away a week later",
        )
    elif "y" in key.get("t", "").split(":"):
        yield DeliverabilityFinding(
            "dkim-key-testing",
            Level.ADVICE,
            f"the key at {name} says t=y, so that receivers act as if there were no signature",
            "take t=y away once signing works",
        )
    else:
        yield DeliverabilityFinding("dkim-key-good", Level.GOOD, f"the key to the signature is at {name}")


def _judge_unsubscribe(mail: MailFacts) -> Iterator[DeliverabilityFinding]:
    if not mail.unsubscribe or "https://" not in mail.unsubscribe.lower():
        yield DeliverabilityFinding(
            "unsubscribe-missing",
            Level.ERROR,
            "the mail has no List-Unsubscribe with an https address (RFC 8058, 3.1)",
            "'nieuwsbrief send' puts it there; look what takes it away",
        )
        return
    if mail.unsubscribe_post != "List-Unsubscribe=One-Click":
        yield DeliverabilityFinding(
            "unsubscribe-post-missing",
            Level.ERROR,
            'the mail has no "List-Unsubscribe-Post: List-Unsubscribe=One-Click" (RFC 8058, 3.1)',
            "'nieuwsbrief send' puts it there; look what takes it away",
        )
        return
    best = min(([name for name in _UNSUBSCRIBE if name not in one.names] for one in mail.signatures), key=len)
    if best:
        yield DeliverabilityFinding(
            "unsubscribe-not-signed",
            Level.ERROR,
            f"the signature does not cover {' and '.join(best)}, so one-click does not count (RFC 8058, 4)",
            f"name it among the fields to sign; {_HOW}",
        )
    else:
        yield DeliverabilityFinding(
            "unsubscribe-good", Level.GOOD, "one-click unsubscribing is there, and signed in both its fields"
        )


def _judge_verified(mail: MailFacts) -> Iterator[DeliverabilityFinding]:
    if not mail.verified:
        yield DeliverabilityFinding(
            "dkim-not-verified",
            Level.ADVICE,
            "whether the signature holds was not looked at",
            "install the extra: pip install 'nieuwsbrief[dkim]'",
        )
    elif any(mail.verified):
        yield DeliverabilityFinding("dkim-good", Level.GOOD, "the DKIM signature holds")
    else:
        yield DeliverabilityFinding(
            "dkim-broken",
            Level.ERROR,
            "the DKIM signature does not hold: the mail was changed since, or the key is another",
            "look for what changes mail after the relay (a footer, a scanner), and whether the record in DNS "
            "is that of the key",
        )
