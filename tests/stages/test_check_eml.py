"""A good message has no findings, and each defect in its headers or parts is found by its own rule."""

from __future__ import annotations

import base64
import quopri
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import EmailLimits
from pipeline.stages.check import check_eml, check_html

HERE = Path(__file__).parent
HTML = (HERE / "good.html").read_text(encoding="utf-8")
TEXT = (HERE / "good.txt").read_text(encoding="utf-8")
LIMITS = EmailLimits()

HEADERS = """\
From: Programma Samen Veilig <nieuwsbrief@nieuwsbrief.example>
To: lezer@ontvanger.example
Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=
Date: Thu, 03 Dec 2026 09:00:00 +0100
Message-ID: <2026-12@nieuwsbrief.example>
List-Id: Nieuwsbrief Samen Veilig <samen-veilig.nieuwsbrief.example>
List-Unsubscribe: <https://nieuwsbrief.example/af/abc>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="grens"
"""


def part(subtype: str, content: str, encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    coded = content.encode(charset)
    if encoding == "quoted-printable":
        coded = quopri.encodestring(coded)
    elif encoding == "base64":
        coded = base64.encodebytes(coded)
    head = f"Content-Type: text/{subtype}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + coded


def message(*parts: bytes, headers: str = HEADERS) -> bytes:
    body = b"".join(b"\n--grens\n" + one for one in parts)
    return headers.encode("utf-8", "surrogateescape") + b"\n" + body + b"\n--grens--\n"


PLAIN = part("plain", TEXT)
RICH = part("html", HTML)


def codes(mail: bytes) -> set[str]:
    return {finding.code for finding in check_eml(mail, path="mail.eml", limits=LIMITS)}


def test_the_good_message_has_no_findings() -> None:
    assert check_eml(message(PLAIN, RICH), path="mail.eml", limits=LIMITS) == ()


def test_line_ends_of_the_wire_make_no_difference() -> None:
    assert check_eml(message(PLAIN, RICH).replace(b"\n", b"\r\n"), path="mail.eml", limits=LIMITS) == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("From", "header-from-missing"),
        ("Date", "header-date-missing"),
        ("Subject", "header-subject-missing"),
        ("Message-ID", "header-message-id-missing"),
        ("List-Id", "header-list-id-missing"),
        ("List-Unsubscribe-Post", "header-list-unsubscribe-post-missing"),
        ("MIME-Version", "header-mime-version-missing"),
    ],
)
def test_a_missing_header_is_found(name: str, code: str) -> None:
    kept = "".join(line for line in HEADERS.splitlines(keepends=True) if not line.startswith(f"{name}:"))

    assert codes(message(PLAIN, RICH, headers=kept)) == {code}


HEADER_DEFECTS = [
    ("header-list-unsubscribe-missing", "List-Unsubscribe: <", "X-Other: <"),
    (
        "header-list-unsubscribe-invalid",
        "<https://nieuwsbrief.example/af/abc>",
        "<mailto:af@nieuwsbrief.example>",
    ),
    ("header-list-unsubscribe-post-missing", "One-Click", "Two-Clicks"),
    ("header-repeated", "MIME-Version", "Subject: nog een keer\nMIME-Version"),
    ("header-date-invalid", "Thu, 03 Dec 2026 09:00:00 +0100", "3 december"),
    ("header-from-invalid", " <nieuwsbrief@nieuwsbrief.example>", ""),
    ("header-from-invalid", "<nieuwsbrief@nieuwsbrief.example>", "<nieuwsbrief>"),
    ("header-message-id-invalid", "<2026-12@nieuwsbrief.example>", "2026-12"),
    ("header-injection", "Samen_aan", "Samen=0D=0ABcc:_x"),
    ("header-encoding-broken", "=?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=", "Eén gezicht"),
    ("header-encoding-broken", "=?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=", "=?utf-8?b?x?="),
    ("header-encoding-broken", "=?utf-8?q?Samen", "=?onbekend-9?q?Samen"),
    ("header-line-long", "_gezicht?=", "_gezicht?=\nX-Long: " + "a" * 1000),
    ("subject-long", "_gezicht", "_gezicht_voor_het_hele_gezin_en_nog_veel_meer_nieuws_uit_de_wijk"),
    ("placeholder-left", "Samen_aan", "Beste_{{naam}}"),
    ("mojibake", "=C3=A9=C3=A9n", "=C3=83=C2=A9n"),
]


@pytest.mark.parametrize(
    ("code", "old", "new"), HEADER_DEFECTS, ids=[f"{n}-{d[0]}" for n, d in enumerate(HEADER_DEFECTS)]
)
def test_a_defect_in_the_headers_is_found_by_its_own_rule(code: str, old: str, new: str) -> None:
    assert old in HEADERS
    without_post = HEADERS.replace("List-Unsubscribe-Post: List-Unsubscribe=One-Click\n", "")
    headers = without_post if code == "header-list-unsubscribe-missing" else HEADERS

    assert codes(message(PLAIN, RICH, headers=headers.replace(old, new))) == {code}


