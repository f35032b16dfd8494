"""Sending as somebody types it: how it ended in words, in JSON and in an exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.cli.sending import sending_line
from pipeline.model.delivery import DeliveryState, Sending, SendingState
from tests.ready import AT_ONCE, SENT, ready_root, relay_table
from tests.relay import Fault, Relay
from tests.roots import COMMAND, ENVIRONMENT, MONTH, ZONE


def typed(root: Path, *words: str) -> int:
    return main(["--root", str(root), *words])


def test_it_says_how_many_have_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready_root(tmp_path, story=False)

    assert typed(tmp_path, "send", "2026-12", "--by", "redactie") == 0
    assert capsys.readouterr().out == "Sending 2026-12: klaar; 3 of 3 accepted.\n"
    assert typed(tmp_path, "status") == 0
    assert "Sending 2026-12: klaar; 3 of 3 accepted.\n" in capsys.readouterr().out


def test_json_has_the_states_by_their_own_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready_root(tmp_path, story=False)
    typed(tmp_path, "send", "2026-12", "--json")
    said = json.loads(capsys.readouterr().out)

    assert (said["state"], said["counts"], said["next_at"]) == ("klaar", {"aangenomen": 3}, None)


def test_a_trial_says_what_the_relay_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready_root(tmp_path, story=False)

    assert typed(tmp_path, "send", "2026-12", "--test", "een@example.nl", "twee@example.nl") == 0
    assert capsys.readouterr().out == (
        "Sent as a test: archive/2026-12/newsletter.eml\n"
        "  een@example.nl: 250 written\n  twee@example.nl: 250 written\n"
    )
    assert typed(tmp_path, "send", "2026-12", "--json", "--test", "een@example.nl") == 0
    assert json.loads(capsys.readouterr().out)["replies"][0]["address"] == "een@example.nl"


def test_what_was_stopped_has_a_reason_and_an_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Relay({Fault("mail", 1): "550 5.7.1 not you"}) as relay:
        ready_root(tmp_path, story=False, extra=relay_table(relay.port))

        assert typed(tmp_path, "send", "2026-12") == 1
    assert capsys.readouterr().out == (
        "Sending 2026-12: gestopt; 0 of 3 accepted (3 wacht).\n"
        "    the mail server refuses us: mail 550 5.7.1 not you; mend that, then "
        "'nieuwsbrief send 2026-12' goes on\n"
    )


def test_what_is_not_approved_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready_root(tmp_path, story=False, extra=AT_ONCE)

    assert typed(tmp_path, "send", "2027-01") == 1
    assert "the edition of 2027-01 is not approved; 'nieuwsbrief approve" in capsys.readouterr().err


def test_later_tries_are_named_with_their_moment() -> None:
    counts = {DeliveryState.ACCEPTED: 9, DeliveryState.LATER: 1}
    sending = Sending(MONTH, SendingState.LATER, SENT, "redactie", "", counts=counts, next_at=SENT)

    assert sending_line(sending, ZONE) == (
        "Sending 2026-12: wacht op latere pogingen; 9 of 10 accepted (1 later); next try 2026-12-03 11:00, "
        "by 'nieuwsbrief schedule'."
    )


@pytest.mark.slow
def test_ctrl_c_ends_after_the_message_in_hand(tmp_path: Path) -> None:
    with Relay() as relay:
        extra = relay_table(relay.port, delivery="first = 0\nper_minute = 600")
        ready_root(tmp_path, story=False, readers=500, extra=extra)
        words = [*COMMAND, "--root", str(tmp_path), "send", "2026-12"]
        process = subprocess.Popen(
            words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        until = time.monotonic() + 60
        while len(relay.taken) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said, complaint = process.communicate(timeout=60)
        sent = len(relay.taken)

    assert process.returncode == 1
    assert f"gepauzeerd; {sent} of 500 accepted ({500 - sent} wacht)." in said
    assert complaint == "stopping after the messages in hand\n"
