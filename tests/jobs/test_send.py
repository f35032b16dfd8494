"""An approved edition goes to every reader, once, and nothing else goes to anybody."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from pipeline.errors import ApprovalError, DeliveryError, UsageError
from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.send import Edges, run_send, send_test
from pipeline.jobs.stories import run_stories_withdraw
from pipeline.jobs.subscribers import remove_subscriber, renew_key
from pipeline.model.delivery import DeliveryState as State
from pipeline.model.delivery import Sending, SendingState, Settled
from pipeline.model.keys import Purpose
from pipeline.model.subscribers import SubscriberState
from pipeline.read.address import address_key
from pipeline.shell.secret import make_keys
from pipeline.stages.deliver import month_number, token_of
from tests.ready import (
    APPROVED,
    AT_ONCE,
    SENT,
    add_readers,
    address_of,
    gone_on,
    outbox,
    ready_root,
    relay_table,
    sent,
    states,
)
from tests.relay import Fault, Relay
from tests.roots import MONTH, write

HOUR = timedelta(hours=1)


def mails(root: Root, folder: str = str(MONTH)) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=SMTP)
        for path in outbox(root, folder)
    ]


def journal(root: Root) -> list[dict[str, object]]:
    text = (root.archive(MONTH) / "journal.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def unsubscribe(root: Root, number: int) -> None:
    keys = make_keys(root.subscriber_keys)
    key = address_key(address_of(number), keys)
    with root.open_subscribers() as store:
        found = store.find(key)
        assert found is not None
        store.end(found.id, SubscriberState.UNSUBSCRIBED, key=key, now=SENT)


def approve_again(root: Root, *, by: str = "redactie") -> None:
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by=by, now=SENT + HOUR)


def withdraw(root: Root) -> None:
    with root.open_store() as store:
        run_stories_withdraw(root, store, slug="de-lege-stoel", by="redactie", now=SENT)


def test_files_are_what_is_written_before_a_relay_is_set(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    sending = sent(root)

    assert (sending.state, sending.counts) == (SendingState.DONE, {State.ACCEPTED: 3})
    assert sorted(mail["To"] for mail in mails(root)) == [address_of(number) for number in range(3)]
    assert {oct(path.stat().st_mode & 0o777) for path in outbox(root)} == {"0o600"}


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    first = sent(root)
    before = {path.name: path.stat().st_mtime_ns for path in outbox(root)}
    add_readers(root, 1, name="later")

    assert sent(root, now=SENT + HOUR) == first
    assert {path.name: path.stat().st_mtime_ns for path in outbox(root)} == before


def test_what_goes_over_the_wire_is_what_the_archive_has(tmp_path: Path) -> None:
    with Relay() as relay:
        root = ready_root(tmp_path, readers=1, extra=relay_table(relay.port))
        sent(root)
        (taken,) = relay.taken
    approved = (root.archive(MONTH) / "newsletter.eml").read_bytes()
    made = message_from_bytes(taken.message, _class=EmailMessage, policy=SMTP)
    original = message_from_bytes(approved, _class=EmailMessage, policy=SMTP)

    assert made["Subject"] == original["Subject"] == "Terug naar het gezin, één jaar later"
    assert taken.reader == made["To"] == address_of(0)
    for name in ("plain", "html"):
        ours, theirs = made.get_body((name,)), original.get_body((name,))
        assert ours is not None and theirs is not None
        lines = [line for line in theirs.get_content().splitlines() if "%%" not in line]
        assert [line for line in lines if line not in ours.get_content().splitlines()] == []


def test_the_envelope_says_only_to_us_who_it_was_and_which_edition(tmp_path: Path) -> None:
    with Relay() as relay:
        root = ready_root(tmp_path, readers=1, extra=relay_table(relay.port))
        sent(root)
        (taken,) = relay.taken
    local, _, domain = taken.sender.partition("@")
    token = token_of(local.removeprefix("retour+"))

    assert domain == "example.nl"
    assert token is not None
    claim = make_keys(root.subscriber_keys).read(Purpose.VERP, token, now=SENT)
    assert claim is not None
    assert (claim.subscriber, claim.round) == (1, month_number(MONTH))
    assert make_keys(root.subscriber_keys).read(Purpose.UNSUBSCRIBE, token, now=SENT) is None


@pytest.mark.slow
def test_own_people_go_ahead_and_the_rest_follows_after_the_pause(tmp_path: Path) -> None:
    root = ready_root(tmp_path, extra="[delivery]\nfirst = 2\nfirst_pause_minutes = 10\n")
    keys = make_keys(root.subscriber_keys)
    with root.open_subscribers() as store:
        store.add_imported([address_key("iemand@example.nl", keys)], basis="een collega", now=APPROVED)
    seen: list[int] = []

    def progress(settled: Settled) -> None:
        seen.append(settled.subscriber)

    clock = iter(SENT + timedelta(minutes=minute) for minute in [*[0] * 12, *range(1, 400)])
    sending = sent(root, now=lambda: next(clock), progress=progress)

    assert sending.state is SendingState.DONE
    assert (set(seen[:2]), set(seen[2:])) == ({1, 4}, {2, 3})


def test_who_left_since_the_sending_began_gets_nothing(tmp_path: Path) -> None:
    with Relay({Fault("rcpt", number): "451 4.2.0 later" for number in (1, 2, 3)}) as relay:
        root = ready_root(tmp_path, extra=relay_table(relay.port))
        sent(root)
        unsubscribe(root, 1)
        remove_subscriber(root, address_of(2), now=SENT)
        sending = sent(root, now=SENT + HOUR)

        assert relay.readers == [address_of(0)]
        assert (sending.state, sending.counts) == (SendingState.DONE, {State.ACCEPTED: 1, State.DROPPED: 2})


def test_who_has_ended_before_is_not_counted_at_all(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    unsubscribe(root, 1)

    assert sent(root).counts == {State.ACCEPTED: 2}


def test_told_to_stop_it_ends_after_the_messages_in_hand_and_goes_on_another_time(tmp_path: Path) -> None:
    stop = threading.Event()
    with Relay() as relay:
        root = ready_root(tmp_path, readers=30, extra=relay_table(relay.port))
        seen: list[Settled] = []

        def progress(settled: Settled) -> None:
            seen.append(settled)
            if len(seen) == 10:
                stop.set()

        sending = sent(root, stop=stop, progress=progress)
        assert (sending.state, sending.accepted) == (SendingState.PAUSED, 10)
        assert gone_on(root, now=SENT + HOUR) == ()
        assert sent(root, now=SENT + HOUR).state is SendingState.DONE
        assert Counter(relay.readers) == Counter(address_of(number) for number in range(30))


def test_the_schedule_goes_on_with_later_tries_when_they_are_due(tmp_path: Path) -> None:
    with Relay({Fault("rcpt", 1): "451 4.2.0 later"}) as relay:
        root = ready_root(tmp_path, extra=relay_table(relay.port))
        sending = sent(root)

        assert (sending.state, sending.next_at) == (SendingState.LATER, SENT + timedelta(minutes=5))
        assert gone_on(root, now=SENT + timedelta(minutes=4)) == ()
        (again,) = gone_on(root, now=SENT + timedelta(minutes=5))
        assert (again.state, again.accepted) == (SendingState.DONE, 3)
        assert gone_on(root, now=SENT + HOUR) == ()


def test_the_journal_says_what_went_out_in_numbers_and_without_an_address(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    sending = sent(root, by="verzending")
    approved, began, ended = journal(root)

    assert approved["what"] == "approved"
    assert began == {
        "what": "sending",
        "when": "2026-12-03T11:00:00+01:00",
        "by": "verzending",
        "month": "2026-12",
        "hash": sending.archive,
        "readers": 3,
        "backend": "files",
    }
    assert (ended["what"], ended["counts"]) == ("sending-done", {"aangenomen": 3})
    assert "@" not in (root.archive(MONTH) / "journal.jsonl").read_text(encoding="utf-8")


def test_with_two_people_who_approves_does_not_send(tmp_path: Path) -> None:
    root = ready_root(tmp_path, extra=f"{AT_ONCE}[approval]\ntwo_people = true\n")

    with pytest.raises(DeliveryError, match="somebody else sends it"):
        sent(root, by="Redactie")
    assert not root.outbox.exists()
    assert sent(root, by="verzending").state is SendingState.DONE


def test_what_is_not_approved_does_not_go(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    with root.open_store() as store, pytest.raises(ApprovalError, match="is not approved"):
        run_send(root, store, month=MONTH.plus(1), edges=Edges(lambda: SENT))


def test_an_archive_that_somebody_touched_does_not_go(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    path = root.archive(MONTH) / "newsletter.eml"
    path.write_bytes(path.read_bytes().replace(b"gezin", b"gazin"))

    with pytest.raises(ApprovalError, match=r"newsletter\.eml in .* is not what was approved"):
        sent(root)
    assert not root.outbox.exists()


def test_without_https_there_is_no_way_out_and_nothing_goes(tmp_path: Path) -> None:
    root = ready_root(tmp_path, extra=f'{AT_ONCE}[web]\nbase_url = "http://nieuwsbrief.example.nl"\n')

    with pytest.raises(DeliveryError, match="must begin with https"):
        sent(root)


def test_a_story_whose_time_is_over_keeps_the_edition_in(tmp_path: Path) -> None:
    root = ready_root(tmp_path)

    with pytest.raises(ApprovalError, match="stories sweep"):
        sent(root, now=SENT + timedelta(days=800))


def test_a_withdrawal_asks_for_a_new_approval_and_then_it_goes_without_the_story(tmp_path: Path) -> None:
    with Relay({Fault("rcpt", 2): "451 4.2.0 later"}) as relay:
        root = ready_root(tmp_path, extra=relay_table(relay.port))
        sent(root)
        withdraw(root)
        (held,) = gone_on(root, now=SENT + HOUR)
        assert held.state is SendingState.PAUSED
        with pytest.raises(ApprovalError, match="changed after it was approved"):
            sent(root, now=SENT + HOUR)
        approve_again(root)
        sending = sent(root, now=SENT + 2 * HOUR)

        assert (sending.state, sending.accepted) == (SendingState.DONE, 3)
        assert Counter(relay.readers) == Counter(address_of(number) for number in range(3))
        assert [b"De lege stoel" in taken.message for taken in relay.taken] == [True, True, False]
    assert [entry["what"] for entry in journal(root)][:4] == ["approved", "sending", "withdrawn", "approved"]


@pytest.mark.slow
def test_a_withdrawal_while_it_goes_out_stops_what_was_not_sent(tmp_path: Path) -> None:
    with Relay() as relay:
        root = ready_root(tmp_path, readers=250, extra=relay_table(relay.port))
        seen: list[Settled] = []

        def progress(settled: Settled) -> None:
            seen.append(settled)
            if len(seen) == 20:
                withdraw(root)

        sending = sent(root, progress=progress)

        assert sending.state is SendingState.PAUSED
        assert "approved again" in sending.note
        # What was claimed goes; no next batch does.
        assert len(relay.readers) == 100


def test_an_approved_edition_is_approved_again_only_when_something_was_taken_out(tmp_path: Path) -> None:
    root = ready_root(tmp_path)

    with pytest.raises(ApprovalError, match="was approved before"):
        approve_again(root)


def test_who_approves_again_is_who_must_not_send(tmp_path: Path) -> None:
    root = ready_root(tmp_path, extra=f"{AT_ONCE}[approval]\ntwo_people = true\n")
    withdraw(root)
    approve_again(root, by="verzending")

    with pytest.raises(DeliveryError, match="verzending approved"):
        sent(root, by="verzending")
    assert sent(root, by="redactie").state is SendingState.DONE


def test_a_trial_goes_to_addresses_of_ones_own_and_counts_for_nothing(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    trial = send_test(root, month=MONTH, addresses=["proef@example.nl"], by="redactie", now=SENT)

    assert [one.is_accepted for one in trial.replies] == [True]
    (mail,) = mails(root, f"{MONTH}-test")
    assert (mail["To"], mail["Subject"]) == (
        "proef@example.nl",
        "[TEST] Terug naar het gezin, één jaar later",
    )
    assert (journal(root)[-1]["what"], journal(root)[-1]["readers"]) == ("test-sent", 1)
    assert sent(root).accepted == 3


def test_a_draft_may_be_tried_before_it_is_approved(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    month = MONTH.plus(1)
    write(root.build(month) / "leeg", "")
    (root.build(month) / "newsletter.eml").write_bytes((root.archive(MONTH) / "newsletter.eml").read_bytes())
    trial = send_test(root, month=month, addresses=["proef@example.nl"], by="redactie", now=SENT)

    assert trial.source == f"build/{month}/newsletter.eml"
    with pytest.raises(DeliveryError, match="there is no draft"):
        send_test(root, month=month.plus(1), addresses=["proef@example.nl"], by="redactie", now=SENT)
    with pytest.raises(UsageError, match="takes addresses"):
        send_test(root, month=month, addresses=["geen adres"], by="redactie", now=SENT)


def test_the_way_out_of_a_trial_unsubscribes_nobody(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    send_test(root, month=MONTH, addresses=["proef@example.nl"], by="redactie", now=SENT)
    (mail,) = mails(root, f"{MONTH}-test")
    token = str(mail["List-Unsubscribe"]).partition(">")[0].rpartition("/")[2]
    claim = make_keys(root.subscriber_keys).read(Purpose.UNSUBSCRIBE, token, now=SENT)

    assert claim is not None
    with root.open_subscribers() as store:
        assert store.find_by_id(claim.subscriber) is None


def test_a_full_disk_pauses_and_costs_no_reader_a_try(tmp_path: Path) -> None:
    root = ready_root(tmp_path)
    write(root.outbox, "in the way of the folder")
    sending = sent(root)

    assert sending.state is SendingState.STOPPED
    assert set(states(root).values()) == {State.WAITING}
    root.outbox.unlink()
    assert sent(root, now=SENT + HOUR).accepted == 3


def test_several_relays_share_the_work(tmp_path: Path) -> None:
    with Relay() as one, Relay() as other:
        tables = relay_table(one.port) + f'[[relay]]\nhost = "127.0.0.1"\nport = {other.port}\n'
        root = ready_root(tmp_path, readers=200, extra=tables)
        sent(root)

        assert len(one.taken) + len(other.taken) == 200
        assert min(len(one.taken), len(other.taken)) > 0


def test_a_relay_that_is_down_leaves_the_work_to_the_other(tmp_path: Path) -> None:
    with Relay() as gone:
        port = gone.port
    with Relay() as relay:
        tables = relay_table(relay.port) + f'[[relay]]\nhost = "127.0.0.1"\nport = {port}\n'
        root = ready_root(tmp_path, readers=30, extra=tables)
        sending: Sending = sent(root)

        assert (sending.state, len(relay.taken)) == (SendingState.DONE, 30)


def test_so_many_a_minute_is_not_more_than_so_many_a_minute(tmp_path: Path) -> None:
    with Relay() as relay:
        root = ready_root(
            tmp_path, readers=6, extra=relay_table(relay.port, delivery="first = 0\nper_minute = 600")
        )
        began = time.monotonic()
        sent(root)

        assert time.monotonic() - began >= 0.5
        assert len(relay.taken) == 6


def test_keys_may_be_renewed_while_a_sending_goes_on(tmp_path: Path) -> None:
    with Relay({Fault("dot", 1): "timeout"}) as relay:
        root = ready_root(tmp_path, readers=1, extra=relay_table(relay.port))
        sent(root)
        renew_key(root)
        sent(load_root(root.path), now=SENT + HOUR)
        first, second = (
            message_from_bytes(taken.message, _class=EmailMessage, policy=SMTP)["Message-ID"]
            for taken in relay.taken
        )

    assert first == second
