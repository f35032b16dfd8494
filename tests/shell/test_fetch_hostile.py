"""The hostile inputs on the wire: each is refused or ended, with a reason, and quickly.

Servers stand on loopback; other private addresses occur only where they are refused before any packet.
"""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import CollectError
from pipeline.model import CollectLimits, FetchRequest, Status
from pipeline.shell.fetch import Fetcher
from pipeline.shell.fetch.answers import retry_after
from pipeline.shell.fetch.dial import is_public
from tests.shell.raw_server import RawServer, http

LIMITS = CollectLimits(user_agent="nieuwsbrief/0", deadline_seconds=5, max_bytes=100_000, max_redirects=5)

# Addresses that are not of the open internet, in the spellings a C library, a browser or IPv6 allows.
INSIDE = (
    *("127.0.0.1", "127.0.0.1.", "2130706433", "0x7f.1", "0x7f000001", "127.1", "0177.0.0.1", "0"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]"),
    *("[2002:7f00:1::]", "[2001::1]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[ff0e::1]"),
    *("169.254.169.254", "100.64.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "192.0.2.1"),
    *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "198.18.0.1"),
    "0.0.0.0",  # noqa: S104  (refused, not bound)
)


def outcome(
    url: str, limits: CollectLimits = LIMITS, resolved: tuple[str, ...] | None = None
) -> tuple[Status, str]:
    """The status and reason of a fetch that must fail; `resolved` is what every name means."""

    def resolve(host: str, _: int) -> list[str]:
        assert resolved is not None, f"{host} was looked up"
        return list(resolved)

    with Fetcher(limits, resolve=resolve) as fetcher, pytest.raises(CollectError) as caught:
        fetcher.fetch(FetchRequest(url))
    return caught.value.status, caught.value.reason


def outcome_at(server: RawServer, **changes: float) -> tuple[Status, str]:
    limits = replace(LIMITS, connect_to={"bron.example": server.address})
    return outcome("http://bron.example/feed", replace(limits, **changes))  # type: ignore[arg-type]


def test_t1_a_gzip_bomb_ends_at_the_cap_and_not_in_memory() -> None:
    bomb = gzip.compress(bytes(60_000_000), compresslevel=1)
    with RawServer(lambda _: http("200 OK", "Content-Encoding: gzip", body=bomb)) as server:
        tracemalloc.start()
        try:
            result = outcome_at(server)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert result == (Status.TOO_LARGE, "larger than 100000 bytes")
    assert peak < 10_000_000


def test_t1_a_bomb_within_a_bomb_ends_at_the_cap_as_well() -> None:
    bomb = gzip.compress(gzip.compress(bytes(60_000_000), compresslevel=1))
    with RawServer(lambda _: http("200 OK", "Content-Encoding: gzip, gzip", body=bomb)) as server:
        tracemalloc.start()
        try:
            result = outcome_at(server)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert result == (Status.TOO_LARGE, "larger than 100000 bytes")
    assert peak < 10_000_000


def test_t2_a_chain_of_fifty_encodings_is_refused() -> None:
    body = zlib.compress(b"x")
    encodings = ", ".join(["gzip"] * 50)
    with RawServer(lambda _: http("200 OK", f"Content-Encoding: {encodings}", body=body)) as server:
        status, reason = outcome_at(server)

    assert status is Status.HTTP_ERROR
    assert "Too many content encodings" in reason


@pytest.mark.parametrize("ending", ["Connection: close", "Transfer-Encoding: chunked"])
def test_t3_an_endless_body_ends_at_the_cap(ending: str) -> None:
    piece = b"1000\r\n" + 4096 * b"x" + b"\r\n" if "chunked" in ending else 4096 * b"x"

    def endless(_: str) -> Iterator[bytes]:
        yield http("200 OK", ending)[0]
        while True:
            yield piece

    with RawServer(endless) as server:
        assert outcome_at(server) == (Status.TOO_LARGE, "larger than 100000 bytes")


def test_t3_a_body_that_announces_too_much_is_not_even_read() -> None:
    with RawServer(lambda _: [http("200 OK", "Content-Length: 100001")[0]]) as server:
        assert outcome_at(server) == (Status.TOO_LARGE, "larger than 100000 bytes")


