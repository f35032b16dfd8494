"""The rows of a sending: written at once, claimed once, and settled only by who holds them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.model import Month
from pipeline.model.delivery import Claimed, DeliveryState, SendingState, Settled
from pipeline.model.keys import Key, Keys
from pipeline.model.subscribers import AddressKey, SweepTerms
from pipeline.shell.subscribers import open_subscribers
from pipeline.shell.subscribers.deliveries import Deliveries, Doubtful, Wave, open_deliveries

MONTH = Month(2026, 12)
NOW = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = NOW + 20 * MINUTE
KEYS = Keys((Key("k1", b"a key for tests only"),))


def key_of(address: str) -> AddressKey:
    return AddressKey(address, KEYS.hashes(address))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "subscribers.db"
    with open_subscribers(path) as store:
        keys = [key_of(f"lezer{number}@lezers.example") for number in range(1, 5)]
        store.add_imported(keys, basis="een proef van dit bestand", now=NOW)
    return path


@pytest.fixture
def deliveries(path: Path) -> Iterator[Deliveries]:
    with open_deliveries(path) as opened:
        yield opened


def start(deliveries: Deliveries, *, archive: str = "abc", first: int = 4) -> None:
    wave = Wave(first, NOW + 15 * MINUTE, lambda _: False)
    deliveries.start(
        MONTH, archive=archive, by="redactie", now=NOW, wave=wave, message_id=lambda number: f"m{number}"
    )


def claim(
    deliveries: Deliveries,
    *,
    holder: str = "here:1",
    now: datetime = NOW,
    most: int = 10,
    uncertain: bool = True,
) -> tuple[Claimed, ...]:
    return deliveries.claim(
        MONTH, now=now, lease_until=now + 20 * MINUTE, holder=holder, most=most, uncertain=uncertain
    )


def settled(claimed: Claimed, state: DeliveryState = DeliveryState.ACCEPTED) -> Settled:
    return Settled(claimed.subscriber, claimed.fence, state, "dot 250 Ok", NOW)


def begin(deliveries: Deliveries, claimed: Claimed) -> bool:
    with deliveries.steps(MONTH) as steps:
        return steps.step(None, claimed, now=NOW, lease_until=LEASE)


def end(deliveries: Deliveries, ended: Settled) -> None:
    with deliveries.steps(MONTH) as steps:
        steps.step(ended, None, now=NOW, lease_until=LEASE)


def counts(deliveries: Deliveries) -> dict[DeliveryState, int]:
    found = deliveries.find(MONTH)
    assert found is not None
    return dict(found.counts)


def test_a_sending_starts_with_a_row_for_each_reader(deliveries: Deliveries) -> None:
    start(deliveries)
    sending = deliveries.find(MONTH)

    assert sending is not None
    assert (sending.state, sending.by, sending.archive) == (SendingState.RUNNING, "redactie", "abc")
    assert (sending.counts, sending.next_at) == ({DeliveryState.WAITING: 4}, NOW)


def test_started_again_it_keeps_its_rows_and_takes_the_new_message(deliveries: Deliveries) -> None:
    start(deliveries)
    one = claim(deliveries, most=1)[0]
    assert begin(deliveries, one)
    end(deliveries, settled(one))
    start(deliveries, archive="def")

    assert counts(deliveries) == {DeliveryState.ACCEPTED: 1, DeliveryState.WAITING: 3}
    assert deliveries.load_sendings()[0].archive == "def"


def test_the_first_are_due_now_and_the_rest_later(deliveries: Deliveries) -> None:
    start(deliveries, first=1)

    assert [one.subscriber for one in claim(deliveries)] == [1]
    assert deliveries.next_due(MONTH) == (NOW, NOW)
    assert [one.subscriber for one in claim(deliveries, now=NOW + 15 * MINUTE)] == [2, 3, 4]


def test_what_is_claimed_is_not_claimed_again(deliveries: Deliveries) -> None:
    start(deliveries)
    first, second = claim(deliveries, most=2), claim(deliveries, holder="there:2")

    assert [one.subscriber for one in (*first, *second)] == [1, 2, 3, 4]
    assert claim(deliveries) == ()


def test_what_is_given_back_may_be_claimed_again_under_a_new_fence(deliveries: Deliveries) -> None:
    start(deliveries)
    first = claim(deliveries, most=1)
    deliveries.release(MONTH, first)
    again = claim(deliveries, most=1)

    assert [one.subscriber for one in again] == [1]
    assert again[0].fence > first[0].fence


def test_a_run_whose_row_was_taken_over_may_neither_send_nor_say_anything(deliveries: Deliveries) -> None:
    start(deliveries)
    (old,) = claim(deliveries, most=1)
    deliveries.recover(MONTH, machine="here", now=NOW)
    (new,) = claim(deliveries, most=1)

    assert begin(deliveries, old) is False
    end(deliveries, settled(old, DeliveryState.REFUSED))
    assert begin(deliveries, new) is True
    end(deliveries, settled(new))
    assert counts(deliveries) == {DeliveryState.ACCEPTED: 1, DeliveryState.WAITING: 3}


def test_what_a_dead_run_had_in_hand_may_have_arrived_and_what_it_only_claimed_may_not(
    deliveries: Deliveries,
) -> None:
    start(deliveries)
    one, _two = claim(deliveries, most=2)
    begin(deliveries, one)

    assert deliveries.recover(MONTH, machine="here", now=NOW) == (
        Doubtful(1, "m1", may_have_arrived=True),
        Doubtful(2, "m2", may_have_arrived=False),
    )
    assert counts(deliveries) == {DeliveryState.UNCERTAIN: 1, DeliveryState.WAITING: 3}
    assert [one.subscriber for one in claim(deliveries, uncertain=False)] == [2, 3, 4]


def test_a_run_on_another_machine_counts_until_its_lease_is_over(deliveries: Deliveries) -> None:
    start(deliveries)
    (one,) = claim(deliveries, holder="elsewhere:1", most=1)
    begin(deliveries, one)

    assert deliveries.recover(MONTH, machine="here", now=LEASE) == ()
    assert deliveries.recover(MONTH, machine="here", now=LEASE + MINUTE) == (Doubtful(1, "m1", True),)


def test_a_reader_who_is_erased_in_the_meantime_is_not_sent_to(path: Path, deliveries: Deliveries) -> None:
    start(deliveries)
    (one,) = claim(deliveries, most=1)
    with open_subscribers(path) as store:
        store.erase(key_of("lezer1@lezers.example"), now=NOW)

    assert begin(deliveries, one) is False
    assert counts(deliveries) == {DeliveryState.WAITING: 3, DeliveryState.DROPPED: 1}


def test_after_a_year_the_numbers_are_left(path: Path, deliveries: Deliveries) -> None:
    start(deliveries)
    for one in claim(deliveries):
        begin(deliveries, one)
        end(deliveries, settled(one))
    with open_subscribers(path) as store:
        store.sweep(NOW + timedelta(days=366), SweepTerms(), key_of)

    assert counts(deliveries) == {DeliveryState.ACCEPTED: 4}


def test_a_row_that_cannot_be_recorded_is_said_aloud(deliveries: Deliveries) -> None:
    start(deliveries)
    (one,) = claim(deliveries, most=1)
    with deliveries.steps(MONTH) as steps:
        steps._cursor.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="could not be recorded"):
            steps.step(None, one, now=NOW, lease_until=LEASE)
        steps._cursor.execute("PRAGMA query_only = OFF")
