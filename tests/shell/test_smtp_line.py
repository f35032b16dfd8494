"""A connection to a relay that is a real server: TLS, logging in, bytes that arrive as they left."""

from __future__ import annotations

import gc
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from pipeline.errors import RelayError
from pipeline.model.delivery import Phase, Reply
from pipeline.model.settings import Relay
from pipeline.shell.smtp import Line, open_line
from tools.ports import free_port

# aiosmtpd leaves the transport of a connection that breaks off in its handshake to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning",
    "ignore::ResourceWarning",
    # Its own code uses what it says is deprecated.
    "ignore:Session.login_data:DeprecationWarning",
)
LINES = (b"x" * 70 + b"\r\n") * 1000
MESSAGE = b"To: lezer@lezers.example\r\n\r\n..begin\r\n" + LINES + b".\r\n"


class Kept:
    """What the server got."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 Ok"


def is_ours(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"wij", b"geheim")
    return AuthResult(success=good, handled=good)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


def server_context(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.fixture(params=["starttls", "tls", "none"])
def served(request: pytest.FixtureRequest, certificate: Path) -> Iterator[tuple[Relay, Kept]]:
    kept, tls = Kept(), request.param
    options: dict[str, Any] = {"authenticator": is_ours, "auth_require_tls": tls != "none"}
    if tls == "none":
        options["auth_require_tls"] = False
    if tls == "starttls":
        options |= {"tls_context": server_context(certificate), "require_starttls": True}
    if tls == "tls":
        options |= {"ssl_context": server_context(certificate), "auth_require_tls": False}
    port = free_port("localhost")
    controller = Controller(kept, hostname="localhost", port=port, **options)
    controller.start()
    ca_file = str(certificate / "cert.pem")
    yield Relay("localhost", port, tls=tls, user="wij", ca_file=ca_file), kept
    controller.stop()
    gc.collect()


def line(relay: Relay, password: str = "geheim") -> Line:  # noqa: S107 - of a test
    return open_line(relay, password=password, hello="nieuwsbrief.example", timeout=5, dot_timeout=5)


def test_a_message_arrives_as_it_left_over_an_encrypted_line_of_our_own(served: tuple[Relay, Kept]) -> None:
    relay, kept = served
    opened = line(relay)
    replies = [opened.deliver("retour@example.nl", "lezer@lezers.example", MESSAGE) for _ in range(3)]
    opened.hang_up()

    assert [(reply.phase, reply.code, reply.text) for reply in replies] == [(Phase.DOT, 250, "2.0.0 Ok")] * 3
    body = b"To: lezer@lezers.example\r\n\r\n.begin\r\n" + LINES
    assert kept.messages == [("retour@example.nl", ["lezer@lezers.example"], body)] * 3


def test_a_wrong_password_is_our_fault(served: tuple[Relay, Kept]) -> None:
    with pytest.raises(RelayError, match="535") as stop:
        line(served[0], "fout")
    assert stop.value.is_ours


def test_a_certificate_that_nobody_vouches_for_is_refused(served: tuple[Relay, Kept]) -> None:
    relay, kept = served
    if relay.tls == "none":
        pytest.skip("there is no certificate without TLS")
    with pytest.raises(RelayError, match="certificate is not good") as stop:
        line(replace(relay, ca_file=""))
    assert stop.value.is_ours
    assert kept.messages == []


def test_a_relay_without_tls_gets_no_password(certificate: Path) -> None:
    port = free_port("localhost")
    controller = Controller(Kept(), hostname="localhost", port=port)
    controller.start()
    with pytest.raises(RelayError, match="STARTTLS") as stop:
        line(Relay("localhost", port, user="wij", ca_file=str(certificate / "cert.pem")))
    controller.stop()
    gc.collect()
    assert stop.value.is_ours


def test_nobody_there_may_pass_by_itself() -> None:
    with pytest.raises(RelayError, match="no connection") as stop:
        line(Relay("localhost", 9, tls="none"))
    assert not stop.value.is_ours


def test_after_a_break_the_line_is_closed_and_says_so(served: tuple[Relay, Kept]) -> None:
    opened = line(served[0])
    assert opened.sock is not None
    opened.sock.shutdown(socket.SHUT_RDWR)
    reply = opened.deliver("retour@example.nl", "lezer@lezers.example", MESSAGE)

    assert (reply.phase, reply.code, opened.is_open) == (Phase.MAIL, 0, False)
    assert isinstance(reply, Reply)
