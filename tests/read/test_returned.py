"""What a mail that came back says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.returned import Returned, ReturnKind
from pipeline.read.returned import read_returned
from tests.came_back import arf, dsn, letter, odd

MARK = "k1-" + "a" * 44
TO = f"retour+{MARK}@example.nl"
HARD, SOFT, MESSAGE = ReturnKind.HARD, ReturnKind.SOFT, ReturnKind.MESSAGE
SECOND = "\nFinal-Recipient: rfc822; ander@lezers.example\nAction: {}\nStatus: {}\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (dsn(TO), HARD),
        (dsn(TO, status="5.1.2"), HARD),
        (dsn(TO, status="5.1.10"), HARD),
        (dsn(TO, status="5.2.1", diagnostic="smtp; 550 disabled"), HARD),
        (dsn(TO, status="5.2.2", diagnostic="smtp; 552 5.2.2 over quota"), SOFT),
        (dsn(TO, status="5.1.1", diagnostic="smtp; 550 mailbox is full"), SOFT),
        (dsn(TO, status="5.0.0", diagnostic="smtp; 550 5.1.1 unknown"), HARD),
        (dsn(TO, status="5.0.0", diagnostic="smtp; 550 no"), SOFT),
        (dsn(TO, status="5.7.1", diagnostic="smtp; 550 5.7.1 policy"), SOFT),
        (dsn(TO, status="4.4.7", diagnostic="smtp; 451 expired"), SOFT),
        (dsn(TO, status="", diagnostic=""), SOFT),
        (dsn(TO, action="delayed", status="4.4.1"), MESSAGE),
        (dsn(TO, action="delivered", status="2.0.0"), MESSAGE),
        (dsn(TO, more=SECOND.format("delivered", "2.0.0")), MESSAGE),
        (dsn(TO, more=SECOND.format("failed", "5.2.2")), SOFT),
        (odd(TO), HARD),
        (odd(TO, "<lezer@lezers.example>:\nmailbox full (#5.2.2)\n"), SOFT),
        (letter(TO), MESSAGE),
        (letter(TO, headers="Auto-Submitted: auto-replied\n"), MESSAGE),
        (arf(TO, kind="not-spam"), MESSAGE),
    ],
)
def test_a_mail_says_one_thing(body: bytes, kind: ReturnKind) -> None:
    assert read_returned(body).kind is kind


def test_whose_it_is_stands_in_the_address_it_came_back_to() -> None:
    assert read_returned(dsn(TO)) == Returned(HARD, (MARK,))
    assert read_returned(dsn(TO.upper())).marks == (MARK,)


def test_a_complaint_names_its_reader_in_the_message_it_holds() -> None:
    assert read_returned(arf(TO)) == Returned(ReturnKind.COMPLAINT, (MARK,))


def test_what_a_mail_quotes_is_no_address_it_came_to() -> None:
    """Else anybody who has a newsletter could send it on to us, and take its reader out."""
    body = letter("redactie@example.nl") + f"\n> Return-Path: <{TO}>\n".encode()

    assert read_returned(body).marks == ()


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(tail: bytes) -> None:
    for body in (tail, dsn(TO)[:500] + tail, arf(TO)[:400] + tail, odd(TO)[:300] + tail):
        assert isinstance(read_returned(body), Returned)
