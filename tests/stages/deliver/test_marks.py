"""Marks prove what tokens prove, in small letters."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Month
from pipeline.model.keys import Claim, Key, Keys, Purpose
from pipeline.stages.deliver import envelope, mark_of, month_number, month_of_number, token_of

KEYS = Keys((Key("k2", b"a key for tests only"), Key("k1", b"an older key for tests only")))
NOW = datetime(2026, 12, 3, tzinfo=UTC)
MONTH = Month(2026, 12)
TOKEN = KEYS.token(Purpose.VERP, 41, on=date(2026, 12, 3), round=month_number(MONTH))


def test_a_mark_comes_back_as_the_token_it_was_made_of() -> None:
    token = token_of(mark_of(TOKEN))

    assert token == TOKEN
    assert KEYS.read(Purpose.VERP, token, now=NOW) == Claim(41, month_number(MONTH), date(2026, 12, 3))
    assert month_of_number(month_number(MONTH)) == MONTH


def test_a_mail_system_may_change_capitals() -> None:
    assert token_of(mark_of(TOKEN).upper()) == TOKEN


def test_an_envelope_is_an_address_that_every_server_takes() -> None:
    address = envelope("retour@nieuwsbrief.example.nl", mark_of(TOKEN))

    assert address.endswith("@nieuwsbrief.example.nl")
    assert len(address.partition("@")[0]) <= 64
    assert address.startswith("retour+k2-")


@pytest.mark.parametrize(
    "mark", ["", "k1", "k1-", "k1-aaaa", "k1-" + "a" * 45, "k1-" + "1" * 44, "k1-" + "é" * 44]
)
def test_what_is_no_mark_is_none(mark: str) -> None:
    assert token_of(mark) is None


@given(st.integers(0, 53), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567-"))
def test_a_mark_with_one_other_sign_is_not_ours(place: int, sign: str) -> None:
    mark = mark_of(TOKEN)
    place %= len(mark)
    other = mark[:place] + sign + mark[place + 1 :]
    token = token_of(other)

    if other != mark:
        assert token is None or KEYS.read(Purpose.VERP, token, now=NOW) is None
