"""Fetching over TLS: the name is what a certificate is about, and the deadline holds."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import CollectError
from pipeline.model import CollectLimits, FetchRequest, Status
from pipeline.shell.fetch import Fetcher
from tests.shell.raw_server import RawServer, http

LIMITS = CollectLimits(user_agent="nieuwsbrief/0", deadline_seconds=5)


def limits_for(server: RawServer, *hosts: str) -> CollectLimits:
    return replace(LIMITS, connect_to=dict.fromkeys(hosts or ("bron.example",), server.address))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for bron.example, made for this run."""
    pem = tmp_path_factory.mktemp("tls") / "bron.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=bron.example", "-addext", "subjectAltName=DNS:bron.example"]
    try:
        subprocess.run([*command, "-keyout", pem, "-out", f"{pem}.crt"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no certificate could be made: {error}")
    pem.write_text(pem.read_text() + Path(f"{pem}.crt").read_text())
    return pem


def tls_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_is_asked_for_the_name_and_not_for_the_address(certificate: Path) -> None:
    with RawServer(lambda _: http("200 OK", body=b"veilig"), tls_server(certificate)) as server:
        limits = limits_for(server, "bron.example", "ander.example")
        with Fetcher(limits, ca_file=str(certificate)) as fetcher:
            fetched = [fetcher.fetch(FetchRequest("https://bron.example/feed")).body for _ in range(2)]
            with pytest.raises(CollectError) as wrong_name:
                fetcher.fetch(FetchRequest("https://ander.example/feed"))
        with Fetcher(limits) as fetcher, pytest.raises(CollectError) as unknown:
            fetcher.fetch(FetchRequest("https://bron.example/feed"))

    assert fetched == [b"veilig", b"veilig"]
    assert (wrong_name.value.status, wrong_name.value.reason) == (
        Status.HTTP_ERROR,
        "no safe connection (TLS): Hostname mismatch, certificate is not valid for 'ander.example'.",
    )
    assert unknown.value.status is Status.HTTP_ERROR
    assert unknown.value.reason.startswith("no safe connection (TLS): self")


def test_a_server_that_speaks_no_tls_is_an_error() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def speak() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=speak)
        thread.start()
        place = f"127.0.0.1:{listener.getsockname()[1]}"
        limits = replace(LIMITS, connect_to={"bron.example": place})
        with Fetcher(limits) as fetcher, pytest.raises(CollectError) as caught:
            fetcher.fetch(FetchRequest("https://bron.example/feed"))
        thread.join()

    assert caught.value.status is Status.HTTP_ERROR
    assert caught.value.reason.startswith("no safe connection (TLS): ")


def test_the_deadline_holds_under_tls_as_well(certificate: Path) -> None:
    def drip(_: str) -> Iterator[bytes]:
        yield from http("200 OK", "Content-Length: 1000")
        while True:
            time.sleep(0.05)
            yield b"x"

    started = time.monotonic()
    with RawServer(drip, tls_server(certificate)) as server:
        limits = replace(limits_for(server), deadline_seconds=0.4)
        with Fetcher(limits, ca_file=str(certificate)) as fetcher, pytest.raises(CollectError) as caught:
            fetcher.fetch(FetchRequest("https://bron.example/feed"))

    assert caught.value.status is Status.TIMEOUT
    assert time.monotonic() - started < 1.5


def test_a_tls_server_that_never_shakes_hands_does_not_outlast_the_deadline() -> None:
    with RawServer(lambda _: []) as server:
        limits = replace(limits_for(server), deadline_seconds=0.2)
        with Fetcher(limits) as fetcher, pytest.raises(CollectError) as caught:
            fetcher.fetch(FetchRequest("https://bron.example/feed"))

    assert caught.value.status is Status.TIMEOUT