def test_t3_the_endless_body_of_a_redirect_or_an_error_is_not_read() -> None:
    def endless(request: str) -> Iterator[bytes]:
        redirect = http("302 Found", "Location: /weg", "Connection: close")
        yield (redirect if "/feed" in request else http("404 Weg", "Connection: close"))[0]
        while True:
            yield 65536 * b"x"

    started = time.monotonic()
    with RawServer(endless) as server:
        assert outcome_at(server) == (Status.HTTP_ERROR, "answered 404 Not Found")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX-", http("200 OK", "Content-Length: 1000")[0]],
    ids=["status line", "headers", "body"],
)
def test_t4_an_answer_that_drips_in_ends_at_the_wall_clock(start: bytes) -> None:
    def drip(_: str) -> Iterator[bytes]:
        yield start
        while True:
            time.sleep(0.05)
            yield b"x"

    started = time.monotonic()
    with RawServer(drip) as server:
        result = outcome_at(server, deadline_seconds=0.4)

    assert result == (Status.TIMEOUT, "no complete answer before the deadline")
    assert time.monotonic() - started < 1.5


def test_t4_redirects_and_retries_share_one_deadline() -> None:
    def slow(request: str) -> Iterator[bytes]:
        time.sleep(0.15)
        yield from http("302 Found", f"Location: {request.split(' ')[1]}x")

    started = time.monotonic()
    with RawServer(slow) as server:
        assert outcome_at(server, deadline_seconds=0.4)[0] is Status.TIMEOUT
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "headers", [[f"X-{number}: x" for number in range(300)], ["X: " + 1_000_000 * "x"]], ids=["many", "long"]
)
def test_t5_a_flood_of_headers_is_refused(headers: list[str]) -> None:
    with RawServer(lambda _: http("200 OK", *headers, body=b"x")) as server:
        status, reason = outcome_at(server)

    assert status is Status.HTTP_ERROR
    assert reason.startswith("not a valid HTTP answer: got more than ")


def test_t6_a_redirect_loop_ends_after_five() -> None:
    with RawServer(lambda _: http("302 Found", "Location: /feed")) as server:
        assert outcome_at(server) == (Status.HTTP_ERROR, "more than 5 redirects")

    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://ander.example/feed", "data:text/html,x", "javascript:1"]
)
def test_t7_a_redirect_to_another_scheme_is_refused(target: str) -> None:
    with RawServer(lambda _: http("302 Found", f"Location: {target}")) as server:
        result = outcome_at(server)

    scheme = target.partition(":")[0]
    assert result == (Status.BLOCKED, f"redirected to a {scheme}: address; only http(s) is asked")


def test_t7_a_file_is_never_fetched() -> None:
    assert outcome("file:///etc/passwd") == (
        Status.BLOCKED,
        "is a file: address; only http(s) is asked",
    )


@pytest.mark.parametrize(
    "target",
    ["http://bron.example@127.0.0.1/", "http://u:p@bron.example/", "http://bron.example\\@ander.example/"],
)
def test_t7_an_address_with_a_password_in_it_is_refused_on_every_step(target: str) -> None:
    with RawServer(lambda _: http("302 Found", f"Location: {target}")) as server:
        redirected = outcome_at(server)

    assert redirected == (Status.BLOCKED, "redirected to an address with a name or password in it")
    assert outcome(target) == (Status.BLOCKED, "is an address with a name or password in it")


def test_t8_a_redirect_to_loopback_is_refused_before_it_is_called() -> None:
    with RawServer(lambda _: http("200 OK", body=b"geheim")) as secret:
        location = f"Location: http://127.0.0.1:{secret.port}/"
        with RawServer(lambda _: http("302 Found", location)) as server:
            status, reason = outcome_at(server)

    assert status is Status.BLOCKED
    assert reason == "127.0.0.1 is not an address of the open internet; allow_hosts can name it"
    assert secret.connections == 0


def test_t8_an_allowed_host_and_port_does_not_allow_its_neighbours() -> None:
    def redirect(_: str) -> list[bytes]:
        return http("302 Found", f"Location: http://{secret.address}/")

    with (
        RawServer(lambda _: http("200 OK", body=b"geheim"), listen="127.0.0.2") as secret,
        RawServer(redirect) as server,
    ):
        url = f"http://{server.address}/feed"
        alone = [(server.address,), ("127.0.0.1",), ("127.0.0.1:1",)]
        refused = [outcome(url, replace(LIMITS, allow_hosts=hosts))[0] for hosts in alone]
        asked_at_server = len(server.requests)
        with Fetcher(replace(LIMITS, allow_hosts=(server.address, secret.address))) as fetcher:
            allowed = fetcher.fetch(FetchRequest(url)).body

    assert refused == [Status.BLOCKED] * 3
    assert asked_at_server == 2
    assert allowed == b"geheim"


