"""The message: the same bytes each time, and nothing a server on the way could break."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Edition
from pipeline.stages.render import render_edition
from pipeline.stages.render.eml import build_message
from pipeline.stages.render.headers import header_text
from tests import makers
from tests.golden_files import GoldenFiles
from tests.stages.rendering import TEMPLATES, full_edition


def parsed(message: bytes) -> EmailMessage:
    result = message_from_bytes(message, policy=default)
    assert isinstance(result, EmailMessage)
    return result


def message(edition: Edition | None = None, *, html: str = "<p>Dag</p>\n", text: str = "Dag\n") -> bytes:
    return build_message(edition or makers.edition(), html=html, text=text)


def test_the_message_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    golden("render/newsletter.eml", message(text="Dag\n\nMeld je af:\n%%AFMELDEN%%\n"))


def test_the_message_carries_what_a_receiver_checks_and_nothing_of_the_reader() -> None:
    cut_off = datetime(2026, 12, 3, 9, 0, tzinfo=timezone(timedelta(hours=1)))

    headers = parsed(message(makers.edition(cut_off=cut_off, subject="Eén verhaal")))

    assert [(name, str(value)) for name, value in headers.items()] == [
        ("From", "Programma Toekomstscenario <nieuwsbrief@nieuwsbrief.example.nl>"),
        ("Reply-To", "redactie@example.nl"),
        ("Subject", "Eén verhaal"),
        ("Date", "Thu, 03 Dec 2026 09:00:00 +0100"),
        ("Message-ID", "<2026-12.e722dedc4b25@nieuwsbrief.example.nl>"),
        (
            "List-Id",
            "Toekomstscenario kind- en gezinsbescherming <toekomstscenario.nieuwsbrief.example.nl>",
        ),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'multipart/alternative; boundary="=_nieuwsbrief_e722dedc4b25"'),
        ("List-Unsubscribe", "<%%AFMELDEN%%>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def test_the_message_holds_both_parts_as_they_are_text_first() -> None:
    rendered = render_edition(full_edition(), None, templates=TEMPLATES)

    parts = list(parsed(rendered.eml).iter_parts())

    assert [
        (part.get_content_type(), part["Content-Transfer-Encoding"], part.get_content().replace("\r\n", "\n"))
        for part in parts
        if isinstance(part, EmailMessage)
    ] == [
        ("text/plain", "quoted-printable", rendered.text),
        ("text/html", "quoted-printable", rendered.html),
    ]


def test_a_header_too_long_for_one_line_begins_on_its_own_line_all_the_same() -> None:
    built = message(makers.edition(sender="Programma Veilig Thuis en Verder (voorbeeld)"))

    assert built.startswith(
        b'From: "Programma Veilig Thuis en Verder (voorbeeld)"\r\n <nieuwsbrief@nieuwsbrief.example.nl>\r\n'
    )
    assert str(parsed(built)["From"]) == (
        '"Programma Veilig Thuis en Verder (voorbeeld)" <nieuwsbrief@nieuwsbrief.example.nl>'
    )


def test_the_message_has_lines_every_server_lets_through() -> None:
    lines = render_edition(full_edition(), None, templates=TEMPLATES).eml.split(b"\r\n")

    body = lines[lines.index(b"") :]
    # RFC 5322, 2.1.1 for the head; RFC 2045, 6.7 for what is quoted-printable.
    assert max(map(len, lines)) <= 78
    assert max(map(len, body)) <= 76
    assert [line for line in lines if b"\n" in line or b"\r" in line or not line.isascii()] == []


# What breaks headers: line breaks of every kind, signs that are not seen, and those with a meaning there.
_SIGNS = st.sampled_from([*'\r\n\t\x00\x0b\x0c\x1c\x85\u2028\u2029\u202e\u200b =?<>,;:"()@\\[]%'])
NASTY = st.text(st.one_of(_SIGNS, st.characters(exclude_categories=["Cs"])), max_size=120)


def test_a_subject_keeps_each_blank_however_it_is_broken_over_lines() -> None:
    subject = "In gesprek overéééééé😀😀😀😀 ‘één’"

    assert str(parsed(message(makers.edition(subject=subject)))["Subject"]) == subject


@settings(max_examples=300, deadline=None)
@given(NASTY, NASTY, NASTY)
def test_no_title_subject_or_sender_makes_a_header_or_breaks_one(
    subject: str, sender: str, title: str
) -> None:
    """CVE-2024-6923: Python before 3.11.10 writes a line break in a header as it is."""
    raw = message(makers.edition(subject=subject, sender=sender, title=title))

    head = raw.partition(b"\r\n\r\n")[0]
    lines = re.sub(rb"\r\n(?=[ \t])", b"", head).split(b"\r\n")
    assert [line.partition(b":")[0].decode() for line in lines] == [
        *("From", "Reply-To", "Subject", "Date", "Message-ID", "List-Id", "MIME-Version", "Content-Type"),
        *("List-Unsubscribe", "List-Unsubscribe-Post"),
    ]
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert head.isascii()
    assert re.findall(rb"<[^<>]*>", lines[5]) == [b"<toekomstscenario.nieuwsbrief.example.nl>"]
    headers = parsed(raw)
    assert str(headers["Subject"]) == header_text(subject)
    (address,) = headers["From"].addresses
    assert address.addr_spec == "nieuwsbrief@nieuwsbrief.example.nl"
    # Python reads a blank too many between two encoded words.
    assert "".join(address.display_name.split()) == "".join(header_text(sender).split())


@pytest.mark.parametrize("before", range(60, 80))
def test_an_open_place_is_never_broken_by_the_encoding(before: int) -> None:
    text = "x" * before + "%%AFMELDEN%% en verder %%WEBVERSIE%%\n"

    encoded = message(text=text)

    assert (encoded.count(b"%%AFMELDEN%%"), encoded.count(b"%%WEBVERSIE%%")) == (2, 1)
    (part, _) = parsed(encoded).iter_parts()
    assert isinstance(part, EmailMessage)
    assert part.get_content().replace("\r\n", "\n") == text
    assert max(map(len, encoded.split(b"\r\n"))) <= 78


def test_a_line_break_in_a_subject_or_sender_makes_no_header() -> None:
    edition = makers.edition(
        subject="Dag\r\nBcc: a@b.example", sender="Programma\nX-Kwaad: ja", title="Titel\r\nX: y"
    )

    headers = parsed(message(edition))

    assert (headers["Subject"], headers["Bcc"], headers["X-Kwaad"], headers["X"]) == (
        "Dag Bcc: a@b.example",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dag\r\n allemaal ", "Dag allemaal"),
        ("2 december", "2 december"),
        ("om\u202ege\u200bkeerd", "omgekeerd"),
        ("nul\x00teken\u2028regel", "nul teken regel"),
    ],
)
def test_header_text_is_one_line_of_visible_signs(text: str, expected: str) -> None:
    assert header_text(text) == expected


def test_another_cut_off_gives_another_message_id() -> None:
    later = makers.edition(cut_off=makers.CUT_OFF + timedelta(days=1))

    assert parsed(message())["Message-ID"] != parsed(message(later))["Message-ID"]


def test_the_same_edition_gives_the_same_bytes() -> None:
    page = makers.story_page(content_notice="Dit verhaal gaat over geweld.", help_lines=(makers.help_line(),))

    first = render_edition(full_edition(), page, templates=TEMPLATES)

    assert render_edition(full_edition(), page, templates=TEMPLATES) == first
