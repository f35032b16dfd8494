"""What DNS and a caught mail come to: good when all is there, and one finding for each thing that is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.model.deliverability import Answer, Answers, Level, MailFacts, Question, Sender
from pipeline.stages.deliverability import judge_delivery, read_mail, wanted

HOME = "nieuws.example.nl"
SENDER = Sender(HOME, HOME)
KEY = f"v=DKIM1; k=rsa; p={'A' * 392}"
DMARC = "v=DMARC1; p=reject; rua=mailto:dmarc@nieuws.example.nl; adkim=s; aspf=s"
SPF = "v=spf1 ip4:192.0.2.10 ~all"
ZONE: dict[tuple[str, str], tuple[str, ...]] = {
    (HOME, "TXT"): (SPF, "een-andere=tekst"),
    (HOME, "MX"): ("10 mail.nieuws.example.nl.",),
    (f"_domainkey.{HOME}", "TXT"): (),
    (f"n1._domainkey.{HOME}", "TXT"): (KEY,),
    (f"_dmarc.{HOME}", "TXT"): (DMARC,),
    ("10.2.0.192.in-addr.arpa", "PTR"): ("mail.nieuws.example.nl.",),
    ("mail.nieuws.example.nl", "A"): ("192.0.2.10",),
}
SIGNED = "from:to:subject:date:message-id:list-id:list-unsubscribe:list-unsubscribe-post"
GOOD = [
    "spf-good",
    "dkim-key-good",
    "unsubscribe-good",
    "dkim-good",
    "dmarc-good",
    "alignment-good",
    "mx-good",
    "ptr-good",
]
FIELDS = {
    "Return-Path": "<retour+x@nieuws.example.nl>",
    "DKIM-Signature": f"v=1; a=rsa-sha256; d={HOME}; s=n1; c=relaxed/relaxed;\r\n h={SIGNED};\r\n b=AAAA",
    "From": f"Programma Voorbeeld <nieuwsbrief@{HOME}>",
    "To": "lezer@ontvanger.example",
    "Subject": "Proef",
    "Date": "Thu, 03 Dec 2026 09:00:00 +0100",
    "Message-ID": f"<1@{HOME}>",
    "List-Id": f"Nieuws <{HOME}>",
    "List-Unsubscribe": f"<https://{HOME}/afmelden/x>, <mailto:retour+x@{HOME}>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def mail(
    changes: Mapping[str, str | None] | None = None, *, verified: bool | None = True, body: str = "Dag"
) -> MailFacts:
    """A mail that arrived, with some of its fields changed; None takes a field away."""
    kept = {**FIELDS, **(changes or {})}
    lines = [f"{name}: {value}" for name, value in kept.items() if value is not None]
    message = "\r\n".join([*lines, "", body, ""]).encode()
    return read_mail(message, verified=() if verified is None else (verified,))


def answers_of(
    zone: dict[tuple[str, str], tuple[str, ...]], sender: Sender, caught: MailFacts | None
) -> dict[Question, Answer]:
    """Asks until nothing is open, as the job does."""
    known: dict[Question, Answer] = {}
    names = {name for name, _ in zone}
    while open_ := wanted(sender, caught, known):
        for one in open_:
            known[one] = Answer(zone.get((one.name, one.kind), ()), exists=one.name in names)
    return known


def codes(
    caught: MailFacts | None,
    sender: Sender = SENDER,
    changes: Mapping[tuple[str, str], tuple[str, ...] | None] | None = None,
) -> list[str]:
    """The codes of all findings, with these changes to the zone; None takes a record away."""
    merged = {**ZONE, **(changes or {})}
    zone = {question: values for question, values in merged.items() if values is not None}
    return [one.code for one in judge_delivery(sender, caught, answers_of(zone, sender, caught))]


def test_where_nothing_is_missing_each_part_is_good() -> None:
    assert codes(mail()) == GOOD


def test_without_a_mail_dns_alone_is_judged() -> None:
    assert codes(None) == ["spf-good", "dmarc-good", "alignment-good", "mx-good", "ptr-good"]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (None, "spf-missing"),
        ((SPF, "v=spf1 -all"), "spf-double"),
        (("v=spf1 ip4:192.0.2.10 +all",), "spf-permissive"),
        (("v=spf1 ip4:192.0.2.10 ?all",), "spf-permissive"),
        (("v=spf1 ip4:192.0.2.10",), "spf-permissive"),
        (("v=spf1 include:weg.example ip4:192.0.2.10 ~all",), "spf-include-broken"),
        ((f"v=spf1 {'a:x.example ' * 11}ip4:192.0.2.10 ~all",), "spf-too-many-lookups"),
        (("v=spf10 ip4:192.0.2.10 ~all",), "spf-missing"),
    ],
)
def test_what_is_wrong_with_spf_is_named(record: tuple[str, ...] | None, code: str) -> None:
    found = codes(mail(), changes={(HOME, "TXT"): record})

    assert (code in found, "spf-good" in found) == (True, False)


def test_what_spf_takes_in_counts_too_and_a_loop_ends() -> None:
    loop = {
        (HOME, "TXT"): ("v=spf1 include:_spf.relay.example ~all",),
        ("_spf.relay.example", "TXT"): (f"v=spf1 mx include:{HOME} ip4:192.0.2.10 -all",),
    }
    zone = {**ZONE, **loop}
    findings = judge_delivery(SENDER, None, answers_of(zone, SENDER, None))

    assert "v=spf1 include:_spf.relay.example ~all (3 of 10 questions)" in findings[0].message
    assert "ptr-good" in [one.code for one in findings]


SIGNATURE = FIELDS["DKIM-Signature"]


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        (None, "dkim-missing"),
        (SIGNATURE.replace(f"d={HOME}", "d=relay.example"), "dkim-not-aligned"),
        (SIGNATURE.replace(":list-unsubscribe-post", ""), "unsubscribe-not-signed"),
        (SIGNATURE.replace("rsa-sha256", "rsa-sha1"), "dkim-weak"),
        (SIGNATURE.replace("s=n1", "s=n2"), "dkim-key-missing"),
        (SIGNATURE + "; l=100", "dkim-length"),
    ],
)
def test_what_is_wrong_with_a_signature_is_named(signature: str | None, code: str) -> None:
    assert code in codes(mail({"DKIM-Signature": signature}))


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("v=DKIM1; p=", "dkim-key-revoked"),
        ("v=DKIM1; p=geen base64!", "dkim-key-broken"),
        (f"v=DKIM1; k=rsa; p={'A' * 216}", "dkim-key-short"),
        (f"v=DKIM1; k=rsa; t=y; p={'A' * 392}", "dkim-key-testing"),
        (f"v=DKIM1; k=ed25519; p={'A' * 44}", "dkim-key-good"),
    ],
)
def test_what_is_wrong_with_a_key_is_named(key: str, code: str) -> None:
    assert code in codes(mail(), changes={(f"n1._domainkey.{HOME}", "TXT"): (key,)})


def test_a_domain_without_any_key_is_told_also_without_a_mail() -> None:
    changes = {(f"_domainkey.{HOME}", "TXT"): None, (f"n1._domainkey.{HOME}", "TXT"): None}

    assert codes(None, changes=changes)[1] == "dkim-no-keys"


def test_whether_a_signature_holds_is_said_or_said_to_be_unknown() -> None:
    assert "dkim-broken" in codes(mail(verified=False))
    assert "dkim-not-verified" in codes(mail(verified=None))


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (None, "dmarc-missing"),
        ((DMARC, DMARC), "dmarc-double"),
        (("v=DMARC1; rua=mailto:dmarc@nieuws.example.nl",), "dmarc-broken"),
        (("v=DMARC1; p=none; rua=mailto:dmarc@nieuws.example.nl",), "dmarc-weak"),
        (("v=DMARC1; p=reject; t=y; rua=mailto:dmarc@nieuws.example.nl",), "dmarc-weak"),
        (("v=DMARC1; p=reject; pct=50; rua=mailto:dmarc@nieuws.example.nl",), "dmarc-weak"),
        (("v=DMARC1; p=reject",), "dmarc-no-reports"),
        (("v=DMARC1; p=reject; rua=mailto:x@rapporten.example!10m",), "dmarc-reports-refused"),
    ],
)
def test_what_is_wrong_with_dmarc_is_named(record: tuple[str, ...] | None, code: str) -> None:
    assert code in codes(mail(), changes={(f"_dmarc.{HOME}", "TXT"): record})


def test_reports_that_somebody_else_agreed_to_take_are_fine() -> None:
    changes: dict[tuple[str, str], tuple[str, ...] | None] = {
        (f"_dmarc.{HOME}", "TXT"): ("v=DMARC1; p=reject; rua=mailto:x@rapporten.example",),
        (f"{HOME}._report._dmarc.rapporten.example", "TXT"): ("v=DMARC1",),
    }

    assert codes(mail(), changes=changes) == GOOD


@pytest.mark.parametrize(
    ("tags", "code"), [("p=none; sp=reject", "dmarc-good"), ("p=reject; sp=none", "dmarc-weak")]
)
def test_the_policy_of_a_parent_for_its_subdomains_counts(tags: str, code: str) -> None:
    changes: dict[tuple[str, str], tuple[str, ...] | None] = {
        (f"_dmarc.{HOME}", "TXT"): None,
        ("_dmarc.example.nl", "TXT"): (f"v=DMARC1; {tags}; rua=mailto:x@example.nl",),
    }
    found = codes(mail(), changes=changes)

    assert (code in found, "dmarc-of-parent" in found) == (True, True)


@pytest.mark.parametrize(
    ("envelope", "signer", "code"),
    [
        ("relay.example", "relay.example", "dmarc-not-aligned"),
        ("bounce.example.nl", HOME, "spf-not-strict"),
        (HOME, "example.nl", "dkim-not-strict"),
    ],
)
def test_domains_that_do_not_belong_together_are_named(envelope: str, signer: str, code: str) -> None:
    sender = Sender(HOME, envelope)
    signature = SIGNATURE.replace(f"d={HOME}", f"d={signer}")

    assert code in codes(mail({"DKIM-Signature": signature}), sender)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("List-Unsubscribe", None, "unsubscribe-missing"),
        ("List-Unsubscribe", "<mailto:weg@example.nl>", "unsubscribe-missing"),
        ("List-Unsubscribe-Post", None, "unsubscribe-post-missing"),
        ("List-Id", None, "list-id-not-one"),
        ("Date", None, "date-not-one"),
        ("From", "a@nieuws.example.nl, b@nieuws.example.nl", "from-not-one"),
        ("body", "x" * 999, "line-too-long"),
    ],
)
def test_what_is_missing_in_the_mail_itself_is_named(field: str, value: str | None, code: str) -> None:
    facts = mail(body=value) if field == "body" and value else mail({field: value})

    assert code in codes(facts)


@pytest.mark.parametrize(
    ("question", "values", "code"),
    [
        ((HOME, "MX"), None, "mx-missing"),
        ((HOME, "MX"), ("0 .",), "mx-missing"),
        (("10.2.0.192.in-addr.arpa", "PTR"), None, "ptr-missing"),
        (("mail.nieuws.example.nl", "A"), ("192.0.2.99",), "ptr-not-confirmed"),
        ((HOME, "TXT"), ("v=spf1 mx ~all",), "ptr-not-asked"),
    ],
)
def test_what_is_wrong_with_the_hosts_is_named(
    question: tuple[str, str], values: tuple[str, ...] | None, code: str
) -> None:
    assert code in codes(mail(), changes={question: values})


def test_what_dns_did_not_answer_is_not_called_missing() -> None:
    silent: Answers = {
        one: Answer(fault="timed out") for one in answers_of(ZONE, SENDER, mail()) if one.kind == "TXT"
    }
    findings = judge_delivery(SENDER, mail(), {**answers_of(ZONE, SENDER, mail()), **silent})

    assert [one.code for one in findings if one.level is Level.ERROR] == []
    assert "dns-no-answer" in [one.code for one in findings]
