"""What goes wrong at any point of the dialogue with a relay leaves every reader in the right state."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.model.delivery import DeliveryState as State
from pipeline.model.delivery import SendingState
from tests.ready import SENT, address_of, gone_on, ready_root, relay_table, sent, states
from tests.relay import KINDS, Fault, Relay

READERS = 5
DAY = timedelta(days=1)
# What the reader becomes at whom it happens; what is not here is accepted after all, on a new connection.
BECOMES = {
    ("mail", "4xx"): State.LATER,
    ("mail", "5xx"): State.WAITING,
    ("rcpt", "5xx"): State.NO_SUCH_ADDRESS,
    ("data", "5xx"): State.REFUSED,
    ("body", "5xx"): State.REFUSED,
    ("dot", "5xx"): State.REFUSED,
    ("dot", "timeout"): State.UNCERTAIN,
    ("dot", "reset"): State.UNCERTAIN,
    # The whole message was on its way when the relay broke off: it may have read it.
    ("body", "timeout"): State.UNCERTAIN,
    ("body", "reset"): State.UNCERTAIN,
}
BECOMES |= {(point, kind): State.LATER for point in ("rcpt", "data") for kind in KINDS if kind != "5xx"}
BECOMES |= {(point, kind): State.LATER for point in ("body", "dot") for kind in ("4xx", "421")}
# The first message of a connection that breaks tells us nothing about connections: it waits its turn.
FIRST = {("mail", kind): State.LATER for kind in ("421", "timeout", "reset")}


def expected(point: str, kind: str, at: int) -> dict[str, State]:
    """The state of each reader after the first run."""
    becomes = BECOMES.get((point, kind))
    if at == 1:
        becomes = FIRST.get((point, kind), becomes)
    made = {address_of(number): State.ACCEPTED for number in range(READERS)}
    if becomes is not None:
        made[address_of(at - 1)] = becomes
    if becomes is State.WAITING:
        # It is us: nobody after this one was asked.
        made |= {address_of(number): State.WAITING for number in range(at, READERS)}
    return made


@pytest.mark.parametrize("at", [1, 3, READERS])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("point", ["mail", "rcpt", "data", "body", "dot", "quit"])
@pytest.mark.slow
def test_a_fault_at_a_message_hits_that_reader_and_nobody_else(
    tmp_path: Path, point: str, kind: str, at: int
) -> None:
    with Relay({Fault(point, at): kind}) as relay:
        root = ready_root(tmp_path, readers=READERS, extra=relay_table(relay.port))
        sent(root)
        assert states(root) == expected(point, kind, at)
        again = sent(root, now=SENT + DAY)

        assert again.state is SendingState.DONE
        assert_each_has_it_once(relay, states(root))


@pytest.mark.parametrize("kind", ["4xx", "421", "timeout", "reset"])
@pytest.mark.parametrize("point", ["connect", "ehlo"])
def test_a_relay_that_cannot_be_reached_at_once_is_asked_again(tmp_path: Path, point: str, kind: str) -> None:
    with Relay({Fault(point, 1): kind, Fault(point, 2): kind}) as relay:
        root = ready_root(tmp_path, readers=READERS, extra=relay_table(relay.port))
        sending = sent(root)

        assert sending.state is SendingState.DONE
        assert sorted(relay.readers) == [address_of(number) for number in range(READERS)]


def test_a_relay_that_knows_no_ehlo_is_greeted_with_helo(tmp_path: Path) -> None:
    with Relay({Fault("ehlo", 1): "502 5.5.2 what"}) as relay:
        root = ready_root(tmp_path, readers=READERS, extra=relay_table(relay.port))

        assert sent(root).state is SendingState.DONE


def test_a_relay_that_wants_nothing_of_us_stops_the_run_and_takes_no_readers_turn(tmp_path: Path) -> None:
    with Relay({Fault("connect", 1): "554 5.7.1 go away"}) as relay:
        root = ready_root(tmp_path, readers=READERS, extra=relay_table(relay.port))
        sending = sent(root)

        assert sending.state is SendingState.STOPPED
        assert set(states(root).values()) == {State.WAITING}


@pytest.mark.parametrize("at", [1, 2, 4])
@pytest.mark.parametrize("kind", ["421", "timeout", "reset"])
@pytest.mark.parametrize("point", ["connect", "ehlo"])
@pytest.mark.slow
def test_a_connection_that_is_lost_in_the_middle_is_made_again(
    tmp_path: Path, point: str, kind: str, at: int
) -> None:
    with Relay({Fault(point, at): kind}, hang_up_after=2) as relay:
        root = ready_root(tmp_path, readers=9, extra=relay_table(relay.port))
        sending = sent(root)

        assert sending.state is SendingState.DONE
        assert Counter(relay.readers) == Counter(address_of(number) for number in range(9))


def test_a_relay_that_is_not_there_leaves_everybody_waiting_for_the_schedule(tmp_path: Path) -> None:
    with Relay() as relay:
        port = relay.port
    root = ready_root(tmp_path, extra=relay_table(port))
    sending = sent(root)

    assert (sending.state, sending.note[:34]) == (SendingState.LATER, "no mail server could be reached: 1")
    with Relay(port=port) as relay:
        (again,) = gone_on(root, now=SENT + timedelta(minutes=5))

        assert again.state is SendingState.DONE
        assert sorted(relay.readers) == [address_of(number) for number in range(3)]


@pytest.mark.parametrize("pipelining", [True, False])
def test_each_reader_has_it_once_with_and_without_pipelining(tmp_path: Path, pipelining: bool) -> None:
    with Relay(pipelining=pipelining, hang_up_after=3) as relay:
        root = ready_root(tmp_path, readers=20, extra=relay_table(relay.port, connections=3))
        sending = sent(root)

        assert (sending.state, sending.accepted) == (SendingState.DONE, 20)
        assert Counter(relay.readers) == Counter(address_of(number) for number in range(20))


def test_eleven_failures_pause_the_run(tmp_path: Path) -> None:
    faults = {Fault("rcpt", number): "451 4.7.1 try later" for number in range(1, 40)}
    with Relay(faults) as relay:
        root = ready_root(tmp_path, readers=40, extra=relay_table(relay.port))
        sending = sent(root)

        assert sending.state is SendingState.PAUSED
        assert "too many failures" in sending.note
        assert Counter(states(root).values()) == {State.LATER: 11, State.WAITING: 29}


@pytest.mark.parametrize(
    "answer",
    ["530 5.7.0 log in", "535 5.7.8 no", "550 5.1.8 bad sender", "552 5.3.4 too big", "550 5.2.3 too long"],
)
def test_what_is_our_fault_stops_the_run_and_costs_no_reader_a_try(tmp_path: Path, answer: str) -> None:
    with Relay({Fault("rcpt", 2): answer}) as relay:
        root = ready_root(tmp_path, readers=4, extra=relay_table(relay.port))
        sending = sent(root)

        assert sending.state is SendingState.STOPPED
        assert answer.partition(" ")[0] in sending.note
        assert list(states(root).values()) == [State.ACCEPTED, *[State.WAITING] * 3]


def test_three_refusals_for_policy_running_are_our_fault_and_two_are_not(tmp_path: Path) -> None:
    policy = "550 5.7.1 not from you"
    faults = {Fault("rcpt", number): policy for number in (1, 2, 4, 5, 6)}
    with Relay(faults) as relay:
        root = ready_root(tmp_path, readers=10, extra=relay_table(relay.port))
        sending = sent(root)

        assert sending.state is SendingState.STOPPED
        assert [one.value for one in states(root).values()] == [
            *("later", "later", "aangenomen", "later", "later", "later"),
            *("wacht",) * 4,
        ]


def test_what_is_refused_at_mail_is_about_us(tmp_path: Path) -> None:
    with Relay({Fault("mail", 1): "550 5.7.1 who are you"}) as relay:
        root = ready_root(tmp_path, extra=relay_table(relay.port))

        assert sent(root).state is SendingState.STOPPED


def test_a_mailbox_that_is_full_ends_it_for_this_edition(tmp_path: Path) -> None:
    with Relay({Fault("rcpt", 2): "552 5.2.2 mailbox full"}) as relay:
        root = ready_root(tmp_path, extra=relay_table(relay.port))
        sending = sent(root)

        assert sending.state is SendingState.DONE
        assert states(root)[address_of(1)] is State.FULL


@pytest.mark.slow
def test_after_72_hours_it_is_given_up(tmp_path: Path) -> None:
    with Relay({Fault("rcpt", number): "451 4.2.0 busy" for number in range(1, 30)}) as relay:
        root = ready_root(tmp_path, readers=1, extra=relay_table(relay.port))
        now = SENT
        sending = sent(root, now=now)
        tries = [now]
        while sending.next_at is not None:
            now = sending.next_at
            tries.append(now)
            (sending,) = gone_on(root, now=now)

        assert [(one - SENT) / timedelta(minutes=5) for one in tries[:4]] == [0, 1, 3, 7]
        assert tries[-1] - SENT == timedelta(hours=72)
        assert states(root) == {address_of(0): State.GIVEN_UP}
        assert sending.state is SendingState.DONE


def test_what_stays_uncertain_is_sent_once_more_and_no_third_time(tmp_path: Path) -> None:
    with Relay({Fault("dot", number): "reset" for number in range(1, 9)}) as relay:
        root = ready_root(tmp_path, readers=1, extra=relay_table(relay.port))
        sent(root)
        sent(root, now=SENT + DAY)
        sending = sent(root, now=SENT + 2 * DAY)

        assert (sending.state, relay.messages) == (SendingState.DONE, 2)
        assert states(root) == {address_of(0): State.UNCERTAIN}


def assert_each_has_it_once(relay: Relay, found: dict[str, State]) -> None:
    """Nobody is lost; twice has it only who may have had it when the connection broke after the dot."""
    counts = Counter(relay.readers)
    for address, state in found.items():
        assert state in (State.ACCEPTED, State.NO_SUCH_ADDRESS, State.REFUSED), address
        if state is State.ACCEPTED:
            assert counts[address] in (1, 2), address
    doubles = sum(number - 1 for number in counts.values())
    assert doubles <= sum(kind == "timeout" and fault.point == "dot" for fault, kind in relay.faults.items())
