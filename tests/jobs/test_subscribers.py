"""Bringing in, handing out, erasing and sweeping subscribers, with the real file."""

from __future__ import annotations

import csv
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import InputFileError, UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.subscribers import (
    Erased,
    ImportResult,
    Refused,
    count_subscribers,
    export_subscribers,
    find_subscriber,
    import_subscribers,
    remove_subscriber,
    renew_key,
    sweep_subscribers,
)
from pipeline.model.subscribers import SubscriberState, Suppressed, Swept
from pipeline.read.address import address_key
from pipeline.shell.outbox import write_mail
from pipeline.shell.secret import make_keys
from tests.roots import make_root

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BASIS = "Aanmeldformulier van de oude site"
JAN = "jan@wijkteam.example"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return make_root(tmp_path / "brief")


def bring(root: Root, *addresses: str, now: datetime = NOW, basis: str = BASIS) -> ImportResult:
    file = root.path.parent / "lijst.csv"
    file.write_text("".join(f"{one}\n" for one in ("email", *addresses)), encoding="utf-8")
    return import_subscribers(root, file, basis=basis, now=now)


def end(root: Root, address: str, state: SubscriberState, now: datetime = NOW) -> None:
    found = find_subscriber(root, address)
    assert found is not None
    with root.open_subscribers() as store:
        key = address_key(found.address, make_keys(root.subscriber_keys))
        assert store.end(found.id, state, key=key, now=now)


def test_an_import_records_its_basis_with_each_address(root: Root) -> None:
    result = bring(root, JAN, "geen-adres", "Piet@WIJKTEAM.example", basis=f"  {BASIS}\n")

    assert result == ImportResult(2, (Refused(3, "", "An email address must have an @-sign"),))
    found = find_subscriber(root, "JAN@wijkteam.example")
    assert found is not None
    assert (found.address, found.state, found.basis, found.requested_at, found.confirmed_at) == (
        JAN,
        SubscriberState.ACTIVE,
        BASIS,
        NOW,
        None,
    )


def test_who_is_there_left_or_was_removed_does_not_come_in_and_the_reason_says_why(root: Root) -> None:
    bring(root, *(f"a{number}@wijkteam.example" for number in range(5)))
    end(root, "a1@wijkteam.example", SubscriberState.UNSUBSCRIBED)
    end(root, "a2@wijkteam.example", SubscriberState.COMPLAINED)
    end(root, "a3@wijkteam.example", SubscriberState.UNREACHABLE)
    remove_subscriber(root, "a4@wijkteam.example", now=NOW)

    again = bring(root, *(f"A{number}@wijkteam.example" for number in range(6)))
    sweep_subscribers(root, now=NOW + timedelta(days=40))
    after_sweep = bring(root, "a1@wijkteam.example", now=NOW + timedelta(days=41))

    assert again.added == 1
    assert [(one.line, one.reason.partition(";")[0]) for one in again.refused] == [
        (2, "is subscribed already"),
        (3, "unsubscribed"),
        (4, "complained"),
        (5, "could not be reached"),
        (6, "was removed on request"),
    ]
    assert [one.reason.partition(";")[0] for one in after_sweep.refused] == ["unsubscribed"]


def test_a_hash_of_an_older_key_still_keeps_who_left_out(root: Root) -> None:
    bring(root, JAN)
    remove_subscriber(root, JAN, now=NOW)
    renew_key(root)

    assert bring(root, JAN).added == 0


@pytest.mark.parametrize("basis", ["", "   ", "ja"])
def test_an_import_without_a_basis_is_refused_before_anything_is_read(root: Root, basis: str) -> None:
    with pytest.raises(UsageError, match="--basis"):
        import_subscribers(root, root.path / "er-is-niets.csv", basis=basis, now=NOW)
    assert not root.subscriber_file.exists()


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    root = make_root(tmp_path / "brief", extra="[subscribers]\nimport_max_bytes = 100")
    large, zipped = tmp_path / "groot.csv", tmp_path / "lijst.xlsx"
    large.write_bytes(b"a" * 101)
    zipped.write_bytes(b"PK\x03\x04\0\0")

    for file, words in (
        (large, "is larger than 100 bytes"),
        (zipped, "is no text"),
        (tmp_path / "x", "cannot"),
    ):
        with pytest.raises(InputFileError, match=words):
            import_subscribers(root, file, basis=BASIS, now=NOW)


def test_what_is_exported_holds_no_formula_and_can_be_imported_elsewhere(root: Root, tmp_path: Path) -> None:
    """A5"""
    odd = ["=1+1@wijkteam.example", "+31@wijkteam.example", "-f@wijkteam.example", JAN]
    bring(root, *odd, basis='=HYPERLINK("https://boos.example")')

    text = export_subscribers(root)
    other = make_root(tmp_path / "ander")
    file = tmp_path / "uitvoer.csv"
    file.write_text(text, encoding="utf-8", newline="")
    import_subscribers(other, file, basis=BASIS, now=NOW)

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    with other.open_subscribers() as store:
        assert [one.address for one in store.load_all()] == odd


def test_an_erased_address_is_in_no_file_of_the_root(root: Root) -> None:
    bring(root, JAN, "piet@wijkteam.example")
    for reader in (JAN, "Jan@WIJKTEAM.example", "piet@wijkteam.example"):
        write_mail(root.outbox, f"To: {reader}\r\n\r\nHoi\r\n".encode(), "bevestigen")
    (root.path.parent / "lijst.csv").unlink()

    erased = remove_subscriber(root, "Jan@wijkteam.example", now=NOW)

    assert erased == Erased("Jan@wijkteam.example", True, 2)
    kept = [path for path in root.path.rglob("*") if path.is_file()]
    assert [path for path in kept if b"jan@wijkteam" in path.read_bytes().lower()] == []
    assert count_subscribers(root).suppressed[Suppressed.REMOVED] == 1
    assert remove_subscriber(root, JAN, now=NOW) == Erased(JAN, False, 0)


def test_the_sweep_takes_old_mail_that_waits_along_and_a_second_one_changes_nothing(root: Root) -> None:
    bring(root, JAN, now=NOW - timedelta(days=100))
    end(root, JAN, SubscriberState.UNSUBSCRIBED, NOW - timedelta(days=29))
    mail_in = root.outbox / "2026-11"
    old, new = (write_mail(root.outbox, b"To: a@x.nl\r\n\r\n", "bevestigen") for _ in range(2))
    sent, kept = (write_mail(mail_in, b"To: a@x.nl\r\n\r\n", "lezer") for _ in range(2))
    for mail, days in ((old, 8), (new, 6), (sent, 29), (kept, 27)):
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(mail, (moment, moment))

    assert sweep_subscribers(root, now=NOW) == Swept(ended=1)
    assert sweep_subscribers(root, now=NOW) == Swept()
    assert sorted(root.outbox.rglob("*.eml")) == sorted([new, kept])
    assert find_subscriber(root, JAN) is None


def test_a_mail_that_waits_is_for_its_owner_alone(root: Root) -> None:
    path = write_mail(root.outbox, b"To: a@x.nl\r\n\r\n", "bevestigen")

    assert (oct(path.stat().st_mode & 0o777), oct(root.outbox.stat().st_mode & 0o777)) == ("0o600", "0o700")
    assert [one.suffix for one in root.outbox.iterdir()] == [".eml"]