def test_a_bare_carriage_return_in_a_header_is_found() -> None:
    headers = HEADERS.replace("Programma Samen", "Programma\rSamen")

    assert "header-injection" in codes(message(PLAIN, RICH, headers=headers))


def test_an_open_place_for_the_way_out_is_fine_in_a_draft() -> None:
    headers = HEADERS.replace("https://nieuwsbrief.example/af/abc", "%%AFMELDEN%%")

    assert codes(message(PLAIN, RICH, headers=headers)) == set()


ATTACHMENT = b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nAAAA"
WITH_CID = HTML.replace("https://nieuwsbrief.example/beeld/tafel.jpg", "cid:tafel")


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (message(RICH), {"text-part-missing"}),
        (message(part("plain", "  \n"), RICH), {"text-part-missing"}),
        (message(PLAIN), {"html-part-missing"}),
        (message(RICH, PLAIN), {"alternative-order"}),
        (message(PLAIN, RICH, headers=HEADERS.replace("/alternative", "/mixed")), {"alternative-missing"}),
        (message(PLAIN, part("html", HTML, "base64")), {"transfer-encoding-base64"}),
        (message(part("plain", TEXT, "8bit"), RICH), {"transfer-encoding-8bit"}),
        (message(part("plain", TEXT, charset="windows-1252"), RICH), {"charset-part-not-utf8"}),
        (message(PLAIN, part("html", WITH_CID)), {"image-cid-missing"}),
        (message(PLAIN, RICH, ATTACHMENT), {"attachment-present"}),
        (message(PLAIN, RICH).replace(b"\n--grens--\n", b"\n"), {"mime-broken"}),
        (
            message(part("plain", TEXT + "a" * 1200, "8bit"), RICH),
            {"line-long", "text-line-long", "transfer-encoding-8bit"},
        ),
        (message(part("plain", TEXT.replace("Agenda".upper(), "")), RICH), {"parity-heading-missing"}),
        (message(part("plain", TEXT.replace("https://agenda.example/", "")), RICH), {"parity-link-missing"}),
        (message(part("plain", TEXT.replace("%%AFMELDEN%%", "")), RICH), {"parity-link-missing"}),
        (message(part("plain", TEXT + "{{ naam }}"), RICH), {"placeholder-left"}),
    ],
)  # fmt: skip
def test_a_defect_in_the_parts_is_found(mail: bytes, expected: set[str]) -> None:
    assert codes(mail) == expected


def test_a_picture_in_the_message_is_found_by_its_content_id() -> None:
    picture = b"Content-Type: image/png\nContent-ID: <tafel>\nContent-Transfer-Encoding: base64\n\nAAAA"

    assert codes(message(PLAIN, part("html", WITH_CID), picture)) == set()


def test_the_html_part_is_checked_like_a_file() -> None:
    html = HTML.replace("<!DOCTYPE html>\n", "").replace('<html lang="nl"', "<html")
    alone = check_html(html, path="mail.eml", limits=LIMITS)

    found = check_eml(message(PLAIN, part("html", html)), path="mail.eml", limits=LIMITS)

    assert [replace(one, line=None, column=None) for one in found] == [
        replace(one, line=None, column=None) for one in alone
    ]


@pytest.mark.parametrize("encoding", ["quoted-printable", "8bit"])
def test_a_line_is_the_line_in_the_file(encoding: str) -> None:
    html = HTML.replace("Eén gezicht voor", "Lorem ipsum voor")
    mail = message(PLAIN, part("html", html, encoding))

    (line,) = {
        one.line for one in check_eml(mail, path="mail.eml", limits=LIMITS) if one.code == "placeholder-left"
    }

    assert line is not None
    assert b"Lorem" in b"".join(mail.split(b"\n")[line - 1 : line + 2])


def test_a_bare_letter_is_told_everything_it_lacks() -> None:
    found = check_eml(b"", path="mail.eml", limits=LIMITS)

    assert {one.code for one in found if one.is_blocking} == {
        "header-from-missing",
        "header-date-missing",
        "header-subject-missing",
        "header-message-id-missing",
    }


@given(st.binary() | st.text(alphabet='=?utf-8qb:;()<>@\r\n "ContetTypmulira/boundy-').map(str.encode))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_it_stumble(mail: bytes) -> None:
    check_eml(mail, path="mail.eml", limits=LIMITS)


GOOD = message(PLAIN, RICH)


@given(at=st.integers(0, 2000), length=st.integers(0, 60), put=st.binary(max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_message_makes_it_stumble(at: int, length: int, put: bytes) -> None:
    check_eml(GOOD[:at] + put + GOOD[at + length :], path="mail.eml", limits=LIMITS)


@pytest.mark.parametrize("piece", ["(", "a@b.example, ", '"a', "=?utf-8?q?a?= ", "a@a.", "a\n "])
def test_a_header_of_a_hundred_kilobytes_takes_a_moment(piece: str) -> None:
    value = piece * (100_000 // len(piece))
    mail = f"From: {value}\nTo: {value}\nSubject: {value}\n\nDag".encode()
    started = time.process_time()

    check_eml(mail, path="mail.eml", limits=LIMITS)

    assert time.process_time() - started < 3
