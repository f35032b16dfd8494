"""Tokens say whose they are and prove that we made them; nothing else passes for one."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.keys import Claim, Key, Keys, Purpose

NOW = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
OLD, NEW = (
    Key("k1", b"a key for tests only, the older one"),
    Key("k2", b"a key for tests only, the newer one"),
)
KEYS = Keys((NEW, OLD))

subscribers = st.integers(min_value=0, max_value=2**40 - 1)
rounds = st.integers(min_value=0, max_value=2**16 - 1)
purposes = st.sampled_from(Purpose)
days = st.dates(min_value=TODAY - timedelta(days=5), max_value=TODAY)


@given(subscribers, rounds, purposes, days)
def test_what_a_token_says_is_what_it_was_made_of(
    number: int, round: int, purpose: Purpose, on: date
) -> None:
    token = KEYS.token(purpose, number, on=on, round=round)

    assert KEYS.read(purpose, token, now=NOW) == Claim(number, round, on)
    assert set(token) <= {*string.ascii_letters, *string.digits, "-", "_", "."}


@given(subscribers, purposes)
def test_a_token_for_one_purpose_is_worth_nothing_for_another(number: int, purpose: Purpose) -> None:
    token = KEYS.token(purpose, number, on=TODAY)

    assert [one for one in Purpose if KEYS.read(one, token, now=NOW)] == [purpose]


@given(subscribers, st.data())
def test_no_other_text_is_the_same_token(number: int, data: st.DataObject) -> None:
    """Also not one whose last letter differs in bits that say nothing: there are none."""
    token = KEYS.token(Purpose.UNSUBSCRIBE, number, on=TODAY)
    place = data.draw(st.integers(min_value=0, max_value=len(token) - 1))
    letter = data.draw(st.sampled_from([*string.printable, "+", "/", "é", "\0"]))
    changed = token[:place] + letter + token[place + 1 :]

    assert (KEYS.read(Purpose.UNSUBSCRIBE, changed, now=NOW) is None) == (changed != token)


def test_all_last_letters_but_one_are_refused() -> None:
    token = KEYS.token(Purpose.UNSUBSCRIBE, 17, on=TODAY)
    letters = [*string.ascii_letters, *string.digits, "-", "_", "+", "/", "="]

    good = [letter for letter in letters if KEYS.read(Purpose.UNSUBSCRIBE, token[:-1] + letter, now=NOW)]

    assert good == [token[-1]]


@given(st.text(max_size=100))
def test_whatever_somebody_makes_up_is_no_token(text: str) -> None:
    assert KEYS.read(Purpose.UNSUBSCRIBE, text, now=NOW) is None


@given(subscribers)
def test_an_older_key_is_recognised_as_long_as_it_is_in_the_list(number: int) -> None:
    token = Keys((OLD,)).token(Purpose.UNSUBSCRIBE, number, on=TODAY)

    assert KEYS.read(Purpose.UNSUBSCRIBE, token, now=NOW) == Claim(number, 0, TODAY)
    assert Keys((NEW,)).read(Purpose.UNSUBSCRIBE, token, now=NOW) is None


def test_a_token_lasts_as_long_as_its_purpose_says() -> None:
    last_days = {}
    for purpose in Purpose:
        token = KEYS.token(purpose, 1, on=TODAY)
        last_days[purpose] = next(
            days - 1
            for days in range(1000)
            if KEYS.read(purpose, token, now=NOW + timedelta(days=days)) is None
        )

    assert last_days == {Purpose.CONFIRM: 8, Purpose.UNSUBSCRIBE: 731, Purpose.VERP: 731}


def test_a_hash_names_its_key_and_differs_between_keys() -> None:
    hashes = KEYS.hashes("jan@wijkteam.example")

    assert [one.partition(":")[0] for one in hashes] == ["k2", "k1"]
    assert len({one.partition(":")[2] for one in hashes}) == 2
    assert hashes == KEYS.hashes("jan@wijkteam.example")


def test_a_key_does_not_show_its_secret() -> None:
    assert "for tests only" not in repr(KEYS)
