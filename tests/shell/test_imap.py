"""A folder of an IMAP server, over TLS, served by the few commands that are asked."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import RelayError
from pipeline.model.settings import BounceRules
from pipeline.shell.mailbox import open_imap


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imap")
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


class Server:
    """Knows LOGIN, SELECT, UID SEARCH, FETCH and STORE, EXPUNGE and LOGOUT."""

    def __init__(self, certificate: Path, mails: dict[str, bytes]) -> None:
        self.mails = mails
        self.seen: set[str] = set()
        self.deleted: set[str] = set()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        self._listener = context.wrap_socket(socket.create_server(("localhost", 0)), server_side=True)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                stream.write(b"* OK ready\r\n")
                stream.flush()
                while line := stream.readline():
                    tag, _, command = line.strip().decode().partition(" ")
                    stream.write(self._answer(command) + f"{tag} {self._verdict(command)}\r\n".encode())
                    stream.flush()

    def _verdict(self, command: str) -> str:
        if command.startswith("LOGIN") and "geheim" not in command:
            return "NO wrong"
        return "NO none" if command.startswith("SELECT") and "INBOX" not in command else "OK done"

    def _answer(self, command: str) -> bytes:
        if command.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command.startswith("SELECT"):
            return f"* {len(self.mails)} EXISTS\r\n".encode()
        if command == "UID SEARCH UNSEEN":
            return f"* SEARCH {' '.join(sorted(self.mails.keys() - self.seen))}\r\n".encode()
        if found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.\d+>\)", command):
            body = self.mails[found[1]]
            return (
                f"* {found[1]} FETCH (UID {found[1]} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n"
            )
        if found := re.match(r"UID STORE (\d+) \+FLAGS \(\\(Seen|Deleted)\)", command):
            (self.seen if found[2] == "Seen" else self.deleted).add(found[1])
        if command == "EXPUNGE":
            self.mails = {name: body for name, body in self.mails.items() if name not in self.deleted}
        return b""


@pytest.fixture
def server(certificate: Path) -> Iterator[Server]:
    made = Server(certificate, {"1": b"Subject: een\r\n\r\nA", "2": b"Subject: twee\r\n\r\nB"})
    yield made
    made.close()


def rules(server: Server, certificate: Path, mailbox: str = "INBOX") -> BounceRules:
    return BounceRules(
        host="localhost", port=server.port, user="wij", ca_file=str(certificate / "cert.pem"), mailbox=mailbox
    )


def test_what_is_new_is_read_without_being_marked_as_read(server: Server, certificate: Path) -> None:
    box = open_imap(rules(server, certificate), "geheim")

    assert list(box.unseen()) == [("1", b"Subject: een\r\n\r\nA"), ("2", b"Subject: twee\r\n\r\nB")]
    assert server.seen == set()
    box.close()


def test_one_goes_and_the_other_is_kept_and_not_read_again(server: Server, certificate: Path) -> None:
    box = open_imap(rules(server, certificate), "geheim")
    box.remove(["1"])
    box.keep(["2"])

    assert list(server.mails) == ["2"]
    assert list(box.unseen()) == []
    box.close()


def test_a_wrong_password_and_a_wrong_folder_are_said(server: Server, certificate: Path) -> None:
    with pytest.raises(RelayError, match="cannot be opened"):
        open_imap(rules(server, certificate), "fout")
    with pytest.raises(RelayError, match="no folder 'Retour'"):
        open_imap(rules(server, certificate, "Retour"), "geheim")
