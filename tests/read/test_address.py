"""Addresses: which we take, when two are one, and what an import makes of a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.keys import Key, Keys
from pipeline.read.address import (
    AddressError,
    ImportRow,
    address_key,
    parse_address,
    read_import,
    safe_cell,
)

KEYS = Keys((Key("k1", b"a key for tests only, of no other use"),))


@pytest.mark.parametrize(
    "text",
    [
        '"jan piet"@x.nl',
        "a@localhost",
        "a@[127.0.0.1]",
        "a@b@c",
        "a\u200bb@x.nl",
        "a@x\u200b.nl",
        "jan\r\nBcc: piet@x.nl",
        "jan@x.nl\r\n",
        ".jan@x.nl",
        "jan.@x.nl",
        "ja..n@x.nl",
        "jan@x..nl",
        "jan@x.nl.",
        "jän@x.nl",
        f"{'a' * 65}@x.nl",
        f"jan@{'a' * 250}.nl",
        "Jan <jan@x.nl>",
        "jan",
        "",
        "@x.nl",
        "jan@x.123",
    ],
)
def test_what_mail_cannot_reach_in_plain_form_is_refused(text: str) -> None:
    """A1"""
    with pytest.raises(AddressError):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("jan@x.nl", "jan@x.nl"),
        (" jan@x.nl ", "jan@x.nl"),
        ("Jan@X.NL", "Jan@x.nl"),
        ("jan+nb@x.nl", "jan+nb@x.nl"),
        ("jan@bücher.nl", "jan@xn--bcher-kva.nl"),
        ("JAN@BÜCHER.nl", "JAN@xn--bcher-kva.nl"),
        ("-f@x.nl", "-f@x.nl"),
        (f"{'a' * 64}@x.nl", f"{'a' * 64}@x.nl"),
    ],
)
def test_others_are_kept_as_they_were_typed_with_the_domain_in_its_one_form(text: str, kept: str) -> None:
    assert parse_address(text) == kept


def test_capitals_make_no_other_subscriber_and_a_plus_does() -> None:
    """A2"""
    jan, capitals, plus = (
        address_key(parse_address(one), KEYS).hash for one in ("jan@x.nl", "Jan@X.NL", "jan+nb@x.nl")
    )

    assert jan == capitals
    assert jan != plus


def test_a_file_is_read_by_its_headings_with_a_reason_for_each_row_that_is_none() -> None:
    body = (
        b"Naam;E-mail;Plaats\r\n"
        b"Jan;jan@x.nl;Utrecht\r\n"
        b"Piet;piet;Zwolle\r\n"
        b"\r\n"
        b";;\r\n"
        b'Kees;"\'=cmd@x.nl";Ede\r\n'
        b"Els;JAN@x.nl;Ede\r\n"
        b"Bo;;Ede\r\n"
    )

    assert list(read_import(body)) == [
        ImportRow(2, "jan@x.nl"),
        ImportRow(3, refused="An email address must have an @-sign"),
        ImportRow(6, "=cmd@x.nl"),
        ImportRow(7, refused="stands in this file twice"),
        ImportRow(8, refused="there is no address in this row"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_may_be_in_either_encoding(encoding: str) -> None:
    body = "naam,email\nAndré,andre@x.nl\n€urope,eu@x.nl\n".encode(encoding)

    assert [row.address for row in read_import(body)] == ["andre@x.nl", "eu@x.nl"]


def test_a_file_without_headings_has_its_addresses_first() -> None:
    assert list(read_import(b"jan@x.nl\npiet@x.nl,iets\n")) == [
        ImportRow(1, "jan@x.nl"),
        ImportRow(2, "piet@x.nl"),
    ]


def test_what_is_no_csv_is_named_with_its_line() -> None:
    rows = list(read_import(b"email\n" + b"a" * 200_000 + b"\n"))

    assert rows[-1].refused.startswith("this is no CSV from here on")


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_and_no_error(body: bytes) -> None:
    assert all(bool(row.address) != bool(row.refused) for row in read_import(body))


@given(st.text(min_size=1, max_size=20))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    """A5"""
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