@pytest.mark.parametrize("host", INSIDE)
def test_t9_an_address_inside_is_refused_in_every_spelling(host: str) -> None:
    assert outcome(f"http://{host}/feed")[0] is Status.BLOCKED


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0"])
def test_t9_a_name_that_means_an_address_inside_is_refused(address: str) -> None:
    assert outcome("http://intern.example/feed", resolved=(address,)) == (
        Status.BLOCKED,
        f"intern.example ({address}) is not an address of the open internet; allow_hosts can name it",
    )


def test_t9_addresses_of_the_open_internet_are_public() -> None:
    assert [is_public(address) for address in ("8.8.8.8", "2a00:1450:400e::1")] == [True, True]


def test_t10_a_name_is_looked_up_once_and_that_very_address_is_called() -> None:
    looked_up: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append((host, port))
        # Whoever asks a second time is sent elsewhere, as a rebinding name server does.
        return ["127.0.0.1"] if len(looked_up) == 1 else ["127.0.0.9"]

    with RawServer(lambda _: http("200 OK", body=b"x")) as server:
        limits = replace(LIMITS, allow_hosts=("bron.example",))
        with Fetcher(limits, resolve=resolve) as fetcher:
            url = f"http://bron.example:{server.port}/feed"
            bodies = [fetcher.fetch(FetchRequest(url)).body for _ in range(2)]

    assert bodies == [b"x", b"x"]
    assert looked_up == [("bron.example", server.port)]
    assert f"Host: bron.example:{server.port}" in server.requests[0]


def test_t10_of_several_addresses_a_dead_one_does_no_harm() -> None:
    with RawServer(lambda _: http("200 OK", body=b"x"), listen="127.0.0.2") as server:
        limits = replace(LIMITS, allow_hosts=("bron.example",))
        with Fetcher(limits, resolve=lambda *_: ["127.0.0.3", "127.0.0.2"]) as fetcher:
            url = f"http://bron.example:{server.port}/feed"
            assert fetcher.fetch(FetchRequest(url)).body == b"x"


def test_t11_proxies_and_passwords_of_the_environment_are_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login iemand password geheim\n", encoding="utf-8")
    for name, value in (("NETRC", str(netrc)), ("http_proxy", "http://127.0.0.1:9"), ("no_proxy", "")):
        monkeypatch.setenv(name, value)
    with (
        RawServer(lambda _: http("200 OK", body=b"x")) as server,
        Fetcher(replace(LIMITS, allow_hosts=("127.0.0.1",))) as fetcher,
    ):
        fetched = fetcher.fetch(FetchRequest(f"http://{server.address}/feed"))

    assert fetched.body == b"x"
    assert "authorization" not in server.requests[0].lower()


@pytest.mark.parametrize(
    ("header", "seconds", "words"),
    [
        (["Retry-After: 120"], 120, "and asks to wait 120 seconds"),
        (["Retry-After: 99999999"], 604_800, "and asks to wait 604800 seconds"),
        (["Retry-After: Tue, 01 Dec 2020 08:00:00 GMT"], 0, "and asks to wait 0 seconds"),
        (["Retry-After: straks"], None, "without saying for how long"),
        ([], None, "without saying for how long"),
    ],
    ids=["seconds", "far too long", "past", "text", "nothing"],
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_t12_a_server_that_asks_for_time_gets_it_within_reason(
    status: str, header: list[str], seconds: int | None, words: str
) -> None:
    with RawServer(lambda _: http(status, *header)) as server:
        limits = replace(LIMITS, connect_to={"bron.example": server.address})
        with Fetcher(limits) as fetcher, pytest.raises(CollectError) as caught:
            fetcher.fetch(FetchRequest("http://bron.example/feed"))

    assert caught.value.status is Status.LIMITED
    assert caught.value.retry_after == seconds
    assert caught.value.reason == f"answered {status} {words}"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (" 7 ", 7),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        (5000 * "9", 604_800),
        ("Tue, 01 Dec 2026 08:01:30 GMT", 90),
        ("Tue, 01 Dec 2026 08:01:30 -0000", 90),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 604_800),
        ("Tue, 99 Dec 2026 99:99:99 GMT", None),
        ("", None),
    ],
)
def test_t12_a_retry_after_is_seconds_or_a_date_and_anything_else_is_nothing(
    header: str, seconds: int | None
) -> None:
    assert retry_after(header, datetime(2026, 12, 1, 8, 0, tzinfo=UTC)) == seconds


def test_t13_a_304_to_a_question_without_a_condition_is_an_error() -> None:
    with RawServer(lambda _: http("304 Not Modified", "Connection: close")) as server:
        assert outcome_at(server) == (
            Status.HTTP_ERROR,
            "answered 304 although nothing was known of it",
        )
