"""A letter is the approved message, byte for byte, with the reader's own part put in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DeliveryError
from pipeline.stages.deliver import Letter, LetterFacts, Reader, cut_letter
from pipeline.stages.render.eml import build_message
from tests.makers import edition

SENT_AT = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
FACTS = LetterFacts(
    sent_at=SENT_AT,
    web_version="https://nieuwsbrief.example.nl/2026-12/",
    way_out="https://nieuwsbrief.example.nl/afmelden/",
    bounce_address="retour@nieuwsbrief.example.nl",
)
READER = Reader(
    address="lezer@lezers.example",
    token="k1.AAAAAAMAAAnY.jtnIuVBFNSDV6q-BuHBmqPhc",
    mark="k1-aaaaaaadaaaatweo3helsucfguqnl2vpqg4hazvi7boa",
    message_id="2026-12.0123456789abcdef@nieuwsbrief.example.nl",
)
HTML = '<p>Dag</p><p><a href="%%WEBVERSIE%%">web</a> <a href="%%AFMELDEN%%">weg</a></p>'
TEXT = "Dag\n\n%%WEBVERSIE%%\n\nMeld je af:\n%%AFMELDEN%%\n"
HEADERS = [
    *("From", "Reply-To", "Subject", "List-Id", "MIME-Version", "Content-Type"),
    *("To", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"),
]


def draft(*, html: str = HTML, text: str = TEXT, **changes: object) -> bytes:
    return build_message(edition(**changes), html=html, text=text)


def letter(message: bytes | None = None, facts: LetterFacts = FACTS) -> Letter:
    return cut_letter(draft() if message is None else message, facts)


def parsed(message: bytes) -> EmailMessage:
    return message_from_bytes(message, _class=EmailMessage, policy=SMTP)


def texts(message: bytes) -> list[str]:
    return [
        part.get_content().replace("\r\n", "\n") for part in parsed(message).walk() if not part.is_multipart()
    ]


def header_lines(message: bytes) -> list[bytes]:
    return message.partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_a_filled_letter_has_exactly_our_headers() -> None:
    made = parsed(letter().plain.fill(READER))

    assert list(made.keys()) == HEADERS
    assert made["To"] == "lezer@lezers.example"
    assert made["Message-ID"] == "<2026-12.0123456789abcdef@nieuwsbrief.example.nl>"
    assert made["Date"].datetime == SENT_AT


def test_the_way_out_is_one_line_of_bytes_never_folded_and_never_encoded() -> None:
    found = [line for line in header_lines(letter().plain.fill(READER)) if line.startswith(b"List-Unsub")]

    assert found == [
        b"List-Unsubscribe: <https://nieuwsbrief.example.nl/afmelden/"
        b"k1.AAAAAAMAAAnY.jtnIuVBFNSDV6q-BuHBmqPhc>, "
        b"<mailto:retour+k1-aaaaaaadaaaatweo3helsucfguqnl2vpqg4hazvi7boa@nieuwsbrief.example.nl?subject=afmelden>",
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]


def test_both_parts_have_the_readers_way_out_and_the_web_version() -> None:
    way_out = f"{FACTS.way_out}{READER.token}"

    assert texts(letter().plain.fill(READER)) == [
        f"Dag\n\n{FACTS.web_version}\n\nMeld je af:\n{way_out}\n",
        f'<p>Dag</p><p><a href="{FACTS.web_version}">web</a> <a href="{way_out}">weg</a></p>\n',
    ]


def test_splicing_comes_to_what_the_library_would_make() -> None:
    """The slow way: fill in the texts, and let EmailMessage serialise the whole for this one reader."""
    message, filled = draft(), letter().plain.fill(READER)
    slow = EmailMessage(policy=SMTP)
    for name, value in parsed(message).items():
        if name in ("From", "Reply-To", "Subject", "List-Id"):
            slow[name] = str(value)
    slow["To"] = Address(addr_spec=READER.address)
    values = {"%%AFMELDEN%%": FACTS.way_out + READER.token, "%%WEBVERSIE%%": FACTS.web_version}
    bodies = [re.sub(r"%%\w+%%", lambda found: values[found[0]], text) for text in texts(message)]
    slow.set_content(bodies[0], cte="quoted-printable")
    slow.add_alternative(bodies[1], subtype="html", cte="quoted-printable")
    again = parsed(slow.as_bytes())

    assert texts(filled) == texts(slow.as_bytes())
    for name in ("From", "Reply-To", "Subject", "List-Id", "To"):
        assert parsed(filled)[name] == again[name]


def test_on_the_wire_dots_are_doubled_and_the_last_dot_is_there() -> None:
    text = f".begin\n..twee\n{TEXT}.einde\n"
    made = letter(draft(text=text))
    wire, plain = made.wire.fill(READER), made.plain.fill(READER)

    assert b"\r\n..begin\r\n...twee\r\n" in wire
    assert wire.endswith(b"\r\n.\r\n")
    assert wire.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.") == plain


def test_a_trial_says_so_in_its_subject() -> None:
    made = letter(facts=replace(FACTS, subject_prefix="[TEST]")).plain.fill(READER)

    assert parsed(made)["Subject"] == f"[TEST] {parsed(draft())['Subject']}"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (draft(text="Dag\n%%WEBVERSIE%%\n"), "no way out"),
        (draft(html="<p>Dag</p>"), "no way out"),
        (draft(text=f"{TEXT}%%NAAM%%\n"), "nobody fills: %%NAAM%%"),
        (draft().replace(b"\r\n", b"\n"), "not mail as we build it"),
        (draft().replace(b"Dag\r\n", b"Dag\r\r\n"), "not mail as we build it"),
        (draft().replace(b"Dag", b"D\0g"), "not mail as we build it"),
        (draft().replace(b"quoted-printable", b"8bit"), "without changing it"),
        (b"Subject: leeg\r\n", "has no body"),
    ],
)
def test_what_cannot_go_out_as_approved_is_refused(message: bytes, words: str) -> None:
    if b": 8bit" in message:
        # Soft line breaks would then be text that readers see.
        message = message.replace(b"weg</a>", b"weg</a>" + b" woord" * 20)
    with pytest.raises(DeliveryError, match=words):
        letter(message)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=90)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    subject=TEXTS, title=TEXTS, sender=TEXTS, body=WORDS, before=st.integers(0, 90), base=st.integers(0, 200)
)
def test_whatever_a_title_holds_the_mail_has_our_headers_and_no_long_line(
    subject: str, title: str, sender: str, body: str, before: int, base: int
) -> None:
    check_any(subject, title, sender, body, before=before, base=base)


def check_any(subject: str, title: str, sender: str, body: str, *, before: int, base: int) -> None:
    """Also asked by tools/soak.py, ten thousand times."""
    body = body.replace("%%", "")
    html = f"<p>{body}{'x' * before}%%AFMELDEN%% %%WEBVERSIE%%</p>"
    message = draft(
        html=html,
        text=f"{'y' * before} %%AFMELDEN%%\n{body}\n",
        subject=subject or "x",
        title=title,
        sender=sender,
    )
    facts = replace(FACTS, way_out=f"https://nieuwsbrief.example.nl/{'p' * base}=/afmelden/")
    made = cut_letter(message, facts).plain.fill(READER)
    head, _, rest = made.partition(b"\r\n\r\n")

    assert [name for name in parsed(made) if name != "Reply-To"] == [
        one for one in HEADERS if one != "Reply-To"
    ]
    assert max(map(len, rest.split(b"\r\n"))) <= 76
    assert max(map(len, head.split(b"\r\n"))) <= 998
    unsubscribe = [line for line in head.split(b"\r\n") if line.startswith(b"List-Unsubscribe:")]
    assert unsubscribe[0].startswith(b"List-Unsubscribe: <https://nieuwsbrief.example.nl/")
    assert unsubscribe[0].endswith(b"?subject=afmelden>")
    assert all(facts.way_out + READER.token in text for text in texts(made))
