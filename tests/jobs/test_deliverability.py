"""`deliverability check` by its real parts: a nameserver, a relay, a catcher and a mail of our own."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import RelayError
from pipeline.jobs.root import Root
from pipeline.model.deliverability import Answer, Question
from pipeline.shell.catcher import Catcher
from pipeline.shell.dkim import verify
from pipeline.shell.dns import Nameserver
from tests.nameserver import FakeNameserver, Zone
from tests.ready import ready_root, relay_table
from tests.relay import Fault, Relay
from tools.ports import free_port

ZONE: Zone = {
    "example.nl": {"TXT": ["v=spf1 ip4:192.0.2.10 ~all"], "MX": ["10 mail.example.nl."]},
    "_dmarc.example.nl": {"TXT": ["v=DMARC1; p=reject; rua=mailto:dmarc@example.nl"]},
    "n1._domainkey.example.nl": {"TXT": ["v=DKIM1; k=rsa; p=" + "A" * 392]},
    "10.2.0.192.in-addr.arpa": {"PTR": ["mail.example.nl."]},
    "mail.example.nl": {"A": ["192.0.2.10"]},
}


@pytest.fixture
def nameserver() -> Iterator[FakeNameserver]:
    with FakeNameserver(ZONE) as running:
        yield running


def check(root: Root, nameserver: FakeNameserver, *words: str) -> int:
    known = ["--nameserver", f"127.0.0.1:{nameserver.port}"]
    return main(["--root", str(root.path), "deliverability", "check", *known, *words])


def test_dns_answers_are_read_as_they_are(nameserver: FakeNameserver) -> None:
    asked = Nameserver("127.0.0.1", nameserver.port)

    assert asked.ask(Question("n1._domainkey.example.nl", "TXT")) == Answer(
        ("v=DKIM1; k=rsa; p=" + "A" * 392,)
    )
    assert asked.ask(Question("_domainkey.example.nl", "TXT")) == Answer()
    assert asked.ask(Question("example.nl", "MX")) == Answer(("10 mail.example.nl.",))
    assert asked.ask(Question("weg.example.nl", "TXT")) == Answer(exists=False)


@pytest.mark.parametrize("name", ["example.nl", "a..b", "x" * 300])
def test_a_silent_nameserver_or_an_impossible_name_is_a_fault_and_no_absence(name: str) -> None:
    with FakeNameserver(ZONE, is_silent=True) as silent:
        answer = Nameserver("127.0.0.1", silent.port, seconds=0.2).ask(Question(name, "TXT"))

    assert (answer.values, answer.exists, bool(answer.fault)) == ((), True, True)


def test_without_a_mail_the_command_tells_what_dns_says(
    tmp_path: Path, nameserver: FakeNameserver, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(ready_root(tmp_path, readers=0), nameserver) == 0

    said = capsys.readouterr().out
    assert "From: example.nl; envelope: example.nl.\nJudged by DNS alone: no mail was looked at.\n" in said
    assert "good   192.0.2.10 is mail.example.nl, and back (ptr-good)\n" in said
    assert said.endswith("0 errors, 0 advice.\n")


def test_what_is_missing_is_an_error_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeNameserver({}) as empty:
        assert check(ready_root(tmp_path, readers=0), empty, "--json") == 1

    report = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in report["findings"] if one["level"] == "error"] == [
        "spf-missing",
        "dkim-no-keys",
        "dmarc-missing",
        "mx-missing",
    ]


def test_a_test_mail_goes_through_the_relay_and_is_judged_as_it_was_caught(
    tmp_path: Path, nameserver: FakeNameserver, capsys: pytest.CaptureFixture[str]
) -> None:
    # The catcher stands in for the relay as well, so that nothing has signed.
    port = free_port()
    root = ready_root(tmp_path, readers=0, extra=relay_table(port))

    assert check(root, nameserver, "--to", "proef@vangst.example", "--catch", str(port)) == 1

    said = capsys.readouterr().out
    assert f"Mail: 127.0.0.1:{port}\n" in said
    assert "good   the relay took it for proef@vangst.example: 250 2.0.0 caught (relay-good)\n" in said
    assert "ERROR  the mail has no DKIM-Signature (dkim-missing)\n" in said
    assert "(from-not-one)" not in said
    assert "(line-too-long)" not in said


def test_without_a_catcher_the_mail_is_only_sent(
    tmp_path: Path, nameserver: FakeNameserver, capsys: pytest.CaptureFixture[str]
) -> None:
    with Relay() as relay:
        root = ready_root(tmp_path, readers=0, extra=relay_table(relay.port))
        assert check(root, nameserver, "--to", "proef@ontvanger.example", "--month", "2026-12") == 0

    assert relay.readers == ["proef@ontvanger.example"]
    assert "give that with --message" in capsys.readouterr().out


def test_a_relay_that_refuses_is_an_error(
    tmp_path: Path, nameserver: FakeNameserver, capsys: pytest.CaptureFixture[str]
) -> None:
    with Relay({Fault("rcpt", at=1): "5xx"}) as relay:
        root = ready_root(tmp_path, readers=0, extra=relay_table(relay.port))
        assert check(root, nameserver, "--to", "proef@ontvanger.example", "--catch", str(free_port())) == 1

    assert "(relay-refuses)" in capsys.readouterr().out


def test_a_saved_mail_is_judged_with_the_domains_it_names(
    tmp_path: Path, nameserver: FakeNameserver, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "aangekomen.eml"
    file.write_text("Return-Path: <x@relay.example>\nFrom: a@example.nl\n\nDag\n", encoding="utf-8")
    check(ready_root(tmp_path / "root", readers=0), nameserver, "--message", str(file))

    said = capsys.readouterr().out
    assert f"From: example.nl; envelope: relay.example.\nMail: {file}\n" in said
    assert "(dmarc-not-aligned)" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--catch", "2599"), "--catch goes with --to"),
        (("--nameserver", "127.0.0.1:x"), "--nameserver takes an address"),
        (("--message", "/nowhere/mail.eml"), "/nowhere/mail.eml: cannot be read"),
    ],
)
def test_words_that_do_not_fit_are_told(
    tmp_path: Path,
    nameserver: FakeNameserver,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    assert check(ready_root(tmp_path, readers=0), nameserver, *words) == 2
    assert said in capsys.readouterr().err


def test_a_catcher_gives_back_doubled_dots_and_says_what_did_not_come() -> None:
    with Catcher(0) as catcher:
        talk(catcher.port, "Subject: proef\r\n\r\n..een\r\ntwee\r\n")
        assert catcher.catch(5) == b"Return-Path: <a@example.nl>\r\nSubject: proef\r\n\r\n.een\r\ntwee\r\n"
    with Catcher(0) as catcher, pytest.raises(RelayError, match="nothing came"):
        catcher.catch(0.01)


def test_a_catcher_waits_on_when_somebody_only_looks_in() -> None:
    with Catcher(0) as catcher:
        socket.create_connection(("127.0.0.1", catcher.port)).close()
        sender = threading.Thread(target=talk, args=(catcher.port, "Subject: proef\r\n\r\n"))
        sender.start()
        assert b"Subject: proef" in catcher.catch(5)
        sender.join()
        with pytest.raises(RelayError, match="cannot be listened on"):
            Catcher(catcher.port)


def talk(port: int, message: str) -> None:
    lines = ("EHLO x", "MAIL FROM:<a@example.nl> SIZE=9", "RCPT TO:<b@example.nl>", "DATA")
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        answers = connection.makefile("rb")
        assert answers.readline().startswith(b"220")
        for line in (*lines, f"{message}."):
            connection.sendall(f"{line}\r\n".encode())
            assert answers.readline()[:1] in b"23"


def test_a_signature_is_verified_where_dkimpy_is_installed(tmp_path: Path) -> None:
    library = pytest.importorskip("dkim", reason="the extra 'dkim' is not installed")
    private, public = key_pair(tmp_path / "key.pem")
    mail = b"From: a@example.nl\r\nSubject: proef\r\n\r\nDag\r\n"
    header = library.sign(mail, b"n1", b"example.nl", private, include_headers=[b"from", b"subject"])
    record = f"v=DKIM1; k=rsa; p={public}"

    assert verify(header + mail, 1, lambda _: record) == (True,)
    assert verify(header + mail.replace(b"Dag", b"Dat"), 1, lambda _: record) == (False,)
    assert verify(header + mail, 1, lambda _: "") == (False,)


def key_pair(file: Path) -> tuple[bytes, str]:
    openssl = shutil.which("openssl") or pytest.skip("makes its key with openssl, which is not here")
    subprocess.run([openssl, "genrsa", "-traditional", "-out", file, "2048"], check=True, capture_output=True)
    words = [openssl, "rsa", "-in", str(file), "-pubout", "-outform", "DER"]
    made = subprocess.run(words, check=True, capture_output=True)
    return file.read_bytes(), base64.b64encode(made.stdout).decode()
