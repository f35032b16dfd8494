"""What came back is recorded before it is deleted, and only what has our mark counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import UsageError, WriteError
from pipeline.jobs.root import Root
from pipeline.jobs.send.bounces import BounceCounts, run_bounces
from pipeline.jobs.send.prepare import Addressing, addressing
from pipeline.model import Month
from pipeline.model.delivery import DeliveryState
from pipeline.model.subscribers import SubscriberState
from pipeline.shell.secret import make_keys
from tests.came_back import arf, dsn, letter, odd
from tests.ready import SENT, address_of, outbox, ready_root, relay_table, sent, states
from tests.relay import Fault, Relay
from tests.roots import MONTH

DAY = timedelta(days=1)
BOX = 'backend = "files"\nfirst = 0\n[bounces]\nmaildir = "var/retour"\n'


@pytest.fixture
def root(tmp_path: Path) -> Root:
    made = ready_root(tmp_path, readers=4, extra=f"[delivery]\n{BOX}")
    for name in ("new", "cur", "tmp"):
        (made.path / "var" / "retour" / name).mkdir(parents=True)
    return made


def mail_of(root: Root, month: Month = MONTH) -> Addressing:
    return addressing(root, make_keys(root.subscriber_keys), month, now=SENT)


def way_out(root: Root, number: int) -> str:
    """Where the mailto of List-Unsubscribe of this reader leads."""
    reader = mail_of(root).reader(number, "", "")
    return f"retour+{reader.mark}@example.nl"


def put(root: Root, *bodies: bytes) -> None:
    box = root.path / "var" / "retour" / "new"
    for body in bodies:
        (box / f"{len(list(box.parent.rglob('*')))}.mx").write_bytes(body)


def box_of(root: Root, name: str = "new") -> list[str]:
    return sorted(path.name for path in (root.path / "var" / "retour" / name).iterdir())


def state_of(root: Root, number: int) -> SubscriberState:
    with root.open_subscribers() as store:
        found = store.find_by_id(number)
    assert found is not None
    return found.state


def kept(root: Root) -> list[tuple[int, str, str]]:
    with closing(sqlite3.connect(root.subscriber_file)) as connection:
        return list(connection.execute("SELECT subscriber_id, month, kind FROM bounces ORDER BY 1, 2, 3"))


def read(root: Root, now: datetime = SENT) -> BounceCounts:
    return run_bounces(root, now=now)


def test_an_edition_counts_once_however_often_it_came_back(root: Root) -> None:
    put(root, dsn(mail_of(root).envelope(1)), dsn(mail_of(root).envelope(1)), odd(mail_of(root).envelope(1)))

    assert read(root) == BounceCounts(hard=3)
    assert kept(root) == [(1, "2026-12", "hard")]
    assert (box_of(root), box_of(root, "cur")) == ([], [])


def test_a_full_mailbox_is_no_point(root: Root) -> None:
    for month in (MONTH, MONTH.plus(-1), MONTH.plus(-2)):
        put(root, dsn(mail_of(root, month).envelope(1), status="5.2.2", diagnostic="smtp; 552 5.2.2 full"))

    assert read(root) == BounceCounts(soft=3)
    assert state_of(root, 1) is SubscriberState.ACTIVE


def test_one_complaint_is_enough(root: Root) -> None:
    put(root, arf(mail_of(root).envelope(2)))

    assert read(root) == BounceCounts(complaints=1)
    assert state_of(root, 2) is SubscriberState.COMPLAINED


def test_a_request_by_mail_is_enough(root: Root) -> None:
    put(root, letter(way_out(root, 3)))

    assert read(root) == BounceCounts(unsubscribed=1)
    assert state_of(root, 3) is SubscriberState.UNSUBSCRIBED


def test_an_absence_is_none(root: Root) -> None:
    put(root, letter(mail_of(root).envelope(3), headers="Auto-Submitted: auto-replied\n"))

    assert read(root) == BounceCounts(ignored=1)
    assert state_of(root, 3) is SubscriberState.ACTIVE


def test_a_bounce_of_a_request_unsubscribes_nobody(root: Root) -> None:
    put(root, dsn(way_out(root, 3)))

    assert read(root) == BounceCounts(ignored=1)
    assert state_of(root, 3) is SubscriberState.ACTIVE


def test_without_a_mark_of_ours_it_says_nothing_and_stays_for_a_person(root: Root) -> None:
    forged = mail_of(root).envelope(1).replace("aaaa", "aaab", 1)
    put(root, dsn("retour@example.nl"), dsn(forged), arf("iemand@lezers.example"))

    assert read(root) == BounceCounts(unknown=3)
    assert kept(root) == []
    assert (box_of(root), len(box_of(root, "cur"))) == ([], 3)
    assert read(root) == BounceCounts()


def fail_three_times(root: Root, number: int) -> None:
    for month in (MONTH.plus(-2), MONTH.plus(-1), MONTH):
        put(root, dsn(mail_of(root, month).envelope(number)))


def test_after_three_editions_one_probe_goes_out_and_when_it_comes_back_the_address_is_let_go(
    root: Root,
) -> None:
    fail_three_times(root, 1)
    assert read(root) == BounceCounts(hard=3, probes=1)
    (probe,) = outbox(root, "probe")
    assert f"To: {address_of(0)}" in probe.read_text(encoding="ascii")
    assert state_of(root, 1) is SubscriberState.ACTIVE
    assert read(root, now=SENT + DAY) == BounceCounts()

    put(root, dsn(mail_of(root).envelope(1, round=0)))
    assert read(root, now=SENT + DAY) == BounceCounts(unreachable=1)
    assert state_of(root, 1) is SubscriberState.UNREACHABLE


def test_a_probe_that_does_not_come_back_clears_the_score(root: Root) -> None:
    fail_three_times(root, 1)
    read(root)

    assert read(root, now=SENT + 15 * DAY) == BounceCounts(recovered=1)
    assert kept(root) == []


def test_failures_of_long_ago_bring_no_probe(root: Root) -> None:
    for month in (MONTH.plus(-9), MONTH.plus(-8), MONTH):
        put(root, dsn(mail_of(root, month).envelope(1)))

    assert read(root) == BounceCounts(hard=3)


def test_what_a_relay_refused_at_once_counts_as_well(tmp_path: Path) -> None:
    with Relay({Fault("rcpt", 1): "550 5.1.1 unknown"}) as relay:
        tables = relay_table(relay.port) + '[bounces]\nmaildir = "var/retour"\n'
        root = ready_root(tmp_path, readers=2, extra=tables)
        (root.path / "var" / "retour" / "new").mkdir(parents=True)
        sent(root)
        read(root)

        assert states(root)[address_of(0)] is DeliveryState.NO_SUCH_ADDRESS
        assert kept(root) == [(1, "2026-12", "hard")]


def test_of_who_was_erased_nothing_is_written_down_again(root: Root) -> None:
    put(root, dsn(mail_of(root).envelope(99)))

    assert read(root) == BounceCounts(hard=1)
    assert kept(root) == []


def test_it_is_recorded_before_it_is_deleted(root: Root) -> None:
    put(root, letter(way_out(root, 3)), dsn(mail_of(root).envelope(1)), b"Subject: van een ander")
    (root.path / "var" / "retour" / "cur").rmdir()
    # Something is in the way of the folder for what is kept: it breaks off before anything is deleted.
    (root.path / "var" / "retour" / "cur").touch()
    with pytest.raises(WriteError):
        read(root)

    assert len(box_of(root)) == 3
    assert state_of(root, 3) is SubscriberState.UNSUBSCRIBED
    assert kept(root) == [(1, "2026-12", "hard")]
    (root.path / "var" / "retour" / "cur").unlink()
    read(root)
    assert kept(root) == [(1, "2026-12", "hard")]
    assert box_of(root) == []


def test_without_a_mailbox_it_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\[bounces\] in config.toml"):
        read(ready_root(tmp_path))
