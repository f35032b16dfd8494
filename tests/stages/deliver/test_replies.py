"""What an answer means for a reader, and for the run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.model.delivery import Claimed, DeliveryState, Phase, Reply, Settled
from pipeline.stages.deliver import Alarm, Verdict, Watch, judge, next_try, read_relay_log, settle

NOW = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLAIMED = Claimed(7, "lezer@lezers.example", "2026-12.0@example.nl", fence=1, state=DeliveryState.WAITING)


@pytest.mark.parametrize(
    ("phase", "code", "text", "verdict"),
    [
        (Phase.DOT, 250, "2.0.0 Ok", Verdict.ACCEPTED),
        (Phase.MAIL, 0, "reset", Verdict.LATER),
        (Phase.BODY, 0, "reset", Verdict.LATER),
        (Phase.DOT, 0, "timed out", Verdict.UNCERTAIN),
        (Phase.RCPT, 450, "4.2.0 greylisted", Verdict.LATER),
        (Phase.DOT, 451, "4.3.0", Verdict.LATER),
        (Phase.MAIL, 421, "4.3.2 closing", Verdict.LATER),
        (Phase.RCPT, 452, "4.2.2 over quota for now", Verdict.LATER),
        (Phase.RCPT, 550, "5.1.1 unknown", Verdict.NO_SUCH_ADDRESS),
        (Phase.DOT, 554, "5.1.2 no such domain", Verdict.NO_SUCH_ADDRESS),
        (Phase.RCPT, 556, "5.1.10 null MX", Verdict.NO_SUCH_ADDRESS),
        (Phase.RCPT, 550, "no such user here", Verdict.NO_SUCH_ADDRESS),
        (Phase.RCPT, 552, "5.2.2 mailbox full", Verdict.FULL),
        (Phase.RCPT, 552, "storage exceeded", Verdict.FULL),
        (Phase.RCPT, 530, "5.7.0 log in first", Verdict.OURS),
        (Phase.RCPT, 535, "bad credentials", Verdict.OURS),
        (Phase.RCPT, 550, "5.1.7 bad sender", Verdict.OURS),
        (Phase.DATA, 550, "5.1.8 no such sender domain", Verdict.OURS),
        (Phase.DOT, 552, "5.2.3 too long", Verdict.OURS),
        (Phase.DOT, 552, "5.3.4 too large", Verdict.OURS),
        (Phase.MAIL, 550, "5.7.1 not you", Verdict.OURS),
        (Phase.MAIL, 501, "syntax", Verdict.OURS),
        (Phase.DOT, 550, "5.7.1 content", Verdict.POLICY),
        (Phase.DOT, 554, "5.6.0 odd", Verdict.REFUSED),
        (Phase.DATA, 250, "what", Verdict.LATER),
    ],
)
def test_an_answer_has_one_meaning(phase: Phase, code: int, text: str, verdict: Verdict) -> None:
    assert judge(Reply(phase, code, text)) is verdict


def test_tries_are_ever_further_apart_and_end_after_72_hours() -> None:
    waits, now = [], NOW
    for attempts in range(1, 40):
        following = next_try(attempts, NOW, now)
        if following is None:
            break
        waits.append(following - now)
        now = following

    assert waits[:9] == [MINUTE * minutes for minutes in (5, 10, 20, 40, 80, 160, 320, 640, 720)]
    assert max(waits) == 12 * HOUR
    assert now == NOW + 72 * HOUR


def test_a_reader_stands_where_it_stood_when_it_was_us() -> None:
    settled = settle(CLAIMED, Verdict.OURS, Reply(Phase.MAIL, 530, "5.7.0 no"), NOW)

    assert settled == Settled(7, 1, DeliveryState.WAITING, "mail 530 5.7.0 no", NOW, NOW)


def test_no_address_is_kept_with_an_answer() -> None:
    text = "5.1.1 <lezer@lezers.example>: unknown"
    settled = settle(CLAIMED, Verdict.NO_SUCH_ADDRESS, Reply(Phase.RCPT, 550, text), NOW)

    assert settled.reply == "rcpt 550 5.1.1 <<>>: unknown"


def test_a_run_pauses_at_the_eleventh_failure_of_the_last_200() -> None:
    watch = Watch()
    good = [watch.saw(Verdict.ACCEPTED) for _ in range(200)]
    bad = [watch.saw(Verdict.LATER) for _ in range(11)]

    assert (set(good), bad) == ({None}, [*[None] * 10, Alarm.PAUSE])


def test_failures_of_long_ago_count_no_more() -> None:
    watch = Watch()
    for _ in range(10):
        watch.saw(Verdict.REFUSED)
    seen = {watch.saw(Verdict.ACCEPTED) for _ in range(200)} | {watch.saw(Verdict.LATER) for _ in range(10)}

    assert seen == {None}


def test_policy_stops_a_run_at_three_running() -> None:
    watch = Watch()
    seen = [
        watch.saw(one) for one in (Verdict.POLICY, Verdict.POLICY, Verdict.ACCEPTED, *[Verdict.POLICY] * 3)
    ]

    assert seen == [None, None, None, None, None, Alarm.STOP]


LOG = """\
Dec  3 10:00:00 mx postfix/smtpd[11]: connect from localhost[127.0.0.1]
Dec  3 10:00:00 mx postfix/cleanup[21]: 4AAA1: message-id=<een@example.nl>
Dec  3 10:00:00 mx postfix/qmgr[31]: 4AAA1: from=<retour@example.nl>, size=66, nrcpt=1 (queue active)
Dec  3 10:00:00 mx postfix/smtpd[11]: disconnect from localhost[127.0.0.1] ehlo=1
Dec  3 10:00:01 mx postfix/smtpd[11]: connect from localhost[127.0.0.1]
Dec  3 10:00:01 mx postfix/cleanup[21]: 4AAA2: message-id=<twee@example.nl>
Dec  3 10:00:01 mx postfix/cleanup[21]: 4AAA3: message-id=<van-een-ander@example.nl>
Dec  3 10:00:01 mx postfix/qmgr[31]: 4AAA3: from=<x@example.nl>, size=66, nrcpt=1 (queue active)
"""


def test_only_what_is_in_the_relays_queue_has_arrived() -> None:
    found = read_relay_log(LOG.splitlines(), frozenset({"een@example.nl", "twee@example.nl"}))

    assert (found.accepted, found.open_sessions) == (frozenset({"een@example.nl"}), frozenset({"11@4"}))
