"""The editors hear what the schedule did: one mail a run, never twice, and the planned sending begins."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from pipeline.jobs.notices import tell_editors
from pipeline.jobs.root import Root, load_root
from pipeline.model.delivery import DeliveryState, SendingState
from pipeline.schedule import send_safely, tick
from pipeline.stages.due import BUILD, COLLECT, DueNotice
from tests.ready import AT_ONCE, SENT, address_of, outbox, ready_root, relay_table, sent, states
from tests.relay import Fault, Relay
from tests.roots import CONFIG, MONTH, ZONE, make_root, write

BUILD_DUE = datetime(2026, 12, 3, 9, 0, tzinfo=ZONE)
SEND_DUE = datetime(2026, 12, 8, 10, 0, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)
PLANNED = 'send = "second tuesday 10:00"\n'
TWO = 'notify = ["redactie@example.nl", "eind@example.nl"]\n'


def rung(root: Root, moment: datetime) -> list[str]:
    """The alarm goes off; returns the jobs that were done."""
    return [run.job for run in tick(root, now=lambda: moment, dead_before=moment)]


def send_looks(root: Root, moment: datetime) -> None:
    """The part of the schedule that sends looks what is due."""
    send_safely(root.path, now=lambda: moment, stop=threading.Event(), dead_before=moment)


def told(root: Root) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=SMTP)
        for path in outbox(root, "redactie")
    ]


def subjects(root: Root) -> list[str]:
    return [str(mail["Subject"]) for mail in told(root)]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def runs(root: Root) -> dict[tuple[str, datetime], str]:
    with root.open_store() as store:
        return {(run.job, run.due_at): run.outcome for run in store.load_runs()}


def add_run(root: Root, job: str, moment: datetime, outcome: str) -> None:
    with root.open_store() as store:
        assert store.claim_run(job, moment, moment)
        store.finish_run(job, moment, moment, outcome)


def tell(root: Root, moment: datetime) -> tuple[DueNotice, ...]:
    with root.open_store() as store:
        return tell_editors(root, store, now=moment)


def test_a_draft_is_told_once_with_its_subject_its_findings_and_where_the_report_is(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    assert rung(root, BUILD_DUE) == [COLLECT, BUILD]
    assert rung(root, BUILD_DUE + 5 * MINUTE) == []

    (mail,) = told(root)
    text = text_of(mail)
    assert mail["To"] == "redactie@example.nl"
    assert mail["Subject"] == "Proef december 2026: 1 punt houdt de editie tegen"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Het onderwerp is: ‘Veilig Thuis Nieuws (voorbeeld) – december 2026’." in " ".join(text.split())
    assert "- HOUDT TEGEN: " in text
    assert f"   {root.build(MONTH) / 'report.html'}\n" in text
    assert "   nieuwsbrief approve 2026-12 --by redactie\n" in text
    assert "<strong>Houdt tegen:</strong>" in text_of(mail, "html")
    assert runs(root)["tell-build", BUILD_DUE] == "told 1 of 1 editors"


def test_who_wants_no_mail_gets_none(tmp_path: Path) -> None:
    root = make_root(tmp_path, extra="notify = []\n")
    rung(root, BUILD_DUE)

    assert told(root) == []


def test_a_build_that_failed_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    write(root.edition_file(MONTH), 'onderwerp = "open\n')
    rung(root, BUILD_DUE)

    assert subjects(root) == ["De proef van december 2026 is niet gelukt"]
    assert "editions/2026-12.toml:1: " in text_of(told(root)[0])


def test_what_failed_is_told_at_most_once_a_day(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    add_run(root, COLLECT, BUILD_DUE, "failed: a full disk")
    assert [one.job for one in tell(root, BUILD_DUE)] == ["tell-failed"]
    add_run(root, COLLECT, BUILD_DUE + 60 * MINUTE, "failed: a full disk")
    assert tell(root, BUILD_DUE + 60 * MINUTE) == ()

    assert [one.job for one in tell(root, BUILD_DUE + timedelta(days=1))] == ["tell-failed"]
    assert subjects(root) == ["De nieuwsbrief heeft hulp nodig: er ging iets mis"] * 2


def test_a_notice_goes_by_the_relay_and_waits_while_that_is_down(tmp_path: Path) -> None:
    with Relay() as relay:
        port = relay.port
    root = make_root(tmp_path, extra=TWO + relay_table(port))
    add_run(root, COLLECT, BUILD_DUE, "failed: a full disk")
    assert tell(root, BUILD_DUE) == ()
    with Relay({Fault("rcpt", at=1): "4xx", Fault("rcpt", at=2): "4xx"}, port=port) as relay:
        assert tell(root, BUILD_DUE + 5 * MINUTE) == ()
        assert [one.job for one in tell(root, BUILD_DUE + 10 * MINUTE)] == ["tell-failed"]
        assert tell(root, BUILD_DUE + 15 * MINUTE) == ()

    assert relay.readers == ["redactie@example.nl", "eind@example.nl"]
    assert relay.taken[0].sender == "retour@example.nl"
    assert relay.taken[0].message == relay.taken[1].message


def test_a_notice_that_may_have_arrived_is_not_sent_again(tmp_path: Path) -> None:
    with Relay({Fault("dot", at=1): "reset"}) as relay:
        root = make_root(tmp_path, extra=relay_table(relay.port))
        add_run(root, COLLECT, BUILD_DUE, "failed: a full disk")
        tell(root, BUILD_DUE)

        assert tell(root, BUILD_DUE + 5 * MINUTE) == ()
    assert relay.messages == 1


def test_a_process_that_died_while_it_told_leaves_no_second_mail(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    add_run(root, COLLECT, BUILD_DUE, "failed: a full disk")
    with root.open_store() as store:
        assert store.claim_run("tell-failed", BUILD_DUE, BUILD_DUE)

    assert tell(root, BUILD_DUE + timedelta(days=1)) == ()


def test_an_approved_edition_is_sent_at_its_moment_once_and_the_editors_hear_of_it(tmp_path: Path) -> None:
    root = ready_root(tmp_path, readers=2, extra=PLANNED + AT_ONCE)
    send_looks(root, SEND_DUE - MINUTE)
    assert outbox(root) == []

    send_looks(root, SEND_DUE)
    send_looks(root, SEND_DUE + 5 * MINUTE)

    accepted = DeliveryState.ACCEPTED
    assert states(root) == {address_of(0): accepted, address_of(1): accepted}
    assert len(outbox(root)) == 2
    assert runs(root)["send", SEND_DUE] == "2026-12 klaar; 2 of 2 accepted"
    assert subjects(root) == ["De nieuwsbrief van december 2026 is verstuurd"]


def test_an_edition_that_is_not_approved_stays_and_the_editors_are_told_why(tmp_path: Path) -> None:
    root = make_root(tmp_path, extra=PLANNED)
    send_looks(root, SEND_DUE)
    send_looks(root, SEND_DUE + 5 * MINUTE)

    assert subjects(root) == ["De nieuwsbrief van december 2026 is niet verstuurd"]
    assert "the edition of 2026-12 is not approved" in " ".join(text_of(told(root)[0]).split())
    assert outbox(root) == []


def test_what_was_begun_by_hand_is_left_alone_at_the_planned_moment(tmp_path: Path) -> None:
    root = ready_root(tmp_path, readers=1, extra=AT_ONCE)
    add_run(root, COLLECT, BUILD_DUE, "done")
    sent(root, by="redactie")
    write(root.path / "config.toml", f"{CONFIG}\n{PLANNED}{AT_ONCE}")
    send_looks(root, SEND_DUE)

    assert runs(root)["send", SEND_DUE] == "2026-12 was begun before, by redactie: klaar"
    assert len(outbox(root)) == 1


def test_a_moment_that_passed_more_than_a_day_ago_is_not_made_up(tmp_path: Path) -> None:
    root = ready_root(tmp_path, readers=1, extra=AT_ONCE)
    add_run(root, COLLECT, BUILD_DUE, "done")
    write(root.path / "config.toml", f"{CONFIG}\n{PLANNED}{AT_ONCE}")
    send_looks(root, SEND_DUE + timedelta(days=1, minutes=1))

    assert outbox(root) == []
    assert runs(load_root(root.path))["send", SEND_DUE].startswith("not sent: the moment for 2026-12 passed")


def test_a_sending_that_stops_is_told(tmp_path: Path) -> None:
    with Relay({Fault("mail", at=1): "5xx"}) as relay:
        root = ready_root(tmp_path, readers=1, extra=PLANNED + relay_table(relay.port))
        send_looks(root, SEND_DUE)

    assert [one.reader for one in relay.taken] == ["redactie@example.nl"]


def test_a_sending_that_stops_later_is_told_as_something_that_failed(tmp_path: Path) -> None:
    later = SENT + timedelta(hours=1)
    with Relay({Fault("rcpt", at=1): "4xx", Fault("mail", at=2): "5xx"}) as relay:
        root = ready_root(tmp_path, readers=1, extra=relay_table(relay.port))
        assert sent(root).state is SendingState.LATER
        send_looks(root, later)
        send_looks(root, later + 5 * MINUTE)

    assert [one.reader for one in relay.taken] == ["redactie@example.nl"]
    assert runs(root)["sending", later].startswith("failed: 2026-12 g")


@pytest.mark.parametrize("backend", ["files", "listmonk"])
def test_editors_hear_by_file_where_there_is_no_relay(tmp_path: Path, backend: str) -> None:
    extra = f'[delivery]\nbackend = "{backend}"\n'
    extra += '[listmonk]\nurl = "https://lijst.example.nl"\nuser = "api"\nlists = [1]\n'
    root = make_root(tmp_path, extra=extra)
    add_run(root, COLLECT, BUILD_DUE, "failed: a full disk")
    tell(root, BUILD_DUE)

    assert len(told(root)) == 1
